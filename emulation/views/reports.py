"""Reports: what I owe, the form, one report with its versions, a drive's reports, choosing between versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from emulation.access import reports as access
from emulation.access.drives import get_drive
from emulation.actions import reports as actions
from emulation.actions.report_photos import Arrived, take_photo
from emulation.forms.reports import DecideForm, ReportFilter, ReportForm
from emulation.papers import reports as papers
from emulation.queries import reports as queries
from emulation.rules.reports import period_days
from emulation.views.owed import owed_by
from journal.papers import history_lines
from journal.queries import history_of

if TYPE_CHECKING:
    from datetime import date

    from accounts.models import User
    from emulation.models import Duty, Report


@require_GET
def my_reports(request: HttpRequest) -> HttpResponse:
    """Reports that are mine to send: today's and those of the last month that are missing or may be corrected."""
    user = signed_in(request)
    context = {"owed": owed_by(user), "today": clock.today(), "reports": access.ever_reports(user)}
    return render(request, "emulation/report_mine.html", context)


def report_form(request: HttpRequest, duty: int, day: str) -> HttpResponse:
    """The report of a day with all its photos at once, or its correction; needs no script."""
    user = signed_in(request)
    owed, on = access.get_duty(user, duty), access.the_day(day)
    standing = list(queries.versions_of(owed, on).filter(state__in=queries.STANDING))
    shown = next((row for row in standing if row.state == "counted"), None)
    refusal = actions.refusal(owed, on)
    form = _form(request, owed, on, shown, for_others=not access.is_own(user, owed))
    if request.method == "POST" and form.is_valid():
        try:
            report = _send(form, owed, on, user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            _say(request, report)
            return redirect(report)
    context = {
        "duty": owed, "entry": owed.entry, "drive": owed.entry.drive, "day": on, "form": form, "shown": shown,
        "refusal": refusal if not form.is_bound else "", "conflict": next((row for row in standing if row.state == "conflict"), None),
    }  # fmt: skip
    return render(request, "emulation/report_form.html", context)


def _form(request: HttpRequest, duty: Duty, day: date, shown: Report | None, *, for_others: bool) -> ReportForm:
    works = queries.works_for(duty, day)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return ReportForm(
        works, actions.figures_of(duty, day, works), data, files, days=period_days(duty.every),
        keeps_place=duty.entry.drive.keeps_place, shown=shown, for_others=for_others,
    )  # fmt: skip


def _send(form: ReportForm, duty: Duty, day: date, user: User) -> Report:
    """The report, then each of its photos, which the form has read and cleaned before anything was stored."""
    photos = {digest: (photo, camera) for digest, photo, camera in form.cleaned_data["photos"]}
    report = actions.send_report(duty, day, form.said(list(photos)), form.sending(), by=user)
    for digest, (photo, camera) in photos.items():
        found = Arrived(
            digest, photo, camera.taken_at, camera.taken_at is not None, camera.latitude, camera.longitude
        )  # fmt: skip
        take_photo(report, found, by=user)
    return report


def _say(request: HttpRequest, report: Report) -> None:
    if report.state == "conflict":
        messages.warning(
            request, "Đã có một báo cáo khác của ngày này; cả hai bản được giữ, cán bộ xã sẽ chọn một bản."
        )
    else:
        messages.success(request, "Đã nhận báo cáo.")


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: lines, photos, labour days, its other versions, what happened."""
    user = signed_in(request)
    found = access.get_report(user, pk)
    duty = found.duty
    context = {
        "report": found, "duty": duty, "entry": duty.entry, "drive": duty.entry.drive,
        "lines": papers.shown_lines(queries.with_lines(found)), "photos": list(found.photos.select_related("file")),
        "versions": list(queries.with_photo_counts(queries.versions_of(duty, found.day))),
        "proposals": list(queries.proposals_of(found)),
        "late": papers.lateness(queries.first_arrivals([(duty.pk, found.day)]).get((duty.pk, found.day)), found.day, duty),
        "own": access.is_own(user, duty), "may_correct": found.state == "counted" and access.may_report(user, duty) and not actions.refusal(duty, found.day),
        "may_decide": found.state == "conflict" and access.may_decide(user, found) and not actions.refusal(duty, found.day),
        "history": history_lines(history_of(found)),
    }  # fmt: skip
    return render(request, "emulation/report_detail.html", context)


@require_GET
def report_list(request: HttpRequest, pk: int) -> HttpResponse:
    """A drive's reports, by day, entry and state."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    form = ReportFilter(queries.reported_entries(drive.pk), request.GET or None)
    rows = queries.listed(drive, **(form.chosen() if form.is_bound else _ALL))
    page = page_of(request, rows)
    first = queries.first_arrivals([(row.duty_id, row.day) for row in page])
    context = {
        "drive": drive, "page": page, "form": form, "conflicts": queries.conflicts_in(drive.pk),
        "rows": [(row, papers.lateness(first.get((row.duty_id, row.day)), row.day, row.duty)) for row in page],
    }  # fmt: skip
    return answer(request, "emulation/report_list.html", context)


_ALL = {"day": None, "entry": None, "state": ""}


def decide_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Versions in conflict side by side; one is chosen, with a reason."""
    user = signed_in(request)
    found = access.get_conflict(user, pk)
    duty = found.duty
    versions = queries.versions_of(duty, found.day).filter(state="conflict")
    form = DecideForm(versions, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = actions.decide_report(form.cleaned_data["chosen"], reason=form.cleaned_data["reason"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã chọn bản báo cáo; bản còn lại được giữ để đối chiếu.")
            return redirect(chosen)
    if not versions.exists():
        return redirect(found)
    sides = [
        (row, papers.shown_lines(queries.with_lines(row)), list(row.photos.select_related("file"))) for row in versions
    ]
    context = {
        "report": found,
        "duty": duty,
        "entry": duty.entry,
        "drive": duty.entry.drive,
        "sides": sides,
        "form": form,
    }
    return render(request, "emulation/report_decide.html", context)
