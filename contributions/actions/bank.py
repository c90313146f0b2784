"""Every write on bank statements: brought in as drafts, matched with receipts, set aside, undone as a whole."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.access import may
from accounts.enums import Right
from areas.models import BankAccount
from contributions.actions.receipts import Entry, Share, issue_receipt, needs_leader, reverse_receipt
from contributions.actions.totals import hold_lines
from contributions.enums import BankLineKind, BankLineState, CampaignState, ImportState, Way
from contributions.ledger import bound_to_works, money_left
from contributions.models import (
    Allocation,
    BankLine,
    BankMatch,
    Book,
    Campaign,
    Party,
    Receipt,
    RosterLine,
    Statement,
    StatementProfile,
)
from contributions.read.statement_tables import stored_table, table_of
from contributions.read.statements import Refused, StatementLine, lines_of, occurrences
from contributions.rules.balance import Known, closings
from core import clock
from core.errors import RuleError
from core.formats import money
from journal.actions import record

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

    from accounts.models import User
    from areas.models import Area
    from core.sheets_reading import ReadTable

_CHUNK = 2_000


@transaction.atomic
def keep_profile(account: BankAccount, columns: Mapping[str, str], *, by: User) -> StatementProfile:
    """Keep which heading is which field for the account's statements."""
    profile, _ = StatementProfile.objects.update_or_create(
        account=account, defaults={"columns": dict(columns), "by": by, "at": clock.now()}
    )
    return profile


@transaction.atomic
def keep_bank_number(account: BankAccount, number: str, *, by: User) -> BankAccount:
    """Keep the bank's six-digit number at NAPAS, which VietQR codes carry. Safe to repeat."""
    account = (
        BankAccount.objects.select_for_update(of=("self",)).select_related("organisation__area").get(pk=account.pk)
    )
    if account.bin == number:
        return account
    account.bin = number
    account.save(update_fields=["bin"])
    record("bank.number", account, by=by, area=account.organisation.area, note=f"{account.number}: {number}")
    return account


@transaction.atomic
def import_statement(
    account: BankAccount,
    *,
    name: str,
    data: bytes,
    lines: Sequence[StatementLine],
    refused: Sequence[Refused],
    by: User,
    closing: tuple[date, int] | None = None,
) -> Statement:
    """Bring in a statement: lines the account has already stay as they are, the others are drafts to be matched.

    Safe to repeat, also with files that overlap: a line is told by its day, amount, text and number, and by how many like it
    stand before it in the file. The account is locked, so that two imports at once add nothing twice. `closing`: day and balance
    that the file itself tells, where its lines have none.
    """
    statement = Statement(
        account=account, name=name[:200], sha256=hashlib.sha256(data).hexdigest(), by=by, at=clock.now()
    )  # fmt: skip
    return _bring_in(statement, lines=lines, refused=refused, closing=closing, by=by)


@transaction.atomic
def keep_draft(account: BankAccount, *, name: str, data: bytes, table: ReadTable, by: User) -> Statement:
    """Keep a statement's table until somebody has said which column is what; the same file waits once."""
    same = {"account": account, "sha256": hashlib.sha256(data).hexdigest(), "state": ImportState.DRAFT}
    found = Statement.objects.filter(**same).first()
    return found or Statement.objects.create(
        **same, name=name[:200], table=stored_table(table), line_count=len(table.rows), by=by, at=clock.now()
    )


@transaction.atomic
def import_draft(statement: Statement, columns: Mapping[str, str], *, by: User) -> Statement:
    """Keep the columns somebody pointed to for the account and bring in the lines of the draft. Safe to repeat.

    RuleError where the columns do not make a statement.
    """
    statement = Statement.objects.select_for_update(of=("self",)).select_related("account").get(pk=statement.pk)
    if statement.state != ImportState.DRAFT:
        return statement
    lines, refused = lines_of(table_of(statement.table), columns)
    keep_profile(statement.account, columns, by=by)
    return _bring_in(statement, lines=lines, refused=refused, closing=None, by=by)


def _bring_in(
    statement: Statement,
    *,
    lines: Sequence[StatementLine],
    refused: Sequence[Refused],
    closing: tuple[date, int] | None,
    by: User,
) -> Statement:
    """Add the lines that the account does not have; the account is locked meanwhile."""
    account = (
        BankAccount.objects.select_for_update(of=("self",))
        .select_related("organisation__area")
        .get(pk=statement.account_id)
    )
    if not lines and not refused:
        raise RuleError("Sao kê không có dòng giao dịch nào.")
    last = max((line.booked_on for line in lines), default=None)
    told = closings(Known(line.booked_on, line.amount, line.balance) for line in lines if line.balance is not None)
    statement.closing_on, statement.closing_balance = closing or (last, told.get(last) if last else None)
    statement.refused = [[row.place, row.sentence] for row in refused]
    statement.state, statement.table, statement.line_count = ImportState.CONFIRMED, {}, len(lines)
    statement.save()
    numbered = occurrences(lines)
    stored = _stored(account, lines)
    new = [
        _row(account, line, occurrence) for line, occurrence in numbered if (line.fingerprint, occurrence) not in stored
    ]
    BankLine.objects.bulk_create(new, batch_size=_CHUNK)
    _add_balances(account, {stored.get((line.fingerprint, occurrence)): line.balance for line, occurrence in numbered})
    statement.new_count = len(new)
    statement.save(update_fields=["new_count"])
    stored |= {(row.fingerprint, row.occurrence): row.pk for row in new}
    link = BankLine.statements.through
    link.objects.bulk_create(
        (
            link(statement_id=statement.pk, bankline_id=stored[line.fingerprint, occurrence])
            for line, occurrence in numbered
        ),
        batch_size=_CHUNK,
    )
    record(
        "statement.imported", statement, by=by, area=account.organisation.area,
        note=f"{statement.name}: {len(lines)} dòng, {len(new)} dòng mới, {len(refused)} dòng không đọc được",
    )  # fmt: skip
    return statement


def _stored(account: BankAccount, lines: Sequence[StatementLine]) -> dict[tuple[str, int], int]:
    """The account's lines of these days by fingerprint and occurrence."""
    if not lines:
        return {}
    days = [line.booked_on for line in lines]
    rows = BankLine.objects.filter(account=account, booked_on__range=(min(days), max(days)))
    return {(row[0], row[1]): row[2] for row in rows.values_list("fingerprint", "occurrence", "pk")}


def _add_balances(account: BankAccount, told: Mapping[int | None, int | None]) -> None:
    """Lines brought in before without a balance take that of a file that tells it."""
    without = account.bank_lines.filter(balance=None).values_list("pk", flat=True)
    rows = [BankLine(pk=pk, balance=told[pk]) for pk in without if told.get(pk) is not None]
    BankLine.objects.bulk_update(rows, ["balance"], batch_size=_CHUNK)


def _row(account: BankAccount, line: StatementLine, occurrence: int) -> BankLine:
    return BankLine(
        account=account, fingerprint=line.fingerprint, occurrence=occurrence, booked_on=line.booked_on, amount=line.amount,
        text=line.text, bank_reference=line.reference, balance=line.balance, kind=line.kind,
    )  # fmt: skip


def _locked(bank_line: BankLine) -> BankLine:
    return (
        BankLine.objects.select_for_update(of=("self",))
        .select_related("account__organisation__area")
        .get(pk=bank_line.pk)
    )


@transaction.atomic
def match_line(
    bank_line: BankLine,
    *,
    campaign: Campaign,
    book: Book,
    shares: Sequence[Share],
    payer: str,
    by: User,
    party: Party | None = None,
) -> Receipt:
    """Write the receipt of a transfer: for one giver or many; what is not shared out stands as not yet assigned.

    Safe to repeat. RuleError for a line that is no money in, is matched or set aside, or whose account is not the campaign's.
    """  # fmt: skip
    bank_line = _locked(bank_line)
    matches = list(bank_line.matches.select_related("receipt__reversed_by"))
    live = [match.receipt for match in matches if not hasattr(match.receipt, "reversed_by")]
    if live:
        return live[0]
    if bank_line.kind != BankLineKind.CREDIT:
        raise RuleError(f"Dòng này là “{bank_line.get_kind_display().lower()}” nên không ghi thu được.")
    if bank_line.state == BankLineState.SET_ASIDE:
        raise RuleError("Dòng này đã để riêng; đề nghị mở lại trước khi khớp.")
    if campaign.account_id != bank_line.account_id:
        raise RuleError("Đợt vận động không nhận tiền qua tài khoản này.")
    receipt = issue_receipt(
        Entry(
            way=Way.TRANSFER, payer=payer, party=party, village=_village(shares), received_on=bank_line.booked_on, amount=bank_line.amount,
            text=f"Chuyển khoản: {bank_line.text}"[:500], shares=tuple(shares),
            key=uuid.uuid5(uuid.NAMESPACE_URL, f"bank-line:{bank_line.pk}:{len(matches)}"),
        ),
        campaign=campaign, book=book, by=by,
    )  # fmt: skip
    BankMatch.objects.create(bank_line=bank_line, receipt=receipt, amount=receipt.amount)
    bank_line.state = BankLineState.MATCHED
    bank_line.save(update_fields=["state"])
    record("bank.matched", receipt, by=by, area=campaign.area, note=f"{money(receipt.amount)} đồng, {payer}")
    return receipt


def _village(shares: Sequence[Share]) -> Area | None:
    """The village that all givers of a transfer are counted in, if it is one."""
    villages = {share.line.village_id for share in shares}
    return shares[0].line.village if len(villages) == 1 else None


@transaction.atomic
def set_aside(bank_line: BankLine, *, reason: str, by: User) -> BankLine:
    """Say that a line has nothing to do with a campaign, or (empty reason) that it has after all. Safe to repeat."""
    bank_line = _locked(bank_line)
    if bank_line.matches.filter(receipt__reversed_by=None).exists():
        raise RuleError("Dòng này đã ghi sổ.")
    to = BankLineState.SET_ASIDE if reason.strip() else BankLineState.OPEN
    if (bank_line.state, bank_line.reason) == (to, reason.strip()):
        return bank_line
    bank_line.state, bank_line.reason = to, reason.strip()
    bank_line.save(update_fields=["state", "reason"])
    record("bank.set_aside", bank_line, by=by, area=bank_line.account.organisation.area, note=reason)
    return bank_line


@transaction.atomic
def undo_statement(statement: Statement, *, book: Book | None, by: User) -> Statement:
    """Take a statement back as a whole: its unmatched lines go, receipts made from the others are reversed and their rows stay.

    Lines that another statement has as well are left to it. Safe to repeat. RuleError with the first receipt that cannot be
    reversed (its money was spent, or the leader must decide); then nothing is undone. `book` takes the reversing receipts.
    """
    rows = Statement.objects.select_for_update(of=("self",)).select_related("account__organisation__area")
    statement = rows.get(pk=statement.pk)
    if statement.state == ImportState.UNDONE:
        return statement
    receipts = live_receipts(statement)
    _hold(receipts, book)
    for receipt in receipts:
        if book is None:
            raise RuleError("Chưa có quyển do hệ thống cấp số để ghi chứng từ điều chỉnh.")
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"undo-statement:{statement.pk}:{receipt.pk}")
        reverse_receipt(receipt, reason=f"Hoàn tác sao kê {statement.name}", book=book, key=key, by=by)
    own = list(_only_in(statement).values_list("pk", flat=True))
    statement.lines.clear()
    statement.table = {}
    for start in range(0, len(own), _CHUNK):
        lines = BankLine.objects.filter(pk__in=own[start : start + _CHUNK])
        lines.filter(matches=None).delete()
        lines.update(state=BankLineState.OPEN)
    statement.state = ImportState.UNDONE
    statement.save(update_fields=["state", "table"])
    note = f"{statement.name}: {len(receipts)} chứng từ điều chỉnh"
    record("statement.undone", statement, by=by, area=statement.account.organisation.area, note=note)
    return statement


def _hold(receipts: Sequence[Receipt], book: Book | None) -> None:
    """Lock what reversing all of them locks one by one, in the order everybody keeps: campaigns, book, roster lines."""
    campaigns = Campaign.objects.filter(pk__in={receipt.campaign_id for receipt in receipts}).order_by("pk")
    list(campaigns.select_for_update(no_key=True).values_list("pk"))
    if book is not None:
        Book.objects.select_for_update().get(pk=book.pk)
    parts = Allocation.objects.filter(receipt__in=receipts)
    hold_lines(RosterLine.objects.filter(pk__in=parts.values("line")))


def _only_in(statement: Statement) -> QuerySet[BankLine]:
    """Lines that no other statement has."""
    others = Statement.objects.filter(account=statement.account_id).exclude(pk=statement.pk)
    return BankLine.objects.filter(statements=statement).exclude(statements__in=others)


def lines_that_go(statement: Statement) -> QuerySet[BankLine]:
    """Lines that undoing the statement would delete: no other statement has them and no receipt was ever made of them."""
    return _only_in(statement).filter(matches=None)


def live_receipts(statement: Statement) -> list[Receipt]:
    """Receipts made from lines that this statement alone has, and not reversed: what undoing it would reverse."""
    rows = Receipt.objects.filter(bank_match__bank_line__in=_only_in(statement), reversed_by=None)
    return list(rows.select_related("campaign__area").order_by("pk"))


def obstacles(statement: Statement, *, by: User) -> list[str]:
    """Why a statement cannot be undone now, in sentences: receipts that are the leader's to reverse, money that was spent."""
    found = []
    by_campaign: dict[int, list[Receipt]] = {}
    for receipt in live_receipts(statement):
        by_campaign.setdefault(receipt.campaign_id, []).append(receipt)
        if needs_leader(receipt.campaign, receipt) and not may(by, Right.APPROVE_REVERSALS, receipt.campaign.area):
            found.append(
                f"Số {receipt.number} của {receipt.payer}, {money(receipt.amount)} đồng: phải có lãnh đạo duyệt."
            )
    for receipts in by_campaign.values():
        campaign, total = receipts[0].campaign, sum(receipt.amount for receipt in receipts)
        if campaign.state != CampaignState.OPEN:
            found.append(f"{campaign.name}: đợt vận động đã kết thúc.")
        over = total + bound_to_works(campaign) - money_left(campaign)
        if over > 0:
            found.append(f"{campaign.name}: trong {money(total)} đồng đã ghi có {money(over)} đồng đã chi.")
    return found
