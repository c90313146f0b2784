"""Choosing a figure of villages and gardens and the row of the card it goes into."""

from __future__ import annotations

from typing import Any

from django import forms

from core.formats import number as shown
from core.forms import HouseForm
from criteria.enums import ValueKind
from criteria.models import Indicator
from criteria.papers.cards import measure_of
from criteria.queries.cards import CriterionLine, IndicatorLine
from criteria.queries.feeds import Fed

_FIGURES = {ValueKind.PERCENT, ValueKind.NUMBER}


class TakeFeedForm(HouseForm):
    figure = forms.ChoiceField(label="Số liệu")
    row = forms.TypedChoiceField(label="Đưa vào chỉ tiêu", coerce=int)

    def __init__(self, feeds: list[Fed], lines: list[CriterionLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.indicator.pk: row.indicator for line in lines for row in line.rows if _takes(row)}
        figures: Any = self.fields["figure"]
        figures.choices = [
            (str(fed.criteria_set), [(item.key, f"{item.label}: {shown(item.number)}") for item in fed.figures])
            for fed in feeds
        ]
        choices: Any = self.fields["row"]
        choices.choices = [
            (str(line.criterion), [(row.indicator.pk, _label(row)) for row in line.rows if _takes(row)])
            for line in lines
            if any(_takes(row) for row in line.rows)
        ]

    def indicator(self) -> Indicator:
        return self.rows[self.cleaned_data["row"]]


def _takes(row: IndicatorLine) -> bool:
    """A row with one figure of its own."""
    measure = measure_of(row)
    return measure.value_kind in _FIGURES and not (measure.compound or measure.split_by)


def _label(row: IndicatorLine) -> str:
    words = row.version.text if row.version else ""
    return f"{row.indicator}. {words[:90]}{'…' if len(words) > 90 else ''}"
