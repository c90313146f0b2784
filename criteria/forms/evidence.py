"""Forms of evidence: files or a paper of the register, for which rows, valid until when."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from core.forms import HouseForm, NfcCharField, VnDateField
from criteria.models import CriteriaSet, Criterion, Indicator
from criteria.papers.evidence import row_words
from documents.models import Document
from documents.photo_fields import ManyFilesField

ACCEPT = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png,.webp,image/*"
MOST_FILES = 10


class RowsField(forms.MultipleChoiceField):
    """Rows of a set, by "t<criterion id>" or "c<indicator id>"; cleans to criteria and indicators."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            error_messages={"required": "Chọn ít nhất một chỉ tiêu hoặc tiêu chí."},
            widget=forms.SelectMultiple(attrs={"size": 8}), **kwargs,
        )  # fmt: skip
        self.rows: dict[str, Criterion | Indicator] = {}

    def offer(self, criteria_set: CriteriaSet) -> None:
        """Let the set's rows be chosen; two queries."""
        for criterion in criteria_set.criteria.prefetch_related("indicators__versions"):
            self.rows[f"t{criterion.pk}"] = criterion
            self.rows |= {f"c{row.pk}": row for row in criterion.indicators.all()}
        self.choices = [
            (key, f"C{row_words(row)[1:]}" if isinstance(row, Indicator) else f"Tiêu chí {row}")
            for key, row in self.rows.items()
        ]

    def clean(self, value: Any) -> list[Criterion | Indicator]:
        return [self.rows[key] for key in super().clean(value)]


class EvidenceForm(HouseForm):
    """Name, validity and rows of a piece of evidence."""

    title = NfcCharField(label="Tên minh chứng", max_length=300)
    rows = RowsField(label="Dùng cho", help_text="Giữ Ctrl để chọn nhiều dòng.")
    valid_from = VnDateField(label="Có giá trị từ", required=False)
    valid_to = VnDateField(label="Hết giá trị sau ngày", required=False, help_text="Sẽ nhắc trước 60 ngày.")

    def __init__(self, criteria_set: CriteriaSet, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = self.fields["rows"]
        assert isinstance(rows, RowsField)
        rows.offer(criteria_set)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("valid_from") and data.get("valid_to") and data["valid_to"] < data["valid_from"]:
            self.add_error("valid_to", "Ngày hết giá trị phải sau ngày bắt đầu, ví dụ 31/12/2026.")
        return data


class ChangeEvidenceForm(EvidenceForm):
    """The same for evidence that is there; `seen` marks what the person read."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def contest(self, mark: str, stands: str) -> None:
        """Say what somebody else put there meanwhile (`stands`); the next time it is saved knowingly."""
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["seen"] = mark
        self.data = sent
        self.add_error(
            None,
            f"Chưa lưu: minh chứng này vừa được người khác sửa, đang lưu là: {stands}. "
            "Các ô dưới đây giữ nội dung vừa nhập; sửa cho đúng rồi lưu lần nữa.",
        )


class NewEvidenceForm(EvidenceForm):
    """The same with files to upload or an issued paper to point to."""

    uploads = ManyFilesField(
        label="Tệp", most=MOST_FILES, accept=ACCEPT, help_text="Ảnh chụp, PDF, Word hoặc Excel; chọn được nhiều tệp."
    )
    document = forms.ModelChoiceField(
        label="Hoặc văn bản đã ban hành", queryset=Document.objects.none(), required=False
    )
    field_order = ("uploads", "document", "title", "rows", "valid_from", "valid_to")

    def __init__(self, criteria_set: CriteriaSet, documents: QuerySet[Document], *args: Any, **kwargs: Any) -> None:
        super().__init__(criteria_set, *args, **kwargs)
        self.fields["document"].queryset = documents  # type: ignore[attr-defined]
        self.fields["title"].required = False
        self.fields["title"].help_text = "Bỏ trống thì lấy tên tệp hoặc số văn bản."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if bool(data.get("uploads")) == bool(data.get("document")) and not self.errors:
            self.add_error("uploads", "Chọn tệp, hoặc chọn một văn bản đã ban hành.")
        return data
