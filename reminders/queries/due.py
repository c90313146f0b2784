"""What is due for one person over all kinds, what the person answered, and whose calendar an address is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from accounts.access import roles_read_once
from accounts.models import User
from reminders.models import Acknowledgement, FeedAddress
from reminders.sources import Due, kinds

if TYPE_CHECKING:
    from reminders.sources import Kind

#: How far ahead pages tell a person what is due.
AHEAD = timedelta(days=60)


def due_for(user: User, upto: date, only: Iterable[Kind] | None = None) -> list[Due]:
    """What the person owes up to the day, late things too, soonest first; of all kinds or these. A fixed number of queries."""
    with roles_read_once():
        found = [due for kind in (kinds() if only is None else only) for due in kind.of_user(user, upto)]
    return sorted(found, key=lambda due: due.on)


def answers_of(user: User, dues: Iterable[Due]) -> dict[tuple[str, date], str]:
    """By thing and last day, what the person answered to a reminder. One query."""
    rows = Acknowledgement.objects.filter(user=user, thing__in={due.thing for due in dues})
    return {(row.thing, row.due_on): row.answer for row in rows}


def address_of(user: User) -> FeedAddress | None:
    """The person's calendar address, if one was made."""
    return FeedAddress.objects.filter(user=user).first()


def reader_of(secret: str) -> User | None:
    """Whose calendar is read at this address; nobody's where it was renewed, or the account is locked."""
    return User.objects.filter(is_active=True, pk__in=FeedAddress.objects.filter(secret=secret).values("user")).first()
