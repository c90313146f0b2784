"""What the history of a plan shows: who did what, and each field from what to what, in words. Plain values, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaigns.models import Block, Duty, Plan, Target, Task
from core.formats import vndate
from journal.models import Entry

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Fields that were written by their name in the code, as people call them.
_NAMES: dict[str, str] = {
    field.name: str(field.verbose_name)
    for model in (Duty, Target, Block, Task, Plan)
    for field in model._meta.get_fields()  # noqa: SLF001 - documented by Django
    if hasattr(field, "verbose_name")
}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field from what to what; empty where there was nothing."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the history."""

    text: str
    #: The task or other thing it is about, where it is not the plan itself.
    about: str
    by: str
    at: datetime
    note: str
    changes: tuple[Changed, ...]


#: Entries whose notes are said among colleagues: what the leader wants changed, and why something is kept as it is.
_AMONG_COLLEAGUES = frozenset({"document.returned", "plan.remark_resolved", "plan.finding_kept", "plan.keep_asked"})


def as_told(entries: Iterable[Entry], *, inside: bool) -> list[Entry]:
    """The entries for a reader: people elsewhere (`inside` False) read that a plan was returned, not what the leader wrote."""
    told = list(entries)
    for entry in told:
        if not inside and entry.action in _AMONG_COLLEAGUES:
            entry.note = ""
    return told


def happened(entries: Iterable[Entry]) -> list[Happened]:
    """Entries in words, in the order given."""
    return [
        Happened(
            text=entry.sentence, about=entry.subject_label if entry.subject_type == "campaigns.task" else "",
            by=entry.actor_name or "Hệ thống", at=entry.at, note=entry.note, changes=tuple(_changes(entry.changes)),
        )
        for entry in entries
    ]  # fmt: skip


def _changes(changes: Mapping[str, Any]) -> Iterable[Changed]:
    for name, (old, new) in changes.items():
        yield Changed(_NAMES.get(name, name), in_words(old), in_words(new))


def in_words(value: Any) -> str:
    """A stored value as a person reads it: 30/6/2026, "có", the lines of a list; nothing is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(in_words, value)))
    if isinstance(value, dict):
        return "; ".join(f"{key}: {in_words(inner)}" for key, inner in value.items())
    text = str(value)
    if _DAY.fullmatch(text):
        return vndate(date.fromisoformat(text))
    return text
