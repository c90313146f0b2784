"""One departure from the decree, and how single lines are judged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from documents.check.read import TextLine
from documents.nd30 import Component

#: PDF producers round sizes; a quarter of a point is no departure.
SIZE_TOLERANCE = 0.26


@dataclass(frozen=True, slots=True)
class Departure:
    """What differs, where (page from 1), as one Vietnamese sentence."""

    code: str
    page: int
    message: str


def figure(value: float) -> str:
    """A measure as people write it: "13", "12,5"."""
    return f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",")


def line_departures(line: TextLine, part: Component, code: str, *, case: bool = True) -> Iterator[Departure]:
    """Size, weight, slope and case of one line against its component."""
    if not part.least - SIZE_TOLERANCE <= line.size <= part.most + SIZE_TOLERANCE:
        span = figure(part.least) if part.least == part.most else f"{figure(part.least)}–{figure(part.most)}"
        yield Departure(
            f"{code}-size", line.page, f"{part.name}: cỡ chữ {figure(line.size)}, quy định {span} (“{line.short}”)."
        )
    if line.bold != part.bold:
        wish = "chữ đậm" if part.bold else "chữ không đậm"
        yield Departure(f"{code}-style", line.page, f"{part.name}: phải là {wish} (“{line.short}”).")
    if line.italic != part.italic:
        wish = "chữ nghiêng" if part.italic else "chữ đứng"
        yield Departure(f"{code}-style", line.page, f"{part.name}: phải là {wish} (“{line.short}”).")
    if case and part.upper and line.text != line.text.upper():
        yield Departure(f"{code}-case", line.page, f"{part.name}: phải là chữ in hoa (“{line.short}”).")
