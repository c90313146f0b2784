"""The monthly figures of a plan's targets, drawn and entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.access import may
from accounts.enums import Right
from campaigns.access.plans import get_plan
from campaigns.actions.target_values import Figure, save_target_values
from campaigns.forms.follow import FigureForm
from campaigns.models import Plan
from campaigns.papers import targets as papers
from campaigns.queries import follow as queries
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response
from core.templatetags.ui import Fault
from documents.enums import DocumentState


def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Each target with its months; officers of the area enter those of one month (?thang=2026-10) all at once."""
    user, today = signed_in(request), clock.today()
    plan = get_plan(user, pk, Right.WRITE_PLANS if request.method == "POST" else None)
    rows = papers.target_rows(plan, queries.targets_with_values(plan), today)
    if request.method == "GET" and request.GET.get("export") == "xlsx":
        return sheet_response(papers.value_sheet(plan, [row.target for row in rows], today), "so-lieu-muc-tieu.xlsx")
    months = papers.months_of(plan, today)
    month = _month(request.POST.get("thang") or request.GET.get("thang"), months)
    writes = plan.document.state == DocumentState.ISSUED and may(user, Right.WRITE_PLANS, plan.area)
    forms = _forms(request, rows, month) if writes and month else {}
    refused = None
    if request.method == "POST" and (refused := _save(request, plan, month, list(forms.values()))) is None:
        return redirect(f"{reverse('campaigns:targets', args=[pk])}?thang={month:%Y-%m}")
    shown: list[dict[str, Any]] = [{"row": row, "form": forms.get(row.target.pk)} for row in rows]
    context = {
        "plan": plan, "rows": shown, "months": months, "month": month, "may_write": writes and bool(forms),
        "faults": _faults(list(forms.values()), refused) if request.method == "POST" else [],
        "reached": sum(row.reached for row in rows),
    }  # fmt: skip
    return render(request, "campaigns/targets.html", context)


def _faults(forms: list[FigureForm], refused: str | None) -> list[Fault]:
    """What is to be mended, for the summary at the top."""
    at_fields = [
        Fault(field.id_for_label, str(field.label), str(message))
        for form in forms
        for field in form
        for message in field.errors
    ]
    return [Fault("", "", refused), *at_fields] if refused else at_fields


def _month(text: str | None, months: list[date]) -> date | None:
    """The month asked for, else the newest; None where the plan has not begun."""
    return next((month for month in months if f"{month:%Y-%m}" == text), months[-1] if months else None)


def _forms(request: HttpRequest, rows: list[papers.TargetRow], month: date) -> dict[int, FigureForm]:
    """A form for each target that has a figure to reach."""
    return {
        row.target.pk: FigureForm(
            row.target, _stored(row, month), request.POST or None, prefix=f"muc-tieu-{row.target.pk}"
        )
        for row in rows
        if row.target.value is not None
    }


def _stored(row: papers.TargetRow, month: date) -> Decimal | None:
    return next((found.last.value for found in row.months if found.month == month), None)


def _save(request: HttpRequest, plan: Plan, month: date | None, forms: list[FigureForm]) -> str | None:
    """None when the figures are stored; else the sentence for the page ("" when it stands at a field)."""
    if False in [form.is_valid() for form in forms]:
        return ""
    if month is None:
        return "Kế hoạch chưa đến thời gian thực hiện nên chưa ghi số liệu."
    figures = {
        form.target.pk: Figure(form.cleaned_data["value"], form.cleaned_data["note"]) for form in forms if form.is_new
    }
    try:
        written = save_target_values(plan, month=month, figures=figures, by=signed_in(request))
    except RuleError as error:
        return error.message
    messages.success(
        request, f"Đã ghi {written} số liệu tháng {month.month}/{month.year}." if written else "Không có số mới."
    )
    return None
