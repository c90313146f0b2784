"""Cards with a result in nearly every row, judged by the levels that hold, as people would have entered them.

What may stand in a row is drawn from a few dozen outcomes made ready for each year and column of levels: a card is then a
number for each of its rows, and its results, its summary and its snapshots are put together from ready pieces.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import accumulate

from django.utils import timezone

from areas.models import Area
from criteria.enums import SplitBy, State, ValueKind
from criteria.judging import MARKS, NO, STATES, YES, Measure, Value, criterion_state, judge, met_in
from criteria.models import CardSummary, CriteriaSet, Criterion, Indicator, IndicatorVersion, Result, Scorecard
from criteria.papers.cards import level_words, measure_of
from criteria.queries.cards import IndicatorLine
from criteria.queries.sets import level_for, with_rows
from ntm.scale.rows import NOTHING, escaped, ids_go_on, next_id, put

#: How many rows in a hundred have no figure.
_EMPTY = 5
_REASON = "Xã xét theo hồ sơ, biên bản kiểm tra."
#: Outcomes made ready for a row.
OUTCOMES = 32
_COLUMNS = ("id", "scorecard_id", "criterion_id", "indicator_id", "version_id", "number", "second", "text", "state", "computed", "reason")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may stand in a row: its line for the table of results ("" for no result), its mark, its part of a snapshot."""

    line: str
    mark: str
    sent: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a set in one year for one column of levels."""

    criteria: Sequence[Criterion]
    #: Where each criterion's rows begin, and where the last ends.
    begins: Sequence[int]
    indicators: Sequence[Indicator]
    rows: Sequence[Sequence[Outcome]]

    def outcomes(self, drawn: bytes) -> list[Outcome]:
        return [row[place] for row, place in zip(self.rows, drawn, strict=True)]

    def marks(self, found: Sequence[Outcome]) -> tuple[str, str]:
        """The letters of the criteria and of the rows."""
        rows = "".join([outcome.mark for outcome in found])
        spans = zip(self.criteria, self.begins, self.begins[1:], strict=False)
        return "".join([_criterion(rows[begin:end], complete=item.complete) for item, begin, end in spans]), rows


@dataclass(frozen=True, slots=True)
class Card:
    """One card, with what was drawn for each of its rows."""

    pk: int
    area: Area
    scope: str
    drawn: bytes


@dataclass(frozen=True, slots=True)
class Year:
    """The cards of a year, and the rows they are made of by column of levels."""

    year: int
    cards: list[Card]
    sheets: dict[str, Sheet]
    results: int


@cache
def _criterion(marks: str, *, complete: bool) -> str:
    return MARKS[criterion_state([State(STATES[mark]) for mark in marks], complete=complete, whole=None)]


def years_of(chosen: CriteriaSet, periods: int) -> list[int]:
    """The last years of the set; before its first year where more are asked for than it has."""
    last = int(chosen.period.rpartition("-")[2])
    return [*range(last - periods + 1, last + 1)]


def write_year(
    communes: list[Area], scopes: dict[int, str], chosen: CriteriaSet, year: int, dice: random.Random
) -> Year:
    """A card for each commune with its results and its summary. `scopes` is the column of levels by area id."""
    at = timezone.make_aware(datetime(year, 12, 15, 9, 0))  # noqa: DTZ001 - made aware here
    sheets = _sheets(chosen, year, {scopes.get(area.pk, "") for area in communes}, at, dice)
    width = len(next(iter(sheets.values())).rows)
    first = next_id(Scorecard)
    cards = [
        Card(pk, area, scopes.get(area.pk, ""), bytes(byte % OUTCOMES for byte in dice.randbytes(width)))
        for pk, area in enumerate(communes, first)
    ]
    put(
        Scorecard, ("id", "area_id", "scope"), (f"{card.pk}\t{card.area.pk}\t{card.scope}" for card in cards),
        criteria_set_id=chosen.pk, year=year, subject="", created_by_id=NOTHING, created_at=at, updated_at=at,
    )  # fmt: skip
    results = put(Result, _COLUMNS, _results(cards, sheets), parts="{}", by_id=NOTHING, at=at)
    put(CardSummary, ("card_id", "marks", "met", "rows_met", "rows"), _summaries(cards, sheets), at=at)
    ids_go_on(Scorecard, Result)
    return Year(year, cards, sheets, results)


def summed(sheet: Sheet, found: Sequence[Outcome]) -> str:
    """The columns of a summary: marks, met, rows_met, rows."""
    marks, rows = sheet.marks(found)
    return f"{marks}\t{met_in(marks)}\t{met_in(rows)}\t{len(rows)}"


def _results(cards: list[Card], sheets: dict[str, Sheet]) -> Iterator[str]:
    pk = next_id(Result) - 1
    for card in cards:
        for outcome in sheets[card.scope].outcomes(card.drawn):
            if outcome.line:
                pk += 1
                yield f"{pk}\t{card.pk}\t{outcome.line}"


def _summaries(cards: list[Card], sheets: dict[str, Sheet]) -> Iterator[str]:
    for card in cards:
        sheet = sheets[card.scope]
        yield f"{card.pk}\t{summed(sheet, sheet.outcomes(card.drawn))}"


def _sheets(chosen: CriteriaSet, year: int, scopes: set[str], at: datetime, dice: random.Random) -> dict[str, Sheet]:
    """The set's rows in the wording of the end of the year."""
    loaded = with_rows(CriteriaSet.objects.filter(pk=chosen.pk)).get()
    criteria = list(loaded.criteria.all())
    found = {}
    own = [list(criterion.indicators.all()) for criterion in criteria]
    begins, indicators = [0, *accumulate(map(len, own))], [row for rows in own for row in rows]
    for scope in sorted(scopes):
        rows = [_outcomes(row, _wording(row, year), scope, year, at, dice) for row in indicators]
        found[scope] = Sheet(criteria, begins, indicators, rows)
    return found


def _wording(indicator: Indicator, year: int) -> IndicatorVersion:
    """What was in force at the end of the year; the first one for years before the set."""
    versions = list(indicator.versions.all())
    there = [row for row in versions if (row.effective_from or date.min) <= date(year, 12, 31)]
    return (there or versions[:1])[-1]


def _outcomes(
    indicator: Indicator, version: IndicatorVersion, scope: str, year: int, at: datetime, dice: random.Random
) -> list[Outcome]:
    line = IndicatorLine(indicator, version, level_for(version, scope=scope, year=year), None)
    measure, level = measure_of(line), level_words(line)
    keys = f"{indicator.criterion_id}\t{indicator.pk}\t{version.pk}"
    #: As a snapshot says it, but for a long wording cut short: there are hundreds of thousands of them.
    same = {"code": str(indicator), "id": indicator.pk, "level": level, "proof": [], "text": version.text[:60]}
    made = []
    for place in range(OUTCOMES):
        if place * 100 < _EMPTY * OUTCOMES:
            made.append(Outcome("", MARKS[State.NO_DATA], _json({**same, "result": None})))
            continue
        value = _value(measure, dice)
        computed = judge(measure, value)
        state, reason = computed, ""
        if state is None or state == State.NO_DATA:
            state, reason = (State.MET if dice.random() < 0.9 else State.UNMET), _REASON
        number, second = _figure(value.number), _figure(value.second)
        result = {
            "at": at.isoformat(), "by": "", "computed": computed or "", "number": number, "reason": reason, "second": second,
            "state": state.value, "text": value.text,
        }  # fmt: skip
        cells = (keys, number or NOTHING, second or NOTHING, value.text, state.value, computed or "", reason)
        made.append(Outcome("\t".join(cells), MARKS[state], _json({**same, "result": result})))
    return made


def _json(data: dict[str, object]) -> str:
    return escaped(json.dumps(data, ensure_ascii=False, sort_keys=True))


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _value(measure: Measure, dice: random.Random) -> Value:
    if measure.value_kind == ValueKind.PERCENT:
        number = Decimal(dice.randrange(600, 1001)) / 10
        return Value(number, number - 2 if measure.split_by == SplitBy.SEX else None)
    if measure.value_kind in {ValueKind.NUMBER, ValueKind.MONEY}:
        return Value(Decimal(dice.randrange(300, 800)) / 10)
    if measure.value_kind == ValueKind.GRADED and measure.scale:
        return Value(text=dice.choice(measure.scale))
    return Value(text=YES if dice.random() < 0.9 else NO)
