"""Receipts: the list of a campaign, one written, one shown, whom it is for, confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import areas_held, may
from accounts.enums import Right
from campaigns.forms.grids import Grid
from campaigns.forms.places import grid_of
from contributions import access, ledger
from contributions.actions import receipts as actions
from contributions.enums import Way
from contributions.forms import receipts as forms
from contributions.forms.givers import told
from contributions.models import Campaign
from contributions.papers import receipts as papers
from contributions.queries import campaigns as places
from contributions.queries import receipts as queries
from contributions.read.forms import form_of
from contributions.rules.labour import worth
from core import clock
from core.errors import RuleError
from core.formats import money, parse_date
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of

if TYPE_CHECKING:
    from accounts.models import User
    from contributions.models import RosterLine


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _day(text: str) -> tuple[date | None, str]:
    """A day of the address and, where it is none, the sentence that says so."""
    if not text:
        return None, ""
    try:
        return parse_date(text), ""
    except RuleError as error:
        return None, error.message


@require_GET
def receipt_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Receipts of a campaign that one may read with names, filtered, with the sums of what is filtered."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    (since, fault), (until, other) = _day(request.GET.get("tu", "")), _day(request.GET.get("den", ""))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", "")[:200], "way": request.GET.get("hinh-thuc", ""), "village": _number(request.GET.get("thon")),
        "since": since, "until": until, "state": request.GET.get("tinh-trang", ""),
    }  # fmt: skip
    mine = access.seen_receipts(user).filter(campaign=campaign)
    rows = queries.filtered(mine, **chosen)
    shown = queries.with_assigned(rows).select_related("reversed_by", "confirmation", "book", "village", "by")
    page = page_of(request, shown.order_by("-received_on", "-pk"), per_page=50)
    context = {
        "campaign": campaign, "page": page, "chosen": chosen, "fault": fault or other, "given": ledger.given(rows),
        "any_filter": any(value not in ("", None) for value in chosen.values()), "ways": Way.choices, "states": queries.STATES,
        "villages": places.villages_for(campaign.area), "sees_all": access.sees_all_names(user, campaign),
        "sees_some": bool(areas_held(user, Right.READ_CONTRIBUTIONS)), "may_write": _may_write(user, campaign),
        "typed": {"tu": request.GET.get("tu", ""), "den": request.GET.get("den", "")},
    }  # fmt: skip
    return answer(request, "contributions/receipt_list.html", context)


def _may_write(user: User, campaign: Campaign) -> bool:
    return may(user, Right.WRITE_MONEY, campaign.area) or may(user, Right.COLLECT, campaign.area)


@require_GET
def find_givers(request: HttpRequest, pk: int) -> HttpResponse:
    """Suggestions for a box in which a giver is typed: who, and what is left by the rate."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    lines: Any = ledger.with_balance(access.seen_lines(user).filter(campaign=campaign))
    found: list[Any] = queries.suggested(lines, request.GET.get("q", "")[:100])
    rows = [
        {
            "text": told(line), "place": str(line.unit or line.village or ""), "left": max(0, line.left),
            "days": str(line.expected_days or ""),
        }
        for line in found
    ]  # fmt: skip
    response = JsonResponse({"rows": rows})
    response["Cache-Control"] = "private, no-store"
    return response


# --- Writing one ---


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """One receipt; ?hinh-thuc= chooses the way of giving, ?dong= the roster's line whose giver pays."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    books = access.books_to_write(user, campaign)
    way = request.GET.get("hinh-thuc", Way.CASH)
    way = way if way in Way.values else Way.CASH
    line = _line(user, campaign, request.GET.get("dong"))
    form = forms.ReceiptForm(campaign, books, way, request.POST or None, initial=_first(campaign, line, way))
    share_row = forms.DaysRow if way == Way.LABOUR else forms.ShareRow
    shares = grid_of(share_row, forms.SHARES, [], request.POST or None)
    item_row = forms.ITEM_ROWS.get(way)
    items = grid_of(item_row, forms.ITEMS, [], request.POST or None) if item_row else None
    if request.method == "POST" and _checked(campaign, form, shares, items):
        try:
            receipt = actions.issue_receipt(
                _entry(form, shares, items), campaign=campaign, book=form.cleaned_data["book"], by=user,
                confirmed=may(user, Right.CONFIRM_MONEY, campaign.area),
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi {receipt}: {money(receipt.amount)} đồng.")
            if "them" in request.POST:
                return redirect(f"{reverse('contributions:issue', args=[campaign.pk])}?hinh-thuc={way}")
            return redirect("contributions:receipt", receipt.pk)
    context = {
        "campaign": campaign, "form": form, "shares": shares, "items": items, "way": way, "has_books": form.fields["book"].queryset.exists(),  # type: ignore[attr-defined]
        "tabs": papers.way_tabs(request.path, way, request.GET.get("dong", "")), "way_word": Way(way).label,
        "may_open": may(user, Right.WRITE_MONEY, campaign.area),
    }  # fmt: skip
    return render(request, "contributions/receipt_form.html", context)


def _line(user: User, campaign: Campaign, pk: str | None) -> RosterLine | None:
    number = _number(pk)
    rows = ledger.with_balance(access.seen_lines(user).filter(campaign=campaign))
    return rows.filter(pk=number).first() if number else None


def _first(campaign: Campaign, line: Any, way: str) -> dict[str, Any]:
    """What the empty form begins with."""
    first: dict[str, Any] = {"key": uuid4(), "received_on": clock.today(), "text": f"Đóng góp: {campaign.name}"[:500]}
    if line is not None:
        first |= {"payer": told(line), "address": forms.address_of(line), "village": line.village_id}
        if line.left > 0:
            first["amount"] = line.left
        if way == Way.LABOUR:
            first["days"] = line.expected_days
    return first


def _checked(campaign: Campaign, form: forms.ReceiptForm, shares: Grid, items: Grid | None) -> bool:
    if False in [form.is_valid(), shares.is_valid(), items is None or items.is_valid()]:
        return False
    lines = campaign.lines.select_related("party", "village", "unit")
    forms.fill_givers(shares, lines, "days" if form.way == Way.LABOUR else "amount")
    if items is not None:
        forms.check_items(items)
    return not any(row.errors for grid in (shares, items) if grid is not None for row in grid.live_forms)


def _entry(form: forms.ReceiptForm, shares: Grid, items: Grid | None) -> actions.Entry:
    """The receipt as entered; without any part named it is for its payer, where he stands on the roster."""
    values = form.values()
    things = tuple(actions.Item(**item) for item in forms.items_of(items)) if items is not None else ()
    day_value = form.campaign.labour_day_value
    parts = tuple(actions.Share(*part) for part in forms.parts_of(shares, day_value))
    if not parts and form.payer_line is not None:
        parts = (_whole(form.payer_line, values, things, day_value),)
    return actions.Entry(**values, items=things, shares=parts)


def _whole(
    line: RosterLine, values: dict[str, Any], things: Iterable[actions.Item], day_value: int | None
) -> actions.Share:
    if values["way"] == Way.LABOUR:
        return actions.Share(line, worth(values["days"], day_value), values["days"])
    return actions.Share(line, values["amount"] or sum(item.amount for item in things))


# --- One receipt ---


@require_GET
def receipt_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one receipt, and what may be done with it."""
    return render(request, "contributions/receipt.html", _context(signed_in(request), pk))


def _context(user: User, pk: int) -> dict[str, Any]:
    receipt = access.get_receipt(user, pk)
    campaign = receipt.campaign
    reversal = queries.reversal_of(receipt)
    confirmation = getattr(receipt, "confirmation", None)
    asked = receipt.reversal_requests.select_related("by", "decided_by").first()
    live = receipt.reverses_id is None and reversal is None
    may_write, may_confirm = may(user, Right.WRITE_MONEY, campaign.area), may(user, Right.CONFIRM_MONEY, campaign.area)
    leads = may(user, Right.APPROVE_REVERSALS, campaign.area)
    open_request = asked is not None and asked.granted is None
    return {
        "receipt": receipt, "campaign": campaign, "reversal": reversal, "confirmation": confirmation, "asked": asked, "live": live,
        "parts": list(queries.standing(receipt)) if live else list(receipt.allocations.select_related("line__party")),
        "items": list(receipt.items.all()), "unassigned": ledger.unassigned(receipt) if live else 0,
        "prints": list(receipt.prints.select_related("by")), "form_code": form_of(receipt.book.form, receipt.received_on),
        "sees_all": access.sees_all_names(user, campaign), "may_print": may_write or may(user, Right.COLLECT, campaign.area),
        "may_confirm": may_confirm and live and confirmation is None,
        "may_assign": may_write and live, "may_ask": may_write and live and not open_request and actions.needs_leader(campaign, receipt),
        "may_reverse": may_write and live and not open_request and (leads or not actions.needs_leader(campaign, receipt)),
        "may_decide": leads and open_request and live,
        "reason_form": forms.ReasonForm(initial={"key": uuid4()}), "decision_form": forms.DecisionForm(initial={"key": uuid4()}),
        "history": history_lines(history_of(receipt)),
    }  # fmt: skip


def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say anew whom a receipt is for."""
    user = signed_in(request)
    receipt = access.get_receipt(user, pk, Right.WRITE_MONEY)
    campaign = receipt.campaign
    now = [forms.Shared(row.line, row.amount, row.days) for row in queries.standing(receipt)]
    row = forms.DaysRow if receipt.way == Way.LABOUR else forms.ShareRow
    grid = grid_of(row, forms.SHARES, now, request.POST or None)
    fault = ""
    if request.method == "POST" and grid.is_valid():
        forms.fill_givers(
            grid,
            campaign.lines.select_related("party", "village", "unit"),
            "days" if receipt.way == Way.LABOUR else "amount",
        )
        if not any(form.errors for form in grid.live_forms):
            parts = forms.parts_of(grid, campaign.labour_day_value)
            try:
                actions.assign_receipt(receipt, shares=[actions.Share(*part) for part in parts], by=user)
            except RuleError as error:
                fault = error.message
            else:
                messages.success(request, "Đã phân bổ lại.")
                return redirect("contributions:receipt", receipt.pk)
    context = {"receipt": receipt, "campaign": campaign, "grid": grid, "fault": fault}
    return render(request, "contributions/receipt_assign.html", context)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The cashier has the money, or has seen the thing."""
    receipt = access.get_receipt(signed_in(request), pk, Right.CONFIRM_MONEY)
    actions.confirm_receipt(receipt, by=signed_in(request))
    messages.success(request, "Đã xác nhận.")
    return redirect("contributions:receipt", receipt.pk)
