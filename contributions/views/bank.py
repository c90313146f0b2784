"""Accounts and their statements: what waits, a file brought in, its columns, undone as a whole, both balances."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from areas.models import BankAccount
from contributions import access
from contributions.actions import bank as actions
from contributions.enums import ImportState
from contributions.forms.bank import BankNumberForm, ColumnsForm, StatementForm
from contributions.models import Statement, StatementProfile
from contributions.papers import bank as papers
from contributions.queries import bank as queries
from contributions.read.statement_tables import sample, table_of
from contributions.read.statements import camt_closing, is_camt, lines_of, read_camt, read_sheet, suggestion
from contributions.reconciling import balances_of
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.uploads import read_upload


@require_GET
def account_list(request: HttpRequest) -> HttpResponse:
    """The accounts of one's communes, and how many lines of each wait."""
    user = signed_in(request)
    rows = list(queries.accounts(access.seen_accounts(user)))
    waits = queries.waiting_by_account(rows)
    for row in rows:
        row.waits = waits.get(row.pk, {"n": 0, "money": 0})
        row.may_write = may(user, Right.WRITE_MONEY, row.organisation.area)
    context = {"accounts": rows, "drafts": list(queries.drafts_of(rows))}
    return render(request, "contributions/bank_list.html", context)


@require_GET
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account with its statements, newest first."""
    found = access.get_account(signed_in(request), pk)
    return render(
        request, "contributions/bank_account.html", _account_context(request, found, BankNumberForm(found.bin))
    )


def _account_context(request: HttpRequest, found: BankAccount, form: BankNumberForm) -> dict[str, object]:
    return {
        "account": found, "page": page_of(request, queries.statements_of(found)), "form": form,
        "may_write": may(signed_in(request), Right.WRITE_MONEY, found.organisation.area),
        "waits": queries.waiting_by_account([found]).get(found.pk, {"n": 0, "money": 0}),
    }  # fmt: skip


def account_number(request: HttpRequest, pk: int) -> HttpResponse:
    """The bank's number at NAPAS, without which no QR code can be drawn for the account."""
    found = access.get_account(signed_in(request), pk, Right.WRITE_MONEY)
    form = BankNumberForm(found.bin, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.keep_bank_number(found, form.cleaned_data["chosen"], by=signed_in(request))
        messages.success(request, "Đã lưu mã ngân hàng của tài khoản.")
        return redirect("contributions:bank_account", found.pk)
    return render(request, "contributions/bank_account.html", _account_context(request, found, form))


def import_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring in a file; where the account's columns are not known or the file has others, they are asked for next."""
    found = access.get_account(signed_in(request), pk, Right.WRITE_MONEY)
    profile = queries.columns_known(found)
    form = StatementForm(request.POST or None, request.FILES or None, knows_columns=profile is not None)
    if request.method == "POST" and form.is_valid():
        known = None if profile is None or form.cleaned_data.get("again") else profile
        try:
            made = _read(request, found, known, form)
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            if made.state == ImportState.DRAFT:
                return redirect("contributions:map_statement", made.pk)
            return _told(request, made)
    return render(request, "contributions/bank_import.html", {"account": found, "form": form, "profile": profile})


def _read(
    request: HttpRequest, found: BankAccount, profile: StatementProfile | None, form: StatementForm
) -> Statement:  # fmt: skip
    name, data = read_upload(form.cleaned_data["file"])
    user = signed_in(request)
    if is_camt(data):
        lines, refused = read_camt(data)
        closing = camt_closing(data)
        return actions.import_statement(
            found, name=name, data=data, lines=lines, refused=refused, closing=closing, by=user
        )
    table = read_sheet(name, data)
    if not table.rows:
        raise RuleError("Sao kê không có dòng giao dịch nào.")
    if profile is None or not set(profile.columns.values()) <= set(table.headings):
        return actions.keep_draft(found, name=name, data=data, table=table, by=user)
    lines, refused = lines_of(table, profile.columns)
    return actions.import_statement(found, name=name, data=data, lines=lines, refused=refused, by=user)


def _told(request: HttpRequest, made: Statement) -> HttpResponse:
    """To the statement, with a sentence on what was new in it."""
    if made.new_count:
        messages.success(request, f"Đã nhập {made.new_count} dòng mới.")
    else:
        messages.info(request, "Sao kê này không có dòng mới: mọi dòng đã nhập từ trước.")
    return redirect("contributions:statement", made.pk)


def map_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which; kept for the account's next files."""
    draft = access.get_statement(signed_in(request), pk, Right.WRITE_MONEY)
    if draft.state != ImportState.DRAFT:
        return redirect("contributions:statement", draft.pk)
    table = table_of(draft.table)
    form = ColumnsForm(table.headings, request.POST or None, first=suggestion(table.headings))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.import_draft(draft, form.columns(), by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return _told(request, made)
    context = {"statement": draft, "headings": table.headings, "sample": sample(table), "form": form}
    return render(request, "contributions/bank_columns.html", context)


def undo_statement(request: HttpRequest, pk: int) -> HttpResponse:
    """What undoing would take away and reverse, what stands against it; then done as a whole."""
    user = signed_in(request)
    statement = access.get_statement(user, pk, Right.WRITE_MONEY)
    if statement.state == ImportState.UNDONE:
        return redirect("contributions:statement", statement.pk)
    receipts = actions.live_receipts(statement)
    book = queries.system_book(queries.open_books(statement.account.organisation.area), clock.today().year)
    error = ""
    if request.method == "POST":
        try:
            actions.undo_statement(statement, book=book, by=user)
        except RuleError as refusal:
            error = refusal.message
        else:
            messages.info(request, "Đã hoàn tác sao kê.")
            return redirect("contributions:bank_account", statement.account_id)
    against = actions.obstacles(statement, by=user)
    if receipts and book is None:
        against.append(f"Chưa có quyển do hệ thống cấp số của năm {clock.today().year} để ghi chứng từ điều chỉnh.")
    context = {
        "statement": statement, "page": page_of(request, receipts), "against": against, "error": error,
        "total": sum(receipt.amount for receipt in receipts), "goes": actions.lines_that_go(statement).count(),
    }  # fmt: skip
    return render(request, "contributions/bank_undo.html", context)


@require_GET
def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """Per day the bank's closing balance beside that of the books, and what the difference is made of; newest day first."""
    found = access.get_account(signed_in(request), pk)
    rows = balances_of(found)
    page = page_of(request, rows[::-1])
    context = {
        "account": found,
        "page": page,
        "days": papers.days(list(page)),
        "has_lines": found.bank_lines.exists(),
    }
    return render(request, "contributions/bank_balance.html", context)
