"""The form of every pattern table: a name, the pattern, what it means, and a sentence that shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Pattern(Generic[Meaning]):
    """One row of a table; the tests run each example through its own pattern."""

    name: str
    regex: re.Pattern[str]
    meaning: Meaning
    example: str


def pattern(name: str, regex: str, meaning: Meaning, example: str) -> Pattern[Meaning]:
    return Pattern(name, re.compile(regex, re.IGNORECASE), meaning, example)


def first_match(table: tuple[Pattern[Meaning], ...], text: str) -> tuple[Pattern[Meaning], re.Match[str]] | None:
    """The first row of the table, in the table's order, that is found in the text."""
    for row in table:
        if match := row.regex.search(text):
            return row, match
    return None
