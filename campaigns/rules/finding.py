"""What a check found, and how grave each kind is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning", "note"]

#: Every code with its level, in the order in which findings are shown.
LEVELS: dict[str, Level] = {
    "criteria-count": "error",
    "status-vs-text": "error",
    "gaps-unnamed": "error",
    "target-conflict": "error",
    "sum-mismatch": "error",
    "impossible-date": "error",
    "basis-after-document": "error",
    "basis-replaced": "error",
    "criterion-without-lead": "error",
    "blank-left": "error",
    "basis-after-start": "warning",
    "signed-after-start": "warning",
    "period-length": "warning",
    "weekday": "warning",
    "overload": "warning",
    "basis-out-of-force": "warning",
    "basis-of-earlier-year": "warning",
    "period-over": "warning",
    "target-below-last-result": "warning",
    "unit-without-duty": "warning",
    "duty-without-date": "warning",
    "sentence-stale": "warning",
    "issuer-missing": "note",
    "number-missing": "note",
    "date-missing": "note",
    "signature-missing": "note",
    "layout": "note",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: a sentence for the reader, and the passages that disagree."""

    code: str
    level: Level
    message: str
    quotes: tuple[str, ...]


def finding(code: str, message: str, *quotes: str) -> Finding:
    """A finding with the level of its code; each passage is quoted once."""
    return Finding(code, LEVELS[code], message, tuple(dict.fromkeys(quote for quote in quotes if quote)))


def key_of(code: str, message: str, quotes: Sequence[str]) -> str:
    """What a finding is known by from one check to the next: with other words it is another finding."""
    said = json.dumps([message, *quotes], ensure_ascii=False)
    return f"{code}:{hashlib.sha256(said.encode()).hexdigest()[:32]}"
