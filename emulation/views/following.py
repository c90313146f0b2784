"""Who has not reported, the texts to send about it, and the paper sheet for those without a phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from contributions.papers.print_pieces import Head
from core import clock
from core.errors import RuleError
from core.formats import parse_date, vndate
from core.pages import signed_in
from documents.printing import pdf_answer
from emulation.access.drives import get_drive
from emulation.access.following import get_duty
from emulation.enums import DriveState
from emulation.models import Drive
from emulation.papers import following as papers
from emulation.papers.board import pacing_of
from emulation.papers.report_sheet import SheetDay, read_code, sheet_days, sheet_html
from emulation.queries.board import standings
from emulation.queries.following import Turn, turns_between, turns_of_day
from emulation.queries.reports import frozen_by_kind

#: Days of praise and reminder where nobody asks for others, the day itself included.
_SPAN = 7


@require_GET
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Who owes a report for a day (?ngay=), who has sent it and who not; texts over the days from ?tu= to that day."""
    user = signed_in(request)
    drive = get_drive(user, pk)
    day, fault = _typed(request.GET.get("ngay", ""), _day_of(drive))
    since, fault_since = _typed(request.GET.get("tu", ""), day - timedelta(days=_SPAN - 1))
    since = max(min(since, day), day - timedelta(days=366))
    now = clock.now()
    turns = turns_of_day(drive, day)
    context = {
        "drive": drive, "day": day, "since": since, "faults": [text for text in (fault, fault_since) if text],
        "previous": day - timedelta(days=1), "next": day + timedelta(days=1), "today": clock.today(),
        "may_write": may(user, Right.WRITE_DRIVES, drive.area), **_of_day(drive, day, turns, now),
        **_of_span(drive, since, day, now),
    }  # fmt: skip
    return render(request, "emulation/follow_up.html", context)


def _day_of(drive: Drive) -> date:
    """Today, or the drive's nearest day where today lies outside of it."""
    return max(drive.starts_on, min(clock.today(), drive.ends_on))


def _typed(typed: str, otherwise: date) -> tuple[date, str]:
    """The day somebody asked for, and what is wrong with what was typed."""
    if not typed:
        return otherwise, ""
    try:
        return parse_date(typed), ""
    except RuleError as error:
        return otherwise, error.message


def _of_day(drive: Drive, day: date, turns: Sequence[Turn], now: datetime) -> dict[str, object]:
    over = drive.state == DriveState.CLOSED
    lines = papers.lines_of_day(turns, day, now, frozen=frozen_by_kind([drive.pk]), over=over)
    order = ("missing", "shut", "late", "not_yet", "on_time")
    rows = sorted(zip(lines, turns, strict=True), key=lambda row: order.index(row[0].state))
    states = [line.state for line in lines]
    return {
        "rows": rows, "counts": {state: states.count(state) for state in states},
        "zalo": papers.zalo_text(day, lines, now), "loudspeaker": papers.loudspeaker_text(drive.name, day, lines, now),
    }  # fmt: skip


def _of_span(drive: Drive, since: date, upto: date, now: datetime) -> dict[str, object]:
    scores = papers.scores_of(turns_between(drive, since=since, upto=upto), now)
    pacing = pacing_of(standings(drive, now=now, today=clock.today()))
    return {
        "praise": papers.praise_text(since, upto, scores, pacing),
        "reminder": papers.reminder_text(since, upto, scores, pacing),
    }


@require_GET
def report_sheet(request: HttpRequest, pk: int, duty_pk: int) -> HttpResponse:
    """The blank sheet of a duty as PDF, from the week of ?ngay= (today without it) on; 409 where nothing is owed then."""
    duty = get_duty(signed_in(request), pk, duty_pk)
    drive = duty.entry.drive
    day, _ = _typed(request.GET.get("ngay", ""), _day_of(drive))
    days = sheet_days(duty, day)
    if not days:
        raise RuleError(f"Từ ngày {vndate(day)} không có kỳ báo cáo nào của đơn vị này để in phiếu.")
    works = list(duty.entry.works.select_related("task"))
    who = Head(tuple(dict.fromkeys((str(drive.area).upper(), str(duty.entry.area).upper()))))
    html = sheet_html(duty, works, [SheetDay(day, _address(duty.pk, day)) for day in days], who)
    return pdf_answer(html, f"phieu-bao-cao-{duty.pk}-{days[0]:%Y%m%d}", f"Phiếu báo cáo {papers.duty_name(duty)}.pdf")


def _address(duty: int, day: date) -> str:
    return f"{settings.PUBLIC_URL}{reverse('emulation:report_form', args=[duty, day.isoformat()])}"


@require_GET
def sheet_by_code(request: HttpRequest, pk: int) -> HttpResponse:
    """From the code of a paper sheet (?ma=) to the form it is typed into; a wrong code is said on the page it was typed on."""
    drive = get_drive(signed_in(request), pk)
    try:
        duty, day = read_code(request.GET.get("ma", ""))
    except RuleError as error:
        messages.error(request, error.message)
        return redirect("emulation:follow_up", drive.pk)
    return redirect("emulation:report_form", duty, day.isoformat())
