"""Forms of a card: opening one, and the rows of one criterion."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import escape

from areas.models import Area
from areas.queries import rows_of
from core.forms import DigitsField, HouseForm, NfcCharField, NumberField
from criteria.enums import Applicability, DerivedKind, PartRole, SplitBy, State, ValueKind
from criteria.judging import FIGURES, NO, YES, Entered, Measure, Part, Value
from criteria.models import CriteriaSet
from criteria.papers.cards import measure_of, value_of
from criteria.papers.parts import from_words, level_of_part, part_in_words, unit_of, words_of
from criteria.queries.cards import CriterionLine, IndicatorLine

_SHORT_UNIT = 3
BY_LEVEL = ("", "Theo số liệu và mức")


class SetField(forms.ModelChoiceField):
    """Criteria sets by what they judge, since a commune and its villages have sets of their own."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.get_level_display()}: {obj}"


class OpenCardForm(HouseForm):
    """Area and set are chosen on purpose: a card opened by a slip stays."""

    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    criteria_set = SetField(label="Bộ tiêu chí", queryset=CriteriaSet.objects.none())
    year = DigitsField(label="Năm", least=2010, most=2100)

    def __init__(self, areas: list[Area], sets: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["area"].initial = areas[0].pk
        self.fields["criteria_set"].queryset = sets  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen, year = data.get("criteria_set"), data.get("year")
        years = chosen.years if chosen else None
        if chosen and years and year and year not in years:
            self.add_error(
                "year", f"{chosen} áp dụng cho giai đoạn {chosen.period}; đề nghị chọn năm trong giai đoạn đó."
            )
        return data


class _EntryForm(HouseForm):
    """State and reason, which every row has."""

    #: What the summary of faults calls the row, since all rows have fields of the same names.
    place = ""

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
        self.place = f"Tiêu chí {line.criterion.number}"
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            ("", "Chưa xét"),
            (State.MET, State.MET.label),
            (State.UNMET, State.UNMET.label),
        ]


class RowForm(_EntryForm):
    """One indicator: the fields that its kind of value asks for, and one for each of its parts."""

    def __init__(self, row: IndicatorLine, *args: Any, **kwargs: Any) -> None:
        found, measure, value = row.result, measure_of(row), value_of(row)
        first: dict[str, Any] = {}
        if found:
            by_person = found.state not in {found.computed, State.NO_DATA}
            first = {
                "number": found.number, "second": found.second, "text": found.text, "reason": found.reason,
                "state": found.state if by_person else "",
            }  # fmt: skip
        self.parts = {f"phan{part.key}": part for part in measure.parts}
        for name, part in self.parts.items():
            written = value.parts.get(part.key, "")
            first[name] = Decimal(written) if written and part.value_kind in FIGURES else written
        super().__init__(*args, initial=first, prefix=f"ct{row.indicator.pk}", **kwargs)
        self.row, self.place = row, row.name
        asked = {
            **_value_fields(row, measure, found.text if found else ""),
            **{name: _part_field(part) for name, part in self.parts.items()},
        }
        self.fields = {**asked, **self.fields}
        self._asked = tuple(asked)
        states = [State.MET, State.UNMET]
        if measure.applicability == Applicability.IF_PRESENT:
            states.append(State.NOT_ASSESSED)
        self.fields["state"].choices = [BY_LEVEL, *((state.value, state.label) for state in states)]  # type: ignore[attr-defined]

    @property
    def value_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self._asked]

    @property
    def own_field(self) -> forms.BoundField | None:
        """The field of the row's own value, into which a figure of other rooms goes; none where there is not one alone."""
        if "second" in self.fields:
            return None
        return next((self[name] for name in ("number", "text") if name in self.fields), None)

    def parts_in(self, text: str) -> dict[str, str]:
        """What a workbook's "(1) …: 92,5; (2) …: Đạt" puts into the fields of the parts; RuleError where it cannot."""
        found = from_words(tuple(self.parts.values()), text)
        return {name: part_in_words(part, found[part.key]) for name, part in self.parts.items() if part.key in found}

    def entered(self) -> Entered:
        """What the form does not ask for stays as it is in the row."""
        entered, stands = super().entered(), value_of(self.row)
        typed = {part.key: self.cleaned_data.get(name) for name, part in self.parts.items()}
        value = Value(
            number=entered.value.number if "number" in self.fields else stands.number,
            second=entered.value.second if "second" in self.fields else stands.second,
            text=entered.value.text if "text" in self.fields else stands.text,
            parts={
                key: f"{typed:f}" if isinstance(typed, Decimal) else typed
                for key, typed in typed.items()
                if typed not in {None, ""}
            },
        )  # fmt: skip
        return replace(entered, value=value)


def _value_fields(row: IndicatorLine, measure: Measure, stands: str) -> dict[str, forms.Field]:
    """Fields of the row's own value; none where only its parts are judged, or another card.

    What stands in the row stays among the words to choose from, so that saving something else does not lose it.
    """
    if not measure.value_kind or measure.derived == DerivedKind.SET_MET or (measure.way and measure.judged_parts):
        return {}
    unit = row.version.unit if row.version else ""
    if measure.value_kind not in FIGURES:
        words = measure.scale if measure.value_kind == ValueKind.GRADED else (YES, NO)
        return {"text": _word_field("Giá trị", dict.fromkeys([*words, *filter(None, (stands,))]))}
    suffix, both = unit_of(measure.value_kind, unit), measure.split_by == SplitBy.SEX
    label = "Giá trị (nam)" if both else "Giá trị"
    fields: dict[str, forms.Field] = {"number": _figure_field(label, measure.value_kind, suffix)}
    if both:
        fields["second"] = _figure_field("Giá trị (nữ)", measure.value_kind, suffix)
    return fields


def _part_field(part: Part) -> forms.Field:
    label = part.name[:1].upper() + part.name[1:]
    if part.value_kind in FIGURES:
        field: forms.Field = _figure_field(label, part.value_kind, unit_of(part.value_kind, part.unit))
    else:
        field = _word_field(label, words_of(part))
    level = level_of_part(part)
    field.help_text = escape(f"Mức: {level}" if level else PartRole(part.role).label)
    return field


def _figure_field(label: str, kind: str, unit: str) -> NumberField:
    """A long unit stands in the label, since inside the box it would lie over the figure."""
    if len(unit) > _SHORT_UNIT:
        label, unit = f"{label} ({unit})", ""
    most = 100 if kind == ValueKind.PERCENT else None
    return NumberField(label=label, suffix=unit, places=4, least=0, most=most, required=False)


def _word_field(label: str, words: Iterable[str]) -> forms.ChoiceField:
    choices = [("", "Chưa có số liệu"), *((word, word) for word in words)]
    return forms.ChoiceField(label=label, required=False, choices=choices)
