"""Forms of reading a plan in: the file, then the head and the rows that a person corrects."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from areas.enums import PaperStyle
from areas.models import Area, Organisation
from areas.queries import rows_of
from campaigns.corrections import Corrections
from campaigns.enums import Direction, PlanKind
from core.errors import RuleError
from core.forms import DigitsField, HouseForm, NfcCharField, NumberField, VnDateField
from documents.context import Signature, Style


class UploadForm(HouseForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    file = forms.FileField(
        label="Tệp kế hoạch",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.txt"}),
        error_messages={"required": "Chọn tệp kế hoạch.", "empty": "Tệp trống; đề nghị chọn lại tệp."},
    )  # fmt: skip

    def __init__(self, areas: list[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        limit = settings.UPLOAD_MAX_BYTES
        self.fields["file"].help_text = f"Tệp Word (.docx) hoặc văn bản (.txt), không quá {limit // 1024 // 1024} MB."
        self.fields["file"].widget.attrs["data-max-bytes"] = limit
        if len(areas) == 1:
            self.fields["area"].initial = areas[0]
            self.fields["area"].widget = forms.HiddenInput()


def _text(label: str, length: int = 300, **kwargs: Any) -> NfcCharField:
    return NfcCharField(label=label, max_length=length, **kwargs)


class LineField(NfcCharField):
    """One line of any length, in a box that grows with it."""

    widget = forms.Textarea(attrs={"rows": 1})

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return " ".join(text.split()) if text else text


def _lines(label: str, **kwargs: Any) -> NfcCharField:
    return NfcCharField(label=label, required=False, widget=forms.Textarea(attrs={"rows": 5}), **kwargs)


class HeadForm(HouseForm):
    """Head, dates, bases, recipients and signature of the plan, as read and to be corrected."""

    kind = forms.ChoiceField(label="Loại kế hoạch", choices=PlanKind)
    issuer = forms.ModelChoiceField(
        label="Cơ quan ban hành", queryset=Organisation.objects.none(), required=False,
        help_text="Quyết định thể thức, ký hiệu và dãy số.",
    )  # fmt: skip
    issuing_body = _text("Tên cơ quan như trong tệp", required=False)
    number = _text("Số", 40, required=False)
    symbol = _text("Ký hiệu", 60, required=False)
    place = _text("Địa danh", 100, required=False)
    day = DigitsField(label="Ngày", least=1, most=31, required=False)
    month = DigitsField(label="Tháng", least=1, most=12, required=False)
    year_of_paper = DigitsField(label="Năm", least=1945, most=2100, required=False)
    subject = NfcCharField(label="Trích yếu", max_length=3000, widget=forms.Textarea(attrs={"rows": 2}))
    year = DigitsField(label="Năm kế hoạch", least=1945, most=2100, required=False)
    theme = _text("Chủ đề", 3000, required=False)
    starts_on = VnDateField(label="Từ ngày", required=False)
    ends_on = VnDateField(label="Đến ngày", required=False)
    deadline = VnDateField(label="Hạn hoàn thành", required=False)
    legal_bases = _lines("Căn cứ", help_text="Mỗi dòng một căn cứ.")
    recipients = _lines("Nơi nhận", help_text="Mỗi dòng một nơi nhận.")
    authority = NfcCharField(
        label="Thẩm quyền ký", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN",
    )  # fmt: skip
    title = _text("Chức vụ người ký", required=False)
    name = _text("Họ tên người ký", required=False)
    already_issued = forms.BooleanField(
        label="Văn bản này đã ban hành; lưu kèm số và ngày như trong tệp", required=False,
        help_text="Không chọn thì kế hoạch là bản nháp, bản in có chữ DỰ THẢO.",
    )  # fmt: skip

    def __init__(self, issuers: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers  # type: ignore[attr-defined]

    def without_issued(self) -> HeadForm:
        """For a plan in the system: there an issued paper is recorded by a step of its own."""
        del self.fields["already_issued"]
        return self

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._check_date(data)
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", "Ngày kết thúc phải sau ngày bắt đầu.")
        if data.get("already_issued"):
            self._check_issued(data)
        return data

    def _check_date(self, data: dict[str, Any]) -> None:
        day, month, year = data.get("day"), data.get("month"), data.get("year_of_paper")
        if day and month and year:
            try:
                date(year, month, day)
            except ValueError:
                self.add_error("day", ValidationError(f"Tháng {month} năm {year} không có ngày {day}."))

    def _check_issued(self, data: dict[str, Any]) -> None:
        wanted = {
            "issuer": "Chọn cơ quan ban hành.", "number": "Nhập số của văn bản đã ban hành.", "symbol": "Nhập ký hiệu.",
            "day": "Nhập đủ ngày, tháng, năm ban hành.", "name": "Nhập họ tên người ký.",
        }  # fmt: skip
        for name, sentence in wanted.items():
            if not data.get(name):
                self.add_error(name, sentence)

    def signature(self) -> Signature | None:
        data = self.cleaned_data
        if not (data["authority"] or data["title"] or data["name"]):
            return None
        return Signature(data["authority"] or None, data["title"] or None, data["name"] or None)


class BlockForm(HouseForm):
    number = _text("Mục", 40, required=False)
    criterion = DigitsField(label="Tiêu chí", least=1, most=99, required=False)
    title = LineField(label="Tên", max_length=500)
    lead = LineField(label="Người chỉ đạo", max_length=500, required=False)
    responsible = LineField(label="Người phụ trách", max_length=500, required=False)


class TargetForm(HouseForm):
    criterion = DigitsField(label="Tiêu chí", least=1, most=99, required=False)
    text = LineField(label="Chỉ tiêu", max_length=10000)
    value = NumberField(label="Giá trị", required=False)
    unit = _text("Đơn vị", 200, required=False)
    direction = forms.ChoiceField(label="Chiều", choices=[("", "—"), *Direction.choices], required=False)


class DutyForm(HouseForm):
    unit = LineField(label="Đơn vị", max_length=500)


BlockFormSet = forms.formset_factory(BlockForm, extra=0, can_delete=True, max_num=200, absolute_max=300)
TargetFormSet = forms.formset_factory(TargetForm, extra=0, can_delete=True, max_num=500, absolute_max=600)
DutyFormSet = forms.formset_factory(DutyForm, extra=0, can_delete=True, max_num=100, absolute_max=200)


def _split(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _kept(formset: forms.BaseFormSet, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The read rows with what the person typed over them, without those struck out."""
    if len(formset.forms) != len(rows):
        raise RuleError("Số dòng trên màn hình không còn khớp với bản đang lưu; mở lại trang này rồi sửa.")
    kept = []
    for form, row in zip(formset.forms, rows, strict=True):
        data = dict(form.cleaned_data)
        if not data.pop("DELETE", False):
            kept.append({**row, **{name: value if value != "" else None for name, value in data.items()}})
    return kept


def corrections(
    head: HeadForm,
    blocks: forms.BaseFormSet,
    targets: forms.BaseFormSet,
    duties: forms.BaseFormSet,
    facts: dict[str, Any],
) -> Corrections:
    """What the person left in the valid forms."""
    data = head.cleaned_data
    issuer: Organisation | None = data["issuer"]
    targets_kept = _kept(targets, facts["targets"])
    for target in targets_kept:
        target["value"] = None if target["value"] is None else float(target["value"])
    return Corrections(
        kind=data["kind"], issuing_body=issuer.name if issuer else data["issuing_body"] or None,
        style=cast("Style", issuer.style if issuer else facts["document"]["style"] or PaperStyle.STATE),
        number=data["number"] or None, symbol=data["symbol"] or None, place=data["place"] or None, day=data["day"],
        month=data["month"], year_of_paper=data["year_of_paper"], subject=data["subject"], year=data["year"],
        theme=data["theme"] or None, starts_on=data["starts_on"], ends_on=data["ends_on"], deadline=data["deadline"],
        legal_bases=_split(data["legal_bases"]), recipients=_split(data["recipients"]), signature=head.signature(),
        blocks=_kept(blocks, facts["blocks"]), targets=targets_kept, assignments=_kept(duties, facts["assignments"]),
    )  # fmt: skip
