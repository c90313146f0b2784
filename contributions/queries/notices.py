"""Reading what a public notice says of a campaign, and the notices themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from contributions.enums import Consent
from contributions.ledger import Totals, campaign_totals, land_area, money_left
from contributions.models import Campaign, PublicNotice, Spending
from contributions.queries.exports import ALWAYS, GiverRow, PlaceLine, giver_rows, place_lines


@dataclass(frozen=True, slots=True)
class ToPublish:
    """What the books say today: sums, payments that stand, sums by place, and givers who agreed to be named."""

    totals: Totals
    expected_days: Decimal
    land: Decimal
    spent: int
    left: int
    payments: Sequence[Spending]
    places: Sequence[PlaceLine]
    named: Sequence[GiverRow]


def to_publish(campaign: Campaign) -> ToPublish:
    """Read it all; nobody without consent is read by name."""
    stands = Spending.objects.filter(Q(reverses=None), reversed_by=None, campaign=campaign).select_related("work")
    agreed = campaign.lines.filter(party__consent__in=[Consent.FULL, Consent.INITIALS]).order_by(
        "party__sort_key", "pk"
    )
    rows = [row for row in giver_rows(agreed) if row.money + row.labour + row.things > 0]
    return ToPublish(
        totals=campaign_totals(campaign),
        expected_days=campaign.lines.aggregate(sum=Sum("expected_days"))["sum"] or Decimal(0),
        land=land_area(campaign), spent=campaign.spendings.aggregate(sum=Sum("amount"))["sum"] or 0, left=money_left(campaign),
        payments=list(stands.order_by("spent_on", "pk")), places=place_lines(campaign, campaign.lines.all(), ALWAYS, rest=True), named=rows,
    )  # fmt: skip


def notices_of(campaign: Campaign) -> QuerySet[PublicNotice]:
    """What was published of the campaign, the latest first."""
    return campaign.notices.select_related("by").defer("snapshot").order_by("-posted_from", "-pk")
