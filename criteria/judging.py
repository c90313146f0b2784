"""Judging: what a value and a level say about a row, the rows about a criterion, the criteria about a set. Pure.

Nothing here makes "đạt" out of a missing value, a missing level or an incomplete list of indicators: then it says nothing
(None), and a person judges and writes why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from criteria.enums import Applicability, Direction, MetRule, SplitBy, State, ValueKind

YES, NO = "Đạt", "Không đạt"
_FIGURES = {ValueKind.PERCENT, ValueKind.NUMBER, ValueKind.MONEY}


@dataclass(frozen=True, slots=True)
class Measure:
    """How a row is judged: the kind of value, its direction, and the level that holds. No level: `number` and `text` empty."""

    value_kind: str
    direction: str
    number: Decimal | None = None
    text: str = ""
    scale: tuple[str, ...] = ()
    split_by: str = ""
    applicability: str = Applicability.ALWAYS
    #: The level has several parts (all of, any of) that one value cannot answer.
    compound: bool = False

    @property
    def has_level(self) -> bool:
        return self.number is not None or bool(self.text)


@dataclass(frozen=True, slots=True)
class Value:
    """What was entered: a figure (and a second one, for women), or a word."""

    number: Decimal | None = None
    second: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What a person entered in one row; `state` None leaves the judgement to value and level."""

    value: Value = Value()
    state: State | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """One row as the checks see it."""

    code: str
    criterion: int
    state: State
    computed: State | None = None
    value_kind: str = ""
    number: Decimal | None = None
    second: Decimal | None = None
    last: Decimal | None = None
    #: Days on which its evidence ends; None for evidence without an end.
    proof: tuple[date | None, ...] = ()


def judge(measure: Measure, value: Value) -> State | None:
    """What value and level say: met, unmet, no data; None where they say nothing and a person must judge."""
    if not _is_entered(measure, value):
        return State.NO_DATA
    if measure.compound or not measure.has_level:
        return None
    if measure.value_kind in _FIGURES:
        return _judge_figures(measure, value)
    if measure.value_kind == ValueKind.BOOLEAN:
        return _said(value.text == measure.text or (measure.text == "Không" and value.text == NO))
    if measure.value_kind == ValueKind.GRADED and {value.text, measure.text} <= set(measure.scale):
        return _said(measure.scale.index(value.text) >= measure.scale.index(measure.text))
    return None


def may_be(measure: Measure, state: State) -> bool:
    """Whether the row allows the state: "Không đánh giá" only where the set says "nếu có"."""
    return state != State.NOT_ASSESSED or measure.applicability == Applicability.IF_PRESENT


def criterion_state(rows: Sequence[State], *, complete: bool, whole: State | None) -> State:
    """A criterion from its rows: met when every row is met or not assessed (NOTES: all-of rule).

    One whose list of indicators is missing or not known whole is never computed: `whole`, a person's judgement, is its state.
    """
    if not complete or not rows:
        return whole or State.NO_DATA
    if State.UNMET in rows:
        return State.UNMET
    if State.NO_DATA in rows:
        return State.NO_DATA
    return State.NOT_ASSESSED if set(rows) == {State.NOT_ASSESSED} else State.MET


def counted_met(states: Iterable[State]) -> int:
    """How many count as met: "Không đánh giá" does, missing data never does."""
    return sum(state in {State.MET, State.NOT_ASSESSED} for state in states)


def set_is_met(states: Sequence[State], *, rule: str, expected: int | None) -> bool | None:
    """Whether the whole set is met; None where its rule, or the number of its criteria, is not established."""
    if rule != MetRule.ALL or not expected or len(states) != expected:
        return None
    return counted_met(states) == expected


def _is_entered(measure: Measure, value: Value) -> bool:
    if measure.value_kind in _FIGURES:
        both = measure.split_by == SplitBy.SEX
        return value.number is not None and (value.second is not None or not both)
    return bool(value.text)


def _judge_figures(measure: Measure, value: Value) -> State | None:
    level = measure.number
    if level is None:
        return None
    figures = [figure for figure in (value.number, value.second) if figure is not None]
    if measure.direction == Direction.AT_LEAST:
        return _said(all(figure >= level for figure in figures))
    if measure.direction == Direction.AT_MOST:
        return _said(all(figure <= level for figure in figures))
    return None


def _said(met: bool) -> State:
    return State.MET if met else State.UNMET
