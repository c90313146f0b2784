"""Totals over several campaigns, without names: for the commune, for the office above, for "Kết quả huy động nguồn lực"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, When

from areas.models import Area
from campaigns.enums import FundKind
from campaigns.queries.works import totals_by_source
from contributions.enums import Group, PartyKind, Way
from contributions.ledger import Given, Kept, Totals, given_from, kept_by_campaign
from contributions.models import Allocation, Campaign, CampaignTotal, Receipt, ReceiptItem, RosterLine, Spending
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
    """The ledger of all campaigns on the area and below; the year and the five years end where the period ends.

    Five queries; of each of the three spans in which land was given, two more.
    """
    until = span.until or on
    year, five_years = date(until.year, 1, 1), date((until.year - 1) // 5 * 5 + 1, 1, 1)
    period = span.since or year
    found = _sources(area, {period, year, five_years}, until)
    return Resources(
        found[period], found[year], found[five_years], _planned(area, until.year),
        {kind: amount for kind, amount in totals_by_source(area, until.year).items() if kind in {FundKind.STATE, FundKind.CREDIT}},
    )  # fmt: skip


def who_gave(group: str | None, kind: str | None) -> str:
    """Which source a giver is; who stands in no group is one of the people, an organisation one of the enterprises."""
    if group == Group.BENEFACTOR:
        return "others"
    return "enterprises" if group == Group.ENTERPRISE or (not group and kind == PartyKind.ORGANISATION) else "people"


def by_source(
    wanted: Callable[[str], Q], *of_receipt: Callable[[str], Any], names: bool = False
) -> Iterator[tuple[Any, ...]]:
    """What the wanted receipts brought, as (source, what is asked of the receipt …, đồng, days). Three queries.

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


def _sources(area: Area, starts: set[date], until: date) -> dict[date, Sources]:
    """What came from each of these days on; the ledger is read once for all of them."""
    newest_first = sorted(starts, reverse=True)
    found: list[dict[str, dict[str, tuple[int, Decimal]]]]
    found = [{"enterprises": {}, "people": {}, "others": {}} for _ in newest_first]

    def latest_start(at: str) -> Case:
        cases = (When(**{f"{at}received_on__gte": start}, then=place) for place, start in enumerate(newest_first))
        return Case(*cases, output_field=IntegerField())

    asked = by_source(partial(_received, area, newest_first[-1], until), lambda at: f"{at}way", latest_start)
    for who, way, latest, money, days in asked:
        # What came after a day came after every earlier one as well.
        for ways in found[latest:]:
            before = ways[who].get(way, (0, Decimal(0)))
            ways[who][way] = (before[0] + money, before[1] + days)
    made: dict[date, Sources] = {}
    for start, sources in zip(newest_first, found, strict=True):
        enterprises, people, others = (given_from(ways) for ways in sources.values())
        land, households = Decimal(0), 0
        if any(Way.LAND in ways for ways in sources.values()):
            land, households = _land(partial(_received, area, start, until))
        made[start] = Sources(enterprises, people, others, land, households)
    return made


def _received(area: Area, since: date, until: date, at: str) -> Q:
    """Receipts of the area and below of these days; `at`: the way to the receipt."""
    inside = Q(**{f"{at}campaign__area__path__startswith": area.path or "-"})
    return inside & Span(since, until).on(f"{at}received_on")


def _land(wanted: Callable[[str], Q]) -> tuple[Decimal, int]:
    """m² of the people's land among the wanted receipts and how many households gave it; two queries."""
    receipts = Receipt.objects.filter(wanted("")).order_by()
    apart = [Group.ENTERPRISE, Group.BENEFACTOR]
    land = receipts.filter(way=Way.LAND).exclude(allocations__line__rate__group__in=apart)
    land = land.exclude(party__kind=PartyKind.ORGANISATION, allocations=None)
    area = ReceiptItem.objects.filter(receipt__in=land.values("pk")).aggregate(m2=Sum("quantity"))["m2"]
    standing = land.filter(reverses=None).exclude(reversed_by__in=receipts.values("pk"))
    return area or Decimal(0), standing.values("campaign__area", "party", "payer").distinct().count()


def _planned(area: Area, year: int) -> Planned:
    inside = RosterLine.objects.filter(campaign__area__path__startswith=area.path or "-", campaign__year=year)
    rows = inside.order_by().values_list("rate__group", "party__kind")
    sums = {"enterprises": 0, "people": 0, "others": 0}
    for group, kind, money in rows.annotate(money=Sum("expected_amount")):
        sums[who_gave(group, kind)] += money
    return Planned(**sums)
