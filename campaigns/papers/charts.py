"""Small line drawings as plain values; the template writes them as SVG. Every number is text, so no locale changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.formats import number

#: Units of the drawing; as wide as a phone's panel, so its letters keep their size there.
WIDTH, HEIGHT = 320, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 10, 56, 24, 26
#: Two labels closer than this would cover one another.
_LABEL = 15


@dataclass(frozen=True, slots=True)
class Line:
    """A level that figures are measured by."""

    value: Decimal
    #: Written under the drawing, with unit and day: "Mục tiêu 95 %, đến 31/12/2026".
    label: str
    kind: Literal["base", "goal"]


@dataclass(frozen=True, slots=True)
class DrawnLine:
    y: str
    #: The figure alone, at the line's right end.
    figure: str
    figure_y: str
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    #: "5/2026: 54,1".
    label: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A month written under the drawing."""

    x: str
    text: str
    #: SVG text-anchor.
    anchor: str


@dataclass(frozen=True, slots=True)
class Chart:
    width: str
    height: str
    left: str
    right: str
    figure_x: str
    bottom: str
    lines: list[DrawnLine]
    #: For <polyline points="…">.
    path: str
    dots: list[Dot]
    #: The newest figure, written beside its dot.
    last: Mark
    last_y: str
    marks: list[Mark]


def line_chart(points: Sequence[tuple[date, Decimal]], lines: Sequence[Line], *, first: date, last: date) -> Chart:
    """Monthly figures (month, value; oldest first, at least one) between the months `first` and `last`, with levels.

    A month outside widens the drawing; equal figures lie in the middle.
    """
    months = [_count(month) for month, _ in points]
    start, end = min([_count(first), *months]), max([_count(last), *months])
    values = [value for _, value in points] + [line.value for line in lines]
    low, high = min(values), max(values)

    def x(month: int) -> float:
        share = (month - start) / (end - start) if end > start else 0.5
        return _LEFT + share * (WIDTH - _LEFT - _RIGHT)

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return HEIGHT - _BOTTOM - share * (HEIGHT - _TOP - _BOTTOM)

    dots = [
        Dot(_text(x(count)), _text(y(value)), f"{month.month}/{month.year}: {number(value, 4)}")
        for count, (month, value) in zip(months, points, strict=True)
    ]
    levels = [(line, y(line.value)) for line in lines]
    newest_x, newest_y = x(months[-1]), y(points[-1][1])
    return Chart(
        width=str(WIDTH), height=str(HEIGHT), left=str(_LEFT), right=str(WIDTH - _RIGHT), figure_x=str(WIDTH - _RIGHT + 5),
        bottom=str(HEIGHT - _BOTTOM), lines=_drawn(levels), path=" ".join(f"{dot.x},{dot.y}" for dot in dots), dots=dots,
        last=Mark(_text(newest_x), number(points[-1][1], 4), _anchor(newest_x)),
        last_y=_text(_beside(newest_y, [at for _, at in levels])),
        marks=[
            Mark(str(_LEFT), _month(start), "start"),
            *([Mark(str(WIDTH - _RIGHT), _month(end), "end")] if end > start else []),
        ],
    )  # fmt: skip


def _drawn(levels: list[tuple[Line, float]]) -> list[DrawnLine]:
    """Figures stand at their line; where two lines lie close, the lower one's is moved down."""
    drawn, taken = [], -float(_LABEL)
    for line, at in sorted(levels, key=lambda pair: pair[1]):
        taken = max(at + 4, taken + _LABEL)
        drawn.append(DrawnLine(_text(at), number(line.value, 4), _text(taken), line.label, line.kind))
    return drawn


def _beside(dot: float, levels: list[float]) -> float:
    """Where the newest figure stands: above its dot, below it where a line would run through the letters."""
    above = dot - 9
    return dot + 20 if any(above - _LABEL < at < above + 2 for at in levels) and dot + 20 < HEIGHT - _BOTTOM else above


def _anchor(at: float) -> str:
    return "start" if at < WIDTH / 4 else "end" if at > WIDTH * 3 / 4 else "middle"


def _count(month: date) -> int:
    return month.year * 12 + month.month - 1


def _month(count: int) -> str:
    return f"{count % 12 + 1}/{count // 12}"


def _text(length: float) -> str:
    return f"{length:.1f}"
