"""Sending one message: the work of a job, done once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction

from core import clock
from core.errors import RuleError
from jobs.actions import finish
from journal.models import Notice
from reminders import sources
from reminders.actions.escalation import is_reminder
from reminders.channels import Line, Outgoing, RefusedError
from reminders.channels.registry import ways
from reminders.enums import Channel, MessageKind, MessageState
from reminders.models import Acknowledgement, Message
from reminders.papers import titles
from reminders.papers.digest import NEWS, settings_url, subject_of, urgent_subject
from reminders.queries import workdays
from reminders.queries.preferences import preference_of
from reminders.rules import offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.models import User
    from jobs.models import Job

KIND = "reminders.send"
_UNSENT = (MessageState.WAITING, MessageState.FAILED)
_OFF = "Đường gửi “{channel}” đã tắt hoặc không còn địa chỉ của người nhận."


def send_message(job: Job) -> dict[str, Any]:
    """Work of a "reminders.send" job. Its words are made now: what was done, moved or answered since is left out, and with nothing
    left nothing is sent. sent_at and the job's end are stored together right after the other side took the message; whoever comes
    second finds it sent. What the other side will never take ends here, with the reason; asked again, it is tried again.
    """
    message = Message.objects.select_related("recipient").get(pk=job.payload["message"])
    try:
        with transaction.atomic():
            ours = Message.objects.filter(pk=message.pk, state__in=_UNSENT).update(
                state=MessageState.SENT, sent_at=clock.now(), reason=""
            )
            if ours:
                _send_or_drop(message)
            finish(job)
    except RefusedError as error:
        if error.afterwards:
            error.afterwards()
        Message.objects.filter(pk=message.pk, state__in=_UNSENT).update(state=MessageState.FAILED, reason=str(error))
        raise RuleError(str(error)) from error
    return {}


def _send_or_drop(message: Message) -> None:
    lines = lines_of(message)
    if not lines:
        Message.objects.filter(pk=message.pk).update(state=MessageState.EMPTY, sent_at=None)
        return
    way, channel, user = ways()[Channel(message.channel)], message.get_channel_display(), message.recipient
    preference = preference_of(user)
    if not (way.is_on() and way.reaches(user, preference)):
        raise RefusedError(_OFF.format(channel=channel))
    is_digest = message.kind == MessageKind.DIGEST
    subject = subject_of(lines, clock.today()) if is_digest else urgent_subject(lines[0].title)
    way.send(Outgoing(str(message.pk), user, preference, subject, lines, settings_url()))


def lines_of(message: Message) -> list[Line]:
    """What the message says today: each thing once, by its newest reminder, and nothing that needs no telling any more."""
    if not message.recipient.is_active:
        return []
    notices = list(Notice.objects.filter(pk__in=message.lines.values("notice_id")).order_by("pk"))
    calendar, today = workdays.calendar(), clock.today()
    lines = []
    for notice in _still_to_tell(notices, message.recipient):
        title, group = notice.title, NEWS
        if notice.due_on is not None and is_reminder(notice):
            far = offsets.distance(notice.due_on, today, calendar)
            title, group = titles.reworded(title, notice.due_on, today, far), titles.group_of(notice.due_on, today)
        lines.append(Line(title, settings.PUBLIC_URL + notice.url, group))
    return lines


def _still_to_tell(notices: Sequence[Notice], recipient: User) -> list[Notice]:
    reminders = [notice for notice in notices if is_reminder(notice)]
    owed, answered = _owed(reminders, recipient), _answered(notices)
    newest = {(notice.thing, notice.due_on): notice.pk for notice in reminders}
    is_open = _open_things({notice.thing for notice in notices if notice.thing and not is_reminder(notice)})

    def is_told(notice: Notice) -> bool:
        about = (notice.thing, notice.due_on)
        if not notice.thing:
            return True
        if not is_reminder(notice):  # a superior hears no more once anybody answered
            return notice.thing in is_open and about not in answered
        return about in owed and recipient.pk not in answered.get(about, ()) and newest[about] == notice.pk

    return [notice for notice in notices if is_told(notice)]


def _owed(reminders: Sequence[Notice], recipient: User) -> set[tuple[str, date | None]]:
    """What the person still owes, each with the last day it has now: a thing that was moved is told anew, not by its old day."""
    days: dict[str, date] = {}
    for notice in reminders:
        code = notice.thing.partition(":")[0]
        if notice.due_on is not None:
            days[code] = max(notice.due_on, days.get(code, notice.due_on))
    found = ((kind, until) for code, until in days.items() if (kind := sources.find(code)))
    return {(due.thing, due.on) for kind, until in found for due in kind.of_user(recipient, until)}


def _answered(notices: Sequence[Notice]) -> dict[tuple[str, date | None], set[int]]:
    """Who answered for these things, by thing and last day."""
    answers: dict[tuple[str, date | None], set[int]] = {}
    rows = Acknowledgement.objects.filter(thing__in={notice.thing for notice in notices if notice.thing})
    for thing, due_on, user in rows.values_list("thing", "due_on", "user_id"):
        answers.setdefault((thing, due_on), set()).add(user)
    return answers


def _open_things(things: set[str]) -> set[str]:
    """Those of these things that are still open; a kind that is no longer registered has none."""
    ids: dict[str, set[int]] = {}
    for thing in things:
        code, _, pk = thing.partition(":")
        ids.setdefault(code, set()).add(int(pk))
    found = ((code, kind, wanted) for code, wanted in ids.items() if (kind := sources.find(code)))
    return {f"{code}:{pk}" for code, kind, wanted in found for pk in kind.still_open(wanted)}
