"""Judging: values on both sides of every kind of level, and never "đạt" out of what is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.enums import Applicability, Direction, MetRule, SplitBy, State, ValueKind
from criteria.judging import NO, YES, Measure, Value, counted_met, criterion_state, judge, may_be, set_is_met

AT_LEAST_90 = Measure(ValueKind.PERCENT, Direction.AT_LEAST, number=Decimal(90))
AT_MOST_5 = Measure(ValueKind.PERCENT, Direction.AT_MOST, number=Decimal(5))
BOTH_SEXES = Measure(ValueKind.PERCENT, Direction.AT_LEAST, number=Decimal(95), split_by=SplitBy.SEX)
DONE = Measure(ValueKind.BOOLEAN, Direction.MET, text="Đạt")
GRADED = Measure(ValueKind.GRADED, Direction.AT_LEAST, text="Khá", scale=("Yếu", "Trung bình", "Khá", "Tốt"))


def figure(text: str, second: str | None = None) -> Value:
    return Value(Decimal(text), Decimal(second) if second else None)


@pytest.mark.parametrize(
    ("measure", "value", "state"),
    [
        (AT_LEAST_90, figure("89.99"), State.UNMET),
        (AT_LEAST_90, figure("90"), State.MET),
        (AT_LEAST_90, figure("90.01"), State.MET),
        (AT_MOST_5, figure("4.99"), State.MET),
        (AT_MOST_5, figure("5"), State.MET),
        (AT_MOST_5, figure("5.01"), State.UNMET),
        (BOTH_SEXES, figure("95", "95"), State.MET),
        (BOTH_SEXES, figure("99", "94.9"), State.UNMET),
        (BOTH_SEXES, figure("94.9", "99"), State.UNMET),
        (BOTH_SEXES, figure("99"), State.NO_DATA),
        (DONE, Value(text=YES), State.MET),
        (DONE, Value(text=NO), State.UNMET),
        (GRADED, Value(text="Trung bình"), State.UNMET),
        (GRADED, Value(text="Khá"), State.MET),
        (GRADED, Value(text="Tốt"), State.MET),
        (GRADED, Value(text="Xuất sắc"), None),
        (Measure(ValueKind.PERCENT, Direction.AT_LEAST), figure("100"), None),
        (Measure(ValueKind.BOOLEAN, Direction.MET), Value(text=YES), None),
        (Measure("", ""), Value(text=YES), None),
        (AT_LEAST_90, Value(), State.NO_DATA),
        (DONE, Value(), State.NO_DATA),
    ],
)
def test_value_against_level(measure: Measure, value: Value, state: State | None) -> None:
    assert judge(measure, value) == state


def test_a_level_of_several_parts_is_a_persons_to_judge() -> None:
    assert judge(Measure(ValueKind.BOOLEAN, Direction.MET, text="Đạt", compound=True), Value(text=YES)) is None


def test_not_assessed_only_where_the_set_says_if_present() -> None:
    assert not may_be(DONE, State.NOT_ASSESSED)
    assert may_be(Measure(ValueKind.BOOLEAN, Direction.MET, applicability=Applicability.IF_PRESENT), State.NOT_ASSESSED)


_MEASURES = st.builds(
    Measure,
    value_kind=st.sampled_from(["", *ValueKind.values]),
    direction=st.sampled_from(["", *Direction.values]),
    number=st.none() | st.decimals(0, 200, places=2),
    text=st.sampled_from(["", "Đạt", "Không", "Khá", "theo quy định của tỉnh"]),
    scale=st.sampled_from([(), ("Yếu", "Khá", "Tốt")]),
    split_by=st.sampled_from(["", *SplitBy.values]),
    applicability=st.sampled_from(Applicability.values),
    compound=st.booleans(),
)
_FIGURES = st.none() | st.decimals(0, 200, places=2)
_VALUES = st.builds(
    Value, number=_FIGURES, second=_FIGURES, text=st.sampled_from(["", YES, NO, "Khá", "Tốt", "Rất tốt"])
)


@given(_MEASURES, _VALUES)
def test_nothing_missing_is_ever_met(measure: Measure, value: Value) -> None:
    """Met needs a value, and a level; for both sexes two values."""
    if judge(measure, value) == State.MET:
        assert measure.has_level
        assert value.number is not None or value.text
        if measure.value_kind in {ValueKind.PERCENT, ValueKind.NUMBER, ValueKind.MONEY} and measure.split_by:
            assert value.second is not None


@given(st.lists(st.sampled_from(State)), st.booleans(), st.none() | st.sampled_from([State.MET, State.UNMET]))
def test_a_criterion_is_met_by_all_its_rows_or_by_a_person(
    rows: list[State], complete: bool, whole: State | None
) -> None:
    state = criterion_state(rows, complete=complete, whole=whole)
    if not complete or not rows:
        assert state == (whole or State.NO_DATA)
    elif state == State.MET:
        assert set(rows) <= {State.MET, State.NOT_ASSESSED}
    elif State.UNMET in rows:
        assert state == State.UNMET


@given(st.lists(st.sampled_from(State), max_size=20), st.none() | st.integers(0, 20))
def test_a_set_is_met_only_by_all_its_criteria(states: list[State], expected: int | None) -> None:
    if set_is_met(states, rule=MetRule.ALL, expected=expected):
        assert len(states) == expected == counted_met(states)
    assert set_is_met(states, rule="", expected=expected) is None
