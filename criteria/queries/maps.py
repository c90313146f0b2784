"""Reading maps between sets, and what an old card has for a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from criteria.models import Carried, CriteriaSet, Evidence, MapRow, Scorecard
from criteria.queries.cards import CriterionLine, lines_of
from criteria.queries.evidence import by_row


@dataclass(frozen=True, slots=True)
class Sides:
    """Both cards, the map between them, what was laid of the old one beside the new one, and the old one's evidence."""

    old: list[CriterionLine]
    new: list[CriterionLine]
    rows: list[MapRow]
    laid: list[Carried]
    #: By (criterion id, indicator id or None for the whole).
    proof: dict[tuple[int, int | None], list[Evidence]]


def map_rows(old: CriteriaSet, new: CriteriaSet) -> list[MapRow]:
    """The map from one set to another, in the order of its file; empty where there is none."""
    rows = MapRow.objects.filter(from_set=old, to_set=new)
    return list(rows.select_related("from_criterion", "from_indicator", "to_criterion", "to_indicator").order_by("pk"))


def earlier_cards(card: Scorecard) -> QuerySet[Scorecard]:
    """Cards of the same area (and garden) by sets that map to this one's, of the same year or before; the newest first."""
    cards = Scorecard.objects.filter(
        area=card.area_id, subject=card.subject, year__lte=card.year,
        criteria_set__in=MapRow.objects.filter(to_set=card.criteria_set_id).values("from_set"),
    ).exclude(pk=card.pk)  # fmt: skip
    return cards.select_related("area", "criteria_set").order_by("-year", "-pk")


def sets_mapped_to(criteria_set: CriteriaSet) -> QuerySet[CriteriaSet]:
    """The sets from which a map leads to this one."""
    return CriteriaSet.objects.filter(pk__in=MapRow.objects.filter(to_set=criteria_set).values("from_set"))


def sides_of(card: Scorecard, old: Scorecard, *, on: date) -> Sides:
    """What a report on the two cards is made of, in a fixed number of queries."""
    return Sides(
        lines_of(old, on=on), lines_of(card, on=on), map_rows(old.criteria_set, card.criteria_set),
        list(Carried.objects.filter(card=card, result__scorecard=old).select_related("checked_by")),
        by_row(old.area, old.criteria_set),
    )  # fmt: skip
