"""What the money of a report rests on, row by row: receipts by who gave, what the rosters expect, works' sources and payments."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from campaigns.enums import FundKind
from campaigns.models import Work, WorkFund, WorkPayment
from contributions.enums import CampaignState, Group, PartyKind, Way
from contributions.ledger import Given, given
from contributions.models import Allocation, Campaign, Receipt, ReceiptItem, RosterLine
from contributions.queries.exports import Span
from contributions.queries.totals import Resources, resources, who_gave

if TYPE_CHECKING:
    from emulation.models import Drive
    from reporting.context import Scope

#: With more receipts than this in the five years no figure names its rows: reading them all would cost more than it tells.
RECEIPTS_AT_MOST = 400
_APART = {Group.ENTERPRISE, Group.BENEFACTOR}


@dataclass(frozen=True, slots=True)
class Piece:
    """A receipt that one kind of giver gave, or the part of one that is theirs."""

    who: str
    way: str
    on: date
    amount: int
    days: Decimal
    #: The model's label and key of the row, and its receipt.
    kind: str
    pk: int
    receipt: Receipt
    #: What of a receipt is allocated to nobody yet, where the rest is of another kind of giver.
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """Payments for works by source. `pure`: of works with one source; `mixed`: whose source the data does not tell."""

    pure: dict[str, list[WorkPayment]]
    mixed: list[WorkPayment]
    #: Kinds that works with one source have.
    kinds: frozenset[str]
    #: Sources as decided of the year's works.
    funds: list[WorkFund]


@dataclass(slots=True)
class MoneyFacts:
    found: Resources
    campaigns: list[Campaign]
    #: None: too many receipts to name.
    pieces: list[Piece] | None
    lines: list[RosterLine]
    paid: Paid
    #: m² of donated land of the people.
    land: list[ReceiptItem] = field(default_factory=list)

    def years(self, first: int, last: int) -> list[Campaign]:
        """Campaigns of these years that have opened."""
        return [row for row in self.campaigns if first <= row.year <= last]


def five_years_of(day: date) -> int:
    """The first year of the programme's five years."""
    return (day.year - 1) // 5 * 5 + 1


def money_facts(scope: Scope) -> MoneyFacts:
    """Everything of the area and below up to the scope's last day; a fixed number of queries."""
    path = scope.area.path or "-"
    campaigns = Campaign.objects.filter(area__path__startswith=path, year__lte=scope.upto.year)
    facts = MoneyFacts(
        resources(scope.area, Span(scope.since, scope.upto), scope.upto),
        list(campaigns.exclude(state=CampaignState.DRAFT).select_related("created_by").order_by("year", "sort_key")),
        None, _lines(path, scope.upto.year), _paid(path, scope.upto),
    )  # fmt: skip
    first = min(date(five_years_of(scope.upto), 1, 1), scope.since)
    rows = list(_receipts(path, first, scope.upto)[: RECEIPTS_AT_MOST + 1])
    if len(rows) <= RECEIPTS_AT_MOST:
        facts.pieces = [piece for row in rows for piece in _pieces(row)]
        facts.land = [item for row in rows if _is_peoples_land(row) for item in row.items.all()]
    return facts


def _receipts(path: str, first: date, last: date) -> QuerySet[Receipt]:
    rows = Receipt.objects.filter(campaign__area__path__startswith=path, received_on__gte=first, received_on__lte=last)
    parts = Allocation.objects.select_related("line__rate", "line__party").order_by("pk")
    rows = rows.select_related("book", "party", "by").prefetch_related(Prefetch("allocations", parts), "items")
    return rows.order_by("received_on", "pk")


def _pieces(receipt: Receipt) -> list[Piece]:
    allocations = list(receipt.allocations.all())
    nothing = Decimal(0)

    def piece(who: str, amount: int, days: Decimal | None, row: Receipt | Allocation) -> Piece:
        kind = "contributions.receipt" if isinstance(row, Receipt) else "contributions.allocation"
        is_rest = isinstance(row, Receipt) and amount != receipt.amount
        return Piece(who, receipt.way, receipt.received_on, amount, days or nothing, kind, row.pk, receipt, is_rest)

    parts = [(_giver(row), row.amount, row.days, row) for row in allocations]
    rest = receipt.amount - sum(row.amount for row in allocations)
    days_left = (receipt.days or nothing) - sum((row.days or nothing for row in allocations), nothing)
    own = who_gave(None, receipt.party.kind if receipt.party else None)
    givers = {who for who, *_ in parts} | ({own} if rest or days_left or not parts else set())
    if len(givers) == 1:
        return [piece(givers.pop(), receipt.amount, receipt.days, receipt)]
    left = [piece(own, rest, days_left, receipt)] if rest or days_left else []
    return [*(piece(*part) for part in parts), *left]


def _giver(row: Allocation) -> str:
    return who_gave(row.line.rate.group if row.line.rate else None, row.line.party.kind)


def _is_peoples_land(receipt: Receipt) -> bool:
    """As contributions.queries.totals counts land."""
    if receipt.way != Way.LAND:
        return False
    allocations = receipt.allocations.all()
    if any(row.line.rate and row.line.rate.group in _APART for row in allocations):
        return False
    return bool(allocations) or receipt.party is None or receipt.party.kind != PartyKind.ORGANISATION


def _lines(path: str, year: int) -> list[RosterLine]:
    """What the rosters of the year expect, one more line than a sum names."""
    rows = RosterLine.objects.filter(
        campaign__area__path__startswith=path, campaign__year=year, expected_amount__gt=0
    ).select_related("rate", "party", "campaign")
    return list(rows.order_by("pk")[: RECEIPTS_AT_MOST + 1])


def line_giver(line: RosterLine) -> str:
    """Which source the line's giver is: "people", "enterprises", "others"."""
    return who_gave(line.rate.group if line.rate else None, line.party.kind)


def _paid(path: str, upto: date) -> Paid:
    works = Work.objects.filter(area__path__startswith=path)
    kinds: dict[int, set[str]] = {}
    for work, kind in WorkFund.objects.filter(work__in=works).order_by().values_list("work", "kind"):
        kinds.setdefault(work, set()).add(kind)
    first = date(five_years_of(upto), 1, 1)
    rows = WorkPayment.objects.filter(work__in=works, paid_on__gte=first, paid_on__lte=upto)
    pure: dict[str, list[WorkPayment]] = {}
    mixed = []
    for row in rows.select_related("work", "by").order_by("paid_on", "pk"):
        of_work = kinds.get(row.work_id, set())
        if len(of_work) == 1:
            pure.setdefault(next(iter(of_work)), []).append(row)
        else:
            mixed.append(row)
    of_year = Q(work__plan__year=upto.year) | Q(work__plan=None, work__starts_on__year=upto.year)
    funds = WorkFund.objects.filter(of_year, work__in=works, kind__in=(FundKind.STATE, FundKind.CREDIT))
    single = frozenset(next(iter(found)) for found in kinds.values() if len(found) == 1)
    return Paid(pure, mixed, single, list(funds.select_related("work").order_by("work__sort_key", "position")))


def given_in(drive: Drive, span: Span) -> tuple[Given, list[Receipt]]:
    """What a drive's campaigns received in the days, and up to one more receipt than a sum names. Two queries."""
    rows = Receipt.objects.filter(span.on("received_on"), campaign__drives=drive)
    found = rows.select_related("book", "by").order_by("received_on", "pk")[: RECEIPTS_AT_MOST + 1]
    return given(rows), list(found)
