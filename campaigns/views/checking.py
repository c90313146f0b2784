"""What a plan's checks find, keeping a finding, the leader's remarks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import HttpResponseClientRefresh

from accounts.access import demand, may
from accounts.enums import Right
from accounts.models import User
from campaigns import checks
from campaigns.access import checking as access
from campaigns.access.plans import get_plan
from campaigns.actions import approval
from campaigns.actions import checking as actions
from campaigns.enums import FindingLevel
from campaigns.forms.checking import GeneralRemarkForm, KeepForm, remark_forms, remarks_in
from campaigns.models import Plan
from campaigns.papers import checks as papers
from campaigns.queries.checking import decisions_on
from core.errors import RuleError
from core.pages import signed_in
from documents.enums import FROZEN, DocumentState

_RETURNED_FROM = (DocumentState.SUBMITTED, DocumentState.APPROVED)


def _found(plan: Plan) -> list[dict[str, Any]]:
    """The findings of the present text; of an issued paper those it was issued with."""
    if plan.document.state not in FROZEN:
        return checks.findings_of(plan)
    stored = plan.findings.values("code", "level", "message", "quotes", "slug")
    return [checks.known(row) for row in stored]


def _context(user: User, plan: Plan, findings: list[dict[str, Any]]) -> dict[str, Any]:
    writes, leads = may(user, Right.WRITE_PLANS, plan.area), may(user, Right.APPROVE_PAPERS, plan.area)
    draft = plan.document.state == DocumentState.DRAFT
    rows = papers.shown(
        findings, checks.part_labels(plan), decisions_on(plan),
        may_keep=[level for level in FindingLevel if actions.may_keep(user, plan, level)],
        may_ask=writes and not leads and plan.document.state not in FROZEN,
    )  # fmt: skip
    return {
        "plan": plan, "document": plan.document, "groups": papers.groups(rows),
        "open_errors": sum(row.level == FindingLevel.ERROR and row.decision is None for row in rows),
        "frozen": plan.document.state in FROZEN, "draft": draft, "may_edit": writes and draft, "leads": leads,
        "may_check": (writes or leads) and plan.document.state not in FROZEN,
    }  # fmt: skip


@require_GET
def checks_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Every finding with its quotes, where to mend it, who kept it and why; open remarks of the leader above."""
    user = signed_in(request)
    plan = get_plan(user, pk)
    open_ones = [line for line in access.remarks_for(user, plan) if line.row.resolved_at is None]
    context = {**_context(user, plan, _found(plan)), "remarks": open_ones}
    return render(request, "campaigns/checks.html", context)


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check again: back to the page, or for HTMX only the findings.

    `gon=1` asks for the short line of the form's page, with the open findings of the part `muc`.
    """
    user = signed_in(request)
    plan = access.get_plan_of_own(user, pk)
    if not may(user, Right.APPROVE_PAPERS, plan.area):
        demand(user, Right.WRITE_PLANS, plan.area)
    findings = actions.check_plan(plan)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("campaigns:checks", plan.pk)
    context = _context(user, plan, findings)
    context["here"] = papers.open_at(context["groups"], request.POST.get("muc", ""))
    part = "short" if request.POST.get("gon") else "findings"
    return render(request, f"campaigns/checks_found.html#{part}", context)


@require_POST
def keep_finding(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    user = signed_in(request)
    plan = access.get_plan_of_own(user, pk)
    form = KeepForm(request.POST)
    if not form.is_valid():
        raise RuleError("Đề nghị ghi rõ lý do giữ nguyên (không quá 2.000 ký tự).")
    actions.keep_finding(plan, key=key, reason=form.cleaned_data["reason"], by=user)
    messages.success(request, "Đã ghi lý do giữ nguyên.")
    return redirect("campaigns:checks", plan.pk)


@require_POST
def ask_to_keep(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    plan = access.get_plan_of_own(signed_in(request), pk, Right.WRITE_PLANS)
    actions.ask_to_keep(plan, key=key, by=signed_in(request))
    messages.success(
        request, "Đã báo lãnh đạo; lãnh đạo ghi lý do giữ nguyên thì lỗi này không còn ngăn việc trình duyệt."
    )
    return redirect("campaigns:checks", plan.pk)


# --- Remarks ---


def return_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader returns a plan, the paper beside the remarks; GET shows the form."""
    user = signed_in(request)
    plan = access.get_plan_of_own(user, pk, Right.APPROVE_PAPERS)
    if plan.document.state not in _RETURNED_FROM:
        messages.warning(request, "Văn bản không ở bước chờ duyệt hoặc chờ cấp số nên không trả lại được.")
        return redirect(plan.get_absolute_url())
    labels, more = checks.part_labels(plan), "them" in request.POST
    data = request.POST if request.method == "POST" else None
    general, rows = GeneralRemarkForm(data), remark_forms(labels, data, more=more)
    if data is not None and not more and False not in [general.is_valid(), rows.is_valid()]:
        remarks = remarks_in(rows)
        try:
            approval.return_plan(
                plan, remarks=remarks, general=general.cleaned_data["general"], labels=labels, by=user,
                seen=request.POST.get("seen", ""),
            )  # fmt: skip
        except RuleError as error:
            general.add_error(None, error.message)
        else:
            messages.success(request, "Đã trả lại người soạn.")
            return redirect(plan.get_absolute_url())
    context = {
        "plan": plan, "document": plan.document, "general": general, "rows": rows,
        "seen": request.POST.get("seen") or plan.document.state,
        "preview_url": reverse("documents:preview", args=[plan.document_id]),
    }  # fmt: skip
    return render(request, "campaigns/return.html", context)


@require_POST
def resolve_remark(request: HttpRequest, pk: int, remark: int) -> HttpResponse:
    """The writer says that a remark is done; for HTMX the line as it stands now.

    The plan's own page comes whole: what may be done next hangs on it. Pages of parts stay, with what is typed there.
    """
    row = access.get_remark(signed_in(request), pk, remark)
    row = approval.resolve_remark(row, by=signed_in(request))
    htmx = request.htmx  # type: ignore[attr-defined]
    if htmx and (htmx.current_url_abs_path or "").partition("?")[0] == row.plan.get_absolute_url():
        return HttpResponseClientRefresh()
    if htmx:
        return render(request, "campaigns/remark.html", {"remark": row, "part": "", "may_edit": True, "plan": row.plan})
    messages.success(request, "Đã đánh dấu đã sửa.")
    return redirect("campaigns:checks", pk)
