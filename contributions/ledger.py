"""Every sum of the ledger: what is expected, what was given and how, what is left to spend.

A reversal is a row with negative amounts, so that every sum here is plain addition. Amounts in đồng, labour in days.

There are two ways to the same figures. The first part adds up the rows themselves: it is what holds, for any choice of rows and
days, and papers and checks (may this be spent?) ask it. The second part reads CampaignTotal, where the database keeps what the
first part would say of whole campaigns and their places, to the đồng: pages ask it, so that they cost the same however long a
ledger is. `from_source` says what the kept rows must say; `manage.py recompute_summaries` compares.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Count, DecimalField, Exists, F, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from contributions.enums import MONEY, Way
from contributions.models import (
    Allocation,
    Campaign,
    CampaignTotal,
    KeptSum,
    Receipt,
    ReceiptItem,
    RosterLine,
    Spending,
)

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

    def less(self, *parts: Given) -> Given:
        """What these parts leave of it."""
        names = (field.name for field in fields(self))
        return Given(**{name: getattr(self, name) - sum(getattr(part, name) for part in parts) for name in names})


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


#: What is allocated to a line.
_PARTS = Allocation.objects.filter(line=OuterRef("pk")).order_by().values("line")
_GIVEN_AMOUNT = Coalesce(
    Subquery(_PARTS.annotate(total=Sum("amount")).values("total"), output_field=BigIntegerField()), _NO_MONEY
)
#: What is left of what is expected of a line: nothing where more is given. Sums of this are "còn theo mức" everywhere.
_REMAINING = Greatest(F("expected_amount") - _GIVEN_AMOUNT, _NO_MONEY, output_field=BigIntegerField())


def with_balance(lines: QuerySet[RosterLine]) -> QuerySet[Any]:
    """Adds `given_amount`, `given_days` and `left` (expected less given; negative where more was given) to roster lines."""
    days: Any = Subquery(_PARTS.annotate(total=Sum("days")).values("total"), output_field=DecimalField())
    lines = lines.annotate(given_amount=_GIVEN_AMOUNT, given_days=Coalesce(days, _NO_DAYS))
    return lines.annotate(left=F("expected_amount") - F("given_amount"))


def balance_of(line: RosterLine) -> Any:
    """The line as `with_balance` says it; one query."""
    return with_balance(RosterLine.objects.filter(pk=line.pk)).get()


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


# --- The same sums, kept ready (CampaignTotal) ---


@dataclass(frozen=True, slots=True)
class Kept:
    """The sums of one campaign: as a whole, by village and by unit (None: lines without one); land in m², `spent` in đồng.

    What was given lessens what is left of each line, and stands apart where it does not: given = expected - remaining + over +
    unassigned.
    """

    whole: Totals
    land: Decimal
    spent: int
    villages: Mapping[int | None, Totals]
    units: Mapping[int | None, Totals]
    #: What is left of what is expected of each line, by village and by unit.
    remaining_in_villages: Mapping[int | None, int] = field(default_factory=dict)
    remaining_in_units: Mapping[int | None, int] = field(default_factory=dict)

    @property
    def remaining(self) -> int:
        """What is left of what is expected of each line, in đồng."""
        return sum(self.remaining_in_villages.values())

    @property
    def unassigned(self) -> Given:
        """What is allocated to nobody: of givers outside the roster, or not yet allocated."""
        return self.whole.given.less(*(row.given for row in self.villages.values()))

    @property
    def over(self) -> int:
        """What was given beyond what is expected of each line, in đồng."""
        return self.whole.given.total - self.unassigned.total - self.whole.expected + self.remaining

    @property
    def money_left(self) -> int:
        """Money received and not spent or handed over."""
        return self.whole.given.money - self.spent


#: What sums are told apart by, in the order of the model's KEY.
Cell = tuple[Any, ...]
#: The figures of a cell in the order of the model's SUMMED.
Figures = tuple[int | Decimal, ...]


def kept(campaign: Campaign) -> Kept:
    """What is kept of a campaign, in one query."""
    return _kept(cells(CampaignTotal.objects.filter(campaign=campaign)))


def kept_by_campaign(campaigns: QuerySet[Campaign] | list[Campaign]) -> dict[int, Kept]:
    """What is kept of each campaign as a whole, without its places, in one query; one of which nothing is kept is left out."""
    wanted: Any = campaigns if isinstance(campaigns, list) else campaigns.order_by().values("pk")
    rows = CampaignTotal.objects.filter(campaign__in=wanted).order_by()
    sums = rows.values_list("campaign", "way").annotate(**_summed(CampaignTotal))
    found: defaultdict[int, dict[Cell, Figures]] = defaultdict(dict)
    for pk, way, *figures in sums:
        found[pk][pk, None, None, way] = tuple(figures)
    return {pk: _kept(rows) for pk, rows in found.items()}


def cells(totals: QuerySet[Any]) -> dict[Cell, Figures]:
    """What the kept rows of a model say of each key together, in one query."""
    kept: type[KeptSum] = totals.model
    width, rows = len(kept.KEY), totals.order_by().values_list(*kept.KEY)
    return {row[:width]: row[width:] for row in rows.annotate(**_summed(kept))}


def _summed(kept: type[KeptSum]) -> dict[str, Sum]:
    return {f"sum_{name}": Sum(name) for name in kept.SUMMED}


def _kept(rows: Mapping[Cell, Figures]) -> Kept:
    figures = [dict(zip(CampaignTotal.SUMMED, row, strict=True)) for row in rows.values()]

    def whole(name: str) -> Any:
        return sum(row[name] for row in figures)

    received: dict[str, tuple[int, Decimal]] = {}
    for (*_, way), row in zip(rows, figures, strict=True):
        if way:
            amount, days = received.get(way, (0, Decimal(0)))
            received[way] = (amount + int(row["received"]), days + row["received_days"])
    totals = Totals(whole("givers"), whole("taking_part"), whole("expected"), given_from(received))
    places = [(village, unit, way, row) for (_, village, unit, way), row in zip(rows, figures, strict=True)]
    asked = [(village, unit, row["givers"], row["expected"]) for village, unit, _, row in places]
    took_part = [(village, unit, row["taking_part"]) for village, unit, _, row in places]
    gave = [(village, unit, way, row["allocated"], row["allocated_days"]) for village, unit, way, row in places if way]
    villages, units = (
        {value: found for value, found in _by(place, asked, took_part, gave).items() if found.givers}
        for place in range(2)
    )
    remaining = Counter[Any](), Counter[Any]()
    for village, unit, _, row in places:
        for sums, value in zip(remaining, (village, unit), strict=True):
            sums[value] += int(row["remaining"])
    return Kept(totals, Decimal(whole("land")), whole("spent"), villages, units, *remaining)


def from_source() -> dict[Cell, Figures]:
    """What the rows of the ledger say of every campaign, place and way, in the shape of `cells`; seven queries over all of it."""
    found: defaultdict[Cell, dict[str, int | Decimal]] = defaultdict(dict)

    def put(rows: Iterable[Any], *names: str) -> None:
        for campaign, village, unit, way, *figures in rows:
            found[campaign, village, unit, way].update(zip(names, (figure or 0 for figure in figures), strict=True))

    none, no_way = Value(None, output_field=BigIntegerField()), Value("")
    lines = RosterLine.objects.order_by().annotate(way=no_way).values_list("campaign", "village", "unit", "way")
    asked = lines.annotate(n=Count("pk"), money=Sum("expected_amount"), left=Sum(_REMAINING))
    put(asked, "givers", "expected", "remaining")
    put(lines.filter(_TAKES_PART).annotate(n=Count("pk")), "taking_part")
    parts = Allocation.objects.order_by().values_list("line__campaign", "line__village", "line__unit", "receipt__way")
    put(parts.annotate(money=Sum("amount"), worked=Sum("days")), "allocated", "allocated_days")
    receipts = Receipt.objects.order_by().annotate(none=none).values_list("campaign", "none", "none", "way")
    put(receipts.annotate(money=Sum("amount"), worked=Sum("days")), "received", "received_days")
    items = ReceiptItem.objects.filter(receipt__way=Way.LAND).order_by().annotate(none=none)
    put(items.values_list("receipt__campaign", "none", "none", "receipt__way").annotate(m2=Sum("quantity")), "land")
    payments = (
        Spending.objects.order_by().annotate(none=none, way=no_way).values_list("campaign", "none", "none", "way")
    )
    put(payments.annotate(money=Sum("amount")), "spent")
    return {cell: tuple(figures.get(name, 0) for name in CampaignTotal.SUMMED) for cell, figures in found.items()}
