"""The numbers in front of the parts of a paper: "I.", "1.", "1.10.", "a)", "Điều 2." …"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from documents.read.lines import is_upper
from documents.read.words import UPPER

_ROMAN = r"(?:X{0,3}(?:IX|IV|V?I{0,3}))"
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_WORD_NUMBER = r"(?:[IVX]{1,6}|\d{1,2}|thứ\s+\w+|[A-H])\b"

#: name → (rank, regex). The rank says what may stand inside what; the first pattern that matches wins.
#: Groups: label (as printed, without its dot), rest (the words after it).
PATTERNS: dict[str, tuple[int, re.Pattern[str]]] = {
    "part": (0, re.compile(rf"^(?P<label>phần\s+{_WORD_NUMBER})\s*[.:\-–]?\s*(?P<rest>.*)$", re.IGNORECASE)),
    "chapter": (1, re.compile(rf"^(?P<label>chương\s+{_WORD_NUMBER})\s*[.:\-–]?\s*(?P<rest>.*)$", re.IGNORECASE)),
    "division": (2, re.compile(r"^(?P<label>(?:Mục|MỤC)\s+(?:\d{1,2}|[IVX]{1,6}))\s*[.:]\s*(?P<rest>.*)$")),
    "article": (4, re.compile(r"^(?P<label>Điều\s+\d{1,3})\s*[.:]\s*(?P<rest>.*)$")),
    "roman": (3, re.compile(rf"^(?!V/v)(?P<label>(?=[IVX]){_ROMAN})(?:\s?[./)]|\s?[-–]\s)\s*(?P<rest>(?!\d).*)$")),
    "capital": (3, re.compile(r"^(?P<label>[A-HĐK])\s?[./)]\s*(?P<rest>(?![A-ZĐ]\.)\D.*)$")),
    "decimal": (
        6,
        re.compile(
            rf"^(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:\s?[.)/:]\s*(?=\D)|\s+(?=[{UPPER}]))(?P<rest>\D.*)$"
        ),
    ),
    "number": (
        5,
        re.compile(
            rf"^(?P<label>\d{{1,3}})\s?(?:\.\s*(?=[^\d\s])|[/)]\s+(?=\S)|\)(?=\S)|[-–]\s+(?=[{UPPER}]))(?P<rest>.*)$"
        ),
    ),
    "letter": (11, re.compile(r"^(?P<label>[a-hiklmnopqstuvxđ])\s?(?:\)\s*|[./]\s+)(?P<rest>\S.*)$")),
}


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a part: its kind and rank, the number as printed, and the words after it."""

    kind: str
    rank: int
    label: str
    rest: str

    @property
    def starts_over(self) -> bool:
        """The first number of its row."""
        return self.label in {"1", "a", "I", "A"}

    @property
    def row(self) -> tuple[str, int]:
        """Which row of numbers it stands in: its kind, and how deep a decimal number is."""
        return self.kind, self.label.count(".")


def label_of(text: str) -> Label | None:
    """The label a line begins with; None for a line without one."""
    head = text[:24]
    if not head or head[0] in "-+(“\"'":
        return None
    for kind, (rank, pattern) in PATTERNS.items():
        match = pattern.match(text)
        if match is None:
            continue
        label, rest = " ".join(match["label"].split()), match["rest"].strip()
        if kind in {"part", "chapter"} and not _is_division_title(label, rest):
            continue
        return Label(kind, rank + label.count(".") - 1 if kind == "decimal" else rank, label, rest)
    return None


def follows(previous: str, label: str) -> bool:
    """`label` is the next number of the row after `previous` (only told for plain numbers and letters)."""
    if previous.isdigit() and label.isdigit():
        return int(label) == int(previous) + 1
    if len(previous) == len(label) == 1:
        row = "abcdđeghiklmnopqrstuvxy" if label.islower() else "ABCDĐEGHIKLMNOPQRSTUVXY"
        return previous in row and label in row and row.index(label) == row.index(previous) + 1
    return False


def comes_next(label: Label, row: Mapping[tuple[str, int], str]) -> bool:
    """`label` begins a row or is its next number; `row` holds the last number of each row so far."""
    last = row.get(label.row)
    if label.starts_over or label.kind in {"part", "chapter"}:
        return True
    if label.kind == "decimal":
        stem, _, number = label.label.rpartition(".")
        if number == "1":
            return stem in row.values()
        last_stem, _, last_number = (last or "").rpartition(".")
        return stem == last_stem and follows(last_number, number)
    if label.kind == "roman":
        return label.label in _ROMANS and (last or "") == _ROMANS[_ROMANS.index(label.label) - 1]
    return last is not None and follows(last.split()[-1], label.label.split()[-1])


def _is_division_title(label: str, rest: str) -> bool:
    """ "Phần I" alone or with a title; "phần 2 của kế hoạch …" inside a sentence is none."""
    return label[0].isupper() and (not rest or is_upper(rest[:12]) or is_upper(label) or rest[0].isupper())
