"""Taking reports: once, whole, and never one over another in silence. What counts goes on to the plan and to labour days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right
from campaigns.actions.reporting import report_task
from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.rules.progress import Said as TaskSaid
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.enums import DocumentState
from emulation.actions.labour import propose_labour
from emulation.enums import ReportState
from emulation.models import Duty, EntryWork, Report, ReportLine
from emulation.photo_jobs import prepare_later
from emulation.queries import reports as queries
from emulation.queries.following import owed_of
from emulation.rules.reports import (
    LineSaid,
    Said,
    Sending,
    WorkFigures,
    day_refusal,
    faults,
    period_days,
    same,
)
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User

USED_KEY = "Mã của báo cáo này đã dùng cho một báo cáo có nội dung khác; đề nghị tải lại trang rồi gửi lại."


@transaction.atomic
def send_report(duty: Duty, day: date, said: Said, sending: Sending, *, by: User) -> Report:
    """Take a report of a duty's day. Safe to repeat: the same key again is the same report.

    A version that knows the one that counts (`sending.base`) replaces it, with a reason. One that does not, and says something
    else, stands in conflict with it: neither counts until somebody decides; saying the same it is that report, and that one is
    the answer. RuleError where the day takes no report or the figures cannot be. Photos come by `take_photo`.
    """
    duty = _locked(duty)
    before = Report.objects.filter(key=sending.key).first()
    if before is not None:
        if (before.duty_id, before.day) != (duty.pk, day) or not same(said_in(before), said):
            raise RuleError(USED_KEY)
        return before
    _check_day(duty, day)
    works = queries.works_for(duty, day)
    _check_said(duty, day, said, works)
    standing = list(queries.versions_of(duty, day).filter(state__in=queries.STANDING))
    alike = next((row for row in standing if same(said_in(row), said)), None)
    if alike is not None:
        return alike
    known = next((row for row in standing if row.key == sending.base), None)
    if known is not None and not sending.reason.strip():
        raise RuleError("Đã có báo cáo của ngày này; đề nghị ghi lý do sửa.")
    state = _make_room(standing, known)
    report = Report.objects.create(
        duty=duty, day=day, key=sending.key, state=state, way=sending.way, text=said.text, trouble=said.trouble, replaces=known,
        reason=sending.reason.strip() if known else "", announced=list(said.announced), written_at=sending.written_at, by=by,
        at=clock.now(),
    )  # fmt: skip
    ReportLine.objects.bulk_create(
        ReportLine(
            report=report, work_id=line.work, quantity=line.quantity, people=line.people, labour_days=line.labour_days
        )
        for line in said.lines
        if not line.empty
    )
    _bring_photos_along(report)
    _tell(report, known, by)
    _let_count(duty, day, [*standing, report], by)
    return report


@transaction.atomic
def decide_report(report: Report, *, reason: str, by: User) -> Report:
    """Choose this version of those in conflict; the others are set aside, nothing is deleted. Safe to repeat.

    RuleError where another version was chosen, without a reason, or where the day takes no report any more.
    """
    duty = _locked(report.duty)
    report = Report.objects.get(pk=report.pk)
    if report.state == ReportState.COUNTED:
        return report
    if report.state != ReportState.CONFLICT:
        raise RuleError("Bản báo cáo này không còn chờ chọn.")
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do chọn bản này.")
    _check_day(duty, report.day)
    rows = list(queries.versions_of(duty, report.day).filter(state=ReportState.CONFLICT))
    Report.objects.filter(pk__in=[row.pk for row in rows if row.pk != report.pk]).update(state=ReportState.SET_ASIDE)
    report.state, report.reason = ReportState.COUNTED, reason.strip()
    report.save(update_fields=["state", "reason"])
    record("report.decided", report, by=by, area=duty.entry.drive.area, note=reason)
    title = f"Đã chọn một bản báo cáo ngày {vndate(report.day)}: {duty.entry}"
    notify(
        {row.by for row in rows} - {by}, key=f"report-decided-{report.pk}", title=title, url=report.get_absolute_url()
    )
    _let_count(duty, report.day, rows, by)
    return report


def said_in(report: Report) -> Said:
    """What a stored version says."""
    lines = tuple(LineSaid(row.work_id, row.quantity, row.people, row.labour_days) for row in report.lines.all())
    return Said(report.text, report.trouble, lines, tuple(report.announced))


def refusal(duty: Duty, day: date) -> str:
    """Why no report of this day is taken now; empty where one is. One query."""
    frozen = queries.within(queries.frozen_spans(duty.entry), day)
    entry = duty.entry
    return day_refusal(
        owed_of(duty), day, drive=entry.drive.state, entry=entry.state, frozen=frozen, today=clock.today()
    )  # fmt: skip


def _locked(duty: Duty) -> Duty:
    """The duty, locked: what is told about one duty is taken one after the other."""
    rows = Duty.objects.select_for_update(of=("self",)).select_related("entry__drive__area", "entry__area", "committee")
    return rows.get(pk=duty.pk)


def _check_day(duty: Duty, day: date) -> None:
    if sentence := refusal(duty, day):
        raise RuleError(sentence)


def figures_of(duty: Duty, day: date, works: Sequence[EntryWork]) -> dict[int, WorkFigures]:
    """By work's id, what the rules ask of its line. Two queries."""
    done = queries.done_without(works, duty, day)
    return {
        work.pk: WorkFigures(work.task.text, work.task.volume, work.task.measure, done.get(work.pk, Decimal(0)))
        for work in works
    }


def _check_said(duty: Duty, day: date, said: Said, works: Sequence[EntryWork]) -> None:
    found = faults(said, figures_of(duty, day, works), period_days=period_days(duty.every))
    if found:
        raise RuleError(found[0])


def _make_room(standing: Sequence[Report], known: Report | None) -> ReportState:
    """Give up the place of the version that is replaced, or the standing of those contradicted; the new one's state."""
    if known is not None:
        state = ReportState(known.state)
        Report.objects.filter(pk=known.pk).update(state=ReportState.REPLACED)
        return state
    if standing:
        Report.objects.filter(pk__in=[row.pk for row in standing]).update(state=ReportState.CONFLICT)
        return ReportState.CONFLICT
    return ReportState.COUNTED


def _bring_photos_along(report: Report) -> None:
    """Photos that came with an earlier version of the day stand in this one too, with what was found about them."""
    found = queries.photos_of_day(report.duty_id, report.day, report.announced)
    for place, digest in enumerate(report.announced, 1):
        photo = found.get(digest)
        if photo is None:
            continue
        photo.pk, photo.report, photo.position = None, report, place
        photo.save(force_insert=True)
        prepare_later(photo)
    note_whole(report)


def note_whole(report: Report) -> list[str]:
    """Note the moment at which all announced photos are here; the digests that are not yet, in order."""
    here = queries.arrived_digests(report)
    missing = [digest for digest in report.announced if digest not in here]
    if not missing and report.whole_at is None:
        report.whole_at = clock.now()
        report.save(update_fields=["whole_at"])
    return missing


def _tell(report: Report, known: Report | None, by: User) -> None:
    duty = report.duty
    area = duty.entry.drive.area
    if report.state == ReportState.CONFLICT:
        record("report.conflict", report, by=by, area=area, note=report.reason)
        title = f"Hai báo cáo khác nhau ngày {vndate(report.day)}: {duty.entry}"
        url = reverse("emulation:decide_report", args=[report.pk])
        notify(people_who_may(Right.WRITE_DRIVES, area), key=f"report-conflict-{report.pk}", title=title, url=url)
    else:
        record("report.corrected" if known else "report.sent", report, by=by, area=area, note=report.reason)


def _let_count(duty: Duty, day: date, versions: Iterable[Report], by: User) -> None:
    """What counts now for the day goes on to the plan's tasks and to the labour days proposed."""
    works = {line.work_id for row in versions for line in row.lines.all()}
    propose_labour(duty, day)
    _follow_tasks(duty, day, works, by)


def _follow_tasks(duty: Duty, day: date, works: set[int], by: User) -> None:
    """The plan shows what the reports add up to: a report on each task whose total differs from what it says.

    A plan that is not in force yet is not followed; it has the total with the first report after it is.
    """
    rows = Task.objects.select_for_update(of=("self",)).select_related("plan__document")
    tasks = [
        task
        for task in rows.filter(pk__in=EntryWork.objects.filter(pk__in=works).values("task")).order_by("pk")
        if task.volume and task.state != TaskState.DROPPED and task.plan.document.state == DocumentState.ISSUED
    ] if works else []  # fmt: skip
    totals = queries.task_totals(tasks)
    for task in tasks:
        total = totals.get(task.pk, Decimal(0))
        if total != (task.done_volume or Decimal(0)):
            said = TaskSaid(done_volume=total, text=f"Theo báo cáo thi đua ngày {vndate(day)}, {duty.entry}.")
            report_task(task, said, key=uuid4().hex, by=by)
