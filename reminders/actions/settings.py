"""What an administrator decides: when things are told, and which days people work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.forms.models import model_to_dict

from journal.actions import record
from reminders.models import CalendarDay, Rule

if TYPE_CHECKING:
    from accounts.models import User

_ACTIONS: dict[type, str] = {Rule: "reminders.rule_changed", CalendarDay: "reminders.day_changed"}


@transaction.atomic
def save(row: Rule | CalendarDay, *, by: User) -> None:
    """Store a new or changed row; the next gathering goes by it. The journal says what changed."""
    old = type(row).objects.filter(pk=row.pk).first() if row.pk else None
    row.save()
    record(_ACTIONS[type(row)], row, by=by, changes=_changes(old, row))


@transaction.atomic
def remove(row: Rule | CalendarDay, *, by: User) -> None:
    """Take a row away: what the kind registered with, or what the package `holidays` says, holds again."""
    record(_ACTIONS[type(row)], row, by=by, changes=_changes(row, None))
    row.delete()


def _changes(old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    was, now = (model_to_dict(row, exclude=["id"]) if row else {} for row in (old, new))
    return {name: (was.get(name), now.get(name)) for name in {**was, **now} if was.get(name) != now.get(name)}
