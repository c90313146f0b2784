"""What the pages of the criteria sets show: rows with their wordings, levels and where both come from; no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from criteria.enums import Layer
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level
from criteria.papers.cards import level_words
from criteria.papers.levels import place_words
from criteria.queries.cards import IndicatorLine

_LOWEST_FIRST = (Layer.PROVINCE, Layer.MINISTRY, Layer.CENTRAL)


@dataclass(frozen=True, slots=True)
class LevelLine:
    level: Level
    where: str
    words: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    version: IndicatorVersion
    in_force: bool
    #: The lowest layer, which goes before the others, first.
    levels: list[LevelLine]


@dataclass(frozen=True, slots=True)
class IndicatorRows:
    indicator: Indicator
    #: The newest wording first.
    versions: list[VersionLine]


@dataclass(frozen=True, slots=True)
class CriterionRows:
    criterion: Criterion
    indicators: list[IndicatorRows] = field(default_factory=list)


def set_rows(criteria_set: CriteriaSet, day: date) -> list[CriterionRows]:
    """Everything a set says, for one read with queries.sets.with_rows."""
    return [
        CriterionRows(criterion, [_indicator(criteria_set, row, day) for row in criterion.indicators.all()])
        for criterion in criteria_set.criteria.all()
    ]


def _indicator(criteria_set: CriteriaSet, indicator: Indicator, day: date) -> IndicatorRows:
    newest_first = sorted(indicator.versions.all(), key=lambda x: x.effective_from or date.min, reverse=True)
    holds = next((x for x in newest_first if x.effective_from is None or x.effective_from <= day), None)
    lines = [
        VersionLine(version, version is holds, _levels(criteria_set, indicator, version)) for version in newest_first
    ]
    return IndicatorRows(indicator, lines)


def _levels(criteria_set: CriteriaSet, indicator: Indicator, version: IndicatorVersion) -> list[LevelLine]:
    order = {scope: place for place, scope in enumerate(["", *criteria_set.scopes])}
    levels: Iterable[Level] = sorted(
        version.levels.all(),
        key=lambda x: (_LOWEST_FIRST.index(Layer(x.layer)), x.year or 0, order.get(x.scope, len(order))),
    )
    return [
        LevelLine(
            level, place_words(criteria_set, (level.scope, level.year)),
            str(level) if level.delegated else level_words(IndicatorLine(indicator, version, level, None)),
        )
        for level in levels
    ]  # fmt: skip
