"""Counts of communes' cards by area: how one card counts, and what the kept rows add up to."""

from __future__ import annotations

from collections import Counter as NumberOf
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from operator import add
from typing import Any, NamedTuple

from django.db.models import QuerySet, Sum

from areas.enums import Level
from areas.queries import ids_above, in_force
from criteria.enums import TallyKind
from criteria.judging import MARKS, MET_MARKS, UNKNOWN, met_in
from criteria.models import AcceptedSummary, CardSummary, Tally


def _sum(one: list[int], other: list[int]) -> list[int]:
    if len(one) == len(other):
        return list(map(add, one, other))
    return [a + b for a, b in zip_longest(one, other, fillvalue=0)]


@dataclass(slots=True)
class Count:
    """How many cards there are, how many have each letter at each criterion, how many have how many criteria met."""

    cards: int = 0
    #: By letter (judging.MARKS), a number a criterion in the order of the set.
    marks: dict[str, list[int]] = field(default_factory=lambda: {mark: [] for mark in MARKS.values()})
    #: At place n, cards with n criteria met.
    met: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, cards: Iterable[str]) -> Count:
        """Many cards at once, by column: some ten times quicker than one after the other."""
        marks = [letters for letters in cards if letters.strip(UNKNOWN)]
        columns = list(zip_longest(*marks, fillvalue=""))
        met = NumberOf(map(met_in, marks))
        return cls(
            len(marks), {mark: [column.count(mark) for column in columns] for mark in MARKS.values()},
            [met[n] for n in range(max(met, default=-1) + 1)],
        )  # fmt: skip

    def add(self, marks: str, times: int = 1) -> None:
        """Count a card of these letters in, or out with -1; one without data at every criterion is none yet."""
        if not marks.strip(UNKNOWN):
            return
        self.cards += times
        for mark, row in self.marks.items():
            row.extend([0] * (len(marks) - len(row)))
            for place, found in enumerate(marks):
                if found == mark:
                    row[place] += times
        met = met_in(marks)
        self.met += [0] * (met + 1 - len(self.met))
        self.met[met] += times

    def plus(self, cards: int, counts: dict[str, Any]) -> None:
        """Add a kept row."""
        self.cards += cards
        for mark, row in self.marks.items():
            self.marks[mark] = _sum(row, counts[mark]) if row else [*counts[mark]]
        self.met = _sum(self.met, counts["met"]) if self.met else [*counts["met"]]

    def stored(self) -> dict[str, Any]:
        """As a row keeps it; `cards` stands beside it."""
        return {**self.marks, "met": self.met}

    def minus(self, other: Count) -> Count:
        rest = Count()
        for cards, counts, sign in ((self.cards, self.stored(), 1), (other.cards, other.stored(), -1)):
            rest.plus(sign * cards, {key: [sign * n for n in row] for key, row in counts.items()})
        return rest

    def __bool__(self) -> bool:
        """Whether anything is counted; a sum of rows that cancel out is nothing."""
        return bool(self.cards) or any(any(row) for row in (*self.marks.values(), self.met))

    def met_at(self, place: int) -> int:
        """Cards that meet the criterion at this place of the set's order ("Không đánh giá" counts as met)."""
        return sum(self.marks[mark][place] for mark in MET_MARKS if place < len(self.marks[mark]))

    def known_at(self, place: int) -> int:
        """Cards that have any data at this criterion."""
        row = self.marks[UNKNOWN]
        return self.cards - (row[place] if place < len(row) else 0)

    @property
    def mean(self) -> float | None:
        """Criteria met, on average of the cards; None where there is no card."""
        return sum(n * cards for n, cards in enumerate(self.met)) / self.cards if self.cards else None

    def whole(self, width: int) -> int:
        """Cards that meet all of `width` criteria."""
        return sum(self.met[width:]) if width else 0


class Key(NamedTuple):
    """What rows are added up by; fields of Tally in this order."""

    area_id: int
    criteria_set_id: int
    year: int
    kind: str
    scope: str
    valid_from: date | None
    valid_to: date | None


def added(rows: Iterable[tuple[Any, ...]]) -> dict[Key, Count]:
    """Rows of the fields of Key, `cards` and `counts`, added up by key."""
    found: dict[Key, Count] = {}
    for *key, cards, counts in rows:
        found.setdefault(Key(*key), Count()).plus(cards, counts)
    return found


def kept(rows: QuerySet[Tally]) -> dict[Key, Count]:
    """What the rows add up to by key; sums that are nothing are left out. One query, so that it never sees half a fold."""
    values = rows.order_by().values_list(*Key._fields, "cards", "counts").iterator(chunk_size=5_000)
    return {key: count for key, count in added(values).items() if count}


def counts_of(
    areas: Collection[int], criteria_set: int, year: int, *, on: date, scope: str = ""
) -> dict[tuple[int, str], Count]:
    """By (id of a province or district, TallyKind), the counts of the communes below it that are there on the day.

    One query over a few rows an area, however many communes; `scope` names one column of the set's levels alone. An area
    without any card is left out.
    """
    tallies = Tally.objects.filter(area__in=areas, criteria_set=criteria_set, year=year, scope=scope)
    rows = in_force(tallies, on).order_by().values_list("area_id", "kind", "cards", "counts")
    found: dict[tuple[int, str], Count] = {}
    for area, kind, cards, counts in rows:
        found.setdefault((area, kind), Count()).plus(cards, counts)
    return {key: count for key, count in found.items() if count}


def sets_and_years(areas: Collection[int]) -> list[tuple[int, int]]:
    """(Set id, year) of which these provinces and districts have cards: newest year first, in it the set with most cards."""
    rows = Tally.objects.filter(area__in=areas, kind=TallyKind.SELF, scope="").values_list("criteria_set", "year")
    found = rows.annotate(n=Sum("cards")).filter(n__gt=0).order_by("-year", "-n", "criteria_set")
    return [(criteria_set, year) for criteria_set, year, _ in found]


def keys_of(
    path: str | None, level: str, valid_from: date | None, valid_to: date | None, *, criteria_set: int, year: int, kind: str,
    scope: str,
) -> list[Key]:  # fmt: skip
    """Under which keys a commune's card counts: with all others ("") and with those of its column of levels, in each area
    above it. Other levels count nowhere."""
    if level != Level.COMMUNE:
        return []
    return [
        Key(area, criteria_set, year, kind, column, valid_from, valid_to)
        for area in ids_above(path)
        for column in {"", scope}
    ]


def from_summaries() -> dict[Key, Count]:
    """The counts made anew from every summary of a commune's card; two queries, streamed."""
    found: dict[Key, list[str]] = {}
    for kind, rows in (
        (TallyKind.SELF, CardSummary.objects.all()),
        (TallyKind.ACCEPTED, AcceptedSummary.objects.all()),
    ):
        for marks, *place, criteria_set, year, scope in _of_communes(rows):
            for key in keys_of(*place, criteria_set=criteria_set, year=year, kind=kind, scope=scope):
                found.setdefault(key, []).append(marks)
    return {key: Count.of(marks) for key, marks in found.items()}


def _of_communes(rows: QuerySet[CardSummary] | QuerySet[AcceptedSummary]) -> Iterator[tuple[Any, ...]]:
    values = rows.filter(card__area__level=Level.COMMUNE, card__subject="").values_list(
        "marks", "card__area__path", "card__area__level", "card__area__valid_from", "card__area__valid_to", "card__criteria_set", "card__year",
        "card__scope",
    )  # fmt: skip
    return values.iterator(chunk_size=20_000)
