"""The timeline of a plan: the picture with its table, and the sheet to print."""

from __future__ import annotations

from datetime import date

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from campaigns.access.plans import get_plan
from campaigns.papers.timeline import KEY, SHEETS, screen_picture
from campaigns.papers.timeline_rows import Line, numbered, spoken
from campaigns.papers.timeline_scale import span_of
from campaigns.timeline import NOTHING_TO_PRINT, Drawn, drawn, request_sheet
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in

#: So many tasks make a picture that one still scrolls through; paper holds them all.
PER_PICTURE = 100
BY_UNIT = "don-vi"


@require_GET
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """The Gantt picture of a plan by criterion or by unit (?nhom=don-vi), and the same in a table, part by part."""
    plan = get_plan(signed_in(request), pk)
    by_unit = request.GET.get("nhom") == BY_UNIT
    context = {"plan": plan, "document": plan.document, "by_unit": by_unit, "key": KEY, "sheets": SHEETS}
    try:
        found = drawn(plan, by_unit=by_unit)
    except RuleError as error:
        return render(request, "campaigns/timeline.html", {**context, "fault": error.message})
    if found is None:
        return render(request, "campaigns/timeline.html", context)
    page = page_of(request, found.lines, per_page=PER_PICTURE)
    numbers = numbered(found.tasks)
    context |= {
        "page": page, "schedule": found.schedule, "path": [numbers[key] for key in found.schedule.path],
        "critical": sum(line.row.critical for line in found.lines), "picture": _picture(page, found, clock.today()),
        "undated": sum(bool(line.row.open_note) for line in found.lines),
        "conflicts": [(conflict, numbers[conflict.key]) for conflict in found.schedule.conflicts],
    }  # fmt: skip
    return render(request, "campaigns/timeline.html", context)


def _picture(page: Page[Line], found: Drawn, today: date) -> str:
    """The part of the picture that the page shows, on the scale of the whole; milestones stand above its first part."""
    rows = [line.row for line in page]
    shown = [*found.milestones, *rows] if page.number == 1 else rows
    svg = screen_picture(
        shown, today=today, whole=span_of(found.rows, today), label=spoken(found.schedule, found.lines)
    )
    return mark_safe(svg)  # noqa: S308 - every text in it is escaped


@require_POST
def timeline_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Order all of it on one sheet, "kho" A3 (default) or A4; RuleError where there is nothing to draw."""
    plan = get_plan(signed_in(request), pk)
    sheet = request.POST.get("kho", "")
    by_unit = request.POST.get("nhom") == BY_UNIT
    if drawn(plan, by_unit=by_unit) is None:
        raise RuleError(NOTHING_TO_PRINT)
    job = request_sheet(plan, sheet=sheet if sheet in SHEETS else "A3", by_unit=by_unit, by=signed_in(request))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "jobs/job_state.html", {"job": job})
    return redirect("jobs:my_files")
