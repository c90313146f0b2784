"""The figures of the areas around: the same rows on the cards of the other areas under the same office."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from criteria.models import Result, Scorecard

#: So many neighbours are enough to say what is usual; the first by age of their cards, so that the answer stands.
MOST = 20


def neighbour_values(card: Scorecard) -> dict[int, list[Decimal]]:
    """By indicator id, the figures of the year on the neighbours' cards by the same set, for rows that have one here.

    One query. Only the figures come out, never whose they are.
    """
    if card.area.parent_id is None:
        return {}
    mine = card.results.filter(indicator__isnull=False, number__isnull=False).values("indicator")
    cards = Scorecard.objects.filter(
        area__parent=card.area.parent_id, criteria_set=card.criteria_set_id, year=card.year, subject=""
    ).exclude(area=card.area_id)
    around = cards.order_by("pk").values("pk")[:MOST]
    others = Result.objects.filter(scorecard__in=around, indicator__in=mine, number__isnull=False)
    found: dict[int, list[Decimal]] = defaultdict(list)
    for indicator, figure in others.values_list("indicator_id", "number"):
        if indicator is not None and figure is not None:
            found[indicator].append(figure)
    return dict(found)
