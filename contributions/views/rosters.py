"""Rosters: the list with its balances, a line by hand, a line corrected, a line taken off."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import areas_held, may
from accounts.enums import Right
from contributions import access, ledger
from contributions.actions import rosters as actions
from contributions.enums import CampaignState, LineState
from contributions.forms.rosters import LineForm, NewLineForm
from contributions.queries import campaigns as places
from contributions.queries import rosters as queries
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of

PER_PAGE = 50


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """The givers of a campaign whose names one may read, each with what was given and what is left by the rate."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    mine = access.seen_lines(user).filter(campaign=campaign)
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "village": _number(request.GET.get("thon")), "unit": _number(request.GET.get("don-vi")),
        "rate": _number(request.GET.get("muc")), "state": request.GET.get("tinh-trang", ""), "balance": request.GET.get("con", ""),
    }  # fmt: skip
    lines = queries.filtered(ledger.with_balance(mine), **chosen).order_by("party__sort_key", "pk")
    may_write = may(user, Right.WRITE_CAMPAIGNS, campaign.area)
    page = page_of(request, lines, per_page=PER_PAGE)
    for line in page:
        line.over = max(0, -line.left)
    context = {
        "campaign": campaign, "page": page, "chosen": chosen,
        "any_filter": any(value not in ("", None) for value in chosen.values()), "states": LineState.choices,
        "balances": queries.BALANCES, "villages": places.villages_for(campaign.area), "units": places.units_for(campaign.area),
        "rates": campaign.rates.all(), "may_write": may_write,
        "may_collect": campaign.state == CampaignState.OPEN and may(user, Right.COLLECT, campaign.area), "sees_all": access.sees_all_names(user, campaign),
        "sees_some": bool(areas_held(user, Right.READ_CONTRIBUTIONS)),
        "drafts": list(queries.open_imports(campaign)) if may_write else [],
    }  # fmt: skip
    return answer(request, "contributions/roster.html", context)


def add_line(request: HttpRequest, pk: int) -> HttpResponse:
    """A giver put on the roster by hand; where there is one of that name and place, the person says whether it is he."""
    campaign = access.get_campaign(signed_in(request), pk, Right.WRITE_CAMPAIGNS)
    form = NewLineForm(campaign, request.POST or None)
    if request.method == "POST":
        same = _same(request, campaign, form)
        if form.is_valid() and (same is None or form.cleaned_data.get("same")):
            chosen = form.cleaned_data.get("same")
            party = next((row for row in same or () if str(row.pk) == chosen), None)
            try:
                line = actions.add_line(
                    campaign, party=party, giver=form.party_values(), line=form.line_values(),
                    key=form.cleaned_data["key"] or uuid4().hex, by=signed_in(request),
                )  # fmt: skip
            except RuleError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"Đã thêm {line.party} vào danh sách.")
                more = "them" in request.POST
                return redirect("contributions:add_line" if more else "contributions:roster", campaign.pk)
    return render(request, "contributions/line_form.html", {"form": form, "campaign": campaign, "line": None})


def _same(request: HttpRequest, campaign: Any, form: NewLineForm) -> list[Any] | None:
    """Who the typed giver may be, asked in the form; None where nobody bears the name there."""
    data = request.POST
    village = places.villages_for(campaign.area).filter(pk=_number(data.get("village")) or 0).first()
    unit = places.units_for(campaign.area).filter(pk=_number(data.get("unit")) or 0).first()
    found = queries.namesakes(
        places.commune_of(campaign.area), name=data.get("name", ""), village=village, unit=unit
    )  # fmt: skip
    if not found:
        return None
    form.ask_which(found)
    return found


def edit_line(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    """Where a giver is counted, his rate, part of the year, state and pledge."""
    line = access.get_line(signed_in(request), pk, line_pk, Right.WRITE_CAMPAIGNS)
    form = LineForm(line.campaign, request.POST or None, line=line, initial={"key": actions.mark(line)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_line(
                line, values=form.line_values(), seen=form.cleaned_data["key"], by=signed_in(request)
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu dòng danh sách.")
            return redirect("contributions:roster", pk)
    balance = ledger.balance_of(line)
    context = {
        "form": form, "campaign": line.campaign, "line": line, "balance": balance,
        "may_remove": not queries.is_used(line), "history": history_lines(history_of(line)),
    }  # fmt: skip
    return render(request, "contributions/line_form.html", context)


@require_POST
def remove_line(request: HttpRequest, pk: int, line_pk: int) -> HttpResponse:
    line = access.get_line(signed_in(request), pk, line_pk, Right.WRITE_CAMPAIGNS)
    actions.remove_line(line, by=signed_in(request))
    messages.info(request, f"Đã đưa {line} khỏi danh sách.")
    return redirect("contributions:roster", pk)
