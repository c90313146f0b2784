"""What the office above decides: which reports it asks for, since when, and whom it reminds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse

from core import clock
from core.errors import RuleError
from core.formats import vndate
from journal.actions import notify, record
from reporting.models import ReportDuty, ReportForm
from reporting.queries.office import levels_below

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from emulation.models import Drive
    from reporting.papers.overview import Call


@transaction.atomic
def ask(form: ReportForm, office: Area, valid_from: date, *, by: User, drive: Drive | None = None) -> ReportDuty:
    """Ask the areas below for a form from a day on, or for one drive alone. Safe to repeat: asked again it stays as it is.

    RuleError for a form of another level and for a drive of another area.
    """
    if form.level not in levels_below(office):
        raise RuleError(f"Mẫu “{form.name}” không phải của cấp dưới {office.kind_word} {office.name}.")
    if drive is not None and not (drive.area.path or "").startswith(office.path or "-"):
        raise RuleError("Đợt thi đua này không thuộc địa bàn.")
    found = ReportDuty.objects.filter(form=form, asked_by=office, drive=drive, valid_to=None).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = ReportDuty.objects.create(
                form=form, asked_by=office, drive=drive, valid_from=valid_from, created_by=by
            )
    except IntegrityError:  # somebody asked in the same moment
        return ReportDuty.objects.get(form=form, asked_by=office, drive=drive, valid_to=None)
    record("periodic.asked", made, by=by, area=office, changes={"từ ngày": ["", valid_from]})
    return made


@transaction.atomic
def end_duty(duty: ReportDuty, last_day: date, *, by: User) -> ReportDuty:
    """Ask no longer after a day; reports that are open stay owed. Safe to repeat.

    RuleError where the day lies before the first, or it was ended on another day.
    """
    duty = ReportDuty.objects.select_for_update(of=("self",)).select_related("form", "asked_by").get(pk=duty.pk)
    if duty.valid_to == last_day:
        return duty
    if duty.valid_to is not None:
        raise RuleError(f"Chế độ này đã thôi từ hết ngày {vndate(duty.valid_to)}.")
    if last_day < duty.valid_from:
        raise RuleError(f"Ngày thôi phải từ ngày {vndate(duty.valid_from)} trở đi.")
    duty.valid_to = last_day
    duty.save(update_fields=["valid_to"])
    record("periodic.asked", duty, by=by, area=duty.asked_by, changes={"đến hết ngày": ["", last_day]})
    return duty


def reminder_key(duty: ReportDuty, area: Area | int, day: date) -> str:
    """One reminder a day for an area and what it owes of a duty."""
    pk = area if isinstance(area, int) else area.pk
    return f"report-asked-{duty.form_id}-{duty.drive_id or 0}-{pk}-{day:%Y-%m-%d}"


@transaction.atomic
def remind(duty: ReportDuty, calls: Sequence[Call]) -> int:
    """Put a line into the inboxes of those who write the reports that are missing; once a day for each area.

    Answers how many areas have somebody to hear it.
    """
    today = clock.today()
    heard = [call for call in calls if call.people]
    for call in heard:
        days = f", quá hạn {call.late} ngày" if call.late else ""
        first = call.squares[0]
        notify(
            call.people, key=reminder_key(duty, call.area, today),
            title=f"{duty.asked_by} đề nghị gửi {duty.form.name[:1].lower()}{duty.form.name[1:]} ({call.periods}){days}",
            url=reverse("reporting:report", args=[first.report]) if first.report else reverse("reporting:reports"),
        )  # fmt: skip
    return len(heard)
