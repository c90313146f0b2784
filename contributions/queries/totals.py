"""Totals over several campaigns, without names: for the commune, for the office above, for "Kết quả huy động nguồn lực"."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum

from areas.models import Area
from campaigns.enums import FundKind
from campaigns.queries.works import totals_by_source
from contributions.enums import Group, PartyKind, Way
from contributions.ledger import Given, Totals, given_from
from contributions.models import Allocation, Campaign, Receipt, ReceiptItem, RosterLine, Spending
from contributions.queries.exports import Span


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """One campaign's sums of a span; land in m², `spent` with what was handed over, in đồng."""

    campaign: Campaign
    totals: Totals
    land: Decimal
    spent: int


def campaign_lines(campaigns: QuerySet[Campaign], span: Span) -> list[CampaignLine]:
    """The campaigns in their order with their sums, in six queries however many they are."""
    ids = campaigns.order_by().values("pk")
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
    """The ledger of all campaigns on the area and below; the year and the five years end where the period ends."""
    until = span.until or on
    first = (until.year - 1) // 5 * 5 + 1
    inside = Q(campaign__area__path__startswith=area.path or "-")
    return Resources(
        _sources(inside, Span(span.since or date(until.year, 1, 1), until)), _sources(inside, Span(date(until.year, 1, 1), until)),
        _sources(inside, Span(date(first, 1, 1), until)), _planned(inside, until.year),
        {kind: amount for kind, amount in totals_by_source(area, until.year).items() if kind in {FundKind.STATE, FundKind.CREDIT}},
    )  # fmt: skip


def who_gave(group: str | None, kind: str | None) -> str:
    """Which source a giver is; who stands in no group is one of the people, an organisation one of the enterprises."""
    if group == Group.BENEFACTOR:
        return "others"
    return "enterprises" if group == Group.ENTERPRISE or (not group and kind == PartyKind.ORGANISATION) else "people"


def _sources(inside: Q, span: Span) -> Sources:
    receipts = Receipt.objects.filter(inside, span.on("received_on")).order_by()
    parts = Allocation.objects.filter(receipt__in=receipts.values("pk")).order_by()
    found: dict[str, dict[str, tuple[int, Decimal]]] = {"enterprises": {}, "people": {}, "others": {}}

    def add(who: str, way: str, money: int, days: Decimal | None, sign: int = 1) -> None:
        before = found[who].get(way, (0, Decimal(0)))
        found[who][way] = (before[0] + sign * money, before[1] + sign * (days or Decimal(0)))

    groups = parts.values_list("line__rate__group", "line__party__kind", "receipt__way")
    for group, kind, way, money, days in groups.annotate(money=Sum("amount"), worked=Sum("days")):
        add(who_gave(group, kind), way, money, days)
    # What is allocated to nobody yet counts by who brought it.
    for kind, way, money, days in receipts.values_list("party__kind", "way").annotate(m=Sum("amount"), d=Sum("days")):
        add(who_gave(None, kind), way, money, days)
    allocated = parts.values_list("receipt__party__kind", "receipt__way")
    for kind, way, money, days in allocated.annotate(m=Sum("amount"), d=Sum("days")):
        add(who_gave(None, kind), way, money, days, -1)
    apart = [Group.ENTERPRISE, Group.BENEFACTOR]
    land = receipts.filter(way=Way.LAND).exclude(allocations__line__rate__group__in=apart)
    land = land.exclude(party__kind=PartyKind.ORGANISATION, allocations=None)
    area = ReceiptItem.objects.filter(receipt__in=land.values("pk")).aggregate(m2=Sum("quantity"))["m2"]
    standing = land.filter(reverses=None).exclude(reversed_by__in=receipts.values("pk"))
    households = standing.values("campaign__area", "party", "payer").distinct().count()
    enterprises, people, others = (given_from(found[who]) for who in ("enterprises", "people", "others"))
    return Sources(enterprises, people, others, area or Decimal(0), households)


def _planned(inside: Q, year: int) -> Planned:
    rows = RosterLine.objects.filter(inside, campaign__year=year).order_by().values_list("rate__group", "party__kind")
    sums = {"enterprises": 0, "people": 0, "others": 0}
    for group, kind, money in rows.annotate(money=Sum("expected_amount")):
        sums[who_gave(group, kind)] += money
    return Planned(**sums)
