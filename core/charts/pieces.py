"""Axes, dots, words and marks of the drawings, as pieces of SVG. Every word is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from core.charts.data import About, short_of

WIDTH = 320
#: Height of a line of text and the usual width of one letter.
LINE, LETTER = 18, 7.4
#: Below the axis, above the highest value, right of a drawing with axes.
BOTTOM, TOP, RIGHT = 24, 14, 62
PLOT = 200
_TICKS = 4


class Axis:
    """A vertical axis from zero (lower where figures are negative) with round ticks."""

    def __init__(self, values: Sequence[Decimal | None]) -> None:
        low, high = ends_of(values)
        self.empty = low is None
        whole = all(value == value.to_integral_value() for value in values if value is not None)
        self.ticks = ticks_of(low or Decimal(0), high or Decimal(0), whole=whole)
        self.low, self.high = self.ticks[0], self.ticks[-1]

    @property
    def room(self) -> float:
        """Width the ticks' figures need."""
        return min(max(len(short_of(tick)) for tick in self.ticks) * LETTER + 6, WIDTH / 2)

    def y(self, value: Decimal) -> float:
        return PLOT - BOTTOM - float((value - self.low) / (self.high - self.low)) * (PLOT - TOP - BOTTOM)

    def across(self, left: float, right: float = WIDTH - RIGHT + 8) -> str:
        return "".join(
            f'<line class="{"ch-axis" if tick == 0 else "ch-grid"}" x1="{n(left)}" x2="{n(right)}" y1="{n(self.y(tick))}" y2="{n(self.y(tick))}"/>'
            + text("ch-label", left - 5, self.y(tick) + 4.5, short_of(tick), "end")
            for tick in self.ticks
        )


def ticks_of(low: Decimal, high: Decimal, *, whole: bool) -> list[Decimal]:
    """Round figures from at most the lowest to at least the highest value; `whole`: of what is counted, so no halves."""
    if high == low:
        high = low + 1
    rough = (high - low) / _TICKS
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    step = max(step, Decimal(1)) if whole else step
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return [step * place for place in range(int(first), int(last) + 1)]


def ends_of(values: Iterable[Decimal | None]) -> tuple[Decimal | None, Decimal | None]:
    """The lowest and highest figure with zero among them; None where there is no figure."""
    found = [value for value in values if value is not None]
    return (min(*found, Decimal(0)), max(*found, Decimal(0))) if found else (None, None)


def x_of(value: Decimal, low: Decimal, high: Decimal) -> float:
    return 1 + (float((value - low) / (high - low)) if high > low else 0.0) * (WIDTH - 2)


def across(count: int, left: float, right: float) -> list[float]:
    if count == 1:
        return [(left + right) / 2]
    return [left + (right - left) * place / (count - 1) for place in range(count)]


def below(labels: Sequence[str], xs: Sequence[float]) -> str:
    """Labels under the axis: the last one and every second, third … before it, so that none touches; all stand in the table."""
    words = [cut(label, WIDTH / 3) for label in labels]
    halves = [len(word) * LETTER / 2 for word in words]
    middles = [min(max(x, half), WIDTH - half) for x, half in zip(xs, halves, strict=True)]
    last = len(words) - 1

    def fits(step: int) -> bool:
        shown = range(last, -1, -step)
        return all(middles[a] - halves[a] - 14 >= middles[b] + halves[b] for a, b in pairwise(shown))

    step = next(step for step in range(1, len(words) + 1) if fits(step))
    return "".join(text("ch-label", middles[at], PLOT - 6, words[at], "middle") for at in range(last, -1, -step))


def runs(xs: Sequence[float], ys: Sequence[float | None]) -> list[str]:
    """Points of each unbroken piece of a line."""
    runs: list[list[str]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{n(x)},{n(y)}")
    return [" ".join(run) for run in runs if len(run) > 1]


def dot(shape: str, x: float, y: float, tone: str, title: str) -> str:
    inside, css = f"<title>{esc(title)}</title>", f'class="ch-dot ch-t{tone}"'
    if shape == "square":
        return f'<rect {css} x="{n(x - 3.5)}" y="{n(y - 3.5)}" width="7" height="7">{inside}</rect>'
    if shape == "diamond":
        points = f"{n(x)},{n(y - 5)} {n(x + 5)},{n(y)} {n(x)},{n(y + 5)} {n(x - 5)},{n(y)}"
        return f'<polygon {css} points="{points}">{inside}</polygon>'
    css = css.replace("ch-dot", "ch-dot ch-ring") if shape == "ring" else css
    return f'<circle {css} cx="{n(x)}" cy="{n(y)}" r="4">{inside}</circle>'


def ends_at(ends: list[tuple[float, str]]) -> list[str]:
    """The newest figures at the right edge, moved apart where they would cover one another."""
    parts, free = [], -float(LINE)
    room = PLOT - BOTTOM + 4
    for place, (y, word) in enumerate(sorted(ends)):
        lowest = room - 15 * (len(ends) - place - 1)
        free = min(max(y + 4.5, free + 15), lowest)
        wide = len(word) * LETTER > RIGHT - 10
        parts.append(text("ch-value", WIDTH - 1 if wide else WIDTH - RIGHT + 9, free, word, "end" if wide else "start"))
    return parts


def row_words(label: str, told: Sequence[str], top: float) -> list[str]:
    """The words above a bar: its label at the left, at the right the first way of telling its figures that fits."""
    fitting = [word for word in told if len(word) * LETTER <= WIDTH - 60]
    word = fitting[0] if fitting else cut(told[-1], WIDTH - 60)
    return [
        text("ch-label ch-strong", 1, top + 14, cut(label, WIDTH - len(word) * LETTER - 12), "start"),
        text("ch-value", WIDTH - 1, top + 14, word, "end"),
    ]


def mark(which: int, x: float, top: float) -> list[str]:
    """A level is a thick stroke over the bar, a target a diamond on it."""
    x = min(max(x, 6), WIDTH - 6)
    if which == 0:
        return [f'<line class="ch-m0" x1="{n(x)}" x2="{n(x)}" y1="{top + 17}" y2="{top + 35}"/>']
    y = top + 26
    return [f'<polygon class="ch-m1" points="{n(x)},{y - 6} {n(x + 6)},{y} {n(x)},{y + 6} {n(x - 6)},{y}"/>']


def text(css: str, x: float, y: float, word: str, anchor: str) -> str:
    return f'<text class="{css}" x="{n(x)}" y="{n(y)}" text-anchor="{anchor}">{esc(word)}</text>'


def nothing(about: About) -> SafeString:
    return svg(about, 40, [text("ch-label", 1, 24, "Chưa có số liệu", "start")], "Chưa có số liệu.")


def svg(about: About, height: float, parts: Iterable[str], read: str) -> SafeString:
    head = f"<title>{esc(about.title)}</title><desc>{esc(f'{about.line} {read}'.strip())}</desc>"
    drawn = f'<svg class="ch-svg" viewBox="0 0 {WIDTH} {n(height)}" role="img" focusable="false">{head}{"".join(parts)}</svg>'
    return mark_safe(drawn)  # noqa: S308 - every word in it is escaped


def cut(word: str, room: float) -> str:
    """The word, ended by … where it is longer than the room."""
    letters = max(int(room / LETTER), 1)
    return word if len(word) <= letters else f"{word[: letters - 1].rstrip()}…"


def esc(word: str) -> str:
    return str(conditional_escape(str(word)))


def n(length: float) -> str:
    return f"{length:.1f}"
