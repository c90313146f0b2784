"""Nothing missing ever becomes "đạt": any values, levels, parts, derived rows, versions and layers, and sets of any rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from criteria.enums import Applicability, DerivedKind, Direction, MetRule, PartRole, SplitBy, State, ValueKind, Way
from criteria.judging import (
    FIGURES,
    NO,
    YES,
    Beside,
    Measure,
    Part,
    Value,
    counted_met,
    criterion_state,
    judge,
    judge_part,
    set_is_met,
    set_state,
)
from criteria.models import Criterion, Indicator, IndicatorVersion, Level, Result
from criteria.papers.cards import measure_of, value_of
from criteria.queries.cards import IndicatorLine
from criteria.queries.sets import level_for

FIGURE = st.none() | st.decimals(0, 200, places=2)
WORD = st.sampled_from(["", YES, NO, "Khá", "Tốt", "lạ"])
SCALE = st.sampled_from([(), ("Yếu", "Khá", "Tốt")])
KIND = st.sampled_from(["", *ValueKind.values])
DIRECTION = st.sampled_from(["", *Direction.values])
STATES = st.sampled_from(State)


@st.composite
def parts(draw: st.DrawFn) -> tuple[Part, ...]:
    return tuple(
        Part(
            key=str(place), name=f"phần {place}", value_kind=draw(KIND), direction=draw(DIRECTION), number=draw(FIGURE),
            text=draw(WORD), scale=draw(SCALE), role=draw(st.sampled_from(["", "", *PartRole.values])),
        )
        for place in range(draw(st.integers(0, 4)))
    )  # fmt: skip


@st.composite
def rows(draw: st.DrawFn) -> tuple[Measure, Value]:
    found = draw(parts())
    measure = Measure(
        value_kind=draw(KIND), direction=draw(DIRECTION), number=draw(FIGURE), text=draw(WORD), scale=draw(SCALE),
        split_by=draw(st.sampled_from(["", *SplitBy.values])), applicability=draw(st.sampled_from(Applicability.values)),
        compound=draw(st.booleans()), parts=found, way=draw(st.sampled_from(["", *Way.values])),
        derived=draw(st.sampled_from(["", *DerivedKind.values])), base=draw(FIGURE | st.decimals(-5, 0, places=1)),
        other=draw(st.none() | STATES),
    )  # fmt: skip
    values = {
        part.key: draw(st.sampled_from(["", "0", "50", "150.5"]) if part.value_kind in FIGURES else WORD)
        for part in found
    }
    return measure, Value(draw(FIGURE), draw(FIGURE), draw(WORD), values)


@given(rows())
def test_no_row_is_met_without_its_values_and_levels(row: tuple[Measure, Value]) -> None:
    measure, value = row
    if judge(measure, value) != State.MET:
        return
    if measure.derived == DerivedKind.SET_MET:
        assert measure.other == State.MET
        return
    if measure.compound:
        states = {part.key: judge_part(part, value.parts[part.key]) for part in measure.judged_parts}
        reached = {key for key, state in states.items() if state == State.MET}
        assert reached
        assert measure.way == Way.ANY or (measure.way == Way.ALL and reached == set(states))
        for part in measure.judged_parts:
            if part.key in reached:
                assert value.parts[part.key]
                assert part.number is not None or part.text
        return
    assert measure.has_level
    assert value.number is not None or value.text
    if measure.derived == DerivedKind.GROWTH:
        assert measure.base is not None
        assert measure.base > 0
        assert value.number is not None
    elif measure.value_kind in FIGURES:
        assert measure.number is not None
        assert value.number is not None
        if measure.split_by:
            assert value.second is not None


@given(rows(), st.data())
def test_a_row_never_gets_better_by_losing_a_value(row: tuple[Measure, Value], data: st.DataObject) -> None:
    """What is missing may leave a part out of "any", never turn unmet or open into met."""
    measure, value = row
    left = {key: written if data.draw(st.booleans()) else "" for key, written in value.parts.items()}
    less = Value(
        value.number if data.draw(st.booleans()) else None, value.second if data.draw(st.booleans()) else None,
        value.text if data.draw(st.booleans()) else "", left,
    )  # fmt: skip
    whole = judge(measure, value)
    if judge(measure, less) == State.MET and measure.way != Way.ANY:
        assert whole == State.MET


# --- The same from the rows of the database: wordings, layers, scopes, years ---

WRITTEN: list[dict[str, Any]] = [{"delegated": True}, {"number": Decimal(10)}, {"text": "Đạt"}, {"text": "Khá"}]
RULE = st.none() | st.sampled_from([
    {"all_of": [{"measure": "a", "at_least": "10"}, {"measure": "b", "value": "Đạt"}]},
    {"any_of": [{"measure": "a", "at_most": "10"}, {"measure": "b"}]},
    {"all_of": [{"measure": "a", "at_least": "10", "when": "số trường của xã > 3"}]},
])  # fmt: skip
PARTS = st.sampled_from([
    [], ["a", "b"], [{"name": "a", "value": "percent"}, {"name": "b", "value": "boolean"}],
    [{"name": "a", "value": "number", "role": "numerator"}, {"name": "b", "value": "number", "role": "denominator"}],
])  # fmt: skip
DERIVED = st.none() | st.sampled_from([
    {"kind": "growth"}, {"kind": "set_met", "set": "x"}, {"kind": "factor_of_level", "set": "x", "indicator": "1", "factor": "1.1"},
])  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> IndicatorLine:
    """One indicator with two wordings and levels of all layers, a result by one of them, and anything beside it."""
    indicator = Indicator(pk=1, key="1", code="1", position=1, criterion=Criterion(pk=1, number=1))
    versions = [
        IndicatorVersion(
            pk=pk, indicator=indicator, effective_from=since, value_kind=draw(KIND), direction=draw(DIRECTION),
            scale=list(draw(SCALE)), parts=draw(PARTS), derived=draw(DERIVED), split_by=draw(st.sampled_from(["", "sex"])),
        )
        for pk, since in ((1, None), (2, date(2024, 3, 1)))
    ]  # fmt: skip
    indicator._prefetched_objects_cache = {"versions": versions}  # type: ignore[attr-defined]
    version = versions[draw(st.integers(0, 1))]
    version._prefetched_objects_cache = {"levels": [  # type: ignore[attr-defined]
        Level(
            layer=draw(st.sampled_from(["central", "ministry", "province"])), scope=draw(st.sampled_from(["", "BTB", "TN"])),
            year=draw(st.sampled_from([None, 2024, 2025])), rule=draw(RULE),
            **draw(st.sampled_from(WRITTEN)),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]}  # fmt: skip
    result = Result(
        version_id=draw(st.sampled_from([None, 1, 2])), number=draw(FIGURE), second=draw(FIGURE), text=draw(WORD),
        parts=draw(st.sampled_from([{}, {"0": "50"}, {"0": "5"}])) | draw(st.sampled_from([{}, {"1": "Đạt"}])),
    )  # fmt: skip
    if any("b" in str(part) and not isinstance(part, dict) for part in version.parts) and version.value_kind in FIGURES:
        result.parts = dict.fromkeys(result.parts, "50")
    if any(isinstance(part, dict) and part.get("role") for part in version.parts):
        result.parts = dict.fromkeys(result.parts, "50")
    facts = draw(st.sampled_from([{}, {"so-truong": "5"}, {"so-truong": "2"}, {"so-truong": "nhiều"}]))
    beside = Beside(facts=facts, level=draw(FIGURE), other=draw(st.none() | STATES), last=draw(FIGURE))
    level = level_for(version, scope=draw(st.sampled_from(["", "BTB"])), year=2024)
    return IndicatorLine(indicator, version, level, result, beside)


@given(lines())
def test_no_wording_layer_or_derived_level_makes_met_out_of_what_is_missing(row: IndicatorLine) -> None:
    measure, value = measure_of(row), value_of(row)
    if judge(measure, value) != State.MET:
        return
    assert row.version is not None
    kind = (row.version.derived or {}).get("kind")
    if kind == DerivedKind.SET_MET:
        assert row.beside.other == State.MET
        return
    assert value.number is not None or value.text or value.parts
    if kind == DerivedKind.FACTOR and not measure.compound:
        assert row.beside.level is not None or (row.level is not None and row.level.number is not None)
    else:
        assert row.level is not None
        assert not row.level.delegated
    if kind == DerivedKind.GROWTH and not measure.compound:
        assert row.beside.last


# --- Criteria and sets ---


@given(
    st.lists(STATES, max_size=12), st.sampled_from(["", *MetRule.values]), st.none() | st.integers(0, 12),
    st.none() | st.decimals(-5, 100, places=1), st.lists(st.booleans(), min_size=12, max_size=12),
)  # fmt: skip
def test_no_set_is_met_by_criteria_without_data(
    states: list[State], rule: str, expected: int | None, share: Decimal | None, marks: list[bool]
) -> None:
    obligatory = [state for state, mark in zip(states, marks, strict=False) if mark]
    met = set_is_met(states, rule=rule, expected=expected, share=share, obligatory=obligatory)
    if met:
        assert expected
        assert len(states) == expected
        assert set(obligatory) <= {State.MET, State.NOT_ASSESSED}
        needed = 100 if rule == MetRule.ALL else share
        assert needed is not None
        assert counted_met(states) * 100 >= needed * expected
    state = set_state(states, rule=rule, expected=expected, share=share, obligatory=obligatory)
    assert met == (None if state is None else state == State.MET)
    if state == State.NO_DATA:
        filled = [State.MET if item == State.NO_DATA else item for item in states]
        again = [State.MET if item == State.NO_DATA else item for item in obligatory]
        assert set_is_met(filled, rule=rule, expected=expected, share=share, obligatory=again)


@given(st.lists(st.tuples(st.lists(STATES, max_size=4), st.booleans(), st.none() | STATES), min_size=1, max_size=6))
def test_rows_to_criteria_to_the_set(criteria: list[tuple[list[State], bool, State | None]]) -> None:
    states = [criterion_state(found, complete=complete, whole=whole) for found, complete, whole in criteria]
    if set_is_met(states, rule=MetRule.ALL, expected=len(criteria)):
        for found, complete, whole in criteria:
            if complete and found:
                assert not {State.UNMET, State.NO_DATA} & set(found)
            else:
                assert whole in {State.MET, State.NOT_ASSESSED}
