"""From an old card to one by the next set: what carries over, is assessed anew, is asked no longer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response
from criteria import access
from criteria.actions import maps as actions
from criteria.forms.maps import TAKE, CheckForm
from criteria.models import Scorecard
from criteria.papers.maps import report, report_sheet
from criteria.queries import maps as queries

#: A set that requires the old one (nâng cao) lets nothing of it go.
_KEPT, _DROPPED = "Bộ mới không có, vẫn giữ đạt theo bộ cũ", "Không còn yêu cầu"


@require_GET
def carried(request: HttpRequest, pk: int) -> HttpResponse:
    """The report of one earlier card (?tu=, else the newest) against this one; ?export=xlsx gives it as a workbook."""
    user = signed_in(request)
    card = access.get_card(user, pk)
    earlier = list(queries.earlier_cards(card))
    chosen = request.GET.get("tu", "")
    old = next((row for row in earlier if str(row.pk) == chosen), None)
    if chosen and old is None:
        raise Http404
    old = old or next(iter(earlier), None)
    found = report(queries.sides_of(card, old, on=clock.today())) if old else None
    if found is not None and request.GET.get("export") == "xlsx":
        return sheet_response(report_sheet(found), f"chuyen-bo-tieu-chi-{card.year}.xlsx")
    context = {
        "card": card, "old": old, "earlier": earlier, "report": found,
        "from_sets": [] if earlier else queries.sets_mapped_to(card.criteria_set),
        "dropped_title": _KEPT if old is not None and card.criteria_set.requires_id == old.criteria_set_id else _DROPPED,
        "laid": found is not None and all(row.laid for row in found.carried if row.has_old),
        "may_fill": may(user, Right.WRITE_SCORECARDS, card.area),
    }  # fmt: skip
    return render(request, "criteria/carried.html", context)


def _pair(request: HttpRequest, pk: int) -> tuple[Scorecard, Scorecard]:
    """The card to be filled, and the old one that the form names; 404 for a card that does not map to it."""
    card = access.get_card(signed_in(request), pk, Right.WRITE_SCORECARDS)
    old = request.POST.get("tu", "")
    if not old.isdecimal():
        raise Http404
    return card, get_object_or_404(queries.earlier_cards(card), pk=int(old))


def _back(card: Scorecard, old: Scorecard, anchor: str = "") -> HttpResponse:
    return redirect(f"{reverse('criteria:carried', args=[card.pk])}?tu={old.pk}{anchor}")


@require_POST
def lay_old_results(request: HttpRequest, pk: int) -> HttpResponse:
    card, old = _pair(request, pk)
    laid = actions.lay_old_results(card, old, by=signed_in(request))
    messages.success(
        request, f"Đã đưa {laid} kết quả cũ vào danh sách kiểm tra lại; phiếu mới chưa thay đổi gì."
        if laid else "Các kết quả cũ đã có sẵn trong danh sách kiểm tra lại.",
    )  # fmt: skip
    return _back(card, old)


@require_POST
def check_carried(request: HttpRequest, pk: int) -> HttpResponse:
    """One row: its old results are taken over or it is assessed anew."""
    user = signed_in(request)
    card, old = _pair(request, pk)
    form = CheckForm(access.visible_evidence(user).select_related("area"), request.POST)
    if not form.is_valid():
        raise RuleError("Đề nghị chọn lấy lại hoặc đánh giá mới; ghi chú không quá 1.000 ký tự.")
    key, data = request.POST.get("row", ""), form.cleaned_data
    take = data["decision"] == TAKE
    actions.check_carried(card, old, key, take=take, reason=data["reason"] or "", evidence=data["evidence"], by=user)
    messages.success(request, "Đã lấy lại kết quả cũ." if take else "Dòng này sẽ được đánh giá mới.")
    return _back(card, old, f"#{key}")
