"""Reading what a campaign's money was spent for: the payments, and what is left of the pot and of each work at any day."""

from __future__ import annotations

from collections.abc import Sequence
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
    """Money given for one work, and what was spent on it; `work` None: bound to no work. In đồng."""

    work: Work | None
    came: int
    #: Spent on the work of what was given for it.
    bound: int
    #: Spent on the work, or on no work, of the money bound to none.
    common: int
    #: What is still bound to it; of the money bound to none, what no work took either.
    left: int


@dataclass(frozen=True, slots=True)
class ByWork:
    """A campaign's money by work at the end of a day, by name, and what is bound to none; the columns add up to the pot's."""

    works: Sequence[WorkBalance]
    free: WorkBalance
    whole: WorkBalance

    @property
    def taken(self) -> int:
        """What works took of the money bound to none."""
        return self.whole.common - self.free.common


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


def works_of(campaign: Campaign, on: date) -> ByWork | None:
    """Each work's money at the end of the day and where what was spent on it came from; None where no work has any.

    A work's own money goes first; what more is spent on it comes out of the money bound to none, as contributions.actions.spending
    allows.
    """
    money = money_by_work(campaign, on=on)
    works = [
        _balance(work, *money[work.pk])
        for work in Work.objects.filter(pk__in=[pk for pk in money if pk]).order_by("sort_key", "pk")
    ]
    if not works:
        return None
    came, went = money.get(None, (0, 0))
    free = WorkBalance(None, came, 0, went, came - went - sum(row.common for row in works))
    rows = [*works, free]
    whole = WorkBalance(
        None, *(sum(getattr(row, name) for row in rows) for name in ("came", "bound", "common", "left"))
    )
    return ByWork(works, free, whole)


def _balance(work: Work, came: int, went: int) -> WorkBalance:
    bound = min(came, went)
    return WorkBalance(work, came, bound, went - bound, came - bound)
