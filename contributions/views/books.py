"""Books of vouchers: the list, one opened, one with its numbers; void, handed in, handed back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from contributions import access
from contributions.actions import books as actions
from contributions.enums import BookForm, BookKind
from contributions.forms import books as forms
from contributions.models import Book
from contributions.queries import books as queries
from contributions.read.forms import form_of
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def book_list(request: HttpRequest) -> HttpResponse:
    """Books of the communes one works in, with how many numbers are used and what they brought."""
    user = signed_in(request)
    everything = access.seen_books(user)
    form, year = request.GET.get("loai", ""), request.GET.get("nam", "")
    rows = everything
    if form in BookForm.values:
        rows = rows.filter(form=form)
    if year.isdecimal() and len(year) == 4:
        rows = rows.filter(year=int(year))
    if request.GET.get("dang-dung"):
        rows = rows.filter(handed_back_on=None)
    counted = queries.with_counts(rows).order_by("-year", "form", "code", "pk")
    context = {
        "page": page_of(request, counted), "forms": BookForm.choices, "form": form, "year": year, "open": request.GET.get("dang-dung", ""),
        "years": sorted(set(everything.order_by().values_list("year", flat=True)), reverse=True),
        "may_write": has_anywhere(user, Right.WRITE_MONEY), "any_filter": bool(form or year or request.GET.get("dang-dung")),
    }  # fmt: skip
    return answer(request, "contributions/book_list.html", context)


def open_book(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    first = {"opened_on": clock.today(), "form": BookForm.RECEIPT, "kind": BookKind.SYSTEM}
    form = forms.OpenBookForm(access.book_places(user), request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            book = actions.open_book(**form.values(), by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã mở {book}.")
            return redirect("contributions:book", book.pk)
    return render(request, "contributions/book_form.html", {"form": form})


@require_GET
def book_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One book: every number accounted for, what was handed in and what is still in hand."""
    return _shown(request, access.get_book(signed_in(request), pk))


def _shown(request: HttpRequest, book: Book, **sent: Any) -> HttpResponse:
    """The page of a book; a form that was refused stands in it as it was sent."""
    user = signed_in(request)
    numbers, handed = queries.numbers_of(book), queries.handed_to(book)
    in_hand = list(queries.cash_of(book, handed + 1, 2**31 - 1).values_list("number", "amount"))
    today = clock.today()
    live, accountant = book.handed_back_on is None, may(user, Right.WRITE_MONEY, book.area)
    last = book.receipts.aggregate(last=Max("number"))["last"]
    context = {
        "book": book, "used": queries.runs(numbers.used), "left": queries.runs(numbers.left), "returned": queries.runs(numbers.returned),
        "counts": {"used": len(numbers.used), "void": len(numbers.void), "returned": len(numbers.returned), "left": len(numbers.left)},
        "void": queries.void_numbers(book), "handovers": queries.handovers_of(book), "handed": handed,
        "in_hand": sum(amount for _, amount in in_hand), "waiting": len(in_hand), "preprinted": book.kind == BookKind.PREPRINTED,
        "hands_over": book.form == BookForm.RECEIPT, "form_code": form_of(book.form, today if live else book.opened_on),
        "may_void": live and (accountant or book.holder_id == user.pk) and book.kind == BookKind.PREPRINTED,
        "may_hand_over": live and accountant and book.form == BookForm.RECEIPT and bool(in_hand or "over_form" in sent), "may_hand_back": live and accountant,
        "void_form": forms.VoidForm(prefix="huy"),
        "over_form": forms.HandOverForm(prefix="nop", initial={"handed_on": today, "to_number": last}),
        "back_form": forms.HandBackForm(prefix="tra", initial={"on": today}), "history": history_lines(history_of(book)), **sent,
    }  # fmt: skip
    return render(request, "contributions/book.html", context)


@require_POST
def void_number(request: HttpRequest, pk: int) -> HttpResponse:
    book = access.get_book_to_write(signed_in(request), pk)
    form = forms.VoidForm(request.POST, prefix="huy")
    if form.is_valid():
        try:
            data = form.cleaned_data
            actions.void_number(book, int(data["number"]), reason=data["reason"], by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi số hủy.")
            return redirect("contributions:book", book.pk)
    return _shown(request, book, void_form=form)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    book = access.get_book(signed_in(request), pk, Right.WRITE_MONEY)
    form = forms.HandOverForm(request.POST, prefix="nop")
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.hand_over(
                book, to_number=int(data["to_number"]), voucher=data["voucher"], handed_on=data["handed_on"],
                by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi nộp quỹ số {made.from_number}–{made.to_number}.")
            return redirect("contributions:book", book.pk)
    return _shown(request, book, over_form=form)


@require_POST
def hand_back(request: HttpRequest, pk: int) -> HttpResponse:
    book = access.get_book(signed_in(request), pk, Right.WRITE_MONEY)
    form = forms.HandBackForm(request.POST, prefix="tra")
    if form.is_valid():
        try:
            actions.hand_back_book(book, **form.values(), by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã nhận trả quyển.")
            return redirect("contributions:book", book.pk)
    return _shown(request, book, back_form=form)
