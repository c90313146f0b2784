"""What the workbook of an office is made of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from areas.models import Area
from areas.queries import ids_on, rows_of
from core.forms import DigitsField, HouseForm
from criteria.enums import SetLevel
from criteria.models import CriteriaSet, Round
from criteria.queries.sets import filled_sets


class _RoundField(forms.ModelChoiceField):
    """Rounds by name and office: every province has its "Năm 2026"."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}, {obj.area}"


class WorkbookForm(HouseForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    criteria_set = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none(), empty_label=None)
    year = DigitsField(label="Năm", least=2010, most=2100)
    round = _RoundField(
        label="Kỳ đánh giá", queryset=Round.objects.none(), required=False,
        empty_label="Bản chấp nhận gần nhất, nếu không có thì phiếu đang ghi",
        help_text="Xã chưa được chấp nhận trong kỳ đã chọn thì lấy phiếu đang ghi; bảng ghi rõ nguồn của từng xã.",
    )  # fmt: skip

    def __init__(self, areas: list[Area], rounds: QuerySet[Round], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = filled_sets().filter(level=SetLevel.COMMUNE)  # type: ignore[attr-defined]
        self.fields["round"].queryset = rounds.select_related("area").order_by("-deadline", "-pk")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        found, chosen, year = data.get("round"), data.get("criteria_set"), data.get("year")
        if found and chosen and (found.criteria_set_id != chosen.pk or found.year != year):
            self.add_error("round", f"Kỳ “{found}” là của {found.criteria_set}, năm {found.year}.")
        area = data.get("area")
        if found and area and area.pk not in ids_on(found.area.path) and found.area_id not in ids_on(area.path):
            self.add_error("round", f"Kỳ “{found}” do {found.area} mở, không có xã của {area}.")
        return data
