"""Opening reports: by itself for every duty in force, or one by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from areas.models import Area
from areas.queries import below, stands
from core import clock
from core.errors import RuleError
from reminders.queries.workdays import calendar
from reporting.models import PeriodicReport, ReportDuty, ReportForm
from reporting.rules.periods import Period, due_on, period_of, periods_between

if TYPE_CHECKING:
    from accounts.models import User
    from emulation.models import Drive

#: Periods that began longer ago are not opened by themselves: nobody owes them any more.
LOOK_BACK = timedelta(days=366)


@transaction.atomic
def open_reports(today: date) -> int:
    """Open a report for each duty in force, each area of its form's level under the office that asks, each period begun.

    Safe to repeat, and what a missed night left out is caught up; answers how many are new. Five queries and the insert,
    however many areas there are.
    """
    duties = list(
        ReportDuty.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today).select_related(
            "form", "asked_by", "drive"
        )
    )
    areas = _areas_of(duties)
    first = today - LOOK_BACK
    known = set(
        PeriodicReport.objects.filter(
            form__in={duty.form_id for duty in duties}, ends_on__gte=first
        ).values_list("form", "area", "drive", "starts_on")
    )  # fmt: skip
    working = calendar().is_working
    new: dict[tuple[int, int, int | None, date], PeriodicReport] = {}
    for duty in duties:
        below_it = [
            area
            for area in areas
            if area.level == duty.form.level and (area.path or "").startswith(duty.asked_by.path or "-")
        ]
        for period in _begun(duty, first, today):
            due = due_on(duty.form, period, working)
            for area in below_it:
                key = (duty.form_id, area.pk, duty.drive_id, period.starts_on)
                if key not in known and key not in new and stands(area, min(period.ends_on, today)):
                    new[key] = PeriodicReport(
                        form=duty.form, area=area, drive=duty.drive, starts_on=period.starts_on, ends_on=period.ends_on,
                        due_on=due, created_by_id=duty.created_by_id,
                    )  # fmt: skip
    PeriodicReport.objects.bulk_create(new.values(), ignore_conflicts=True, batch_size=500)
    return len(new)


@transaction.atomic
def open_report(
    form: ReportForm, area: Area, period: Period, *, by: User, drive: Drive | None = None
) -> PeriodicReport:
    """The area's report for a period, opened if there is none. Safe to repeat. RuleError where the form is another level's."""
    if form.level != area.level:
        raise RuleError(f"Mẫu “{form.name}” không dùng cho {area.kind_word} {area.name}.")
    if period.starts_on > clock.today():
        raise RuleError(f"Kỳ báo cáo {period.label} chưa bắt đầu.")
    found, _ = PeriodicReport.objects.get_or_create(
        form=form, area=area, drive=drive, starts_on=period.starts_on,
        defaults={"ends_on": period.ends_on, "due_on": due_on(form, period, calendar().is_working), "created_by": by},
    )  # fmt: skip
    return found


def _areas_of(duties: Iterable[ReportDuty]) -> list[Area]:
    duties = list(duties)
    if not duties:
        return []
    rows = Area.objects.filter(below([duty.asked_by for duty in duties], "path"))
    return list(rows.filter(level__in={duty.form.level for duty in duties}).order_by("path"))


def _begun(duty: ReportDuty, first: date, today: date) -> Iterator[Period]:
    """Periods of the duty that have begun, oldest first; those over before the duty, or before `first`, are left out."""
    since = max(first, duty.valid_from, duty.form.valid_from)
    if duty.drive is not None:
        since = max(since, duty.drive.starts_on)
    last = min(day for day in (today, duty.form.valid_to, duty.drive.ends_on if duty.drive else None) if day)
    if since > last:
        return
    ended = periods_between(duty.form, since, last)
    yield from ended
    running = period_of(duty.form, last)
    if running not in ended:
        yield running
