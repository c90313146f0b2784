"""Inspections: the list, one, writing it, and following what it asks for."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere
from accounts.enums import Right
from campaigns.access import year as access
from campaigns.actions import inspections as actions
from campaigns.enums import InspectorKind
from campaigns.forms.year import FollowForm, InspectionForm, RecommendationFormSet, asked_in, recommendation_rows
from campaigns.models import Inspection, Recommendation
from campaigns.papers import changes
from campaigns.papers import year as papers
from campaigns.queries import year as queries
from campaigns.views import year as shared
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.uploads import read_upload
from documents.list_exports import list_response
from journal.papers import history_lines

_FIELDS = ("inspector", "subject", "unit", "held_on", "team")


@require_GET
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Inspections one may read, by year, inspector, area and plan; ?export=xlsx gives what they asked for, line by line."""
    user = signed_in(request)
    everything = access.visible_inspections(user)
    chosen = {**shared.chosen(request), "inspector": request.GET.get("doan", "")}
    rows = queries.chosen(everything, field="held_on", **chosen)
    state = request.GET.get("con", "")
    today = clock.today()
    rows = queries.newest_first(queries.with_people(queries.with_open_counts(rows, today)))
    if state == "mo":
        rows = queries.with_something_open(rows)
    if request.GET.get("export") == "xlsx":
        asked = queries.asked_by(rows)
        sheet = papers.inspection_sheet(asked, today)
        return list_response(request, sheet, "kien-nghi-sau-kiem-tra.xlsx", count=asked.count())
    context = {
        "page": page_of(request, rows), "chosen": {**chosen, "open": state}, "any_filter": any(chosen.values()) or bool(state),
        "inspectors": InspectorKind.choices, "may_write": has_anywhere(user, Right.WRITE_PLANS),
        **shared.choices(everything, "held_on"),
    }  # fmt: skip
    return answer(request, "campaigns/inspections.html", context)


@require_GET
def inspection(request: HttpRequest, pk: int) -> HttpResponse:
    """One inspection, what it asked for and how far that has come."""
    return render(
        request, "campaigns/inspection.html", _context(request, access.get_inspection(signed_in(request), pk))
    )


def _context(
    request: HttpRequest, row: Inspection, wrong: FollowForm | None = None, at: Recommendation | None = None
) -> dict[str, Any]:
    today, may_write = clock.today(), access.may_write(signed_in(request), row.area)
    asked = row.recommendations.all()
    lines = []
    for item in asked:
        first = {"result": item.result, "done_on": item.done_on}
        own = FollowForm(initial=first, prefix=f"k{item.pk}", auto_id=f"id_%s_{item.pk}") if may_write else None
        lines.append({
            "row": item, "standing": papers.recommendation_standing(item, today),
            "form": wrong if at is not None and at.pk == item.pk else own, "open": at is not None and at.pk == item.pk,
        })  # fmt: skip
    return {
        "inspection": row, "lines": lines, "may_write": may_write,
        "history": history_lines(queries.history_with_parts(row, asked)),
    }  # fmt: skip


def add_inspection(request: HttpRequest) -> HttpResponse:
    return _write(request, None)


def edit_inspection(request: HttpRequest, pk: int) -> HttpResponse:
    return _write(request, access.get_inspection(signed_in(request), pk, Right.WRITE_PLANS))


def _write(request: HttpRequest, row: Inspection | None) -> HttpResponse:
    """The form with its rows; a new one where there is none yet."""
    first = shared.values_of(row, _FIELDS) if row else shared.first_values(request)
    data, files = request.POST or None, request.FILES or None
    form = InspectionForm(*shared.form_places(request), data, files, initial=first)
    rows = RecommendationFormSet(data, initial=recommendation_rows(row), prefix="kien-nghi")
    # Both are asked, so that the person sees all that is to be mended at once.
    if request.method == "POST" and all([form.is_valid(), rows.is_valid()]):
        try:
            saved = _save(request, row, form, asked_in(rows))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi cuộc kiểm tra.")
            return redirect("campaigns:inspection", saved.pk)
    mark = changes.mark_of(papers.said_inspection(row, row.recommendations.all())) if row else ""
    context = {"form": form, "rows": rows, "inspection": row, "seen": request.POST.get("seen") or mark}
    return render(request, "campaigns/inspection_form.html", context)


def _save(
    request: HttpRequest, row: Inspection | None, form: InspectionForm, asked: list[dict[str, Any]]
) -> Inspection:
    upload = form.cleaned_data["minutes"]
    given: dict[str, Any] = {
        "values": form.values(),
        "asked": asked,
        "minutes": read_upload(upload) if upload else None,
    }
    if row is None:
        return actions.add_inspection(**given, key=form.cleaned_data["key"], by=signed_in(request))
    return actions.save_inspection(row, **given, seen=request.POST.get("seen", ""), by=signed_in(request))


def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how far one recommendation has come; a mistake shows beside it."""
    row = access.get_recommendation(signed_in(request), pk, Right.WRITE_PLANS)
    if request.method != "POST":
        return redirect("campaigns:inspection", row.inspection_id)
    form = FollowForm(request.POST, prefix=f"k{row.pk}", auto_id=f"id_%s_{row.pk}")
    if form.is_valid():
        try:
            actions.follow(row, **form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu kết quả thực hiện.")
            return redirect("campaigns:inspection", row.inspection_id)
    inspection_row = access.get_inspection(signed_in(request), row.inspection_id)
    return render(request, "campaigns/inspection.html", _context(request, inspection_row, form, row))
