"""Campaigns behind their course: less of what is expected was given than time has passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from contributions.enums import CampaignState
from contributions.ledger import kept_by_campaign
from contributions.models import Campaign
from contributions.queries.campaigns import with_sums


@dataclass(frozen=True, slots=True)
class Behind:
    """One campaign behind its course: shares in % with two places; `missing` is what is left of what is expected
    of each line (Kept.remaining), in đồng.

    `campaign` has its area loaded and carries `givers`, `expected` and `given`, the base of the shares.
    """

    campaign: Campaign
    #: Given of expected.
    given: Decimal
    #: Days passed of those from starts_on to the deadline; 100 from the deadline on.
    passed: Decimal
    missing: int


def behind(campaigns: QuerySet[Campaign], today: date, limit: int | None) -> tuple[list[Behind], int]:
    """Of these campaigns the open ones with both dates and an expectation that stand behind, worst first: at most `limit` of
    them (None: all), and how many there are in all.

    The worst is the one whose time has run farthest ahead of what was given; of equals the one that misses more. Three queries, two where
    none is behind.
    """
    running = campaigns.filter(state=CampaignState.OPEN, starts_on__lt=today, deadline__isnull=False).order_by("pk")
    sums = kept_by_campaign(running)
    late = []
    for pk, starts_on, deadline in running.values_list("pk", "starts_on", "deadline"):
        if pk not in sums or not sums[pk].whole.expected:
            continue
        expected, given = sums[pk].whole.expected, sums[pk].whole.given.total
        share, passed = _percent(given, expected), _passed(starts_on, deadline, today)
        if share < passed:
            late.append((share - passed, -sums[pk].remaining, pk, share, passed))
    if not late:
        return [], 0
    worst = sorted(late)[:limit]
    found = with_sums(campaigns.filter(pk__in=[row[2] for row in worst]).select_related("area")).in_bulk()
    return [Behind(found[pk], share, passed, -under) for _, under, pk, share, passed in worst], len(late)


def _percent(part: int, whole: int) -> Decimal:
    return round(Decimal(part) * 100 / whole, 2)


def _passed(starts_on: date | None, deadline: date | None, today: date) -> Decimal:
    """The share of the time that has passed in %."""
    assert starts_on is not None
    assert deadline is not None
    if today >= deadline:
        return Decimal(100)
    return _percent((today - starts_on).days, (deadline - starts_on).days)
