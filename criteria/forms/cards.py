"""Forms of a card: opening one, and the rows of one criterion."""

from __future__ import annotations

from typing import Any

from django import forms

from areas.models import Area
from core.forms import HouseForm, NfcCharField, NumberField
from criteria.enums import Applicability, SplitBy, State, ValueKind
from criteria.judging import NO, YES, Entered, Measure, Value
from criteria.models import CriteriaSet
from criteria.papers.cards import measure_of
from criteria.queries.cards import CriterionLine, IndicatorLine

_FIGURES = {ValueKind.PERCENT, ValueKind.NUMBER, ValueKind.MONEY}
BY_LEVEL = ("", "Theo số liệu và mức")


class OpenCardForm(HouseForm):
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    criteria_set = forms.ModelChoiceField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none(), empty_label=None)
    year = forms.IntegerField(label="Năm", min_value=2010, max_value=2100)

    def __init__(self, areas: list[Area], sets: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = Area.objects.filter(pk__in=[area.pk for area in areas])  # type: ignore[attr-defined]
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]


class _EntryForm(HouseForm):
    """State and reason, which every row has."""

    state = forms.ChoiceField(label="Kết quả", required=False)
    reason = NfcCharField(
        label="Lý do, nhận xét", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def entered(self) -> Entered:
        data = self.cleaned_data
        return Entered(
            Value(data.get("number"), data.get("second"), data.get("text") or ""),
            state=State(data["state"]) if data["state"] else None, reason=data["reason"] or "",
        )  # fmt: skip


class WholeForm(_EntryForm):
    """A criterion that a person judges whole."""

    def __init__(self, line: CriterionLine, *args: Any, **kwargs: Any) -> None:
        found = line.whole
        first = {"state": found.state, "reason": found.reason} if found else {}
        super().__init__(*args, initial=first, prefix=f"tc{line.criterion.pk}", **kwargs)
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", "Chưa xét"),
            (State.MET, State.MET.label),
            (State.UNMET, State.UNMET.label),
        ]


class RowForm(_EntryForm):
    """One indicator: the fields that its kind of value asks for."""

    def __init__(self, row: IndicatorLine, *args: Any, **kwargs: Any) -> None:
        found, measure = row.result, measure_of(row)
        first: dict[str, Any] = {}
        if found:
            by_person = found.state not in {found.computed, State.NO_DATA}
            first = {
                "number": found.number, "second": found.second, "text": found.text, "reason": found.reason,
                "state": found.state if by_person else "",
            }  # fmt: skip
        super().__init__(*args, initial=first, prefix=f"ct{row.indicator.pk}", **kwargs)
        self.row = row
        self.fields = {**_value_fields(row, measure), **self.fields}
        states = [State.MET, State.UNMET]
        if measure.applicability == Applicability.IF_PRESENT:
            states.append(State.NOT_ASSESSED)
        self.fields["state"].choices = [BY_LEVEL, *((state.value, state.label) for state in states)]  # type: ignore[attr-defined]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("number", "second", "text") if name in self.fields]


def _value_fields(row: IndicatorLine, measure: Measure) -> dict[str, forms.Field]:
    unit = row.version.unit if row.version else ""
    if measure.value_kind in _FIGURES:
        percent = measure.value_kind == ValueKind.PERCENT
        limits: dict[str, Any] = {"places": 4, "least": 0, "most": 100 if percent else None, "required": False}
        suffix = unit or ("%" if percent else "")
        both = measure.split_by == SplitBy.SEX
        fields: dict[str, forms.Field] = {
            "number": NumberField(label="Giá trị (nam)" if both else "Giá trị", suffix=suffix, **limits)
        }
        if both:
            fields["second"] = NumberField(label="Giá trị (nữ)", suffix=suffix, **limits)
        return fields
    words = list(measure.scale) if measure.value_kind == ValueKind.GRADED else [YES, NO]
    if not measure.value_kind:
        return {}
    return {
        "text": forms.ChoiceField(
            label="Giá trị", required=False, choices=[("", "Chưa có số liệu"), *((word, word) for word in words)]
        )
    }
