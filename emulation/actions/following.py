"""Telling a drive's officers, a quarter of an hour after the hour, who has not reported."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.access import people_who_may
from accounts.enums import Right
from core import clock
from emulation.enums import TurnState
from emulation.papers.following import lines_of_day, zalo_text
from emulation.queries.following import Hour, hours_past
from emulation.queries.reports import frozen_by_kind
from journal.actions import notify

#: How long after the hour the list of those who have not reported is made.
GRACE = timedelta(minutes=15)


def remind_of_missing() -> int:
    """Put one line into the inboxes of each open drive's officers for every hour of today that passed 15 minutes ago or more
    and by which a report is missing; says for how many such hours.

    Asked for every few minutes: the notice's key keeps it from being told twice, and what was not told while the system
    was down is told later on the same day, never on the next.
    """
    return sum(_tell(hour) for hour in hours_past(clock.today(), clock.now(), grace=GRACE))


def _key(hour: Hour) -> str:
    return f"drive-{hour.drive.pk}-missing-{timezone.localtime(hour.until):%Y-%m-%d-%H%M}"


@transaction.atomic
def _tell(hour: Hour) -> bool:
    now, day = clock.now(), timezone.localtime(hour.until).date()
    lines = lines_of_day(hour.turns, day, now, frozen=frozen_by_kind([hour.drive.pk]))
    if not any(line.state == TurnState.MISSING for line in lines):
        return False
    url = f"{reverse('emulation:follow_up', args=[hour.drive.pk])}?ngay={day.isoformat()}"
    officers = people_who_may(Right.WRITE_DRIVES, hour.drive.area)
    notify(officers, key=_key(hour), title=f"{hour.drive.name[:80]}, {zalo_text(day, lines, now)}", url=url)
    return True
