"""What pages show of the journal: plain values, no I/O."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journal.models import Entry


def history_lines(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Journal entries as ui/history.html shows them, each with what was changed from what to what."""
    return [
        {"text": _told(entry), "by": entry.actor_name or "Hệ thống", "at": entry.at, "reason": entry.note}
        for entry in entries
    ]


def _told(entry: Entry) -> str:
    if not entry.changes:
        return entry.sentence
    told = "; ".join(f"{part}: {old or '—'} → {new or '—'}" for part, (old, new) in entry.changes.items())
    return f"{entry.sentence}. {told[:1].upper()}{told[1:]}"
