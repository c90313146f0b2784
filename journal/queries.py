"""Reading the journal and the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Model, QuerySet

from journal.models import Entry, Notice

if TYPE_CHECKING:
    from accounts.models import User


def type_of(subject: Model) -> str:
    """The kind of thing an entry is about, e.g. "documents.document"."""
    return subject._meta.label_lower  # noqa: SLF001 - documented by Django, underscore and all


def history_of(subject: Model) -> QuerySet[Entry]:
    """What happened to one thing, newest first; needs no join, for names are copied."""
    return Entry.objects.filter(subject_type=type_of(subject), subject_id=str(subject.pk))


def inbox(user: User) -> QuerySet[Notice]:
    """The person's notices, newest first."""
    return Notice.objects.filter(recipient_id=user.pk)


def people_told(key: str) -> list[User]:
    """Who has a notice with this key and may still sign in."""
    rows = Notice.objects.filter(key=key, recipient__is_active=True).select_related("recipient").order_by("recipient")
    return [row.recipient for row in rows]


def unread_count(user: User) -> int:
    return inbox(user).filter(read_at=None).count()
