"""What the accountant's books show, read in pieces so that memory stays flat however long a list is."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from areas.models import Area, Organisation
from contributions.enums import MONEY, BookForm, NumberState, Way
from contributions.ledger import Given, Totals, given, given_from, money_left
from contributions.models import Allocation, Book, Campaign, Receipt, ReceiptItem, RosterLine, Spending

_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Span:
    """The days whose receipts and payments count, both included; None: without that limit."""

    since: date | None = None
    until: date | None = None

    def on(self, name: str) -> Q:
        """The condition on a field that holds a day."""
        asked = Q()
        if self.since is not None:
            asked &= Q(**{f"{name}__gte": self.since})
        if self.until is not None:
            asked &= Q(**{f"{name}__lte": self.until})
        return asked


ALWAYS = Span()


@dataclass(slots=True)
class GiverRow:
    """One giver of a campaign with what was given, by way; đồng, labour also in days."""

    line: RosterLine
    money: int = 0
    labour_days: Decimal = Decimal(0)
    labour: int = 0
    things: int = 0
    #: The receipts that stand behind these sums, and the day of the last of them.
    numbers: list[str] = field(default_factory=list)
    last: date | None = None

    @property
    def total(self) -> int:
        return self.money + self.labour + self.things

    @property
    def remaining(self) -> int:
        """What is left of what is expected; nothing where more was given (as contributions.ledger sums it)."""
        return max(0, self.line.expected_amount - self.total)

    @property
    def over(self) -> int:
        """What was given beyond what is expected."""
        return max(0, self.total - self.line.expected_amount)


def giver_rows(lines: QuerySet[RosterLine], span: Span = ALWAYS) -> Iterator[GiverRow]:
    """The lines in their order, each with its sums of the span; two queries a piece of 2.000."""
    rows = lines.select_related("party", "village", "unit", "rate").iterator(chunk_size=_PIECE)
    while piece := list(islice(rows, _PIECE)):
        yield from _with_sums(piece, span)


class _Paper(NamedTuple):
    """A receipt as the list names it."""

    on: date
    pk: int
    code: str
    number: int
    form: str
    year: int

    @property
    def name(self) -> str:
        return f"{self.code}/{self.number:07d}"

    @property
    def full_name(self) -> str:
        """For receipts of two books with one code and one number: books of each kind and year are numbered by themselves."""
        return f"{self.name} ({BookForm(self.form).label}, {self.year})"


def _with_sums(lines: Sequence[RosterLine], span: Span) -> Iterator[GiverRow]:
    found = {line.pk: GiverRow(line) for line in lines}
    parts = Allocation.objects.filter(span.on("receipt__received_on"), line__in=list(found))
    # By line and receipt: what is left of it for the line, a reversal counted to what it takes back.
    net: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    papers: dict[int, dict[int, list[_Paper]]] = defaultdict(lambda: defaultdict(list))
    book = "receipt__book__"
    fields = (
        "line_id", "amount", "days", "receipt__way", "receipt__reverses", "receipt__received_on", "receipt_id", f"{book}code",
        "receipt__number", f"{book}form", f"{book}year",
    )  # fmt: skip
    rows = parts.order_by("receipt__received_on", "receipt").values_list(*fields)
    for line, amount, days, way, reverses, *said in rows:
        _add(found[line], way, amount, days)
        paper = _Paper(*said)
        net[line][reverses or paper.pk] += amount
        papers[line][reverses or paper.pk].append(paper)
    for line, row in found.items():
        # What is taken back within the span stands for nothing; of what came before it the reversal alone is in the sums.
        stand = [papers[line][receipt][0] for receipt, amount in net[line].items() if amount]
        names = Counter(paper.name for paper in stand)
        row.numbers = [paper.full_name if names[paper.name] > 1 else paper.name for paper in stand]
        row.last = max((paper.on for paper in stand), default=None)
    yield from found.values()


def _add(row: GiverRow, way: str, amount: int, days: Decimal | None) -> None:
    if way in MONEY:
        row.money += amount
    elif way == Way.LABOUR:
        row.labour += amount
        row.labour_days += days or Decimal(0)
    else:
        row.things += amount


def not_assigned(campaign: Campaign, span: Span) -> Given:
    """What receipts of the span brought that is allocated to nobody, by way: what parts need to add up to the whole."""
    parts = Allocation.objects.filter(span.on("receipt__received_on"), receipt__campaign=campaign).order_by()
    rows = parts.values_list("receipt__way").annotate(money=Sum("amount"), worked=Sum("days"))
    whole = given(campaign.receipts.filter(span.on("received_on")))
    return whole.less(given_from({way: (money, days) for way, money, days in rows}))


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """The sums of one unit, of one village's others, or of what is allocated to nobody; land in m²."""

    name: str
    totals: Totals
    land: Decimal


#: A unit or a village by id; both None: givers of neither.
_Place = tuple[str, int | None]


def place_lines(campaign: Campaign, lines: QuerySet[RosterLine], span: Span, *, rest: bool) -> list[PlaceLine]:
    """Sums by unit, of givers without a unit by village; with `rest` also what is allocated to nobody yet.

    Each giver is counted in one place, so that with the rest the lines add up to the campaign's receipts of the span.
    """
    asked: dict[_Place, list[int]] = defaultdict(lambda: [0, 0])
    rows = lines.order_by().values_list("village", "unit").annotate(n=Count("pk"), money=Sum("expected_amount"))
    for village, unit, count, money in rows:
        asked[_place(village, unit)][0] += count
        asked[_place(village, unit)][1] += money
    parts = Allocation.objects.filter(
        span.on("receipt__received_on"), line__in=lines.order_by().values("pk")
    ).order_by()
    took: dict[_Place, int] = defaultdict(int)
    for village, unit, count in parts.values_list("line__village", "line__unit").annotate(
        n=Count("line", distinct=True)
    ):
        took[_place(village, unit)] += count
    ways: dict[_Place, dict[str, tuple[int, Decimal | None]]] = defaultdict(dict)
    sums = parts.values_list("line__village", "line__unit", "receipt__way")
    for village, unit, way, money, days in sums.annotate(money=Sum("amount"), worked=Sum("days")):
        before = ways[_place(village, unit)].get(way, (0, Decimal(0)))
        ways[_place(village, unit)][way] = (before[0] + money, (before[1] or Decimal(0)) + (days or 0))
    land = _land_by_place(campaign, parts, span)
    names = _names(asked)
    made = [
        PlaceLine(name, Totals(asked[place][0], took[place], asked[place][1], given_from(ways[place])), land.get(place, Decimal(0)))
        for name, place in names
    ]  # fmt: skip
    left = not_assigned(campaign, span) if rest else Given()
    if left.total or left.labour_days:
        whole = _land(campaign, span).aggregate(total=Sum("quantity"))["total"] or Decimal(0)
        made.append(PlaceLine("Chưa phân bổ cho ai", Totals(0, 0, 0, left), whole - sum(land.values(), Decimal(0))))
    return made


def _place(village: int | None, unit: int | None) -> _Place:
    return ("unit", unit) if unit else ("village", village)


def _names(places: dict[_Place, list[int]]) -> list[tuple[str, _Place]]:
    """Villages by name, then units, last those of neither."""
    found: list[tuple[str, _Place]] = []
    everywhere: dict[str, QuerySet[Any]] = {"village": Area.objects.all(), "unit": Organisation.objects.all()}
    for kind, rows in everywhere.items():
        ids = [pk for word, pk in places if word == kind and pk]
        found += [(str(row), (kind, row.pk)) for row in rows.filter(pk__in=ids).order_by("sort_key")]
    return [*found, ("Không theo thôn, đơn vị", ("village", None))] if ("village", None) in places else found


def _land(campaign: Campaign, span: Span) -> QuerySet[ReceiptItem]:
    return ReceiptItem.objects.filter(
        span.on("receipt__received_on"), receipt__campaign=campaign, receipt__way=Way.LAND
    )


def _land_by_place(campaign: Campaign, parts: QuerySet[Allocation], span: Span) -> dict[_Place, Decimal]:
    """Donated land in m² by place: of each receipt as its worth is allocated."""
    areas = _land(campaign, span).order_by().values_list("receipt", "receipt__amount").annotate(m2=Sum("quantity"))
    whole = {receipt: (amount, m2) for receipt, amount, m2 in areas}
    found: dict[_Place, Decimal] = defaultdict(Decimal)
    of_land = parts.filter(receipt__way=Way.LAND).values_list("receipt", "line__village", "line__unit")
    for receipt, village, unit, money in of_land.annotate(money=Sum("amount")):
        amount, m2 = whole.get(receipt, (1, Decimal(0)))
        found[_place(village, unit)] += round(m2 * money / amount, 3)
    return found


@dataclass(frozen=True, slots=True)
class BookRow:
    """One book of receipts: the run of numbers used, those void, what it brought and what of it was handed in."""

    book: Book
    first: int | None
    last: int | None
    used: int
    void: int
    total: int
    #: What of it was given in the campaign, for a book may serve several.
    of_campaign: int
    handed: int
    vouchers: str

    @property
    def held(self) -> int:
        return self.total - self.handed


def book_rows(campaign: Campaign, span: Span) -> list[BookRow]:
    """Books in which money of the campaign was receipted, with their sums of the span, in three queries."""
    mine = campaign.receipts.filter(span.on("received_on")).order_by().values("book")
    books = Book.objects.filter(pk__in=mine, form__in=[BookForm.RECEIPT, BookForm.CASH_IN])
    inside = Q(span.on("receipts__received_on"))
    money = inside & Q(receipts__way__in=MONEY)
    number, pk = "receipts__number", "receipts"
    listed = (
        books.select_related("holder")
        .annotate(
            first=Min(number, filter=inside), last=Max(number, filter=inside), used=Count(pk, filter=inside),
            total=Sum("receipts__amount", filter=money),
            ours=Sum("receipts__amount", filter=money & Q(receipts__campaign=campaign)),
        )
        .order_by("form", "year", "code")
    )  # fmt: skip
    void: dict[int, int] = dict(
        books.order_by()
        .filter(other_numbers__state=NumberState.VOID)
        .values_list("pk")
        .annotate(n=Count("other_numbers"))
    )
    handed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    handovers = books.exclude(handovers=None).filter(span.on("handovers__handed_on")).order_by("handovers__handed_on")
    for book, total, voucher, on in handovers.values_list(
        "pk", "handovers__total", "handovers__voucher", "handovers__handed_on"
    ):
        handed[book].append((total, f"{voucher}, {on:%d/%m/%Y}"))
    return [
        BookRow(
            book, book.first, book.last, book.used, void.get(book.pk, 0), book.total or 0, book.ours or 0,
            sum(total for total, _ in handed[book.pk]), "; ".join(words for _, words in handed[book.pk]),
        )
        for book in listed
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FundMove:
    """One movement of a campaign's money: received (`came`) or spent (`went`), in đồng; reversals are negative."""

    on: date
    number: str
    text: str
    came: int
    went: int
    order: int

    @property
    def place(self) -> tuple[date, bool, int]:
        return self.on, self.went != 0, self.order


def fund_opening(campaign: Campaign, span: Span) -> int:
    """What the fund held before the span, in đồng."""
    return money_left(campaign, on=span.since - timedelta(days=1)) if span.since else 0


def fund_moves(campaign: Campaign, span: Span = ALWAYS) -> Iterator[FundMove]:
    """Money received and spent, by day, what came before what went."""
    receipts = Receipt.objects.filter(span.on("received_on"), campaign=campaign, way__in=MONEY).select_related("book")
    spendings = Spending.objects.filter(span.on("spent_on"), campaign=campaign)
    came = (
        FundMove(
            row.received_on, f"{row.book.code}/{row.number:07d}", f"{row.payer}: {row.text}", row.amount, 0, row.pk
        )
        for row in receipts.order_by("received_on", "pk").iterator(chunk_size=_PIECE)
    )
    went = (
        FundMove(row.spent_on, row.voucher, f"{row.payee}: {row.text}", 0, row.amount, row.pk)
        for row in spendings.order_by("spent_on", "pk").iterator(chunk_size=_PIECE)
    )
    return heapq.merge(came, went, key=lambda move: move.place)


def fund_count(campaign: Campaign, span: Span) -> int:
    receipts = campaign.receipts.filter(span.on("received_on"), way__in=MONEY)
    return receipts.count() + campaign.spendings.filter(span.on("spent_on")).count()


#: Day, voucher, giver, what, how much, worth in đồng.
InKind = tuple[date, str, str, str, Decimal | None, int]


def _in_kind(campaign: Campaign, span: Span) -> tuple[QuerySet[Receipt], QuerySet[ReceiptItem]]:
    labour = campaign.receipts.filter(span.on("received_on"), way=Way.LABOUR)
    items = ReceiptItem.objects.filter(span.on("receipt__received_on"), receipt__campaign=campaign)
    return labour.select_related("book"), items.select_related("receipt__book")


def in_kind_rows(campaign: Campaign, span: Span) -> Iterator[InKind]:
    """Labour and things given, by day, one row a receipt of labour and one a thing."""
    labour, items = _in_kind(campaign, span)
    worked = (
        (
            row.received_on,
            f"{row.book.code}/{row.number:07d}",
            row.payer,
            f"Ngày công: {row.text}",
            row.days,
            row.amount,
        )
        for row in labour.order_by("received_on", "pk").iterator(chunk_size=_PIECE)
    )
    things = (
        (
            item.receipt.received_on, f"{item.receipt.book.code}/{item.receipt.number:07d}", item.receipt.payer,
            f"{item.what} ({item.unit})", item.quantity, item.amount,
        )
        for item in items.order_by("receipt__received_on", "pk").iterator(chunk_size=_PIECE)
    )  # fmt: skip
    return heapq.merge(worked, things, key=lambda row: row[0])


def in_kind_count(campaign: Campaign, span: Span) -> int:
    labour, items = _in_kind(campaign, span)
    return labour.count() + items.count()
