"""Notices become messages: one digest a person and working day, urgent ones at once. Sending is the job's (sending.py)."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.actions import enqueue
from journal.models import Notice
from reminders.actions.sending import KIND
from reminders.channels.registry import ways
from reminders.enums import Channel, MessageKind
from reminders.models import Message, MessageLine, Turn
from reminders.queries.preferences import preference_of
from reminders.queries.waiting import people_to_tell, untold, untold_urgent
from reminders.rules.quiet import first_moment

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from reminders.models import Preference

#: The hour of the digest, in Vietnam.
DIGEST_AT = time(7)
#: Urgent notices handled in one round; the next comes soon.
_URGENT_AT_ONCE = 500


def make_digests(now: datetime) -> int:
    """From 07:00 of a working day on, once its reminders are gathered: one digest for everybody with news that came before; says for
    how many people. Safe to call again and by two at once: what comes after that moment waits for the next working day.
    """
    here = timezone.localtime(now)
    turn = Turn.objects.filter(day=here.date()).first()
    if turn is None or here.time() < DIGEST_AT:
        return 0
    until, key = max(turn.at, datetime.combine(here.date(), DIGEST_AT, here.tzinfo)), here.date().isoformat()
    people = people_to_tell(until, key)
    return sum(_make(user, untold(until), MessageKind.DIGEST, key, now) for user in people.iterator(chunk_size=500))


def make_urgent(now: datetime) -> int:
    """A message at once for every urgent notice that went into none yet; says for how many. In the person's quiet hours it is
    made too, and leaves at their end."""
    waiting = untold_urgent()
    return sum(
        _make(notice.recipient, waiting.filter(pk=notice.pk), MessageKind.URGENT, str(notice.pk), now)
        for notice in waiting.select_related("recipient")[:_URGENT_AT_ONCE]
    )


def _make(user: User, waiting: QuerySet[Notice], kind: MessageKind, key: str, now: datetime) -> bool:
    """Whether this call took the person's notices. Where the person has this message already (another beat was quicker, and one more
    notice came in between), the notices go on waiting."""
    try:
        with transaction.atomic():
            return _take(user, waiting, kind, key, now)
    except IntegrityError:
        return False


def _take(user: User, waiting: QuerySet[Notice], kind: MessageKind, key: str, now: datetime) -> bool:
    # Who comes second waits here for the rows, and finds them taken.
    notices = list(waiting.filter(recipient=user).select_for_update().values_list("pk", flat=True))
    if not Notice.objects.filter(pk__in=notices, gathered_at=None).update(gathered_at=now):
        return False
    preference = preference_of(user)
    not_before = first_moment(timezone.localtime(now), preference.quiet_from, preference.quiet_to)
    for channel in _channels(user, preference):
        message = Message.objects.create(
            recipient=user, channel=channel, kind=kind, key=key, created_at=now, not_before=not_before
        )
        MessageLine.objects.bulk_create([MessageLine(message=message, notice_id=pk, channel=channel) for pk in notices])
        enqueue(KIND, key=str(message.pk), payload={"message": message.pk}, not_before=not_before)
    return True


def _channels(user: User, preference: Preference) -> list[Channel]:
    """The ways that the person chose, that this installation has, and that reach the person; none for a locked account."""
    if not user.is_active:
        return []
    chosen = {
        Channel.EMAIL: preference.email, Channel.PUSH: preference.push, Channel.ZALO: preference.zalo, Channel.SMS: preference.sms,
    }  # fmt: skip
    return [
        channel for channel, way in ways().items() if chosen[channel] and way.is_on() and way.reaches(user, preference)
    ]
