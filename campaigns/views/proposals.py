"""Proposals to superior bodies: the list, one, writing it, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere
from accounts.enums import Right
from campaigns.access import year as access
from campaigns.actions import proposals as actions
from campaigns.enums import PROPOSAL_STEPS, ProposalState
from campaigns.forms.year import STEP_FORMS, ProposalForm
from campaigns.models import Proposal
from campaigns.papers import changes
from campaigns.papers import year as papers
from campaigns.queries import year as queries
from campaigns.views import year as shared
from core import clock
from core.errors import RuleError
from core.forms import HouseForm
from core.pages import answer, page_of, signed_in
from documents.list_exports import list_response
from journal.papers import history_lines
from journal.queries import history_of

_FIELDS = ("text", "addressee", "letter", "sent_on", "answer", "answered_on")
#: The verb of each step.
_VERBS = {
    ProposalState.SENT: "Ghi đã gửi", ProposalState.ANSWERED: "Ghi trả lời", ProposalState.SETTLED: "Đã giải quyết",
    ProposalState.DECLINED: "Không được chấp thuận",
}  # fmt: skip


@require_GET
def proposal_list(request: HttpRequest) -> HttpResponse:
    """Proposals one may read: those waiting first, the oldest on top; ?export=xlsx."""
    user = signed_in(request)
    everything = access.visible_proposals(user)
    chosen = {**shared.chosen(request), "state": request.GET.get("tinh-trang", "")}
    rows = queries.chosen(everything, field="created_at", **chosen)
    rows = queries.oldest_open_first(queries.with_people(rows))
    today = clock.today()
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.proposal_sheet(rows, today), "kien-nghi.xlsx", count=rows.count())
    page = page_of(request, rows)
    context = {
        "page": page, "lines": papers.proposal_lines(page.object_list, today), "chosen": chosen, "any_filter": any(chosen.values()),
        "states": ProposalState.choices, "may_write": has_anywhere(user, Right.WRITE_PLANS),
        **shared.choices(everything, "created_at"),
    }  # fmt: skip
    return answer(request, "campaigns/proposals.html", context)


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal, its steps and its history."""
    return render(request, "campaigns/proposal.html", _context(request, access.get_proposal(signed_in(request), pk)))


def _context(request: HttpRequest, row: Proposal, wrong: HouseForm | None = None, to: str = "") -> dict[str, Any]:
    may_write = access.may_write(signed_in(request), row.area)
    ways = [
        {"to": state, "label": _VERBS[state], "form": wrong if state == to else STEP_FORMS[state](auto_id=f"id_{state}_%s")}
        for state in PROPOSAL_STEPS[row.state]
    ]  # fmt: skip
    return {
        "proposal": row, "standing": papers.proposal_standing(row), "ways": ways if may_write else [],
        "waiting": papers.waiting_days(row, clock.today()), "may_write": may_write,
        "history": history_lines(history_of(row)),
    }  # fmt: skip


def add_proposal(request: HttpRequest) -> HttpResponse:
    form = ProposalForm(
        *shared.form_places(request),
        request.POST or None,
        state=ProposalState.DRAFTED,
        initial=shared.first_values(request),
    )
    if request.method == "POST" and form.is_valid():
        row = actions.add_proposal(values=form.values(), key=form.cleaned_data["key"], by=signed_in(request))
        messages.success(request, "Đã ghi kiến nghị.")
        return redirect("campaigns:proposal", row.pk)
    return render(request, "campaigns/proposal_form.html", {"form": form, "proposal": None})


def edit_proposal(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_proposal(signed_in(request), pk, Right.WRITE_PLANS)
    form = ProposalForm(
        *shared.form_places(request), request.POST or None, state=row.state, initial=shared.values_of(row, _FIELDS)
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_proposal(row, values=form.values(), seen=request.POST.get("seen", ""), by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu.")
            return redirect("campaigns:proposal", row.pk)
    seen = request.POST.get("seen") or changes.mark_of(papers.said_proposal(row))
    return render(request, "campaigns/proposal_form.html", {"form": form, "proposal": row, "seen": seen})


def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a proposal on; what is missing shows on its page."""
    row = access.get_proposal(signed_in(request), pk, Right.WRITE_PLANS)
    to = request.POST.get("to", "")
    if request.method != "POST":
        return redirect("campaigns:proposal", pk)
    if to not in STEP_FORMS:
        raise RuleError("Chọn bước tiếp theo của kiến nghị.")
    actions.refuse_other_steps(row, ProposalState(to))
    form = STEP_FORMS[to](request.POST, auto_id=f"id_{to}_%s")
    if form.is_valid():
        values = dict(form.cleaned_data)
        note = values.pop("note", "")
        try:
            actions.take_step(row, ProposalState(to), values=values, note=note, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi.")
            return redirect("campaigns:proposal", pk)
    return render(request, "campaigns/proposal.html", _context(request, row, form, to))
