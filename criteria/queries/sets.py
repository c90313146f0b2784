"""Reading criteria sets: what is known of them, which wording and which level holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet

from areas.models import Area
from areas.queries import ids_on
from criteria.enums import CONFIRMED, Layer, Provenance
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level, LevelsDecision

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


def all_sets() -> QuerySet[CriteriaSet]:
    """Every set, the newest period first."""
    return CriteriaSet.objects.order_by("-period", "level", "name")


def filled_sets() -> QuerySet[CriteriaSet]:
    """The sets that have any criterion, the newest period first."""
    return CriteriaSet.objects.filter(criteria__isnull=False).distinct().order_by("-period", "name")


def with_rows(sets: QuerySet[CriteriaSet]) -> QuerySet[CriteriaSet]:
    """The sets with criteria, indicators, versions and the levels they state themselves, in five queries."""
    return sets.prefetch_related(
        "criteria__indicators__versions", Prefetch("criteria__indicators__versions__levels", own_levels())
    )


def own_levels() -> QuerySet[Level]:
    """The levels that sets state themselves, not those of a province's decision."""
    return Level.objects.filter(decision=None)


def summary(criteria_set: CriteriaSet) -> SetSummary:
    """Counts a set; fast after `with_rows`. Rows the decision has and the set lacks count as missing."""
    criteria = list(criteria_set.criteria.all())
    originals = [next(iter(indicator.versions.all())) for item in criteria for indicator in item.indicators.all()]
    rows = [(version.provenance, levels_provenance(version)) for version in originals]
    return _summary(criteria_set, len(criteria), rows)


def summaries(sets: QuerySet[CriteriaSet]) -> list[tuple[CriteriaSet, SetSummary]]:
    """Many sets with what is known of them, counted from plain rows: of all sets these are a thousand. Four queries."""
    found = list(sets)
    criteria = Criterion.objects.filter(criteria_set__in=found).values_list("criteria_set").annotate(n=Count("pk"))
    numbers = dict(criteria.order_by())
    originals: dict[int, tuple[int, int, str]] = {}
    versions = IndicatorVersion.objects.filter(indicator__criterion__criteria_set__in=found)
    for pk, indicator, chosen, provenance in versions.values_list(
        "pk", "indicator_id", "indicator__criterion__criteria_set_id", "provenance"
    ):
        originals.setdefault(indicator, (pk, chosen, provenance))
    levels: dict[int, set[str]] = defaultdict(set)
    for version, provenance in own_levels().order_by().values_list("version_id", "provenance"):
        levels[version].add(provenance)
    rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for pk, chosen, provenance in originals.values():
        rows[chosen].append((provenance, _best(levels.get(pk, ()))))
    return [(one, _summary(one, numbers.get(one.pk, 0), rows[one.pk])) for one in found]


def _summary(criteria_set: CriteriaSet, criteria: int, originals: Sequence[tuple[str, str]]) -> SetSummary:
    """`originals`: where the wording and the levels of each indicator come from."""
    expected = criteria_set.indicators_expected
    rows = max(len(originals), expected or 0)
    return SetSummary(
        id=criteria_set.code,
        level=criteria_set.level,
        period=criteria_set.period or None,
        criteria=criteria,
        indicators=len(originals),
        indicators_expected=expected,
        wording=_known((wording for wording, _ in originals), rows),
        levels=_known((of_levels for _, of_levels in originals), rows),
    )


def levels_provenance(version: IndicatorVersion) -> str:
    """The best origin among the levels the set itself states for a version; missing when it has none."""
    return _best({level.provenance for level in version.levels.all() if level.decision_id is None})


def _best(found: Collection[str]) -> str:
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


def loaded_version_on(indicator: Indicator, day: date) -> IndicatorVersion | None:
    """The same among the indicator's loaded versions; no query."""
    begun = [row for row in indicator.versions.all() if row.effective_from is None or row.effective_from <= day]
    return max(begun, key=lambda row: row.effective_from or date.min, default=None)


def numbers_of(sets: Iterable[int]) -> dict[int, list[int]]:
    """By set's id, the numbers of its criteria in the order of a summary's letters; one query."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Criterion.objects.filter(criteria_set__in=set(sets)).order_by("criteria_set", "number")
    for chosen, number in rows.values_list("criteria_set", "number"):
        found[chosen].append(number)
    return found


def decisions_in_force(area: Area, criteria_set: CriteriaSet, day: date) -> list[int]:
    """Ids of the decisions that judge the area on a day, the newest first: published, in force, of the area's own province."""
    above = ids_on(area.path)
    published = LevelsDecision.objects.filter(area__in=above, criteria_set=criteria_set, published_at__isnull=False)
    return list(published.filter(effective_from__lte=day).values_list("pk", flat=True))


def judging_levels(decisions: Sequence[int]) -> QuerySet[Level]:
    """The levels that may judge a card: those of the sets and of these decisions."""
    return Level.objects.filter(Q(decision=None) | Q(decision__in=decisions)) if decisions else own_levels()


def level_for(
    version: IndicatorVersion, *, scope: str = "", year: int | None = None, decisions: Sequence[int] = ()
) -> Level | None:
    """The level for a region or commune group and a year, None while it is unknown (never zero).

    `decisions` are the ids of the province's decisions that hold (decisions_in_force): the first that has a level for
    the row wins, and levels of any other decision never count. Where none has one, the lowest layer that has a value
    wins (province, ministry, central). In all of them the level of the scope goes before the one for all, and the level
    of the year before the one for all years. "UBND tỉnh quy định" is not a value. The column "chung" of a region set is
    no one's level: it is the aim for the country.
    """
    turn = {decision: place for place, decision in enumerate(decisions)}
    levels = [
        level
        for level in version.levels.all()
        if (level.decision_id is None or level.decision_id in turn)
        and not level.delegated
        and level.scope in ("", scope)
        and level.year in (None, year)
    ]
    return min(
        levels,
        key=lambda x: (
            len(turn) if x.decision_id is None else turn[x.decision_id],
            _LOWEST_FIRST.index(Layer(x.layer)),
            x.scope == "",
            x.year is None,
        ),
        default=None,
    )
