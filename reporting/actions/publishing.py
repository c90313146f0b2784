"""A commune publishes its figures and takes them back."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.text import nfc
from journal.actions import record
from reporting.enums import PublicPart
from reporting.models import Publication

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

MOST_WORDS = 1000


@transaction.atomic
def publish(area: Area, *, parts: Collection[str], words: str = "", by: User) -> Publication:
    """Show these parts of the commune (PublicPart) to everybody from now on, or change what is shown.

    Writes the journal with what changed. Safe to repeat: the same choice once more changes nothing.
    RuleError where nothing is chosen or the commune's own words are too long.
    """
    chosen = {part: part in parts for part in PublicPart}
    if not any(chosen.values()):
        raise RuleError("Chọn ít nhất một phần để công khai; muốn thôi công khai thì bấm Thu hồi.")
    words, now = nfc(words).strip(), clock.now()
    if len(words) > MOST_WORDS:
        raise RuleError(f"Lời giới thiệu dài nhất {MOST_WORDS} ký tự; đang có {len(words)}.")
    values = {**{part.value: shown for part, shown in chosen.items()}, "words": words}
    first = {**values, "published_by": by, "published_at": now, "changed_at": now}
    row, made = Publication.objects.select_for_update(of=("self",)).get_or_create(area=area, defaults=first)
    before = {name: False if isinstance(value, bool) else "" for name, value in values.items()}
    if not made:
        before = {name: getattr(row, name) for name in values}
    changes = {
        _label(name): [_said(before[name]), _said(now_is)] for name, now_is in values.items() if before[name] != now_is
    }
    if not made:
        if row.is_open and not changes:
            return row
        if not row.is_open:
            row.withdrawn_at, row.withdrawn_by, row.published_at = None, None, now
        for name, value in values.items():
            setattr(row, name, value)
        row.published_by, row.changed_at = by, now
        row.save()
    record("publication.published", row, by=by, area=area, changes=changes)
    return row


@transaction.atomic
def withdraw(area: Area, *, by: User) -> Publication | None:
    """Show nothing of the commune any more, at once. Writes the journal. Safe to repeat; None where nothing was ever published."""
    row = Publication.objects.select_for_update(of=("self",)).filter(area=area).first()
    if row is None or not row.is_open:
        return row
    row.withdrawn_by, row.withdrawn_at = by, clock.now()
    row.changed_at = row.withdrawn_at
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "changed_at"])
    record("publication.withdrawn", row, by=by, area=area)
    return row


def _label(name: str) -> str:
    return str(getattr(Publication._meta.get_field(name), "verbose_name", name))  # noqa: SLF001 - Django's own way to a field's words


def _said(value: object) -> str:
    return value if isinstance(value, str) else "có" if value else "không"
