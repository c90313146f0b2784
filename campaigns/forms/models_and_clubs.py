"""Forms of models and clubs: the model, and what was found in a year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from campaigns.enums import ModelKind
from campaigns.forms.places import OfAreaForm, PastDayField
from campaigns.models import ModelOrClub, Plan
from core.forms import DigitsField, HouseForm, NfcCharField, WholeField


class ModelForm(OfAreaForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    kind = forms.ChoiceField(label="Loại", choices=ModelKind, widget=forms.RadioSelect)
    name = NfcCharField(label="Tên", max_length=500, help_text="Ví dụ: Chi hội Phụ nữ “5 không, 3 sạch”.")
    leader = NfcCharField(label="Người phụ trách", max_length=300, required=False)
    founded_on = PastDayField(label="Thành lập ngày", required=False)
    members = WholeField(label="Số thành viên, hộ", least=0, most=1_000_000, required=False)
    ended_on = PastDayField(label="Thôi hoạt động ngày", required=False)
    plan = forms.ModelChoiceField(label="Thuộc kế hoạch", queryset=Plan.objects.none(), required=False)
    key = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, places: QuerySet[Area], plans: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(places, plans)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        starts, ends = data.get("founded_on"), data.get("ended_on")
        if starts and ends and ends < starts:
            self.add_error("ended_on", "Ngày thôi hoạt động phải sau ngày thành lập.")
        self.check_plan(data)
        return data


class ConfirmForm(HouseForm):
    year = DigitsField(label="Năm", least=2000, most=2100)
    confirmed = forms.TypedChoiceField(
        label="Kết quả", choices=[("1", "Công nhận"), ("0", "Không công nhận")], coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )  # fmt: skip
    note = NfcCharField(label="Nhận xét", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


def first_values(model: ModelOrClub) -> dict[str, Any]:
    """What the form of a model shows at first."""
    names = ("area", "kind", "name", "leader", "founded_on", "members", "ended_on", "plan")
    return {name: getattr(model, name) for name in names}
