"""Sums of the ledger, added up by the database: what is expected, what was given and how, what is left to spend.

A reversal is a row with negative amounts, so that every sum here is plain addition. Amounts in đồng, labour in days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from contributions.enums import MONEY, Way
from contributions.models import Allocation, Campaign, Receipt, ReceiptItem, RosterLine, Spending

_NO_MONEY = Value(0, output_field=BigIntegerField())
_NO_DAYS = Value(Decimal(0), output_field=DecimalField(max_digits=12, decimal_places=2))


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
    return _given({row["way"]: row for row in _by_way(receipts, "way")})


def given_by(receipts: QuerySet[Receipt], field: str) -> dict[Any, Given]:
    """The sums of these receipts per value of a field ("village", "received_on" …), in one query."""
    rows: dict[Any, dict[str, Any]] = {}
    for row in _by_way(receipts, field, "way"):
        rows.setdefault(row[field], {})[row["way"]] = row
    return {value: _given(ways) for value, ways in rows.items()}


def _by_way(receipts: QuerySet[Receipt], *fields: str) -> Any:
    return receipts.order_by().values(*fields).annotate(money=Sum("amount"), worked=Sum("days"))


def _given(rows: dict[str, Any]) -> Given:
    amount = {way: rows[way]["money"] if way in rows else 0 for way in Way.values}
    return Given(
        cash=amount[Way.CASH], transfer=amount[Way.TRANSFER], labour=amount[Way.LABOUR],
        labour_days=(rows[Way.LABOUR]["worked"] if Way.LABOUR in rows else None) or Decimal(0),
        goods=amount[Way.GOODS], land=amount[Way.LAND], work=amount[Way.WORK],
    )  # fmt: skip


def campaign_totals(campaign: Campaign) -> Totals:
    """The whole campaign, in three queries."""
    asked = campaign.lines.aggregate(n=Count("pk"), money=Coalesce(Sum("expected_amount"), _NO_MONEY))
    part = campaign.lines.filter(allocations__isnull=False).distinct().count()
    return Totals(asked["n"], part, asked["money"], given(campaign.receipts.all()))


def totals_by(campaign: Campaign, field: str) -> dict[Any, Totals]:
    """Per village or unit ("village", "unit") of the roster's lines, by what is allocated to them; None: those without one."""
    lines = campaign.lines.order_by().values(field)
    asked = {row[field]: row for row in lines.annotate(n=Count("pk"), money=Sum("expected_amount"))}
    parts = Allocation.objects.filter(line__campaign=campaign).order_by()
    took_part = dict(parts.values_list(f"line__{field}").annotate(n=Count("line", distinct=True)))
    ways: dict[Any, dict[str, Any]] = {}
    rows = parts.values(f"line__{field}", "receipt__way").annotate(money=Sum("amount"), worked=Sum("days"))
    for row in rows:
        ways.setdefault(row[f"line__{field}"], {})[row["receipt__way"]] = row
    return {
        value: Totals(row["n"], took_part.get(value, 0), row["money"] or 0, _given(ways.get(value, {})))
        for value, row in asked.items()
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


def bound_to_works(campaign: Campaign) -> int:
    """What is left of the money that was given for named works, in đồng."""
    works = campaign.receipts.exclude(work=None).order_by().values_list("work", flat=True).distinct()
    return sum(max(money_left(campaign, work=work), 0) for work in works)


def land_area(campaign: Campaign) -> Decimal:
    """Donated land of a campaign in m²."""
    items = ReceiptItem.objects.filter(receipt__campaign=campaign, receipt__way=Way.LAND)
    return items.aggregate(total=Sum("quantity"))["total"] or Decimal(0)
