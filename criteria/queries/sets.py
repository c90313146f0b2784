"""Reading criteria sets: what is known of them, which wording and which level holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from criteria.enums import CONFIRMED, Layer, Provenance
from criteria.models import CriteriaSet, Indicator, IndicatorVersion, Level

_LOWEST_FIRST = (Layer.PROVINCE, Layer.MINISTRY, Layer.CENTRAL)


@dataclass(frozen=True)
class Known:
    """How many rows are confirmed (checked or sourced), unconfirmed (recalled), missing."""

    confirmed: int
    unconfirmed: int
    missing: int


@dataclass(frozen=True)
class SetSummary:
    """What is known of a set as its own decision issued it, before amendments. None: not established."""

    id: str
    level: str
    period: str | None
    criteria: int
    indicators: int
    indicators_expected: int | None
    wording: Known
    levels: Known


def with_rows(sets: QuerySet[CriteriaSet]) -> QuerySet[CriteriaSet]:
    """The sets with criteria, indicators, versions and levels, in five queries."""
    return sets.prefetch_related("criteria__indicators__versions__levels")


def summary(criteria_set: CriteriaSet) -> SetSummary:
    """Counts a set; fast after `with_rows`. Rows the decision has and the set lacks count as missing."""
    criteria = list(criteria_set.criteria.all())
    originals = [next(iter(indicator.versions.all())) for item in criteria for indicator in item.indicators.all()]
    expected = criteria_set.indicators_expected
    rows = max(len(originals), expected or 0)
    return SetSummary(
        id=criteria_set.code,
        level=criteria_set.level,
        period=criteria_set.period or None,
        criteria=len(criteria),
        indicators=len(originals),
        indicators_expected=expected,
        wording=_known((version.provenance for version in originals), rows),
        levels=_known((levels_provenance(version) for version in originals), rows),
    )


def levels_provenance(version: IndicatorVersion) -> str:
    """The best origin among the levels of a version; missing when it has none."""
    found = {level.provenance for level in version.levels.all()}
    order = (Provenance.CHECKED, Provenance.SOURCED, Provenance.RECALLED)
    return next((value for value in order if value in found), Provenance.MISSING)


def _known(provenances: Iterable[str], rows: int) -> Known:
    values = list(provenances)
    confirmed = sum(value in CONFIRMED for value in values)
    unconfirmed = sum(value == Provenance.RECALLED for value in values)
    return Known(confirmed, unconfirmed, rows - confirmed - unconfirmed)


def version_on(indicator: Indicator, day: date) -> IndicatorVersion | None:
    """The wording in force on a day: the newest version that is not later."""
    versions = indicator.versions.exclude(effective_from__gt=day)
    return versions.order_by(F("effective_from").desc(nulls_last=True)).first()


def level_for(version: IndicatorVersion, *, scope: str = "", year: int | None = None) -> Level | None:
    """The level for a region or commune group and a year, None while it is unknown (never zero).

    The lowest layer that has a value wins (province, ministry, central); in it, the level of the scope goes before the
    one for all, and the level of the year before the one for all years. "UBND tỉnh quy định" is not a value. The column
    "chung" of a region set is no one's level: it is the aim for the country.
    """
    levels = [
        level
        for level in version.levels.all()
        if not level.delegated and level.scope in ("", scope) and level.year in (None, year)
    ]
    best = sorted(
        levels,
        key=lambda x: (
            _LOWEST_FIRST.index(Layer(x.layer)),
            x.scope == "",
            x.year is None,
        ),
    )
    return best[0] if best else None
