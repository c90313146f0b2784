"""Labour days that reports propose: the list of a drive, taking one into the ledger, leaving one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import RuleError
from core.formats import number
from core.pages import answer, page_of, signed_in
from emulation.access import reports as access
from emulation.access.drives import get_drive
from emulation.actions import labour as actions
from emulation.enums import ProposalState
from emulation.queries import labour as queries

if TYPE_CHECKING:
    from accounts.models import User
    from contributions.models import Book
    from emulation.models import LabourProposal


@require_GET
def labour_proposals(request: HttpRequest, pk: int) -> HttpResponse:
    """Labour days of a drive: those that wait, or of another state (?tinh-trang=accepted)."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    state = request.GET.get("tinh-trang", "")
    state = state if state in ProposalState.values else ProposalState.PROPOSED.value
    page = page_of(request, access.seen_proposals(user, drive).filter(state=state))
    areas = {area for row in page for area in (row.campaign.area_id, row.campaign.area.parent_id)}
    books = queries.labour_books(areas)
    context = {
        "drive": drive, "page": page, "state": state, "tabs": queries.tabs(drive, state),
        "rows": [(row, *_for(user, row, books)) for row in page],
    }  # fmt: skip
    return answer(request, "emulation/labour_list.html", context)


def _for(user: User, row: LabourProposal, books: list[Book]) -> tuple[bool, bool, list[Book]]:
    """Whether the person takes the row, whether he reported it himself, and the books that may take it."""
    year = row.report.day.year
    places = {row.campaign.area_id, row.campaign.area.parent_id}
    fitting = [book for book in books if book.area_id in places and book.year == year]
    return row.state == ProposalState.PROPOSED and access.may_take(user, row), row.report.by_id == user.pk, fitting


@require_POST
def accept_labour(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Take the days into the book that was chosen, once."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    row = access.get_proposal(user, drive, proposal)
    books = queries.labour_books([row.campaign.area_id, row.campaign.area.parent_id])
    chosen = next((book for book in books if str(book.pk) == request.POST.get("book")), None)
    taken = actions.accept_labour(row, book=chosen, by=user)
    messages.success(request, f"Đã ghi {number(taken.days)} công: {taken.receipt}.")
    return _back(drive.pk)


@require_POST
def decline_labour(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Leave the days out of the ledger; the reason is asked for."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    row = access.get_proposal(user, drive, proposal)
    reason = request.POST.get("reason", "")
    if len(reason) > 500:
        raise RuleError("Lý do ghi nhiều nhất 500 ký tự.")
    actions.decline_labour(row, reason=reason, by=user)
    messages.success(request, "Đã ghi không nhận ngày công này.")
    return _back(drive.pk)


def _back(drive: int) -> HttpResponse:
    return redirect(reverse("emulation:labour_proposals", args=[drive]))
