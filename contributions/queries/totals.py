"""Totals over several campaigns, without names: for the commune, for the office above, for "Kết quả huy động nguồn lực"."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import ExtractYear, TruncMonth

from areas.models import Area
from areas.queries import below
from campaigns.enums import FundKind
from campaigns.queries.works import totals_by_source
from contributions.enums import Group, PartyKind, Source, Way
from contributions.ledger import Cell, Figures, Given, Kept, Totals, given_from, kept_by_campaign
from contributions.models import (
    Allocation,
    Campaign,
    CampaignTotal,
    Receipt,
    ReceiptItem,
    RosterLine,
    SourceTotal,
    Spending,
)
from contributions.queries.exports import ALWAYS, Span


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign's sums of a span; land in m², `spent` with what was handed over, in đồng."""

    campaign: Campaign
    totals: Totals
    land: Decimal
    spent: int


def campaign_lines(campaigns: QuerySet[Campaign] | list[Campaign], span: Span) -> list[CampaignLine]:
    """The campaigns in their order with their sums: those kept where the span has no limits (two queries), else from the ledger
    (six), however many they are; one less for campaigns at hand."""
    if span == ALWAYS:
        return _kept_lines(campaigns)
    ids: Any = campaigns if isinstance(campaigns, list) else campaigns.order_by().values("pk")
    asked = {
        pk: (count, money)
        for pk, count, money in RosterLine.objects.filter(campaign__in=ids).order_by().values_list("campaign").annotate(
            n=Count("pk"), money=Sum("expected_amount")
        )
    }  # fmt: skip
    parts = Allocation.objects.filter(span.on("receipt__received_on"), line__campaign__in=ids).order_by()
    took = dict(parts.values_list("line__campaign").annotate(n=Count("line", distinct=True)))
    ways: dict[int, dict[str, tuple[int, Decimal | None]]] = {}
    receipts = Receipt.objects.filter(span.on("received_on"), campaign__in=ids).order_by()
    for pk, way, money, days in receipts.values_list("campaign", "way").annotate(
        money=Sum("amount"), worked=Sum("days")
    ):
        ways.setdefault(pk, {})[way] = (money, days)
    items = ReceiptItem.objects.filter(
        span.on("receipt__received_on"), receipt__campaign__in=ids, receipt__way=Way.LAND
    )
    land = dict(items.order_by().values_list("receipt__campaign").annotate(m2=Sum("quantity")))
    payments = Spending.objects.filter(span.on("spent_on"), campaign__in=ids).order_by()
    spent = dict(payments.values_list("campaign").annotate(sum=Sum("amount")))
    return [
        CampaignLine(
            row, Totals(asked.get(row.pk, (0, 0))[0], took.get(row.pk, 0), asked.get(row.pk, (0, 0))[1], given_from(ways.get(row.pk, {}))),
            land.get(row.pk, Decimal(0)), spent.get(row.pk, 0),
        )
        for row in campaigns
    ]  # fmt: skip


def _kept_lines(campaigns: QuerySet[Campaign] | list[Campaign]) -> list[CampaignLine]:
    sums = kept_by_campaign(campaigns)
    nothing = Kept(Totals(0, 0, 0, Given()), Decimal(0), 0, {}, {})
    found = [(row, sums.get(row.pk, nothing)) for row in campaigns]
    return [CampaignLine(row, kept.whole, kept.land, kept.spent) for row, kept in found]


@dataclass(frozen=True, slots=True)
class Together:
    """The sums of several campaigns as one, in đồng; `spent` with what was handed over."""

    expected: int
    given: int
    spent: int


def together(campaigns: QuerySet[Campaign], span: Span) -> Together:
    """What `campaign_lines` adds up to: one query where the span has no limits, else three."""
    ids = campaigns.order_by().values("pk")
    if span == ALWAYS:
        rows = CampaignTotal.objects.filter(campaign__in=ids)
        sums = rows.aggregate(expected=Sum("expected"), given=Sum("received"), spent=Sum("spent"))
        return Together(**{name: int(sum or 0) for name, sum in sums.items()})
    expected = RosterLine.objects.filter(campaign__in=ids).aggregate(sum=Sum("expected_amount"))["sum"]
    given = Receipt.objects.filter(span.on("received_on"), campaign__in=ids).aggregate(sum=Sum("amount"))["sum"]
    spent = Spending.objects.filter(span.on("spent_on"), campaign__in=ids).aggregate(sum=Sum("amount"))["sum"]
    return Together(expected or 0, given or 0, spent or 0)


# --- Kết quả huy động nguồn lực (official-forms 3.2, table 3) ---


@dataclass(frozen=True, slots=True)
class Sources:
    """What was given by whom in a span: organisations, the people, benefactors; land of the people in m² and households."""

    enterprises: Given
    people: Given
    others: Given
    land: Decimal
    land_households: int

    @property
    def total(self) -> int:
        return self.enterprises.total + self.people.total + self.others.total


@dataclass(frozen=True, slots=True)
class Resources:
    """The table of an area: of the period, of its year and of its five years; plans of the year in đồng."""

    period: Sources
    year: Sources
    five_years: Sources
    planned: Planned
    #: Sources of works of the year as decided (FundKind code → đồng).
    works: dict[str, int]


@dataclass(frozen=True, slots=True)
class Planned:
    enterprises: int
    people: int
    others: int


def resources(area: Area, span: Span, on: date) -> Resources:
    """Of all campaigns on the area and below; the year and the five years end where the period ends.

    Five queries; seven where receipts were written on days of a month of which a span has others.
    """
    until = span.until or on
    year, five_years = date(until.year, 1, 1), date((until.year - 1) // 5 * 5 + 1, 1, 1)
    period = span.since or year
    found = _sources(area, {period, year, five_years}, until)
    return Resources(
        found[period], found[year], found[five_years], _planned(area, until.year),
        {kind: amount for kind, amount in totals_by_source(area, until.year).items() if kind in {FundKind.STATE, FundKind.CREDIT}},
    )  # fmt: skip


def who_gave(group: str | None, kind: str | None) -> Source:
    """Which source a giver is; who stands in no group is one of the people, an organisation one of the enterprises.

    The database says the same where it keeps the sums (migration 0011).
    """
    if group == Group.BENEFACTOR:
        return Source.OTHERS
    if group == Group.ENTERPRISE or (not group and kind == PartyKind.ORGANISATION):
        return Source.ENTERPRISES
    return Source.PEOPLE


def by_source(
    wanted: Callable[[str], Q], *of_receipt: Callable[[str], Any], names: bool = False
) -> Iterator[tuple[Any, ...]]:
    """What the wanted receipts brought, as (source, what is asked of the receipt …, đồng, days). Three queries; one if there are none.

    The one rule of who gave: what is allocated counts by the group of whom it is allocated to, what is allocated to nobody yet by
    who brought it. `wanted`: the condition on receipts; `of_receipt`: what sums are told apart by; each made from the way to the
    receipt ("" or "receipt__"). `names`: by the giver's name besides. The same key comes more than once: add up.
    """
    # The condition itself and not "receipt in …": with one table more PostgreSQL looks for no good order of joining them.
    receipts = Receipt.objects.filter(wanted("")).order_by()
    parts = Allocation.objects.filter(wanted("receipt__")).order_by()
    of_part, own = ([make(way) for make in of_receipt] for way in ("receipt__", ""))
    asked: tuple[tuple[QuerySet[Any], tuple[str, ...], list[Any], str, int], ...] = (
        (receipts, ("party__kind",), own, "payer", 1),
        (parts, ("line__rate__group", "line__party__kind"), of_part, "line__party__name", 1),
        (parts, ("receipt__party__kind",), of_part, "receipt__payer", -1),
    )
    for rows, who, fields, name, sign in asked:
        keys = (*who, *fields, *((name,) if names else ()))
        sums = list(rows.values_list(*keys).annotate(money=Sum("amount"), worked=Sum("days")))
        for row in sums:
            *group, kind = row[: len(who)]
            *told, money, days = row[len(who) :]
            yield (who_gave(group[0] if group else None, kind), *told, sign * money, sign * (days or Decimal(0)))
        if not sums:
            return  # without receipts nothing is allocated


def received_by_year(areas: Sequence[Area]) -> dict[tuple[int, str], int]:
    """Đồng by year of the receipts and Source, of the areas and all below, as they are kept; one query."""
    rows = SourceTotal.objects.filter(below(areas, "campaign__area__path"), month__isnull=False).order_by()
    sums = rows.values_list(ExtractYear("month"), "source").annotate(sum=Sum("received"))
    return {(year, source): money for year, source, money in sums}


def from_ledger() -> dict[Cell, Figures]:
    """What rosters and ledger say of every campaign, source, month and way, in the shape of `ledger.cells`; four queries."""
    found: defaultdict[Cell, tuple[Any, ...]] = defaultdict(lambda: (0, 0, Decimal(0)))
    lines = RosterLine.objects.order_by().values_list("campaign", "rate__group", "party__kind")
    for campaign, group, kind, money in lines.annotate(money=Sum("expected_amount")):
        cell = (campaign, who_gave(group, kind), None, "")
        found[cell] = (found[cell][0] + money, 0, Decimal(0))
    told_by = (lambda at: f"{at}campaign", lambda at: TruncMonth(f"{at}received_on"), lambda at: f"{at}way")
    for source, campaign, month, way, money, days in by_source(lambda _: Q(), *told_by):
        cell = (campaign, source, month, way)
        found[cell] = (0, found[cell][1] + money, found[cell][2] + days)
    return dict(found)


#: Sums by way of giving, đồng and days, of each source.
_Ways = dict[str, dict[str, tuple[int, Decimal]]]


def _sources(area: Area, starts: set[date], until: date) -> dict[date, Sources]:
    """What came from each of these days on.

    Whole months are kept ready. Of the months in which spans begin and end, what lies outside is read from the ledger and taken
    off again: nothing where they begin with a month and nothing was received after they end.
    """
    found: dict[date, _Ways] = {start: {source: {} for source in Source} for start in starts}
    months = {start: start.replace(day=1) for start in starts if start <= until}

    def add(start: date, source: str, way: str, money: int, days: Decimal) -> None:
        before = found[start][source].get(way, (0, Decimal(0)))
        found[start][source][way] = (before[0] + money, before[1] + days)

    kept = SourceTotal.objects.filter(campaign__area__path__startswith=area.path or "-").order_by()
    kept = kept.filter(month__gte=min(months.values()), month__lte=until)
    for source, way, month, *sums in kept.values_list("source", "way", "month").annotate(
        money=Sum("received"), worked=Sum("received_days")
    ):
        for start, first in months.items():
            if first <= month:
                add(start, source, way, *sums)
    outside = partial(_outside, area, months, until)
    for source, way, day, money, days in by_source(outside, lambda at: f"{at}way", lambda at: f"{at}received_on"):
        for start, first in months.items():
            if first <= day and not start <= day <= until:
                add(start, source, way, -money, -days)
    land = _land(area, min(months), until)
    return {
        start: Sources(
            given_from(ways[Source.ENTERPRISES]), given_from(ways[Source.PEOPLE]), given_from(ways[Source.OTHERS]),
            *_land_since(start, until, land),
        )
        for start, ways in found.items()
    }  # fmt: skip


def _outside(area: Area, months: dict[date, date], until: date, at: str) -> Q:
    """Receipts of the area and below that were written in a start's month before it, or in the last month after its end."""
    on = f"{at}received_on"
    last = until.replace(day=monthrange(until.year, until.month)[1])
    days = Q(**{f"{on}__gt": until, f"{on}__lte": last})
    for start, first in months.items():
        if first < start:
            days |= Q(**{f"{on}__gte": first, f"{on}__lt": start})
    return days & Q(**{f"{at}campaign__area__path__startswith": area.path or "-"})


#: Groups whose land is not the people's.
_APART = {Group.ENTERPRISE, Group.BENEFACTOR}


@dataclass(frozen=True, slots=True)
class _Land:
    """A receipt of the people's land: when, m², who gave; which one it takes back, and the day on which it was taken back."""

    on: date
    m2: Decimal | None
    reverses: int | None
    taken_back_on: date | None
    area: int
    party: int | None
    payer: str

    def stands(self, start: date, until: date) -> bool:
        """Whether a household stands behind it in this span."""
        return self.reverses is None and not (self.taken_back_on and start <= self.taken_back_on <= until)


def _land(area: Area, since: date, until: date) -> list[_Land]:
    """Receipts of these days of the people's land on the area and below; one query."""
    inside = Q(campaign__area__path__startswith=area.path or "-", received_on__gte=since, received_on__lte=until)
    items = ReceiptItem.objects.filter(receipt=OuterRef("pk")).order_by().values("receipt")
    rows: QuerySet[Any] = Receipt.objects.filter(inside, way=Way.LAND).order_by()
    rows = rows.annotate(m2=Subquery(items.annotate(sum=Sum("quantity")).values("sum")))
    # A row for each part of a receipt: those of others than the people are left out here, for asked to leave them out PostgreSQL
    # would look for them among all parts of all receipts.
    found, apart = {}, set()
    for pk, part, group, kind, *told in rows.values_list(
        "pk", "allocations", "allocations__line__rate__group", "party__kind",
        "received_on", "m2", "reverses", "reversed_by__received_on", "campaign__area", "party", "payer",
    ):  # fmt: skip
        found[pk] = _Land(*told)
        if group in _APART or (part is None and kind == PartyKind.ORGANISATION):
            apart.add(pk)
    return [row for pk, row in found.items() if pk not in apart]


def _land_since(start: date, until: date, land: list[_Land]) -> tuple[Decimal, int]:
    """m² of these receipts from a day on, and how many households gave it."""
    rows = [row for row in land if row.on >= start]
    households = {(row.area, row.party, row.payer) for row in rows if row.stands(start, until)}
    return sum((row.m2 or Decimal(0) for row in rows), Decimal(0)), len(households)


def _planned(area: Area, year: int) -> Planned:
    """What campaigns of the year expect, as it is kept; one query."""
    kept = SourceTotal.objects.filter(campaign__area__path__startswith=area.path or "-", campaign__year=year)
    sums: dict[str, int] = dict(kept.order_by().values_list("source").annotate(sum=Sum("expected")))
    return Planned(sums.get(Source.ENTERPRISES, 0), sums.get(Source.PEOPLE, 0), sums.get(Source.OTHERS, 0))
