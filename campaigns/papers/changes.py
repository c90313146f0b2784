"""What a row said before and says now, in words a person reads: for the journal, its history, and for noticing that two people edit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

#: What a person reads of a row: the name of each part and its text.
Said = Mapping[str, str]


def mark_of(said: Said) -> str:
    """A short mark of a row as read; a form brings it back, and another mark then says that somebody else saved."""
    return hashlib.sha256(json.dumps(dict(said), ensure_ascii=False, sort_keys=True).encode()).hexdigest()[:16]


def differences(before: Said, after: Said) -> dict[str, list[str]]:
    """{part: [old, new]} of what is not the same."""
    return {
        part: [before.get(part, ""), after.get(part, "")]
        for part in {**before, **after}
        if before.get(part, "") != after.get(part, "")
    }
