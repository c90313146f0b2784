"""Charts as SVG made by the server: plain data in, an accessible drawing with its table and sheet out. Pure.

No chart library: the one that was measured adds 500 KB to 1.1 MB to a page, needs a second run-time to draw for paper, and
lost value labels there. These drawings weigh 1 to 6 KB, need no script, obey the security policy (attributes and classes
only, colours in static/css/charts.css) and print as they stand.

A chart cannot be made without its unit, the day its figures reach to and its base: `About` refuses to be empty.
All lengths are units of a drawing 320 wide, about as wide as a phone's panel, so letters keep their size there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from core.charts.data import About, Chart, Figure, Key, Series, Spread, decimal_of, short_of, word_of
from core.charts.pieces import (
    LETTER,
    PLOT,
    RIGHT,
    WIDTH,
    Axis,
    across,
    below,
    dot,
    ends_at,
    ends_of,
    esc,
    mark,
    n,
    nothing,
    row_words,
    runs,
    svg,
    text,
    x_of,
)

#: Shapes of dots, so that lines differ without colour.
_DOTS = ("circle", "square", "diamond", "ring")
#: More values than these are read from the table, not aloud.
_READ_ALOUD = 12

__all__ = ["About", "Chart", "Figure", "Series", "Spread", "against", "histogram", "line", "stacked"]


def line(
    about: About, labels: Sequence[str], series: Sequence[Series], *, spread: Spread | None = None, head: str = "Kỳ"
) -> Chart:
    """Figures over time as lines from zero, oldest first; a gap where there is no figure. Dots and dashes differ by line."""
    figures = [[decimal_of(value) for value in row.values] for row in series]
    pairs = [(decimal_of(low), decimal_of(high)) for low, high in spread.pairs] if spread else []
    axis = Axis([value for row in [*figures, *pairs] for value in row])
    names = [row.name for row in series] + ([f"{spread.name}: từ", f"{spread.name}: đến"] if spread else [])
    columns = [list(row.values) for row in series]
    if spread:
        columns += [[low for low, _ in spread.pairs], [high for _, high in spread.pairs]]
    keys = [Key(f"ch-key-line ch-t{row.tone} ch-d{place % 4}", row.name) for place, row in enumerate(series)]
    keys += [Key("ch-key-spread", spread.name)] if spread else []
    if axis.empty:
        return _chart(about, nothing(about), keys, [head, *names], labels, columns)
    left = axis.room
    xs = across(len(labels), left + 8, WIDTH - RIGHT)
    parts = [axis.across(left), below(labels, xs)]
    for x, (low, high) in zip(xs, pairs, strict=False):
        if low is not None and high is not None:
            top, bottom = axis.y(max(low, high)), axis.y(min(low, high))
            parts.append(
                f'<rect class="ch-spread" x="{n(x - 4)}" y="{n(top - 1)}" width="8" height="{n(bottom - top + 2)}"/>'
            )
    ends: list[tuple[float, str]] = []
    for place, (row, values) in enumerate(zip(series, figures, strict=True)):
        points = [(x, axis.y(value), value) for x, value in zip(xs, values, strict=True) if value is not None]
        css = f"ch-line ch-t{row.tone} ch-d{place % 4}"
        ys = [axis.y(value) if value is not None else None for value in values]
        parts += [f'<polyline class="{css}" points="{run}"/>' for run in runs(xs, ys)]
        told = [
            f"{row.name}, {label}: {word_of(value)}"
            for label, value in zip(labels, values, strict=True)
            if value is not None
        ]
        parts += [dot(_DOTS[place % 4], x, y, row.tone, title) for (x, y, _), title in zip(points, told, strict=True)]
        if points:
            ends.append((points[-1][1], short_of(points[-1][2])))
    parts += ends_at(ends)
    return _chart(about, svg(about, PLOT, parts, _read(labels, series)), keys, [head, *names], labels, columns)


def against(
    about: About, labels: Sequence[str], series: Series, marks: Sequence[Series], *, head: str = "Năm"
) -> Chart:
    """A bar a label against up to two marks (a level, a target), each with its figure written out."""
    figures = [decimal_of(value) for value in series.values]
    aims = [[decimal_of(value) for value in aim.values] for aim in marks]
    low, high = ends_of([*figures, *(value for row in aims for value in row)])
    drawn = [(place, aim) for place, aim in enumerate(marks) if any(value is not None for value in aims[place])]
    keys = [Key(f"ch-key-mark ch-m{place}", aim.name) for place, aim in drawn]
    keys = [Key(f"ch-key ch-f{series.tone}", series.name), *keys] if keys else []
    names, columns = (
        [series.name, *(mark.name for mark in marks)],
        [list(series.values), *(list(mark.values) for mark in marks)],
    )
    if low is None or high is None:
        return _chart(about, nothing(about), keys, [head, *names], labels, columns)
    zero = x_of(Decimal(0), low, high)
    parts, top = [], 0
    for place, label in enumerate(labels):
        value = figures[place]
        aimed = [(aim.name.lower(), row[place]) for aim, row in zip(marks, aims, strict=True) if row[place] is not None]
        told = [
            " · ".join(["chưa có" if value is None else way(value), *(f"{name} {way(found)}" for name, found in aimed)])
            for way in (word_of, short_of)
        ]
        parts += row_words(label, told, top)
        parts.append(f'<rect class="ch-ground" x="1" y="{top + 20}" width="{WIDTH - 2}" height="12"/>')
        if value is not None:
            end = x_of(value, low, high)
            parts.append(
                f'<rect class="ch-f{series.tone}" x="{n(min(zero, end))}" y="{top + 20}" width="{n(abs(end - zero))}" height="12"/>'
            )
        for which, aim in enumerate(aims):
            parts += mark(which, x_of(found, low, high), top) if (found := aim[place]) is not None else []
        top += 44
    read = _read(labels, [series, *marks])
    return _chart(about, svg(about, top, parts, read), keys, [head, *names], labels, columns)


def stacked(about: About, labels: Sequence[str], series: Sequence[Series], *, head: str = "Kỳ") -> Chart:
    """Parts of a whole, a horizontal bar a label, all by one scale; parts stand in the order of the legend with their figure
    inside where it fits. Negative parts count as nothing."""
    figures = [[max(decimal_of(value) or Decimal(0), Decimal(0)) for value in row.values] for row in series]
    totals = [sum(values, Decimal(0)) for values in zip(*figures, strict=True)] if figures else []
    most = max(totals, default=Decimal(0))
    keys = [Key(f"ch-key ch-f{row.tone}", row.name) for row in series]
    names, columns = [row.name for row in series], [list(row.values) for row in series]
    if not most:
        return _chart(about, nothing(about), keys, [head, *names], labels, columns)
    parts: list[str] = []
    for place, label in enumerate(labels):
        top, x = place * 46, 1.0
        parts += row_words(label, [word_of(totals[place]), short_of(totals[place])], top)
        for row, values in zip(series, figures, strict=True):
            width = float(values[place] / most) * (WIDTH - 2)
            if not values[place]:
                continue
            written = word_of(values[place])
            parts.append(
                f'<rect class="ch-part ch-f{row.tone}" x="{n(x)}" y="{top + 20}" width="{n(width)}" height="18">'
                f"<title>{esc(f'{label}, {row.name}: {written}')}</title></rect>"
            )
            if width > len(written) * LETTER + 6:
                parts.append(
                    f'<text class="ch-in ch-i{row.tone}" x="{n(x + width / 2)}" y="{top + 34}" text-anchor="middle">{esc(written)}</text>'
                )
            x += width
    read = _read(labels, series)
    return _chart(about, svg(about, len(labels) * 46, parts, read), keys, [head, *names], labels, columns)


def histogram(about: About, labels: Sequence[str], series: Sequence[Series], *, head: str = "Khoảng") -> Chart:
    """How many fall on each label (a count, a range): columns from zero, parts of a column in the order of the legend."""
    figures = [[max(decimal_of(value) or Decimal(0), Decimal(0)) for value in row.values] for row in series]
    totals = [sum(values, Decimal(0)) for values in zip(*figures, strict=True)] if figures else []
    keys = [Key(f"ch-key ch-f{row.tone}", row.name) for row in series] if len(series) > 1 else []
    names, columns = [row.name for row in series], [list(row.values) for row in series]
    if not any(totals):
        return _chart(about, nothing(about), keys, [head, *names], labels, columns)
    axis = Axis(list(totals))
    left, right = axis.room, WIDTH - 6
    step = (right - left) / len(labels)
    xs = [left + step * (place + 0.5) for place in range(len(labels))]
    parts = [axis.across(left, right), below(labels, xs)]
    for place, x in enumerate(xs):
        base, wide = axis.y(Decimal(0)), min(step * 0.84, 40)
        for row, values in zip(series, figures, strict=True):
            tall = axis.y(Decimal(0)) - axis.y(values[place])
            if values[place]:
                base -= tall
                parts.append(
                    f'<rect class="ch-part ch-f{row.tone}" x="{n(x - wide / 2)}" y="{n(base)}" width="{n(wide)}" height="{n(tall)}">'
                    f"<title>{esc(f'{labels[place]}, {row.name}: {word_of(values[place])}')}</title></rect>"
                )
        written = word_of(totals[place])
        if totals[place] and len(written) * LETTER <= max(step, 16):
            parts.append(text("ch-value", x, base - 4, written, "middle"))
    return _chart(about, svg(about, PLOT, parts, _read(labels, series)), keys, [head, *names], labels, columns)


def _read(labels: Sequence[str], series: Sequence[Series]) -> str:
    """What is read aloud: every figure where they are few, else that they stand in the table."""
    if sum(len(row.values) for row in series) > _READ_ALOUD:
        return "Từng số liệu ở bảng dưới biểu đồ."
    return " ".join(
        f"{row.name}: {', '.join(f'{label} {word_of(value)}' for label, value in zip(labels, row.values, strict=True))}."
        for row in series
    )


def _chart(
    about: About, svg: SafeString, keys: list[Key], head: list[str], labels: Sequence[str], columns: Sequence[Sequence[Figure]]
) -> Chart:  # fmt: skip
    rows = [(label, [column[place] for column in columns]) for place, label in enumerate(labels)]
    return Chart(about, svg, keys, head, rows)
