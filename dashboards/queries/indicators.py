"""One indicator of one commune over the years: its living cards' figures, the level of each year, the target of the year's plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from areas.models import Area
from areas.queries import ids_on
from campaigns.models import Target
from core.formats import number as shown
from criteria.enums import SetLevel
from criteria.judging import FIGURES
from criteria.models import CriteriaSet, Indicator, IndicatorVersion, Level, LevelsDecision, Result, Scorecard
from criteria.queries.sets import level_for, loaded_version_on
from documents.enums import DocumentState


@dataclass(frozen=True, slots=True)
class Year:
    """What the commune's card of a year says of the indicator; None where there is no figure, level or target."""

    year: int
    value: Decimal | None
    #: The value for women, where the row asks for both sexes; `value` is then that for men.
    second: Decimal | None
    level: Decimal | None
    target: Decimal | None
    at: datetime | None
    #: What the year's issued plans set out for the criterion, in words.
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator in the wording of a day."""

    indicator: Indicator
    version: IndicatorVersion

    @property
    def label(self) -> str:
        text = self.version.text
        return f"{self.indicator} {text if len(text) <= 90 else f'{text[:89].rstrip()}…'}"

    @property
    def is_figure(self) -> bool:
        """Whether its value is one figure; else it is a word, or has several parts."""
        return self.version.value_kind in FIGURES and not self.version.parts


def cards_of(commune: Area) -> list[Scorecard]:
    """The commune's own living cards, oldest first; one query."""
    cards = Scorecard.objects.filter(area=commune, subject="", criteria_set__level=SetLevel.COMMUNE)
    return list(cards.select_related("criteria_set").order_by("year", "pk"))


def rows_of(criteria_set: CriteriaSet) -> list[Row]:
    """The set's indicators that are one figure each, with their versions and all levels; three queries."""
    return [row for row in worded(criteria_set, date.max, Level.objects.all()) if row.is_figure]


def worded(criteria_set: CriteriaSet, on: date, levels: QuerySet[Level] | None = None) -> list[Row]:
    """All indicators of the set in their order with the wording of the day, and these levels; three queries, two without levels."""
    versions = IndicatorVersion.objects.all()
    if levels is not None:
        versions = versions.prefetch_related(Prefetch("levels", levels))
    found = Indicator.objects.filter(criterion__criteria_set=criteria_set).select_related("criterion")
    ordered = found.order_by("criterion__number", "position").prefetch_related(Prefetch("versions", versions))
    return [
        Row(indicator, version) for indicator in ordered if (version := loaded_version_on(indicator, on)) is not None
    ]


def years_of(commune: Area, cards: Sequence[Scorecard], row: Row, today: date) -> list[Year]:
    """The indicator on each of these cards (of one set), judged by what was in force at the end of its year; four queries.

    A target counts as the indicator's where the criterion has this one only and the unit is the same; what plans say
    besides stands in words.
    """
    results = {
        found.scorecard_id: found for found in Result.objects.filter(scorecard__in=cards, indicator=row.indicator)
    }
    above = ids_on(commune.path)
    decisions = list(
        LevelsDecision.objects.filter(
            area__in=above, criteria_set=row.indicator.criterion.criteria_set_id, published_at__isnull=False
        )
    )
    alone = Indicator.objects.filter(criterion=row.indicator.criterion_id).count() == 1
    targets = Target.objects.filter(
        plan__area=commune, plan__year__in=[card.year for card in cards], plan__document__state=DocumentState.ISSUED,
        criterion=row.indicator.criterion.number, value__isnull=False,
    ).order_by("plan__document__issued_on", "position", "pk").values_list(
        "plan__year", "text", "value", "unit", "plan__title"
    )  # fmt: skip
    told: dict[int, list[tuple[str, Decimal, str]]] = {}
    for year, text, value, unit, title in targets:
        assert value is not None
        told.setdefault(year or 0, []).append((f"{text}: {shown(value, 4)} {unit} ({title})", value, unit))
    found = []
    for card in cards:
        day = min(today, date(card.year, 12, 31))
        version = loaded_version_on(row.indicator, day)
        ids = [decision.pk for decision in decisions if decision.effective_from <= day]
        level = level_for(version, scope=card.scope, year=card.year, decisions=ids) if version else None
        result = results.get(card.pk)
        aims = told.get(card.year, [])
        mine = [value for _, value, unit in aims if alone and _same_unit(unit, row.version)]
        found.append(Year(
            card.year, result.number if result else None, result.second if result else None,
            level.number if level else None, mine[-1] if mine else None, result.at if result else None,
            [sentence for sentence, _, _ in aims],
        ))  # fmt: skip
    return found


def _same_unit(unit: str, version: IndicatorVersion) -> bool:
    wanted = version.unit.strip().lower() or ("%" if version.value_kind == "percent" else "")
    return bool(wanted) and unit.strip().lower() in {wanted, *({"%", "phần trăm"} if wanted == "%" else set())}
