"""Forms of the one who writes: a paragraph, a figure, a village's sections, which report to open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from core import clock
from core.forms import HouseForm, NfcCharField, VnDateField
from reporting.enums import ReportState
from reporting.models import PeriodicReport, ReportForm


class PassageForm(HouseForm):
    """One paragraph."""

    text = NfcCharField(label="Nội dung", max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class NewPassageForm(HouseForm):
    """A paragraph of one's own; the key keeps a second click from adding it twice."""

    text = NfcCharField(label="Nội dung", max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))
    key = forms.UUIDField(widget=forms.HiddenInput)


class CellForm(HouseForm):
    """One figure, or words, as people type them, and why it is not the drafted one."""

    typed = NfcCharField(label="Số liệu", required=False, max_length=2000)
    reason = NfcCharField(label="Lý do sửa", required=False, max_length=250)
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if words:
            self.fields["typed"].label = "Nội dung"
            self.fields["typed"].widget = forms.Textarea(attrs={"rows": 3})


class VillageForm(HouseForm):
    """The sections of a village's report, one box each."""

    def __init__(self, report: PeriodicReport, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(report.form.sections)
        for place, section in enumerate(report.form.sections):
            title = str(section["title"]).capitalize()
            area = forms.Textarea(attrs={"rows": 5})
            self.fields[f"section_{place}"] = NfcCharField(
                label=title,
                required=False,
                max_length=8000,
                widget=area,
                help_text="Mỗi ý một dòng." if not place else "",
            )
            self.fields[f"seen_{place}"] = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput())

    def texts(self) -> dict[int, str]:
        """What was typed, by section."""
        return {place: self.cleaned_data[f"section_{place}"] or "" for place in range(self.count)}

    def seen(self) -> dict[int, str]:
        """The marks of what the person read, by section."""
        return {place: self.cleaned_data[f"seen_{place}"] for place in range(self.count)}


class OpenForm(HouseForm):
    """Which report to write: the form, the area, a day of its period."""

    form = forms.ModelChoiceField(label="Mẫu báo cáo", queryset=ReportForm.objects.none())
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none())
    day = VnDateField(label="Ngày thuộc kỳ báo cáo", help_text="Ví dụ 10/7/2024 cho báo cáo tháng 7/2024.")

    def __init__(self, report_forms: QuerySet[ReportForm], areas: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"day": clock.today()}, **kwargs)
        self.fields["form"].queryset = report_forms  # type: ignore[attr-defined]
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class ReportFilter(forms.Form):
    """Which of one's reports to list."""

    nam = forms.TypedChoiceField(label="Năm", required=False, coerce=int, empty_value=None)
    mau = forms.TypedChoiceField(label="Mẫu", required=False, coerce=int, empty_value=None)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=[("", "Tất cả"), *ReportState.choices])

    def __init__(
        self, years: Sequence[int], report_forms: Sequence[tuple[int, str]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nam"].choices = [("", "Tất cả"), *((year, str(year)) for year in years)]  # type: ignore[attr-defined]
        self.fields["mau"].choices = [("", "Tất cả"), *report_forms]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, Any]:
        """Year, form and state as asked for; nonsense in the address asks for everything."""
        data = self.cleaned_data if self.is_valid() else {}
        return {"year": data.get("nam"), "form": data.get("mau"), "state": data.get("tinh_trang") or ""}
