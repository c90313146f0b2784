"""Labour days: muster sheets of a campaign, one typed back or corrected, one taken into the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import areas_held, may
from accounts.enums import Right
from contributions import access
from contributions.actions import labour as actions
from contributions.forms.labour import MusterForm, TakeForm
from contributions.queries import labour as queries
from contributions.queries.prints import village_lines
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from journal.papers import history_lines
from journal.queries import history_of

if TYPE_CHECKING:
    from contributions.models import Muster


@require_GET
def muster_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Muster sheets of a campaign that one may read, and the villages whose sheets one prints and types back."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    rows = queries.with_sums(access.seen_musters(user).filter(campaign=campaign)).order_by("-held_on", "-pk")
    villages = access.labour_villages(user, campaign)
    context = {
        "campaign": campaign, "page": page_of(request, rows), "villages": villages if campaign.state == "open" else [],
        "sees_some": bool(areas_held(user, Right.READ_CONTRIBUTIONS)),
    }  # fmt: skip
    return answer(request, "contributions/muster_list.html", context)


def new_muster(request: HttpRequest, pk: int, village: int) -> HttpResponse:
    """A sheet of the village typed back."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    place = access.get_labour_village(user, campaign, village)
    lines = list(village_lines(access.seen_lines(user).filter(campaign=campaign), place))
    form = MusterForm(campaign, lines, request.POST or None, initial={"held_on": clock.today(), "key": uuid4().hex})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.add_muster(
                campaign, village=place, held_on=data["held_on"], text=data["text"], work=data["work"], days=form.days(),
                key=data["key"] or uuid4().hex, by=user,
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi bảng chấm công.")
            return redirect("contributions:muster", made.pk)
    context = {"campaign": campaign, "village": place, "form": form, "muster": None}
    return render(request, "contributions/muster_form.html", context)


def muster(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: corrected while it is not in the ledger (?sua=1), then only shown."""
    user = signed_in(request)
    found = access.get_muster(user, pk)
    lines = list(queries.lines_of(found))
    taken = sum(line.receipt_id is not None for line in lines)
    may_enter = may(user, Right.ENTER_LABOUR, found.village)
    if request.method == "POST" or request.GET.get("sua"):
        found = access.get_muster(user, pk, Right.ENTER_LABOUR)
        return _edited(request, found)
    may_take = may(user, Right.WRITE_MONEY, found.campaign.area) and taken < len(lines)
    context = {
        "muster": found, "campaign": found.campaign, "lines": lines, "taken": taken, "days": sum(line.days for line in lines),
        "may_edit": may_enter and not taken and found.campaign.state == "open", "may_take": may_take,
        "take_form": TakeForm(access.books_to_write(user, found.campaign)) if may_take else None,
        "history": history_lines(history_of(found)),
    }  # fmt: skip
    return render(request, "contributions/muster.html", context)


def _edited(request: HttpRequest, found: Muster) -> HttpResponse:
    user, campaign = signed_in(request), found.campaign
    rows = access.seen_lines(user).filter(campaign=campaign)
    lines = list(village_lines(rows, found.village))
    first: dict[str, Any] = {"held_on": found.held_on, "text": found.text, "work": found.work_id}
    first |= {f"d{line_id}": days for line_id, days in found.lines.values_list("line_id", "days")}
    form = MusterForm(campaign, lines, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.save_muster(
                found, held_on=data["held_on"], text=data["text"], work=data["work"], days=form.days(), by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu bảng chấm công.")
            return redirect("contributions:muster", found.pk)
    context = {"campaign": campaign, "village": found.village, "form": form, "muster": found}
    return render(request, "contributions/muster_form.html", context)


@require_POST
def take_muster(request: HttpRequest, pk: int) -> HttpResponse:
    """The accountant takes the sheet into the ledger: a receipt for each line, once."""
    user = signed_in(request)
    found = access.get_muster(user, pk, Right.WRITE_MONEY)
    form = TakeForm(access.books_to_write(user, found.campaign), request.POST)
    if not form.is_valid():
        raise RuleError("Chọn quyển giấy báo ngày công do hệ thống cấp số; chưa có thì mở quyển trước.")
    count = actions.take_muster(found, book=form.cleaned_data["book"], by=user)
    messages.success(request, f"Đã ghi {count} giấy báo ngày công." if count else "Bảng này đã ghi sổ từ trước.")
    return redirect("contributions:muster", found.pk)
