"""Reading residents' decisions."""

from __future__ import annotations

from django.db.models import QuerySet

from areas.models import Area
from areas.queries import found_by
from campaigns.models import ResidentsDecision, Work


def with_people(decisions: QuerySet[ResidentsDecision]) -> QuerySet[ResidentsDecision]:
    return decisions.select_related("area", "area__parent", "record", "created_by")


def filtered(
    decisions: QuerySet[ResidentsDecision], *, words: str = "", matter: str = "", area: Area | None = None, year: int | None = None
) -> QuerySet[ResidentsDecision]:  # fmt: skip
    """Decisions of a kind of matter, an area with its villages, a year; found without diacritics."""
    if words:
        decisions = found_by(decisions, words)
    if matter:
        decisions = decisions.filter(matter=matter)
    if area:
        decisions = decisions.filter(area__path__startswith=area.path or "-")
    if year:
        decisions = decisions.filter(held_on__year=year)
    return decisions


def years_of(decisions: QuerySet[ResidentsDecision]) -> list[int]:
    """The years there are decisions of, newest first."""
    return [day.year for day in decisions.order_by().dates("held_on", "year", order="DESC")]


def works_of(works: QuerySet[Work], decision: ResidentsDecision) -> QuerySet[Work]:
    """Those of the works that rest on the decision."""
    return works.filter(residents_decision=decision).select_related("area").order_by("sort_key")
