"""A bank account beside the books: whom references and names speak of, and what moved on either side. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, Sum

from areas.models import Area, BankAccount, Organisation
from contributions.enums import LINE, UNIT, VILLAGE, BankLineKind, BankLineState, ImportState, LineState, Way
from contributions.ledger import with_balance
from contributions.models import BankLine, BankMatch, Campaign, Receipt, RosterLine
from contributions.rules.balance import Cause, DayBalance, Known, Move, closings, day_balances
from contributions.rules.matching import Giver
from contributions.rules.proposals import Asked, Lists, lists_of
from contributions.rules.transfers import Reference, references_in

if TYPE_CHECKING:
    from contributions.rules.proposals import Proposal

# --- Whom references speak of ---


def proposals_for(lines: Iterable[BankLine], campaigns: Sequence[Campaign]) -> dict[int, Proposal]:
    """By line: what its reference proposes, in the order of the lines; lines without a reference are not in it."""
    codes = [campaign.code for campaign in campaigns]
    told = [(line, references) for line in lines if (references := references_in(line.text, codes))]
    if not told:
        return {}
    lists = _lists(campaigns, [reference for _, references in told for reference in references])
    made = {line.pk: lists.propose(line.amount, references) for line, references in told}
    return {pk: proposal for pk, proposal in made.items() if proposal is not None}


def _lists(campaigns: Sequence[Campaign], references: Sequence[Reference]) -> Lists:
    """The rosters as far as these references speak of them."""
    of_kind = {kind: {row.number for row in references if row.kind == kind} for kind in (LINE, UNIT, VILLAGE)}
    rows = RosterLine.objects.filter(campaign__in=campaigns)
    wanted = (
        Q(pk__in=of_kind[LINE])
        | Q(campaign__in=campaigns, unit__in=of_kind[UNIT])
        | Q(campaign__in=campaigns, village__in=of_kind[VILLAGE])
    )
    people = with_balance(rows.filter(wanted)).order_by("party__sort_key", "pk").values_list(
        "pk", "campaign__code", "party__name", "unit", "village", "left", "state"
    )  # fmt: skip
    names = {(UNIT, row.pk): row.name for row in Organisation.objects.filter(pk__in=of_kind[UNIT])}
    names |= {(VILLAGE, row.pk): str(row) for row in Area.objects.filter(pk__in=of_kind[VILLAGE])}
    told = (
        Asked(line, campaign, name, unit, village, left, asked=state == LineState.ASKED)
        for line, campaign, name, unit, village, left, state in people
    )
    return lists_of(told, names)


def givers(campaign: Campaign) -> list[Giver]:
    """Everybody on the campaign's roster, for ranking."""
    rows = with_balance(campaign.lines.all()).values_list(
        "pk", "party__name", "party__phone", "expected_amount", "left"
    )
    return [Giver(*row) for row in rows]


# --- Balances ---

_OF_KIND = {
    BankLineKind.DEBIT: Cause.OUT, BankLineKind.FEE: Cause.OUT, BankLineKind.ZERO: Cause.OUT,
    BankLineKind.REVERSAL: Cause.REVERSAL,
}  # fmt: skip


def balances_of(account: BankAccount) -> list[DayBalance]:
    """Both balances at the end of each day that the bank tells, the first day first."""
    lines = account.bank_lines.order_by("booked_on", "pk").values_list("booked_on", "amount", "balance")
    known = closings(Known(on, amount, balance) for on, amount, balance in lines if balance is not None)
    return day_balances(_told(account) | known, bank_moves(account), book_moves(account))


def _told(account: BankAccount) -> dict[date, int]:
    """Closing balances that files tell beside their lines."""
    rows = account.statements.filter(state=ImportState.CONFIRMED).order_by("at", "pk")
    told = rows.values_list("closing_on", "closing_balance")
    return {on: balance for on, balance in told if on is not None and balance is not None}


def bank_moves(account: BankAccount) -> list[Move]:
    """What moved at the bank, by day and cause."""
    rows = account.bank_lines.annotate(paired=Exists(BankMatch.objects.filter(bank_line=OuterRef("pk"))))
    sums = rows.order_by().values_list("booked_on", "kind", "state", "paired").annotate(money=Sum("amount"))
    return [Move(on, money, _cause(kind, state, paired)) for on, kind, state, paired, money in sums]


def _cause(kind: str, state: str, paired: bool) -> Cause:
    if paired:
        return Cause.PAIRED
    if kind != BankLineKind.CREDIT:
        return _OF_KIND[BankLineKind(kind)]
    return Cause.SET_ASIDE if state == BankLineState.SET_ASIDE else Cause.WAITING


def book_moves(account: BankAccount) -> list[Move]:
    """What transfers moved in the books of the account's campaigns, by day; reversals with what they reverse."""
    mine = BankMatch.objects.filter(bank_line__account=account).values("receipt").order_by()
    transfers = Receipt.objects.filter(way=Way.TRANSFER).order_by()
    # As a union: with an "or" PostgreSQL would go through all receipts of the country.
    paired = transfers.filter(pk__in=mine.union(Receipt.objects.filter(reverses__in=mine).order_by().values("pk")))
    others = transfers.filter(campaign__account=account, bank_match=None, reverses__bank_match=None)
    return [
        Move(on, money, cause)
        for rows, cause in ((paired, Cause.PAIRED), (others, Cause.NO_LINE))
        for on, money in rows.values_list("received_on").annotate(money=Sum("amount"))
    ]
