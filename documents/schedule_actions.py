"""Every write on schedules of exports: kept by their owners, ordered by beat, stopped after too many failures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from accounts.access import home_area
from core import clock
from core.errors import RuleError
from documents.enums import RunState
from documents.models import ScheduledExport, ScheduledRun
from documents.schedules import last_turn, next_turn
from jobs.actions import enqueue
from jobs.enums import JobState
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User

KIND = "documents.scheduled_export"
#: So many failed turns in a row stop a schedule.
MOST_FAILURES = 5
#: Schedules of one person; more are a mistake.
MOST_SCHEDULES = 30
#: Schedules ordered in one go of the beat task.
_AT_MOST = 500


# --- By their owners ---


@transaction.atomic
def create(schedule: ScheduledExport, *, by: User) -> ScheduledExport:
    """Keep a new schedule; its first turn is the next one. The same asked twice is one schedule."""
    same = ScheduledExport.objects.filter(
        owner=by, export=schedule.export, what=schedule.what, format=schedule.format, every=schedule.every,
        weekday=schedule.weekday, month_day=schedule.month_day, hour=schedule.hour,
    ).first()  # fmt: skip
    if same is not None:
        return same
    if by.scheduled_exports.count() >= MOST_SCHEDULES:
        raise RuleError(f"Mỗi người đặt nhiều nhất {MOST_SCHEDULES} lịch gửi; đề nghị xóa lịch không còn dùng.")
    now = clock.now()
    schedule.owner, schedule.created_at, schedule.next_at = by, now, next_turn(schedule, now)
    schedule.save()
    record("schedule.created", schedule, by=by, area=home_area(by), note=schedule.when)
    return schedule


@transaction.atomic
def stop(schedule: ScheduledExport, *, by: User) -> None:
    """No more turns until it is started again; safe to repeat."""
    if ScheduledExport.objects.filter(pk=schedule.pk, next_at__isnull=False).update(next_at=None, stopped_for=""):
        schedule.runs.filter(state=RunState.WAITING).update(state=RunState.DROPPED, reason="Lịch gửi đã dừng.")
        record("schedule.stopped", schedule, by=by, area=home_area(by))


@transaction.atomic
def start(schedule: ScheduledExport, *, by: User) -> None:
    """Turns again from the next one on, failures counted from nought; safe to repeat."""
    turn = next_turn(schedule, clock.now())
    stopped = ScheduledExport.objects.filter(pk=schedule.pk, next_at=None)
    if stopped.update(next_at=turn, failures=0, stopped_for=""):
        record("schedule.started", schedule, by=by, area=home_area(by))


@transaction.atomic
def delete(schedule: ScheduledExport, *, by: User) -> None:
    """Take the schedule away; files it made stay in "Tệp của tôi" until their day."""
    record("schedule.deleted", schedule, by=by, area=home_area(by), note=schedule.when)
    schedule.delete()


# --- By beat ---


def order_due() -> None:
    """Order the work of every schedule whose turn has come, once, and count what failed for good since. Two beats at once, or a
    beat that comes late, do each turn once; of several missed turns of a schedule only the last is made up for."""
    _count_the_failed()
    due = ScheduledExport.objects.filter(next_at__lte=clock.now()).order_by("next_at")
    for schedule in due.select_related("owner")[:_AT_MOST]:
        _order(schedule)


@transaction.atomic
def _order(schedule: ScheduledExport) -> None:
    now = clock.now()
    mine = ScheduledExport.objects.filter(pk=schedule.pk, next_at=schedule.next_at)
    if not mine.update(next_at=next_turn(schedule, now)):
        return
    run, created = ScheduledRun.objects.get_or_create(schedule=schedule, day=last_turn(schedule, now))
    if created:
        run.job = enqueue(
            KIND, key=str(run.pk), payload={"run": run.pk}, owner=schedule.owner, area=home_area(schedule.owner),
            title=f"{schedule.title} (theo lịch)"[:250],
        )  # fmt: skip
        run.save(update_fields=["job"])


def _count_the_failed() -> None:
    """Work that was given up (the mail server away for long, workers that died) ends outside of its handler."""
    waiting = ScheduledRun.objects.filter(state=RunState.WAITING)
    for run in waiting.filter(job__state=JobState.FAILED).select_related("schedule__owner", "job")[:_AT_MOST]:
        assert run.job is not None
        failed(run, run.job.reason)
    stopped_by_hand = waiting.filter(job__state=JobState.CANCELLED)
    stopped_by_hand.update(state=RunState.DROPPED, reason="Anh/chị đã dừng việc này ở “Tệp của tôi”.")


@transaction.atomic
def failed(run: ScheduledRun, reason: str) -> None:
    """Keep that a turn failed and why, once; the fifth in a row stops the schedule and tells its owner."""
    waiting = ScheduledRun.objects.filter(pk=run.pk, state=RunState.WAITING)
    if not waiting.update(state=RunState.FAILED, reason=reason):
        return
    ScheduledExport.objects.filter(pk=run.schedule_id).update(failures=F("failures") + 1)
    over = ScheduledExport.objects.filter(pk=run.schedule_id, failures__gte=MOST_FAILURES, next_at__isnull=False)
    if not over.update(next_at=None, stopped_for=reason):
        return
    schedule = run.schedule
    record("schedule.stopped", schedule, by=None, area=home_area(schedule.owner), note=reason)
    notify(
        [schedule.owner], key=f"schedule-{schedule.pk}-stopped-{run.day}", url=reverse("documents:schedules"),
        title=f"Đã dừng gửi “{schedule.title[:80]}” sau {MOST_FAILURES} lần không gửi được: {reason}",
    )  # fmt: skip


def sent(run: ScheduledRun) -> bool:
    """Claim that this worker sends the turn's mail, to be called in the transaction that sends; False when it has been sent."""
    unsent = ScheduledRun.objects.filter(pk=run.pk, sent_at=None)
    if not unsent.update(state=RunState.SENT, sent_at=clock.now(), reason=""):
        return False
    ScheduledExport.objects.filter(pk=run.schedule_id).update(failures=0)
    return True
