"""What a person owes, with the days that are open; the page and the phone's store show the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import clock
from emulation.access.reports import own_duties
from emulation.papers.reports import LOOK_BACK, OwedDay, owed_days
from emulation.queries import reports as queries

if TYPE_CHECKING:
    from accounts.models import User
    from emulation.models import Duty


def owed_by(user: User) -> list[tuple[Duty, list[OwedDay]]]:
    """The person's duties in open drives with their days, newest first. Its number of queries does not grow with them."""
    duties = list(queries.open_duties(own_duties(user)))
    today, now = clock.today(), clock.now()
    standing = queries.standing_reports(duties, today - LOOK_BACK)
    frozen = queries.frozen_by_kind({duty.entry.drive_id for duty in duties})
    return [
        (
            duty,
            owed_days(duty, standing, frozen.get((duty.entry.drive_id, duty.entry.kind), []), today=today, now=now),
        )
        for duty in duties
    ]
