"""News that waits to leave the house."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from journal.models import Notice
from reminders.enums import MessageKind
from reminders.models import Message


def untold(until: datetime) -> QuerySet[Notice]:
    """Notices up to this moment that wait for a digest."""
    return Notice.objects.filter(gathered_at=None, created_at__lte=until, urgent=False).order_by()


def untold_urgent() -> QuerySet[Notice]:
    """Notices that leave at once and did not yet, oldest first."""
    return Notice.objects.filter(gathered_at=None, urgent=True).order_by("pk")


def people_to_tell(until: datetime, key: str) -> QuerySet[User]:
    """The people with such notices who have no digest of this key yet."""
    have_it = Message.objects.filter(kind=MessageKind.DIGEST, key=key)
    waiting = User.objects.filter(pk__in=untold(until).values("recipient_id"))
    return waiting.exclude(pk__in=have_it.values("recipient_id")).order_by("pk")
