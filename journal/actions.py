"""Writing the journal and telling people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from core import clock, text
from journal import masking, queries, registry
from journal.models import Entry, Notice

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


def record(
    action: str,
    subject: models.Model,
    *,
    by: User | None,
    area: Area | None = None,
    changes: Mapping[str, Sequence[Any]] | None = None,
    note: str = "",
) -> Entry:
    """Write one entry, in the transaction of what it tells; outside of one it refuses.

    `action` is a registered code, `by` None where the system acted by itself, `changes` {field: [old, new]}.
    Names are copied; secrets and ID-card numbers are masked.
    """
    assert connection.in_atomic_block, "an entry is written in the transaction of the action it tells"
    if not registry.is_known(action):
        raise LookupError(f"action code {action} is not registered")
    if subject.pk is None:
        raise ValueError("the subject of an entry must be saved first")
    return Entry.objects.create(
        at=clock.now(),
        actor_id=by.pk if by else None,
        actor_name=str(by)[:150] if by else "",
        area_id=area.pk if area else None,
        area_name=str(area)[:150] if area else "",
        action=action,
        subject_type=queries.type_of(subject),
        subject_id=str(subject.pk),
        subject_label=masking.text(str(subject))[:250],
        changes=masking.changes(_plain(changes or {})),
        note=masking.text(text.nfc(note)),
    )


def notify(users: Iterable[User], *, key: str, title: str, url: str, urgent: bool = False) -> None:
    """Put a line into the inboxes of these people; who has one with this key hears nothing again.

    `key` says what and which day ("plan-17-due-2024-06-20"), `url` is a path of ours. The row is also what the messages are
    made from: it goes out with the next digest, an urgent one at once.
    """
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"a notice leads to a page of our own, not to {url}")
    now = clock.now()
    notices = [
        Notice(recipient_id=pk, key=key, title=text.tidy(title)[:250], url=url, created_at=now, urgent=urgent)
        for pk in sorted({user.pk for user in users})
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=500)


def mark_read(notices: models.QuerySet[Notice]) -> None:
    """Mark these notices as read; those read before keep their moment."""
    notices.filter(read_at=None).update(read_at=clock.now())


def _plain(changes: Mapping[str, Sequence[Any]]) -> dict[str, list[Any]]:
    """Old and new as JSON holds them: dates ISO, decimals as text."""
    return json.loads(json.dumps({field: list(pair) for field, pair in changes.items()}, cls=DjangoJSONEncoder))
