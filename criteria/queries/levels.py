"""Reading a province's decisions on levels: which there are, their rows with what they say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, QuerySet

from criteria.models import Criterion, Indicator, IndicatorVersion, Level, LevelsDecision

#: Scope and year of a level.
Place = tuple[str, int | None]


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """An indicator in the wording a decision speaks of, and the decision's levels for it."""

    criterion: Criterion
    indicator: Indicator
    version: IndicatorVersion
    levels: dict[Place, Level] = field(default_factory=dict)


def with_counts(decisions: QuerySet[LevelsDecision]) -> QuerySet[LevelsDecision]:
    """The newest first, with their province, set, people and `rows`: for how many indicators each has a level."""
    found = decisions.select_related("area", "criteria_set", "created_by", "published_by")
    # Grouping drops the order of the model.
    return found.annotate(rows=Count("levels__version", distinct=True)).order_by("-effective_from", "-pk")


def rows_of(decision: LevelsDecision, *, number: int | None = None) -> list[DecidedRow]:
    """The indicators of the set (or of one criterion) in the wording in force when the decision begins to hold; 4 queries.

    An indicator that has no wording on that day is left out: no level can be given to it yet.
    """
    criteria = decision.criteria_set.criteria.prefetch_related("indicators__versions")
    if number is not None:
        criteria = criteria.filter(number=number)
    levels: dict[int, dict[Place, Level]] = {}
    for level in decision.levels.all():
        levels.setdefault(level.version_id, {})[level.scope, level.year] = level
    return [
        DecidedRow(criterion, indicator, version, levels.get(version.pk, {}))
        for criterion in criteria
        for indicator in criterion.indicators.all()
        if (version := _in_force(indicator.versions.all(), decision.effective_from)) is not None
    ]


def versions_on(indicators: Iterable[int], day: date) -> dict[int, IndicatorVersion]:
    """By indicator id, the wording in force on a day."""
    by_indicator: dict[int, list[IndicatorVersion]] = {}
    for version in IndicatorVersion.objects.filter(indicator__in=list(indicators)):
        by_indicator.setdefault(version.indicator_id, []).append(version)
    found = {pk: _in_force(versions, day) for pk, versions in by_indicator.items()}
    return {pk: version for pk, version in found.items() if version is not None}


def _in_force(versions: Iterable[IndicatorVersion], day: date) -> IndicatorVersion | None:
    begun = [version for version in versions if version.effective_from is None or version.effective_from <= day]
    return max(begun, key=lambda version: version.effective_from or date.min, default=None)
