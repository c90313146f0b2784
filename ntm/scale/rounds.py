"""Rounds over the years of the cards: every province opens each of them for all its communes; all but the last are settled."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby

from django.utils import timezone

from accounts.enums import Role
from accounts.models import Assignment
from areas.models import Area
from criteria.enums import RoundCardState, RoundKind, State
from criteria.judging import MARKS, STATES
from criteria.models import (
    CriteriaSet,
    Criterion,
    Indicator,
    Round,
    RoundCard,
    RoundSummary,
    RowCorrection,
    RowRemark,
)
from ntm.scale.cards import OUTCOMES, Card, Outcome, Sheet, Year, summed
from ntm.scale.rows import NOTHING, escaped, ids_go_on, next_id, put

_KINDS = {1: RoundKind.YEAR, 2: RoundKind.HALF_YEAR, 3: RoundKind.QUARTER, 4: RoundKind.QUARTER}
#: Where cards of the last round stand, of twenty.
_LAST = (
    *[RoundCardState.ACCEPTED] * 13, *[RoundCardState.SUBMITTED] * 3, *[RoundCardState.RETURNED] * 2, *[RoundCardState.FILLING] * 2,
)  # fmt: skip
#: Rows that say otherwise than in the round after, within a year.
_CHANGED = 3
#: Of so many accepted cards one has a row that the office judged otherwise.
_CORRECTED = 20
_WHY = "Đối chiếu hồ sơ chưa đủ."
_SUMMED = (RoundCardState.SUBMITTED, RoundCardState.ACCEPTED)
#: Who holds a role on an area, by area id and role.
_Holders = Mapping[tuple[int, str], int]


@dataclass(frozen=True, slots=True)
class _When:
    """One round: its place among those of its year, from 1, and whether it is the last of all."""

    year: int
    place: int
    of: int
    last: bool

    @property
    def name(self) -> str:
        return f"Năm {self.year}" if self.of == 1 else f"Kỳ {self.place} năm {self.year}"

    @property
    def deadline(self) -> date:
        return date(self.year, max(1, 12 * self.place // self.of), min(20, 8 + self.place))

    def at(self, days: int) -> datetime:
        """Some days after the deadline, in the morning."""
        day = self.deadline + timedelta(days=days)
        return timezone.make_aware(datetime(day.year, day.month, day.day, 9))  # noqa: DTZ001 - made aware here


def rounds_by_year(years: Sequence[int], rounds: int) -> dict[int, list[_When]]:
    """So many rounds over the years, the last at the end of the last year; several a year where there are fewer years."""
    found = sorted(years[len(years) - 1 - back * len(years) // rounds] for back in range(rounds)) if years else []
    every = {year: len(list(same)) for year, same in groupby(found)}
    return {
        year: [_When(year, place, of, last=year == years[-1] and place == of) for place in range(1, of + 1)]
        for year, of in every.items()
    }


def write_rounds(
    made: Year, whens: Sequence[_When], chosen: CriteriaSet, provinces: Mapping[int, Area], dice: random.Random
) -> int:
    """The rounds of a year with a card for each commune; how many cards. `provinces` is the province by commune id.

    Each card says nearly what the living one says, the last of the year just that. Summaries are written with them.
    """
    people = _people()
    count = 0
    for when in whens:
        rounds = _open(when, chosen, provinces.values(), people)
        count += _write(made, when, list(_entered(made, when, rounds, provinces, dice)), people)
    ids_go_on(Round, RoundCard)
    return count


@dataclass(frozen=True, slots=True)
class _Entry:
    """A card in the round; `corrected` is the place of the row that the office judged otherwise."""

    pk: int
    round: int
    province: int
    card: Card
    sheet: Sheet
    state: str
    found: list[Outcome]
    corrected: int | None


def _people() -> dict[tuple[int, str], int]:
    rows = Assignment.objects.filter(role__in=(Role.COORDINATION, Role.LEADER)).values_list("area", "role", "user")
    return {(area, role): user for area, role, user in rows.order_by("-pk")}


def _open(when: _When, chosen: CriteriaSet, provinces: Iterable[Area], people: _Holders) -> dict[int, int]:
    """Round id by province id."""
    rounds = {province: pk for pk, province in enumerate(sorted({area.pk for area in provinces}), next_id(Round))}
    put(
        Round, ("id", "area_id", "created_by_id"),
        (f"{pk}\t{province}\t{people[province, Role.COORDINATION]}" for province, pk in rounds.items()),
        criteria_set_id=chosen.pk, kind=_KINDS.get(when.of, RoundKind.MONTH).value, name=when.name, year=when.year,
        deadline=when.deadline, created_at=when.at(-30),
    )  # fmt: skip
    return rounds


def _entered(
    made: Year, when: _When, rounds: Mapping[int, int], provinces: Mapping[int, Area], dice: random.Random
) -> Iterator[_Entry]:
    for pk, card in enumerate(made.cards, next_id(RoundCard)):
        drawn = bytearray(card.drawn)
        for _ in range(_CHANGED * (when.of - when.place)):
            drawn[dice.randrange(len(drawn))] = dice.randrange(OUTCOMES)
        state = dice.choice(_LAST) if when.last else RoundCardState.ACCEPTED
        sheet, province = made.sheets[card.scope], provinces[card.area.pk].pk
        found = sheet.outcomes(bytes(drawn))
        corrected = None
        if state == RoundCardState.ACCEPTED and dice.randrange(_CORRECTED) == 0:
            corrected = next((place for place, row in enumerate(found) if row.mark == MARKS[State.MET]), None)
        yield _Entry(pk, rounds[province], province, card, sheet, state.value, found, corrected)


def _write(made: Year, when: _When, entered: list[_Entry], people: _Holders) -> int:
    sent, decided = when.at(-3), when.at(4)

    def office(row: _Entry) -> int:
        return people[row.province, Role.COORDINATION]

    def lines() -> Iterator[str]:
        for row in entered:
            by, decision, text = f"{NOTHING}\t{NOTHING}", f"{NOTHING}\t{NOTHING}", ""
            if row.state != RoundCardState.FILLING:
                by, text = f"{people[row.card.area.pk, Role.LEADER]}\t{sent}", _snapshot(made, row, decided)
            if row.state in {RoundCardState.ACCEPTED, RoundCardState.RETURNED}:
                decision = f"{office(row)}\t{decided}"
            yield f"{row.pk}\t{row.round}\t{row.card.pk}\t{row.state}\t{text}\t{by}\t{decision}"

    names = ("id", "round_id", "card_id", "state", "snapshot", "submitted_by_id", "submitted_at", "decided_by_id", "decided_at")  # fmt: skip
    count = put(RoundCard, names, lines())
    summaries = (_summary(row) for row in entered if row.state in _SUMMED)
    put(RoundSummary, ("round_card_id", "round_id", "said", "marks", "met", "rows_met", "rows"), summaries, at=decided)
    RowRemark.objects.bulk_create(
        RowRemark(
            round_card_id=row.pk, criterion=row.sheet.criteria[0], text="Đề nghị bổ sung hồ sơ.", by_id=office(row), at=decided
        )
        for row in entered
        if row.state == RoundCardState.RETURNED
    )  # fmt: skip
    RowCorrection.objects.bulk_create(
        RowCorrection(
            round_card_id=row.pk, criterion=row.sheet.indicators[row.corrected].criterion,
            indicator=row.sheet.indicators[row.corrected], before=State.MET, after=State.UNMET, reason=_WHY, by_id=office(row),
            at=decided,
        )
        for row in entered
        if row.corrected is not None
    )  # fmt: skip
    return count


def _summary(row: _Entry) -> str:
    said, _ = row.sheet.marks(row.found)
    found = list(row.found)
    if row.corrected is not None:
        found[row.corrected] = replace(found[row.corrected], mark=MARKS[State.UNMET])
    return f"{row.pk}\t{row.round}\t{said}\t{summed(row.sheet, found)}"


def _snapshot(made: Year, row: _Entry, decided: datetime) -> str:
    """As criteria.papers.snapshots writes it, put together from the pieces of its rows."""
    sheet = row.sheet
    marks, _ = sheet.marks(row.found)
    criteria = ", ".join(
        f'{{"indicators": [{", ".join([outcome.sent for outcome in row.found[begin:end]])}], {_head(item, mark)}}}'
        for item, mark, begin, end in zip(sheet.criteria, marks, sheet.begins, sheet.begins[1:], strict=False)
    )
    corrections = ""
    if row.corrected is not None:
        corrections = _correction(sheet.indicators[row.corrected], decided)
    return (
        f'{{"area": "{row.card.area}", "corrections": [{corrections}], "criteria": [{criteria}], "scope": "{row.card.scope}",'
        f' "set": "{sheet.criteria[0].criteria_set}", "year": {made.year}}}'
    )


@cache
def _head(criterion: Criterion, mark: str) -> str:
    name = json.dumps(criterion.name, ensure_ascii=False)
    return escaped(
        f'"name": {name}, "number": {criterion.number}, "proof": [], "state": "{STATES[mark]}", "whole": null'
    )


def _correction(indicator: Indicator, decided: datetime) -> str:
    return (
        f'{{"after": "unmet", "at": "{decided.isoformat()}", "before": "met", "by": "", "criterion": {indicator.criterion.number},'
        f' "indicator": "{indicator}", "reason": "{_WHY}"}}'
    )
