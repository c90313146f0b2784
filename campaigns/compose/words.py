"""How dates, figures and sentences stand in a composed paper (NĐ 30/2020/NĐ-CP, Phụ lục I). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import time
from decimal import Decimal

from core.formats import money, number
from core.text import nfc

_MARKER = re.compile(r"^(?:[-–—+•*]|[a-zđ]\))\s+")
_END = " \t./;,:"


def figure(value: Decimal) -> str:
    """54.1000 → "54,1"."""
    return number(value, places=4)


def quantity(value: Decimal, unit: str) -> str:
    """ "95%", "54,1 triệu đồng/người/năm"."""
    return f"{figure(value)}{unit}" if unit.startswith("%") else f"{figure(value)} {unit}".strip()


def dong(amount: int) -> str:
    """ "1.500.000 đồng"."""
    return f"{money(amount)} đồng"


def counted(value: int) -> str:
    """A count in words of offices: below 10 with a 0."""
    return f"{value:02d}"


def clock_words(at: time) -> str:
    """ "17 giờ", "17 giờ 30"."""
    return f"{at.hour} giờ {at.minute:02d}" if at.minute else f"{at.hour} giờ"


def one_line(text: str) -> str:
    """As core.text.tidy, at a third of its time: composing asks it of thousands of short texts that are tidy already."""
    line = " ".join(text.split())
    return line if unicodedata.is_normalized("NFC", line) else nfc(line)


def bare(text: str) -> str:
    """One line without the marker it was written with and without an end mark."""
    line = one_line(text)
    if line and not line[0].isupper():
        line = _MARKER.sub("", line)
    return line.rstrip(_END)


def ended(text: str, mark: str = ".") -> str:
    """One line with one end mark; what opens a list or asks keeps its own."""
    text = one_line(text)
    return text if not text or text[-1] in ":!?" else f"{text.rstrip(_END)}{mark}"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """The first letter small, for the middle of a sentence; abbreviations and single capitals of names keep theirs."""
    first, _, rest = text.partition(" ")
    named = (len(first) > 1 and first != first.capitalize()) or rest[:1].isupper()
    return text if named else text[:1].lower() + text[1:]


def listed(items: Sequence[str]) -> str:
    """ "a, b và c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} và {items[-1]}" if items else ""
