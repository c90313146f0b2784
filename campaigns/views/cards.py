"""A plan's results put into the scorecard, and a card's gaps put into next year's plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import may
from accounts.enums import Right
from campaigns.access.plans import get_plan
from campaigns.actions import cards as actions
from campaigns.actions.proposed_tasks import Taken, add_proposed_tasks
from campaigns.forms.proposed_tasks import IntoPlanForm, ProposedForm
from campaigns.models import Plan
from campaigns.papers.proposed_tasks import proposed_tasks
from campaigns.queries import proposed_tasks as queries
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from criteria.access import get_card
from criteria.papers.cards import card_rows
from criteria.queries.cards import lines_of


@require_POST
def enter_standings(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(signed_in(request), pk, Right.WRITE_SCORECARDS)
    card = actions.enter_standings(plan, by=signed_in(request))
    messages.success(request, "Đã ghi kết quả nêu trong kế hoạch vào phiếu; những dòng đã có được giữ nguyên.")
    return redirect(card)


@require_http_methods(["GET", "POST"])
def propose_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    """Rows of the card that are unmet or without data, each with the task it proposes; ticked ones go into a draft plan.

    Who may read the card sees them; who writes the area's plans may take them over.
    """
    user = signed_in(request)
    card = get_card(user, pk, Right.WRITE_PLANS if request.method == "POST" else None)
    may_write = may(user, Right.WRITE_PLANS, card.area)
    rows = card_rows(lines_of(card, on=clock.today()))
    proposed = proposed_tasks(card, rows, list(card.cares.select_related("owner")))
    plans = queries.drafts_for(card)
    plans = plans if may_write else plans.none()
    taken_by = queries.plans_by_source(card, [row.source for row in proposed]) if may_write else {}
    into = IntoPlanForm(plans, request.POST or None)
    forms = [ProposedForm(row, request.POST or None) for row in proposed if row.source not in taken_by]
    if request.method == "POST" and all([into.is_valid(), *(form.is_valid() for form in forms)]):
        chosen = [
            Taken(form.proposed, data["text"], data["unit"] or "", data["deadline"])
            for form in forms
            if (data := form.cleaned_data)["take"]
        ]
        try:
            count = add_proposed_tasks(into.cleaned_data["plan"], card, chosen, by=user)
            return _added(request, card_pk=pk, plan=into.cleaned_data["plan"], count=count)
        except RuleError as error:
            into.add_error("plan", error.message)
    context = {
        "card": card, "into": into, "forms": forms, "plans": list(plans), "may_write": may_write,
        "unmet": [form for form in forms if form.proposed.state == "unmet"],
        "no_data": [form for form in forms if form.proposed.state != "unmet"],
        "taken": [(row, taken_by[row.source]) for row in proposed if row.source in taken_by],
    }  # fmt: skip
    return render(request, "campaigns/propose_tasks.html", context)


def _added(request: HttpRequest, *, card_pk: int, plan: Plan, count: int) -> HttpResponse:
    if not count:
        messages.info(request, "Không có nhiệm vụ mới nào được chọn; kế hoạch giữ nguyên.")
        return redirect("campaigns:propose_tasks", card_pk)
    messages.success(request, f"Đã đưa {count} nhiệm vụ vào kế hoạch; anh/chị soạn tiếp ở từng tiêu chí.")
    return redirect("campaigns:compose", plan.pk)
