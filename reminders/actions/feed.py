"""The private address of a person's calendar."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from journal.actions import record
from reminders.models import FeedAddress

if TYPE_CHECKING:
    from accounts.models import User

_BYTES = 32


@transaction.atomic
def make(user: User) -> FeedAddress:
    """The person's address; asked twice, the one made first."""
    address, _ = FeedAddress.objects.get_or_create(
        user=user, defaults={"secret": secrets.token_urlsafe(_BYTES), "made_at": clock.now()}
    )
    return address


@transaction.atomic
def renew(user: User, *, old: str) -> FeedAddress:
    """Another address in place of the one that is shown (`old`): that one is dead from now on.

    Asked twice with the same old one, as a double click does, it is renewed once. Who has none gets one.
    """
    address = make(user)
    renewed = FeedAddress.objects.filter(user=user, secret=old).update(
        secret=secrets.token_urlsafe(_BYTES), made_at=clock.now()
    )
    if renewed:
        record("reminders.feed_renewed", user, by=user)
    address.refresh_from_db()
    return address
