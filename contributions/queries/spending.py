"""Reading what a campaign's money was spent for: the payments, and what is left of the pot and of each work at any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet, Sum

from campaigns.models import Work
from contributions.enums import MONEY, SpendingKind
from contributions.ledger import money_by_work
from contributions.models import Campaign, Spending


@dataclass(frozen=True, slots=True)
class Pot:
    """Money of a campaign at the end of a day, in đồng."""

    came: int
    spent: int
    handed_over: int

    @property
    def left(self) -> int:
        return self.came - self.spent - self.handed_over


@dataclass(frozen=True, slots=True)
class WorkBalance:
    """Money given for one work, spent on it, and what of it is still bound to it; `work` None: bound to no work. In đồng."""

    work: Work | None
    came: int
    went: int
    left: int


def payments(campaign: Campaign, on: date | None = None) -> QuerySet[Spending]:
    """Payments up to the end of a day, the latest first, with their number of photos."""
    rows = Spending.objects.filter(campaign=campaign).select_related("work", "by", "reverses", "reversed_by")
    if on is not None:
        rows = rows.filter(spent_on__lte=on)
    return rows.annotate(photo_count=Count("photos")).order_by("-spent_on", "-pk")


def pot_of(campaign: Campaign, on: date) -> Pot:
    """What came and what went up to the end of the day."""
    came = campaign.receipts.filter(way__in=MONEY, received_on__lte=on).aggregate(sum=Sum("amount"))["sum"]
    rows = Spending.objects.filter(campaign=campaign, spent_on__lte=on).order_by().values_list("kind")
    went = dict(rows.annotate(sum=Sum("amount")))
    return Pot(came or 0, went.get(SpendingKind.SPENT, 0), went.get(SpendingKind.HANDED_OVER, 0))


def works_of(campaign: Campaign, on: date) -> list[WorkBalance]:
    """Each work's money at the end of the day, by name, last what is bound to none; the parts left add up to the pot's.

    More may be spent on a work than was given for it, out of money bound to none; then nothing is left of its own.
    """
    money = money_by_work(campaign, on=on)
    works = Work.objects.filter(pk__in=[pk for pk in money if pk]).order_by("sort_key", "pk")
    rows = [WorkBalance(work, *money[work.pk], max(money[work.pk][0] - money[work.pk][1], 0)) for work in works]
    left = sum(came - went for came, went in money.values())
    free = WorkBalance(None, *money.get(None, (0, 0)), left - sum(row.left for row in rows))
    return [*rows, free] if rows else []
