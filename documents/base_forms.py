from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from areas.models import Area
from areas.queries import rows_of
from core import clock, text
from core.forms import HouseFormMixin, NfcCharField, VnDateField
from documents.citations import citation
from documents.enums import CITED_TYPES
from documents.models import CitedDocument


class _CitedChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return citation(obj)[:120]


class BaseForm(HouseFormMixin, forms.ModelForm):
    """A document that papers rest on; `areas` are those whose register the person keeps, none for national law."""

    type_name = forms.ChoiceField(
        label="Loại văn bản", error_messages={"invalid_choice": "Chọn một loại trong danh sách."}
    )
    number = NfcCharField(label="Số, ký hiệu", max_length=60, required=False, help_text="Ví dụ: 12/NQ-HĐND, 19-NQ/ĐU.")
    dated = VnDateField(label="Ngày ban hành", required=False)
    issuer = NfcCharField(
        label="Cơ quan ban hành", max_length=200, required=False, help_text="Viết đủ tên như khi viện dẫn."
    )
    subject = NfcCharField(
        label="Trích yếu", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Với luật, pháp lệnh: tên luật, không có chữ “Luật” ở đầu.",
    )  # fmt: skip
    valid_from = VnDateField(label="Có hiệu lực từ", required=False)
    valid_to = VnDateField(label="Ngày cuối cùng còn hiệu lực", required=False)
    replaced_by = _CitedChoiceField(label="Thay bằng văn bản", queryset=CitedDocument.objects.none(), required=False)
    confirmed = forms.BooleanField(label="Đã đối chiếu với văn bản gốc", required=False)
    note = NfcCharField(
        label="Ghi chú", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )  # fmt: skip

    class Meta:
        model = CitedDocument
        fields = (
            "area", "type_name", "number", "dated", "issuer", "subject", "valid_from", "valid_to", "replaced_by",
            "confirmed", "note",
        )  # fmt: skip

    def __init__(self, areas: list[Area], others: QuerySet[CitedDocument], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.instance.type_name
        names = CITED_TYPES if own in CITED_TYPES or not own else (own, *CITED_TYPES)
        self.fields["type_name"].choices = [("", "Chọn…"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        self.fields["replaced_by"].queryset = others.exclude(pk=self.instance.pk or 0).order_by("sort_key")  # type: ignore[attr-defined]
        if self.instance.pk or len(areas) == 1:
            del self.fields["area"]
            if not self.instance.pk:
                self.instance.area = areas[0]
        else:
            self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
            self.fields["area"].required = True

    def clean_number(self) -> str:
        return re.sub(r"\s+", "", self.cleaned_data["number"] or "").replace("–", "-")

    def clean_subject(self) -> str:
        return text.tidy(self.cleaned_data["subject"] or "")

    def clean_dated(self) -> Any:
        day = self.cleaned_data["dated"]
        if day and day > clock.today():
            raise ValidationError("Ngày ban hành không được sau hôm nay.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("valid_from"), data.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", "Ngày hết hiệu lực phải sau ngày bắt đầu có hiệu lực.")
        if not data.get("number") and not data.get("subject") and "number" not in self.errors:
            self.add_error("number", "Nhập số, ký hiệu hoặc trích yếu.")
        if data.get("confirmed") and not (data.get("dated") and data.get("issuer") and data.get("subject")):
            self.add_error(
                "confirmed", "Nhập đủ ngày ban hành, cơ quan ban hành và trích yếu rồi mới ghi là đã đối chiếu."
            )
        return data
