"""Forms of rounds: opening one, and what the office says of a card."""

from __future__ import annotations

from typing import Any

from django import forms

from areas.models import Area
from areas.queries import rows_of
from core import clock
from core.forms import DigitsField, HouseForm, NfcCharField, VnDateField
from criteria.enums import RoundKind, State
from criteria.models import CriteriaSet


class OpenRoundForm(HouseForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    criteria_set = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="Loại kỳ", choices=RoundKind)
    year = DigitsField(label="Năm", least=2010)
    name = NfcCharField(label="Tên kỳ", max_length=200, help_text="Ví dụ: Quý IV năm 2026")
    deadline = VnDateField(label="Hạn gửi")

    def __init__(self, areas: list[Area], sets: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]

    def clean_year(self) -> int:
        """A round asks about a year that has begun, or about the next."""
        year: int = self.cleaned_data["year"]
        last = clock.today().year + 1
        if year > last:
            raise forms.ValidationError(f"Năm của kỳ đánh giá không sau năm {last}.")
        return year


class ChangeRoundForm(HouseForm):
    """What may be changed of an opened round."""

    name = NfcCharField(label="Tên kỳ", max_length=200)
    deadline = VnDateField(label="Hạn gửi", help_text="Xã còn phải gửi phiếu nhận thông báo về hạn mới.")


class CorrectionForm(HouseForm):
    """What the office finds of one row, and why."""

    row = forms.CharField(widget=forms.HiddenInput)
    after = forms.ChoiceField(
        label="Kết quả thẩm tra",
        choices=[("", "Chọn kết quả"), *((state, state.label) for state in State if state != State.NO_DATA)],
    )
    reason = NfcCharField(label="Lý do", max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
