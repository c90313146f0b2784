"""The pages of the office above: who has sent what, whom to call, where a rolled-up figure comes from, what is asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.sheets import workbook, workbook_response
from reminders.queries.workdays import calendar
from reporting.access import office as access
from reporting.access.reports import get_report, is_inside
from reporting.actions import office as actions
from reporting.compose.rollup import cells_below
from reporting.context import Scope
from reporting.forms.office import AskForm, EndForm
from reporting.models import Cell, ReportDuty
from reporting.papers import overview as papers
from reporting.papers.page import sent_cells
from reporting.papers.workbook import workbook_sheets
from reporting.queries import office as queries
from reporting.queries.reports import last_version
from reporting.rules.periods import due_on, period_of, periods_between

if TYPE_CHECKING:
    from areas.models import Area

#: So many areas to call stand on the page; the workbook has all.
_CALLS = 60


@dataclass(frozen=True, slots=True)
class _Shown:
    """One form of one office in a year."""

    duties: list[ReportDuty]
    duty: ReportDuty
    year: int
    #: The latest first: what one comes for stands beside the names.
    turns: list[papers.Turn]
    rows: list[papers.Row]


def _chosen(request: HttpRequest, duties: Sequence[ReportDuty]) -> tuple[ReportDuty, int]:
    """The duty and year of the address (?mau=, ?nam=); nonsense asks for the first and this year."""
    asked, year = request.GET.get("mau", ""), request.GET.get("nam", "")
    duty = next((duty for duty in duties if asked in {str(duty.pk), f"{duty.form_id}"}), duties[0])
    today = clock.today()
    return duty, int(year) if year.isascii() and year.isdigit() and 2000 <= int(year) <= today.year + 1 else today.year


def _shown(request: HttpRequest) -> _Shown | None:
    duties = list(access.visible_duties(signed_in(request)))
    if not duties:
        return None
    duty, year = _chosen(request, duties)
    same = [
        other
        for other in duties
        if (other.form_id, other.asked_by_id, other.drive_id) == (duty.form_id, duty.asked_by_id, duty.drive_id)
    ]
    turns, today = _turns(same, year)[::-1], clock.today()
    areas = queries.areas_owing(duty.asked_by, duty.form.level)
    first, last = date(year, 1, 1), date(year, 12, 31)
    reports = queries.standing_between(duty.asked_by, duty.form, first, last, drive=duty.drive_id)
    rows = papers.rows_of(areas, turns, reports, today, queries.stands)
    return _Shown(_once(duties), duty, year, turns, rows)


def _once(duties: Sequence[ReportDuty]) -> list[ReportDuty]:
    """Each form, office and drive once, the latest duty of each."""
    return list({(duty.form_id, duty.asked_by_id, duty.drive_id): duty for duty in reversed(duties)}.values())[::-1]


def _turns(duties: Sequence[ReportDuty], year: int) -> list[papers.Turn]:
    """The periods of the year that have begun and that were asked for, oldest first."""
    form, today, working = duties[0].form, clock.today(), calendar().is_working
    return [
        papers.Turn(period, due_on(form, period, working))
        for period in periods_between(form, date(year, 1, 1), date(year, 12, 31))
        if period.starts_on <= today
        and any(
            duty.valid_from <= period.ends_on and (duty.valid_to is None or duty.valid_to >= period.starts_on)
            for duty in duties
        )
    ]


def _calls(shown: _Shown) -> list[papers.Call]:
    """Areas to be called with their people and whether they were reminded today. Two queries."""
    today = clock.today()
    asked = papers.calls_of(shown.rows)
    writers = queries.writers_on({area.pk for area, _ in asked}, today)
    keys = {actions.reminder_key(shown.duty, area, today) for area, _ in asked}
    told = queries.told(keys, {user for people in writers.values() for user in people})
    return [
        papers.Call(
            area, squares, tuple(writers.get(area.pk, ())), actions.reminder_key(shown.duty, area, today) in told
        )
        for area, squares in asked
    ]


@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """Areas × periods of one form in a year (?mau=, ?nam=), those of one state (?tt=); ?export=xlsx takes all along."""
    shown = _shown(request)
    if shown is None:
        return render(request, "reporting/office_none.html")
    if request.GET.get("export") == "xlsx":
        return _export(shown)
    state = request.GET.get("tt", "")
    rows = papers.with_state(shown.rows, state) if state in dict(papers.STATES) else shown.rows
    calls = _calls(shown)
    today = clock.today()
    rates = papers.rates_of(shown.rows)
    page = page_of(request, rows)
    context = {
        "duties": shown.duties, "duty": shown.duty, "year": shown.year, "years": range(today.year, today.year - 6, -1),
        "turns": shown.turns, "page": page, "rates": rates, "state": state, "calls": calls[:_CALLS], "more_calls": len(calls) - _CALLS,
        "callable": sum(1 for call in calls if call.people and not call.told), "areas": len(shown.rows),
        "states": [(code, word, rates.counts.get(code, 0)) for code, word in papers.STATES],
    }  # fmt: skip
    return render(request, "reporting/office.html", context)


def _export(shown: _Shown) -> HttpResponse:
    writers = queries.writers_on({row.area.pk for row in shown.rows}, clock.today())
    title = f"{shown.duty.form.name}, năm {shown.year}"
    data = workbook(*papers.sheets(title, shown.duty.asked_by, shown.rows, shown.turns, writers))
    return workbook_response(data, f"tinh-hinh-gui-bao-cao-{shown.year}.xlsx")


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Remind one area (area) of what it owes, or all of the form; once a day each."""
    shown = _shown(request)
    if shown is None:
        raise Http404
    calls = _calls(shown)
    area = request.POST.get("area", "")
    if area:
        calls = [call for call in calls if str(call.area.pk) == area]
        if not calls:
            raise Http404
    told = actions.remind(shown.duty, [call for call in calls if not call.told])
    if told:
        messages.success(request, f"Đã nhắc {told} địa bàn.")
    else:
        messages.info(request, "Hôm nay đã nhắc rồi, hoặc địa bàn chưa có tài khoản của người viết báo cáo.")
    return redirect(f"{reverse('reporting:office')}?{request.GET.urlencode()}#can-goi")


@require_GET
def rollup_parts(request: HttpRequest, form_pk: int, area_pk: int, since: str) -> HttpResponse:
    """The reports that a figure of the office's own report adds up (?bieu=, ?dong=, ?cot=), as they stand now."""
    form, area = access.get_rollup(signed_in(request), form_pk, area_pk)
    try:
        period = period_of(form, date.fromisoformat(since))
    except ValueError as error:
        raise Http404 from error
    scope = Scope(area, form, period.starts_on, period.ends_on, label=period.label)
    code, row, column = (request.GET.get(name, "") for name in ("bieu", "dong", "cot"))
    found = cells_below(scope, code, row, column)
    context = {
        "area": area,
        "form": form,
        "period": period,
        "found": found,
        "page": page_of(request, found.lines, per_page=200),
    }
    return render(request, "reporting/rollup_parts.html", context)


def duties(request: HttpRequest) -> HttpResponse:
    """What the person's offices ask of the areas below; asking for one more form."""
    user = signed_in(request)
    offices = access.offices(user)
    office = _office(offices, request.POST.get("noi") or request.GET.get("noi", ""))
    form = AskForm(
        queries.forms_to_ask(office, clock.today()), access.drives_to_ask(user, office),
        request.POST if request.method == "POST" else None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.ask(data["mau"], office, data["tu_ngay"], by=user, drive=data["dot"])
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã giao chế độ báo cáo.")
            return redirect("reporting:duties")
    return _duties(request, offices, office, form)


def _duties(request: HttpRequest, offices: Sequence[Area], office: Area, form: AskForm) -> HttpResponse:
    rows = page_of(request, queries.duties_of(offices))
    ends = [(duty, EndForm(auto_id=f"thoi-{duty.pk}-%s") if duty.valid_to is None else None) for duty in rows]
    context = {"page": rows, "rows": ends, "form": form, "offices": offices, "office": office}
    status = 422 if form.errors else 200
    return render(request, "reporting/office_duties.html", context, status=status)


def _office(offices: Sequence[Area], pk: str) -> Area:
    return next((area for area in offices if str(area.pk) == pk), offices[0])


@require_POST
def end_duty(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask no longer after a day."""
    user = signed_in(request)
    duty = access.get_duty(user, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ngày thôi chưa đúng; viết như 31/12/2026.")
        return redirect("reporting:duties")
    try:
        actions.end_duty(duty, form.cleaned_data["den_ngay"], by=user)
    except RuleError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã thôi chế độ báo cáo.")
    return redirect("reporting:duties")


@require_GET
def report_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """A report's tables as a workbook: for its own people as they stand, for the office above as they last went up."""
    user = signed_in(request)
    report = get_report(user, pk)
    inside = is_inside(user, report)
    cells: list[Cell] = list(report.cells.all()) if inside else sent_cells(last_version(report))
    data = workbook(*workbook_sheets(report, cells, as_sent=not inside))
    return workbook_response(data, f"bao-cao-{report.pk}-{report.ends_on:%Y%m%d}.xlsx")
