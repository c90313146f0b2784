"""The communes of a round beside one another, and the round beside another by the same set: from the summaries.

Snapshots are read of the two to four communes somebody chose, never of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Prefetch, QuerySet, Window
from django.db.models.functions import Rank

from areas.models import Area, titled
from areas.queries import below
from criteria.enums import RoundCardState
from criteria.judging import met_in
from criteria.models import Round, RoundCard, RowCorrection
from criteria.queries.rounds import communes_below

#: So many communes are compared at once, at most.
MOST = 4


@dataclass(frozen=True, slots=True)
class Spread:
    """How many cards of the round stand where; criteria met → cards, of accepted ones and of those not verified yet."""

    states: Counter[str]
    accepted: Counter[int]
    waiting: Counter[int]

    @property
    def cards(self) -> int:
        return self.states.total()


@dataclass(frozen=True, slots=True)
class Ranked:
    """An accepted card in the ranking; equals share a place."""

    round_card: int
    place: int
    name: str
    above: str
    met: int
    rows_met: int
    rows: int


#: A card outside the ranking: id, commune, state, criteria met as self-assessed (None where it was not sent).
Outside = tuple[int, str, str, int | None]


def spread_of(cards: QuerySet[RoundCard]) -> Spread:
    """One query, its rows as few as there are counts."""
    found = Spread(Counter(), Counter(), Counter())
    for state, met, number in cards.order_by().values_list("state", "summary__met").annotate(n=Count("pk")):
        found.states[state] += number
        if met is not None:
            (found.accepted if state == RoundCardState.ACCEPTED else found.waiting)[met] += number
    return found


def ranking(cards: QuerySet[RoundCard]) -> QuerySet[RoundCard, tuple[Any, ...]]:
    """Accepted cards by criteria met; equals share a place and stand in Vietnamese order. Values for `ranked`."""
    accepted = cards.filter(state=RoundCardState.ACCEPTED).annotate(
        place=Window(Rank(), order_by=F("summary__met").desc())
    )
    return accepted.order_by("-summary__met", "card__area__sort_key", "pk").values_list(
        "pk", "place", "card__area__kind_word", "card__area__name", "card__area__parent__kind_word",
        "card__area__parent__name", "summary__met", "summary__rows_met", "summary__rows",
    )  # fmt: skip


def ranked(row: tuple[Any, ...]) -> Ranked:
    pk, place, kind, name, above_kind, above, *figures = row
    return Ranked(pk, place, titled(kind, name), titled(above_kind or "", above or ""), *figures)


def unranked(cards: QuerySet[RoundCard]) -> QuerySet[RoundCard, tuple[Any, ...]]:
    """Cards that are not accepted, in Vietnamese order. Values for `outside`."""
    rows = cards.exclude(state=RoundCardState.ACCEPTED).order_by("card__area__sort_key", "pk")
    return rows.values_list("pk", "card__area__kind_word", "card__area__name", "state", "summary__said")


def outside(row: tuple[Any, ...]) -> Outside:
    pk, kind, name, state, said = row
    return pk, titled(kind, name), state, met_in(said) if said else None


def without_card(areas: Sequence[Area], round_: Round, on: date) -> list[str]:
    """Communes of these areas below the round's office that exist on the day and have no card in the round; one query."""
    communes = communes_below(round_.area, on).filter(below(areas, "path"))
    rows = communes.exclude(pk__in=RoundCard.objects.filter(round=round_).values("card__area"))
    return [titled(kind, name) for kind, name in rows.order_by("sort_key").values_list("kind_word", "name")]


def communes_in(cards: QuerySet[RoundCard]) -> list[tuple[int, str]]:
    """Id and name of the communes with a card, to choose from; one query."""
    rows = cards.order_by("card__area__sort_key", "pk").values_list(
        "card__area", "card__area__kind_word", "card__area__name"
    )
    return [(pk, titled(kind, name)) for pk, kind, name in rows]


def side_by_side(cards: QuerySet[RoundCard], areas: Sequence[int]) -> list[RoundCard]:
    """The chosen communes' cards with their snapshots, summaries and corrections, in Vietnamese order; two queries."""
    corrections = RowCorrection.objects.select_related("criterion", "indicator").order_by("at", "pk")
    rows = cards.filter(card__area__in=areas).select_related("card__area", "summary")
    return list(rows.order_by("card__area__sort_key").prefetch_related(Prefetch("corrections", corrections))[:MOST])


@dataclass(frozen=True, slots=True)
class Pair:
    """A commune accepted in both rounds."""

    round_card: int
    name: str
    marks: str
    before: str

    @property
    def met(self) -> int:
        return met_in(self.marks)

    @property
    def change(self) -> int:
        return self.met - met_in(self.before)


def pairs_of(cards: QuerySet[RoundCard], now: Round, other: Round) -> list[Pair]:
    """Communes whose cards were accepted in both rounds (by the same set), those that changed most first; one query."""
    rows = cards.filter(round__in=[now, other], state=RoundCardState.ACCEPTED).order_by("card__area__sort_key", "pk")
    values = list(rows.values_list(
        "pk", "round", "card__area", "card__area__kind_word", "card__area__name", "summary__marks"
    ))  # fmt: skip
    before = {area: marks for _, round_, area, _, _, marks in values if round_ == other.pk}
    pairs = [
        Pair(pk, titled(kind, name), marks, before[area])
        for pk, round_, area, kind, name, marks in values
        if round_ == now.pk and area in before
    ]
    return sorted(pairs, key=lambda pair: -abs(pair.change))
