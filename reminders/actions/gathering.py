"""Every working day's reminders: who hears today of which last day.

A day is gathered whole, in one transaction that begins with its Turn; whoever comes second waits for it and finds the day done. Days
off are not gathered and not told: what falls on them is told on the working day before (rules/offsets.py), and working days that were
missed while the system was down are caught up, in order, on the next working day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from django.db import transaction

from accounts.models import User
from core import clock
from journal.models import Notice
from reminders import sources
from reminders.actions.escalation import UNANSWERED, escalate
from reminders.models import Acknowledgement, Rule, Turn
from reminders.papers import titles
from reminders.queries import workdays
from reminders.rules import offsets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reminders.queries.workdays import Calendar
    from reminders.sources import Due, Kind

#: Working days before this many days ago are not caught up.
CATCH_UP = timedelta(days=30)
#: Things looked at in one go, so that a large day does not fill the memory.
_AT_ONCE = 2_000


def gather(today: date) -> int:
    """Put what is to be told by today into the inboxes, from the day after the last gathered one on; says how many notices there
    are for. Nothing on a day off, and nothing when today was gathered already.

    A notice's key is thing, last day and offset, so it is told to a person once whatever happens; its title counts from today.
    """
    calendar = workdays.calendar()
    if not calendar.is_working(today):
        return 0
    return sum(_gather_day(_Day(day, today, calendar)) for day in _days_to_gather(today, calendar))


def _days_to_gather(today: date, calendar: Calendar) -> list[date]:
    """Working days without a turn; in a new installation today alone."""
    done = Turn.objects.filter(day__lte=today).values_list("day", flat=True).first()
    if done is None:
        return [today]
    begin = max(done, today - CATCH_UP)
    days = (begin + timedelta(days=n) for n in range(1, (today - begin).days + 1))
    return [day for day in days if calendar.is_working(day)]


@dataclass(frozen=True, slots=True)
class _Day:
    """The day that is gathered, the day on which that happens, and the calendar."""

    day: date
    today: date
    calendar: Calendar

    def offset_of(self, due: Due) -> int:
        return offsets.distance(due.on, self.day, self.calendar)

    def distance_of(self, due: Due) -> int:
        return offsets.distance(due.on, self.today, self.calendar)


@transaction.atomic
def _gather_day(at: _Day) -> int:
    _, ours = Turn.objects.get_or_create(day=at.day, defaults={"at": clock.now()})
    if not ours:
        return 0
    rules = {rule.kind: rule for rule in Rule.objects.all()}
    found = sum(_gather_kind(kind, _offsets(kind, rules.get(kind.code)), at) for kind in sources.kinds())
    # The moment of its end: every notice of the turn is older, and goes into the digest that follows.
    Turn.objects.filter(day=at.day).update(found=found, at=clock.now())
    return found


def _offsets(kind: Kind, rule: Rule | None) -> tuple[int, ...]:
    if rule is None:
        return offsets.in_order(kind.before, kind.on_the_day, kind.after)
    if not rule.is_on:
        return ()
    return offsets.in_order(offsets.read_days(rule.days_before), rule.on_the_day, offsets.read_days(rule.days_after))


def _gather_kind(kind: Kind, told: Sequence[int], at: _Day) -> int:
    """The kind is asked once, however many things there are and however many days they are told on."""
    # On the working day after the third and every later reminder the superior may have to hear.
    heard_above = {offset + 1 for offset in told[UNANSWERED - 1 :]}
    spans = offsets.spans(offsets.last_days_told(at.day, offset, at.calendar) for offset in {*told, *heard_above})
    if not spans:
        return 0
    things, found = kind.between(spans), 0
    while some := list(islice(things, _AT_ONCE)):
        by_offset = [(due, at.offset_of(due)) for due in some]
        escalate([due for due, offset in by_offset if offset in heard_above], at.today)
        found += _tell([(due, offset) for due, offset in by_offset if offset in told], at)
    return found


def _tell(some: Sequence[tuple[Due, int]], at: _Day) -> int:
    """One notice a person and thing, but none to who answered for this last day."""
    if not some:
        return 0
    people = {pk for due, _ in some for pk in due.people}
    active = set(User.objects.filter(pk__in=people, is_active=True).values_list("pk", flat=True))
    answers = Acknowledgement.objects.filter(user__in=active, thing__in={due.thing for due, _ in some})
    answered = set(answers.values_list("user_id", "thing", "due_on"))
    now = clock.now()
    notices = [
        Notice(
            recipient_id=pk, key=f"{due.thing}:{due.on.isoformat()}:{offset}", thing=due.thing, due_on=due.on, url=due.url,
            title=titles.reminder(due.what, due.on, at.today, at.distance_of(due)), created_at=now,
        )
        for due, offset in some
        for pk in due.people
        if pk in active and (pk, due.thing, due.on) not in answered
    ]  # fmt: skip
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1_000)
    return len(notices)
