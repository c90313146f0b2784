"""Reading scorecards: rows with their wording, level and result, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Count, Prefetch, QuerySet

from areas.models import Area, AreaFact
from core.database import from_nearer_end
from criteria.enums import FACT_KEYS, Provenance, ScopeKind, SetLevel
from criteria.judging import NOTHING, Beside
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level, Result, Scorecard
from criteria.queries.derived import with_beside
from criteria.queries.sets import decisions_in_force, filled_sets, judging_levels, level_for, loaded_version_on

#: Level of an area → level of the sets it is judged by.
_SET_LEVELS = {"commune": SetLevel.COMMUNE, "village": SetLevel.VILLAGE}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    indicator: Indicator
    version: IndicatorVersion | None
    level: Level | None
    result: Result | None
    #: What judges the row from outside it (another set, last year, facts of the area).
    beside: Beside = NOTHING

    @property
    def name(self) -> str:
        """ "2.1", or the wording of a row whose number the decision has not settled."""
        return self.indicator.code or (self.version.text[:80] if self.version else "chỉ tiêu chưa có số")


@dataclass(frozen=True, slots=True)
class CriterionLine:
    criterion: Criterion
    rows: list[IndicatorLine] = field(default_factory=list)
    #: The judgement of the whole criterion, where a person makes it.
    whole: Result | None = None


def with_people(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    return cards.select_related("area", "area__parent", "criteria_set")


#: Longer lists are read a year at a time.
_LONG = 10_000


class NewestFirst:
    """Cards for pages, the newest year first and by place within a year.

    Of a long list each page reads the years of its rows and then those years alone: all cards in order would be read for every
    page. One query to count, one for a slice; of a long list three, two for each year more and one for what stands on pages before.
    """

    def __init__(self, cards: QuerySet[Scorecard]) -> None:
        self.cards = cards

    @cached_property
    def _number(self) -> int:
        return self.cards.order_by().count()

    def __len__(self) -> int:
        return self._number

    def __getitem__(self, part: slice) -> list[Scorecard]:
        if self._number <= _LONG:
            return list(self.cards.order_by("-year", "area__sort_key", "pk")[part])
        first, end = part.start, min(part.stop, self._number)
        years = self.cards.order_by("-year").values_list("year", flat=True)
        found: list[Scorecard] = []
        for year in dict.fromkeys(from_nearer_end(years, first, end, self._number)):
            # Only the page's first year may have begun on a page before.
            skipped = 0 if found or not first else first - self._newer(year, first)
            ids = self.cards.filter(year=year).order_by("area__sort_key", "pk").values_list("pk", flat=True)
            cards = self.cards.order_by().in_bulk(list(ids[skipped : skipped + end - first - len(found)]))
            found += sorted(cards.values(), key=lambda card: (card.area.sort_key, card.pk))
        return found

    def _newer(self, year: int, first: int) -> int:
        """How many cards are of later years, counted on the side where there are fewer; `first` is the first row that is sought."""
        if first > self._number // 2:
            return self._number - self.cards.filter(year__lte=year).order_by().count()
        return self.cards.filter(year__gt=year).order_by().count()


def sets_for(area: Area, subject: str = "") -> QuerySet[CriteriaSet]:
    """The sets an area of this level, or a household or garden in a village (`subject`), can be judged by that have any criterion."""
    level = _SET_LEVELS.get(area.level)
    if subject:
        level = SetLevel.GARDEN if level == SetLevel.VILLAGE else None
    return filled_sets().filter(level=level)


def sets_for_any(areas: Iterable[Area]) -> QuerySet[CriteriaSet]:
    """The sets that any of the areas can be judged by; a query for each level among them."""
    of_level = {area.level: area for area in areas}.values()
    sets = CriteriaSet.objects.filter(pk__in={row.pk for area in of_level for row in sets_for(area)})
    return sets.order_by("-level", "-period", "name")


def scopes_of(areas: Sequence[Area], criteria_set: CriteriaSet, on: date) -> dict[int, str]:
    """By area id, the column of levels that holds on a day, by dated facts; areas whose column is not established are left out."""
    key = FACT_KEYS.get(ScopeKind(criteria_set.scope_kind)) if criteria_set.scope_kind else None
    if key is None:
        return {}
    facts = AreaFact.objects.filter(area__in=areas, key=key, valid_from__lte=on).order_by("valid_from")
    return {fact.area_id: fact.value for fact in facts if fact.value in criteria_set.scopes}


def lines_of(card: Scorecard, *, on: date, number: int | None = None) -> list[CriterionLine]:
    """The card's criteria (or the one with this number) with their rows, judged by the wording and levels in force on the day."""
    decisions = decisions_in_force(card.area, card.criteria_set, on)
    levels = Prefetch("levels", judging_levels(decisions))
    versions = Prefetch("versions", IndicatorVersion.objects.prefetch_related(levels))
    criteria = card.criteria_set.criteria.prefetch_related(
        Prefetch("indicators", Indicator.objects.prefetch_related(versions))
    )
    results = card.results.select_related("by")
    if number is not None:
        criteria, results = criteria.filter(number=number), results.filter(criterion__number=number)
    by_indicator = {row.indicator_id: row for row in results if row.indicator_id}
    whole = {row.criterion_id: row for row in results if row.indicator_id is None}
    lines = [
        CriterionLine(
            criterion,
            [
                _line(card, indicator, by_indicator.get(indicator.pk), on, decisions)
                for indicator in criterion.indicators.all()
            ],
            whole.get(criterion.pk),
        )
        for criterion in criteria
    ]
    return with_beside(card, lines, on)


def _line(
    card: Scorecard, indicator: Indicator, result: Result | None, on: date, decisions: Sequence[int]
) -> IndicatorLine:
    version = loaded_version_on(indicator, on)
    level = level_for(version, scope=card.scope, year=card.year, decisions=decisions) if version else None
    return IndicatorLine(indicator, version, level, result)


def last_results(card: Scorecard) -> dict[int, Result]:
    """By indicator, what the same area's card of the year before said."""
    before = Result.objects.filter(
        scorecard__area=card.area_id,
        scorecard__subject=card.subject,
        scorecard__criteria_set=card.criteria_set_id,
        scorecard__year=card.year - 1,
    ).exclude(indicator=None)
    return {row.indicator_id: row for row in before if row.indicator_id}


def unconfirmed(lines: list[CriterionLine]) -> int:
    """How many rows have a wording that nobody has compared with the decision."""
    rows = [row.version for line in lines for row in line.rows]
    return sum(version is None or version.provenance in {Provenance.RECALLED, Provenance.MISSING} for version in rows)


def counts_by_card(cards: list[Scorecard]) -> dict[int, dict[str, int]]:
    """Per card, how many rows stand in each state; rows without a result are not counted."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Result.objects.filter(scorecard__in=cards).values_list("scorecard_id", "state").annotate(n=Count("pk"))
    for card, state, number in rows.order_by():
        counts[card][state] = number
    return counts
