"""Judging: what a value and a level say about a row, the rows about a criterion, the criteria about a set. Pure.

Nothing here makes "đạt" out of a missing value, a missing level or an incomplete list of indicators: then it says nothing
(None), and a person judges and writes why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from criteria.enums import Applicability, DerivedKind, Direction, MetRule, SplitBy, State, ValueKind, Way

YES, NO = "Đạt", "Không đạt"
FIGURES = frozenset({ValueKind.PERCENT, ValueKind.NUMBER, ValueKind.MONEY})
#: A set that must be met whole is one of which all of a hundred percent must.
_ALL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a compound row, with the level it must reach; no level: `number` and `text` empty."""

    #: Its place among the parts of the row, from "0": the key of its value.
    key: str
    name: str
    value_kind: str
    direction: str
    unit: str = ""
    scale: tuple[str, ...] = ()
    number: Decimal | None = None
    text: str = ""
    #: What it is of the row's own value (numerator, denominator, addend); empty for a part that is judged itself.
    role: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What judges a row and stands outside it; empty or None where it is not established."""

    #: Facts of the area by AreaFact.key, for parts with a condition.
    facts: Mapping[str, str] = field(default_factory=dict)
    #: The level that follows from another set's row, and how it was reckoned, in words.
    level: Decimal | None = None
    level_words: str = ""
    #: What the other set's card says of the whole set; no data where there is no such card.
    other: State | None = State.NO_DATA
    #: The name of the set it follows from.
    other_name: str = ""
    #: The same row's value of the year before.
    last: Decimal | None = None


NOTHING = Beside()


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
    #: The level has several parts that one value cannot answer.
    compound: bool = False
    #: The parts a person fills; those without a role are judged, as `way` says.
    parts: tuple[Part, ...] = ()
    #: Whether all or any of the parts must reach their level; empty where that is not established.
    way: str = ""
    #: A row that follows from another: DerivedKind, empty for an ordinary one.
    derived: str = ""
    #: For growth: the value of the year before, in the row's own unit; `number` is then the growth asked for, in %.
    base: Decimal | None = None
    #: For a row that asks another set to be met: what that set's card says.
    other: State | None = State.NO_DATA

    @property
    def has_level(self) -> bool:
        return self.number is not None or bool(self.text)

    @property
    def judged_parts(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if not part.role)


@dataclass(frozen=True, slots=True)
class Value:
    """What was entered: a figure (and a second one, for women), or a word; of a compound row its parts by their key."""

    number: Decimal | None = None
    second: Decimal | None = None
    text: str = ""
    #: As they are kept: a figure with a decimal point ("92.5"), or a word.
    parts: Mapping[str, str] = field(default_factory=dict)


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
    reason: str = ""
    direction: str = ""
    #: The level that holds, in the unit of the value.
    level: Decimal | None = None
    #: What value and level say today, where they say something.
    now: State | None = None
    #: The same row of the other areas under the same office.
    neighbours: tuple[Decimal, ...] = ()
    #: Each part with its value, "" where there is none.
    parts: tuple[tuple[Part, str], ...] = ()


def judge(measure: Measure, value: Value) -> State | None:
    """What value and level say: met, unmet, no data; None where they say nothing and a person must judge."""
    if measure.derived == DerivedKind.SET_MET:
        return measure.other
    if measure.compound:
        return _judge_parts(measure, value)
    entered = _is_entered(measure, value)
    if not entered or not measure.has_level:
        return None if entered else State.NO_DATA
    if measure.derived == DerivedKind.GROWTH:
        return _judge_growth(measure, value)
    if measure.value_kind in FIGURES:
        both = (value.number, value.second if measure.split_by else None)
        return _judge_figures(measure.direction, measure.number, [figure for figure in both if figure is not None])
    return _judge_word(measure.value_kind, measure.text, measure.scale, value.text)


def judge_part(part: Part, written: str) -> State | None:
    """What one part of a compound row says by itself, as `judge`."""
    if not written:
        return State.NO_DATA
    if part.value_kind in FIGURES:
        return _judge_figures(part.direction, part.number, [Decimal(written)])
    return _judge_word(part.value_kind, part.text, part.scale, written)


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


def after_corrections(state: State, was: Sequence[State], now: Sequence[State]) -> State:
    """A criterion's state once its rows were corrected from `was` to `now`: where they decided it, they decide it again."""
    if list(now) == list(was) or state != criterion_state(was, complete=True, whole=None):
        return state
    return criterion_state(now, complete=True, whole=None)


#: The states of a card's criteria as one text, a letter each: quick to keep, to send and to count.
MARKS: dict[State, str] = {State.MET: "D", State.UNMET: "C", State.NOT_ASSESSED: "K", State.NO_DATA: "-"}
STATES = {mark: state for state, mark in MARKS.items()}
#: The letter of what nothing is known of, and those that count as met.
UNKNOWN = MARKS[State.NO_DATA]
MET_MARKS = frozenset({MARKS[State.MET], MARKS[State.NOT_ASSESSED]})


def marks_of(states: Iterable[State]) -> str:
    """The states as letters, in their order."""
    return "".join(MARKS[state] for state in states)


def met_in(marks: Sequence[str]) -> int:
    """How many of the letters count as met (see `counted_met`)."""
    return marks.count(MARKS[State.MET]) + marks.count(MARKS[State.NOT_ASSESSED])


def counted_met(states: Iterable[State]) -> int:
    """How many count as met: "Không đánh giá" does, missing data never does."""
    return sum(state in {State.MET, State.NOT_ASSESSED} for state in states)


def set_state(
    states: Sequence[State],
    *,
    rule: str,
    expected: int | None,
    share: Decimal | None = None,
    obligatory: Sequence[State] = (),
) -> State | None:
    """The whole set from its criteria; None where its rule, its share or the number of its criteria is not established.

    Met when `share` % of the criteria are met (all, with that rule) and each of the `obligatory` ones; unmet when the
    criteria still without data could not make it met any more; no data between the two.
    """
    needed = _ALL if rule == MetRule.ALL else share if rule == MetRule.SHARE else None
    if needed is None or needed <= 0 or not expected or len(states) != expected:
        return None
    met, open_ = counted_met(states), states.count(State.NO_DATA)
    if State.UNMET in obligatory or (met + open_) * 100 < needed * expected:
        return State.UNMET
    return State.MET if State.NO_DATA not in obligatory and met * 100 >= needed * expected else State.NO_DATA


def set_is_met(
    states: Sequence[State],
    *,
    rule: str,
    expected: int | None,
    share: Decimal | None = None,
    obligatory: Sequence[State] = (),
) -> bool | None:
    """Whether the whole set is met; None where that is not established (see `set_state`)."""
    state = set_state(states, rule=rule, expected=expected, share=share, obligatory=obligatory)
    return None if state is None else state == State.MET


def _is_entered(measure: Measure, value: Value) -> bool:
    if measure.value_kind in FIGURES:
        both = measure.split_by == SplitBy.SEX
        return value.number is not None and (value.second is not None or not both)
    return bool(value.text)


def _judge_parts(measure: Measure, value: Value) -> State | None:
    """All of: one part unmet is enough for unmet, one part missing for no data. Any of: one part met is enough."""
    states = [judge_part(part, value.parts.get(part.key, "")) for part in measure.judged_parts]
    if value.number is None and not value.text and set(states) <= {State.NO_DATA}:
        return State.NO_DATA
    if measure.way not in set(Way) or not states:
        return None
    enough = State.UNMET if measure.way == Way.ALL else State.MET
    if enough in states:
        return enough
    for short in (State.NO_DATA, None) if measure.way == Way.ALL else (None, State.NO_DATA):
        if short in states:
            return short
    return State.MET if measure.way == Way.ALL else State.UNMET


def _judge_growth(measure: Measure, value: Value) -> State | None:
    """Growth in % on the year before, without rounding; nothing can grow on zero or less."""
    if measure.base is None or value.number is None:
        return State.NO_DATA
    if measure.base <= 0 or measure.number is None:
        return None
    return _judge_figures(measure.direction, measure.base * (100 + measure.number), [value.number * 100])


def _judge_figures(direction: str, level: Decimal | None, figures: Sequence[Decimal]) -> State | None:
    if level is None:
        return None
    if direction == Direction.AT_LEAST:
        return _said(all(figure >= level for figure in figures))
    if direction == Direction.AT_MOST:
        return _said(all(figure <= level for figure in figures))
    return None


def _judge_word(kind: str, level: str, scale: tuple[str, ...], word: str) -> State | None:
    if kind == ValueKind.BOOLEAN and level:
        return _said(word == level or (level == "Không" and word == NO))
    if kind == ValueKind.GRADED and {word, level} <= set(scale):
        return _said(scale.index(word) >= scale.index(level))
    return None


def _said(met: bool) -> State:
    return State.MET if met else State.UNMET
