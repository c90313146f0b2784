"""Which part of the books, which days."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from areas.models import Area, Organisation
from contributions.models import Campaign
from contributions.queries.campaigns import units_for, villages_for
from contributions.queries.exports import Span
from core.forms import HouseForm, VnDateField


class SpanForm(HouseForm):
    """From and to, both included; empty: without that limit."""

    tu = VnDateField(label="Từ ngày", required=False)
    den = VnDateField(label="Đến ngày", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("tu") and data.get("den") and data["den"] < data["tu"]:
            self.add_error("den", "Ngày này phải từ “Từ ngày” trở đi.")
        return data

    def span(self) -> Span:
        return Span(self.cleaned_data.get("tu"), self.cleaned_data.get("den"))


class ExportForm(SpanForm):
    thon = forms.ModelChoiceField(Area.objects.none(), label="Thôn", required=False, empty_label="Mọi thôn")
    don_vi = forms.ModelChoiceField(
        Organisation.objects.none(), label="Đơn vị", required=False, empty_label="Mọi đơn vị"
    )
    field_order = ("thon", "don_vi", "tu", "den")

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thon"].queryset = villages_for(campaign.area)  # type: ignore[attr-defined]
        self.fields["don_vi"].queryset = units_for(campaign.area)  # type: ignore[attr-defined]


class AreaForm(SpanForm):
    """An area of one's own and days; who holds one area is not asked for it."""

    dia_ban = forms.ModelChoiceField(Area.objects.none(), label="Địa bàn", required=False, empty_label=None)
    field_order = ("dia_ban", "tu", "den")

    def __init__(self, areas: QuerySet[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = list(areas)
        self.fields["dia_ban"].queryset = areas  # type: ignore[attr-defined]
        if len(self.areas) < 2:
            del self.fields["dia_ban"]

    def area(self) -> Area | None:
        """The chosen area, else the first of one's own; None for who holds none."""
        return self.cleaned_data.get("dia_ban") or next(iter(self.areas), None)
