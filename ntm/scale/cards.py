"""Cards with a result in nearly every row, judged by the levels that hold, as people would have entered them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from django.utils import timezone

from areas.models import Area
from criteria.enums import SplitBy, State, ValueKind
from criteria.judging import NO, YES, Measure, Value, judge
from criteria.models import CriteriaSet, Indicator, IndicatorVersion, Result, Scorecard
from criteria.papers.cards import measure_of
from criteria.queries.cards import IndicatorLine
from criteria.queries.sets import level_for, with_rows

_BATCH = 5_000
#: How many rows in a hundred have no figure.
_EMPTY = 5
_REASON = "Xã xét theo hồ sơ, biên bản kiểm tra."


@dataclass(frozen=True, slots=True)
class _Row:
    """An indicator with the wording of a year, and how each column of levels judges it."""

    indicator: Indicator
    version: IndicatorVersion
    measures: dict[str, Measure]


def write_cards(
    communes: list[Area], scopes: dict[int, str], chosen: CriteriaSet, *, periods: int, dice: random.Random
) -> tuple[int, int]:
    """One card a commune and year, with results; how many of both. `scopes` is the column of levels by area id."""
    cards = results = 0
    last = int(chosen.period.rpartition("-")[2])
    for year in range(last - periods + 1, last + 1):
        at = timezone.make_aware(datetime(year, 12, 15, 9, 0))  # noqa: DTZ001 - made aware here
        made = Scorecard.objects.bulk_create(
            [
                Scorecard(
                    area=area, criteria_set=chosen, year=year, scope=scopes.get(area.pk, ""), created_at=at, updated_at=at
                )
                for area in communes
            ],
            batch_size=_BATCH,
        )  # fmt: skip
        cards += len(made)
        rows = _rows(chosen, year, set(scopes.values()))
        waiting = (result for card in made for result in _results(card, rows, at, dice))
        while batch := list(islice(waiting, _BATCH)):
            results += len(Result.objects.bulk_create(batch))
    return cards, results


def _rows(chosen: CriteriaSet, year: int, scopes: set[str]) -> list[_Row]:
    """The set's rows in the wording of the end of the year."""
    found = []
    loaded = with_rows(CriteriaSet.objects.filter(pk=chosen.pk)).get()
    for criterion in loaded.criteria.all():
        for indicator in criterion.indicators.all():
            version = [
                row for row in indicator.versions.all() if (row.effective_from or date.min) <= date(year, 12, 31)
            ][-1]
            measures = {
                scope: measure_of(IndicatorLine(indicator, version, level_for(version, scope=scope, year=year), None))
                for scope in {*scopes, ""}
            }
            found.append(_Row(indicator, version, measures))
    return found


def _results(card: Scorecard, rows: list[_Row], at: datetime, dice: random.Random) -> Iterator[Result]:
    for row in rows:
        if dice.randrange(100) < _EMPTY:
            continue
        measure = row.measures[card.scope]
        value = _value(measure, dice)
        computed = judge(measure, value)
        state, reason = computed, ""
        if state is None or state == State.NO_DATA:
            state, reason = (State.MET if dice.random() < 0.8 else State.UNMET), _REASON
        yield Result(
            scorecard=card, criterion_id=row.indicator.criterion_id, indicator=row.indicator, version=row.version,
            number=value.number, second=value.second, text=value.text, state=state, computed=computed or "",
            reason=reason, at=at,
        )  # fmt: skip


def _value(measure: Measure, dice: random.Random) -> Value:
    if measure.value_kind == ValueKind.PERCENT:
        number = Decimal(dice.randrange(400, 1001)) / 10
        return Value(number, number - 2 if measure.split_by == SplitBy.SEX else None)
    if measure.value_kind in {ValueKind.NUMBER, ValueKind.MONEY}:
        return Value(Decimal(dice.randrange(300, 800)) / 10)
    if measure.value_kind == ValueKind.GRADED and measure.scale:
        return Value(text=dice.choice(measure.scale))
    return Value(text=YES if dice.random() < 0.85 else NO)
