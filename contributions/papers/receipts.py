"""What pages of receipts show."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from contributions.enums import Way

#: So many vouchers are printed at one go: three sheets each take a while.
MOST_PRINTED = 100


def print_parts(count: int) -> list[tuple[int, str]]:
    """Where each print of a pile begins, and the word on its button."""
    if count <= MOST_PRINTED:
        return [(0, "In cả xấp")]
    return [(start, f"In tờ {start + 1}–{min(start + MOST_PRINTED, count)}") for start in range(0, count, MOST_PRINTED)]


def way_tabs(path: str, way: str, line: str) -> list[dict[str, Any]]:
    """The ways of giving as links that keep the payer chosen from the roster."""
    more = {"dong": line} if line else {}
    return [
        {
            "label": label, "url": f"{path}?{urlencode({'hinh-thuc': code, **more})}", "count": None,
            "current": code == way,
        }
        for code, label in Way.choices
    ]  # fmt: skip
