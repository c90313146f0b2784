"""What the map colours: the communes of an area one by one. Areas with their communes together: see `areas.office_rows`.

Read from the summaries alone, with the same queries however many communes there are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from areas.models import Area, Outline, titled
from areas.queries import below
from criteria.enums import TallyKind
from criteria.judging import UNKNOWN
from criteria.models import AcceptedSummary, CardSummary, Round, RoundCard
from criteria.queries.rounds import communes_below
from dashboards.queries.areas import Asked

_ABOVE = ("parent", "parent__kind_word", "parent__name")


@dataclass(frozen=True, slots=True)
class Commune:
    """One commune. `marks` as in the summaries, "" where it has no card, no result yet, nothing accepted."""

    area: int
    kind: str
    name: str
    #: The district between the area shown and the commune, "" where there is none.
    district: str
    marks: str
    #: Where its card stands in the round (RoundCardState); "" outside rounds.
    state: str = ""


def communes_on(area: Area, asked: Asked, kind: str) -> list[Commune]:
    """The area's communes on the day with their letters by whose word is asked for, in Vietnamese order; two queries."""
    kept = AcceptedSummary if kind == TallyKind.ACCEPTED else CardSummary
    cards = kept.objects.filter(card__criteria_set=asked.criteria_set, card__year=asked.year, card__subject="")
    marks = dict(cards.filter(below([area], "card__area__path")).values_list("card__area", "marks"))
    rows = communes_below(area, asked.on).order_by("sort_key", "pk").values_list("pk", "kind_word", "name", *_ABOVE)
    return [
        Commune(pk, kind_word, name, _district(area, *above), _known(marks.get(pk, "")))
        for pk, kind_word, name, *above in rows
    ]


def communes_in(area: Area, cards: QuerySet[RoundCard], round_: Round) -> list[Commune]:
    """The round's communes in the area among these cards, in Vietnamese order; one whose card is still with it shows the
    living card. One query.
    """
    inside = cards.filter(below([area], "card__area__path"), round=round_)
    rows = inside.order_by("card__area__sort_key", "pk").values_list(
        "card__area", "card__area__kind_word", "card__area__name", "state", "summary__marks", "card__summary__marks",
        *(f"card__area__{name}" for name in _ABOVE),
    )  # fmt: skip
    return [
        Commune(pk, kind, name, _district(area, *above), _known(marks or living or ""), state)
        for pk, kind, name, state, marks, living, *above in rows
    ]


def _known(marks: str) -> str:
    return marks if marks.strip(UNKNOWN) else ""


def _district(area: Area, parent: int | None, kind: str | None, name: str | None) -> str:
    """What lies between the area and its commune: between a province and a commune only a district can."""
    return titled(kind or "", name or "") if parent != area.pk else ""


def outlines_of(areas: Iterable[int]) -> tuple[dict[int, dict[str, Any]], list[str]]:
    """The outlines there are, by area, and where they come from; one query."""
    rows = list(Outline.objects.filter(area__in=list(areas)).values_list("area", "geometry", "source"))
    return {pk: geometry for pk, geometry, _ in rows}, sorted({source for _, _, source in rows})
