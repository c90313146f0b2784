"""Sums of the ledger, added up by the database: what is expected, what was given and how, what is left to spend.

A reversal is a row with negative amounts, so that every sum here is plain addition. Amounts in đồng, labour in days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from contributions.enums import MONEY, Way
from contributions.models import Allocation, Campaign, Receipt, ReceiptItem, RosterLine, Spending

_NO_MONEY = Value(0, output_field=BigIntegerField())
_NO_DAYS = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2))
#: Lines to which anything is allocated.
_TAKES_PART = Exists(Allocation.objects.filter(line=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Given:
    """What receipts brought, by the way of giving."""

    cash: int = 0
    transfer: int = 0
    labour_days: Decimal = Decimal(0)
    labour: int = 0
    goods: int = 0
    land: int = 0
    work: int = 0

    @property
    def money(self) -> int:
        return self.cash + self.transfer

    @property
    def things(self) -> int:
        """Goods, land and works at their worth, in đồng."""
        return self.goods + self.land + self.work

    @property
    def total(self) -> int:
        """Everything in đồng, labour and goods at their worth."""
        return self.money + self.labour + self.goods + self.land + self.work


@dataclass(frozen=True, slots=True)
class Totals:
    """One campaign (or one village, unit of it): givers, what the rules expect, what was given."""

    givers: int
    #: Givers to whom anything is allocated.
    taking_part: int
    expected: int
    given: Given

    @property
    def share(self) -> Decimal | None:
        """Given of expected in %, two places; None where nothing is expected."""
        if not self.expected:
            return None
        return round(Decimal(self.given.total) * 100 / self.expected, 2)


def given(receipts: QuerySet[Receipt]) -> Given:
    """The sums of these receipts, in one query."""
    rows = receipts.order_by().values_list("way").annotate(money=Sum("amount"), worked=Sum("days"))
    return given_from({way: (money, days) for way, money, days in rows})


def given_from(ways: Mapping[str, tuple[int, Decimal | None]]) -> Given:
    """Sums by way of giving, đồng and days (None where no day was worked), as one."""
    days = ways.get(Way.LABOUR, (0, None))[1]
    return Given(**{way: amount for way, (amount, _) in ways.items()}, labour_days=days or Decimal(0))


def campaign_totals(campaign: Campaign) -> Totals:
    """The whole campaign, in three queries."""
    asked = campaign.lines.aggregate(n=Count("pk"), money=Coalesce(Sum("expected_amount"), _NO_MONEY))
    part = campaign.lines.filter(_TAKES_PART).count()
    return Totals(asked["n"], part, asked["money"], given(campaign.receipts.all()))


def added_up(places: Iterable[Totals], given: Given) -> Totals:
    """The whole campaign from its totals by one field, in which every line counts once.

    `given` is what all receipts brought: not everything is allocated, so the places do not tell it.
    """
    rows = list(places)
    return Totals(
        sum(row.givers for row in rows), sum(row.taking_part for row in rows), sum(row.expected for row in rows), given
    )


def totals_by(campaign: Campaign, field: str) -> dict[Any, Totals]:
    """Per village or unit ("village", "unit") of the roster's lines, by what is allocated to them; None: those without one."""
    (found,) = totals_by_each(campaign, field)
    return found


def totals_by_each(campaign: Campaign, *fields: str) -> list[dict[Any, Totals]]:
    """`totals_by` for each of the fields in three queries for all: a long ledger is not gone through for each of them."""
    lines = campaign.lines.order_by().values_list(*fields)
    parts = Allocation.objects.filter(line__campaign=campaign).order_by()
    ways = parts.values_list(*(f"line__{field}" for field in fields), "receipt__way")
    asked = list(lines.annotate(n=Count("pk"), money=Sum("expected_amount")))
    took_part = list(lines.filter(_TAKES_PART).annotate(n=Count("pk")))
    gave = list(ways.annotate(money=Sum("amount"), worked=Sum("days")))
    return [_by(place, asked, took_part, gave) for place in range(len(fields))]


def _by(place: int, asked: Iterable[Any], took_part: Iterable[Any], gave: Iterable[Any]) -> dict[Any, Totals]:
    """Adds up rows that differ in the other fields only."""
    givers, expected, taking_part = Counter[Any](), Counter[Any](), Counter[Any]()
    for row in asked:
        givers[row[place]] += row[-2]
        expected[row[place]] += row[-1]
    for row in took_part:
        taking_part[row[place]] += row[-1]
    ways: defaultdict[Any, dict[str, tuple[int, Decimal]]] = defaultdict(dict)
    for row in gave:
        *_, way, money, days = row
        amount, worked = ways[row[place]].get(way, (0, Decimal(0)))
        ways[row[place]][way] = (amount + money, worked + (days or 0))
    return {
        value: Totals(count, taking_part[value], expected[value], given_from(ways[value]))
        for value, count in givers.items()
    }


def with_balance(lines: QuerySet[RosterLine]) -> QuerySet[Any]:
    """Adds `given_amount`, `given_days` and `left` (expected less given; negative where more was given) to roster lines."""
    parts = Allocation.objects.filter(line=OuterRef("pk")).order_by().values("line")
    money: Any = Subquery(parts.annotate(total=Sum("amount")).values("total"), output_field=BigIntegerField())
    days: Any = Subquery(parts.annotate(total=Sum("days")).values("total"), output_field=DecimalField())
    lines = lines.annotate(given_amount=Coalesce(money, _NO_MONEY), given_days=Coalesce(days, _NO_DAYS))
    return lines.annotate(left=F("expected_amount") - F("given_amount"))


def unassigned(receipt: Receipt) -> int:
    """What of a receipt is not allocated to anybody yet, in đồng."""
    return receipt.amount - (receipt.allocations.aggregate(total=Sum("amount"))["total"] or 0)


def money_left(campaign: Campaign, *, on: date | None = None, work: int | None = None) -> int:
    """Money of a campaign received and not spent or handed over, at the end of a day; with `work`, what is bound to that work."""
    receipts = campaign.receipts.filter(way__in=MONEY)
    spent = Spending.objects.filter(campaign=campaign)
    if on is not None:
        receipts, spent = receipts.filter(received_on__lte=on), spent.filter(spent_on__lte=on)
    if work is not None:
        receipts, spent = receipts.filter(work=work), spent.filter(work=work)
    came = receipts.aggregate(total=Sum("amount"))["total"] or 0
    return int(came - (spent.aggregate(total=Sum("amount"))["total"] or 0))


def money_by_work(campaign: Campaign, *, on: date | None = None) -> dict[int | None, tuple[int, int]]:
    """What came and what went of a campaign's money by work (None: bound to none), at the end of a day; in đồng."""
    receipts = campaign.receipts.filter(way__in=MONEY)
    spent = Spending.objects.filter(campaign=campaign)
    if on is not None:
        receipts, spent = receipts.filter(received_on__lte=on), spent.filter(spent_on__lte=on)
    came: dict[int | None, int] = dict(receipts.order_by().values_list("work").annotate(sum=Sum("amount")))
    went: dict[int | None, int] = dict(spent.order_by().values_list("work").annotate(sum=Sum("amount")))
    return {work: (came.get(work, 0), went.get(work, 0)) for work in {*came, *went}}


def bound_to_works(campaign: Campaign) -> int:
    """What is left of the money that was given for named works, in đồng."""
    return sum(max(came - went, 0) for work, (came, went) in money_by_work(campaign).items() if work is not None)


def land_area(campaign: Campaign) -> Decimal:
    """Donated land of a campaign in m²."""
    items = ReceiptItem.objects.filter(receipt__campaign=campaign, receipt__way=Way.LAND)
    return items.aggregate(total=Sum("quantity"))["total"] or Decimal(0)
