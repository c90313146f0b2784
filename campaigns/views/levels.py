"""Plans of the levels below: whom a plan asks, how far they are, and the asked unit's own page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import may
from accounts.enums import Right
from campaigns.access import levels as access
from campaigns.access.plans import get_plan
from campaigns.actions import levels as actions
from campaigns.forms.levels import AskForm
from campaigns.models import Plan, PlanRequest
from campaigns.papers import levels as papers
from campaigns.queries import levels as queries
from campaigns.rules.levels import Share, added_up, days_late
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from documents.enums import DocumentState


def requests(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is asked for a plan, who has issued, who is late; targets added up. POST asks further units."""
    user = signed_in(request)
    plan = get_plan(user, pk, Right.WRITE_PLANS if request.method == "POST" else None)
    asked = list(access.requests_of(user, plan))
    may_ask = may(user, Right.WRITE_PLANS, plan.area) and plan.document.state == DocumentState.ISSUED
    form = _ask_form(plan, asked, request) if may_ask else None
    if request.method == "POST":
        if form is None:
            raise RuleError("Chỉ kế hoạch đã ban hành, còn hiệu lực mới yêu cầu cấp dưới lập kế hoạch được.")
        if form.is_valid() and _asked(request, plan, form):
            return redirect("campaigns:requests", plan.pk)
    return render(request, "campaigns/requests.html", {**_context(request, plan, asked), "form": form})


def _context(request: HttpRequest, plan: Plan, asked: list[PlanRequest]) -> dict[str, Any]:
    user, today = signed_in(request), clock.today()
    readable = access.readable_answers(user, asked)
    rows = [
        papers.request_row(row, days_late=days_late(row.due_on, papers.issued_on(row), today), readable=readable)
        for row in asked
    ]
    sees_all = may(user, Right.READ_PLANS, plan.area)
    return {
        "plan": plan, "document": plan.document, "rows": rows, "summary": papers.summary(rows),
        "targets": _targets(plan) if sees_all else [], "may_write": may(user, Right.WRITE_PLANS, plan.area),
        "sees_all": sees_all,
    }  # fmt: skip


def _ask_form(plan: Plan, asked: list[PlanRequest], request: HttpRequest) -> AskForm | None:
    """None where everybody is asked already and nothing was sent."""
    today = clock.today()
    known_areas = {row.area_id for row in asked if row.organisation_id is None}
    known_bodies = {row.organisation_id for row in asked}
    areas = [area for area in queries.areas_below(plan.area, today) if area.pk not in known_areas]
    bodies = [body for body in queries.bodies_beside(plan.area, today) if body.pk not in known_bodies]
    sent = request.method == "POST"
    return AskForm(areas, bodies, request.POST if sent else None) if areas or bodies or sent else None


def _asked(request: HttpRequest, plan: Plan, form: AskForm) -> bool:
    areas, bodies = form.chosen()
    units = [*(actions.Unit(area) for area in areas), *(actions.Unit(plan.area, body) for body in bodies)]
    try:
        made = actions.ask_for_plans(
            plan, units, due_on=form.cleaned_data["due_on"], note=form.cleaned_data["note"], by=signed_in(request)
        )
    except RuleError as error:
        form.add_error(None, error.message)
        return False
    messages.success(request, f"Đã yêu cầu {len(made)} đơn vị lập kế hoạch.")
    return True


def _targets(plan: Plan) -> list[papers.TargetRow]:
    rows = []
    for target in queries.targets_with_parts(plan):
        shares = [
            Share(str(part.plan.document.issuer or part.plan.area), part.unit, part.base, part.value, part.latest)
            for part in target.shares  # type: ignore[attr-defined]
        ]
        rows.append(papers.TargetRow(target, shares, added_up(target.unit, shares)))
    return [row for row in rows if row.shares]


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind all who owe their plan, or one of them ("yeu-cau")."""
    plan = get_plan(signed_in(request), pk, Right.WRITE_PLANS)
    chosen = request.POST.getlist("yeu-cau")
    pks = {int(text) for text in chosen if text.isdecimal() and len(text) < 10} if chosen else None
    count = actions.remind(plan, pks, by=signed_in(request))
    if count:
        messages.success(request, f"Đã nhắc {count} đơn vị.")
    else:
        messages.info(request, "Không nhắc thêm đơn vị nào: mỗi đơn vị nhận một lời nhắc trong ngày.")
    return redirect("campaigns:requests", plan.pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    row = access.get_own_request(signed_in(request), pk)
    actions.withdraw(row, by=signed_in(request))
    messages.info(request, f"Đã rút yêu cầu với {row.organisation or row.area}.")
    return redirect("campaigns:requests", row.plan_id)


def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit is asked for; POST starts its plan from the one that asks."""
    user = signed_in(request)
    row = access.get_request(user, pk, Right.WRITE_PLANS if request.method == "POST" else None)
    if request.method == "POST":
        plan = actions.answer_request(row, by=user)
        messages.success(request, "Đã lập bản nháp kế hoạch của đơn vị; sửa lại cho đúng với địa bàn rồi trình duyệt.")
        return redirect(plan.get_absolute_url())
    context = {
        "row": row, "plan": row.plan, "document": row.plan.document, "may_answer": may(user, Right.WRITE_PLANS, row.area),
        "answer_url": row.answer.get_absolute_url()
        if row.answer and row.answer_id in access.readable_answers(user, [row])
        else "",
        "in_force": row.plan.document.state == DocumentState.ISSUED,
    }  # fmt: skip
    return render(request, "campaigns/request.html", context)
