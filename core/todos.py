"""A thing that waits for a person, as the rooms tell it and the start page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Todo:
    """`status` is a code of core.templatetags.ui; `since` when (the oldest of) it was written, or its last day."""

    title: str
    note: str
    url: str
    verb: str
    status: str
    since: datetime
    #: The id of the paper it is about, where it is about one.
    paper: int | None = None
