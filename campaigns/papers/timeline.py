"""The timeline of a plan (Gantt) as an SVG picture: for the screen, where CSS colours it, and for one sheet of paper.

Nothing is told by colour alone: critical tasks (đường găng) are hatched, have a heavy edge and the word "găng" beside
them, late ones the word "chậm", and bars whose dates were not given are dashed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from campaigns.papers.timeline_scale import Tick, span_of, ticks
from core.formats import vndate
from documents.render.pieces import clean as printable

#: Tells the width of a text in ems.
Measure = Callable[[str], float]


#: What the signs of the picture mean.
KEY = (
    "Thanh: thời gian thực hiện, phần tô đậm là đã làm; thanh gạch chéo, viền đậm, ghi “găng”: thuộc đường găng; "
    "thanh viền đứt: chưa có đủ ngày; vạch đứng cuối thanh: hạn; hình thoi: mốc; mũi tên: làm sau."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the picture: a task, or a milestone (`milestone`, one day, no bar)."""

    key: int
    #: What it is called by in lists and in "làm sau": "12"; empty for milestones.
    number: str
    text: str
    group: str
    begins: date
    ends: date
    deadline: date | None = None
    percent: int = 0
    critical: bool = False
    days_late: int = 0
    #: What was not given: "chưa có ngày", "chưa có ngày bắt đầu", "chưa có hạn"; empty where both dates are known.
    open_note: str = ""
    after: tuple[int, ...] = ()
    milestone: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper lying on its side, and how many columns of tasks it may be cut into. Lengths in mm."""

    name: str
    width: int
    height: int
    most_columns: int


SHEETS = {"A3": Sheet("A3", 420, 297, 4), "A4": Sheet("A4", 297, 210, 2)}
#: Edges of the sheet and what its heading and key take, in mm.
EDGE = 10.0
HEADING = 22.0
#: A line is not made higher than this (mm): few tasks do not fill a whole sheet with large letters.
HIGHEST_LINE = 7.0
#: Letters below this (points) are not read without a glass: the sheet is cut into more columns, and says so if that fails.
READABLE_POINTS = 6.0

SCREEN_WIDTH = 1360.0
SCREEN_LINE = 32.0
_LETTER_ON_SCREEN = 14.0
#: Share of a line's height that its letters take on paper.
_LETTER = 0.66
#: An average letter of the screen's typeface, in ems.
_EM_ON_SCREEN = 0.56
_ELLIPSIS = "…"


def screen_measure(text: str) -> float:
    """About how wide a text is in the typeface of the pages, in ems."""
    return len(text) * _EM_ON_SCREEN


# --- The picture ---


@dataclass(frozen=True, slots=True)
class _Look:
    """Lengths of one picture in its own units."""

    line: float
    letter: float
    number_room: float
    label_room: float
    after_room: float
    chart_room: float
    measure: Measure
    tips: bool
    #: Of all tasks, by key, for "làm sau".
    numbers: dict[int, str]

    @property
    def width(self) -> float:
        return self.number_room + self.label_room + self.after_room + self.chart_room


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text of one kind: where its baseline begins (or, `middle`, has its middle)."""

    kind: str
    x: float
    y: float
    text: str
    middle: bool = False


class _Ink:
    """Lines and boxes of one kind go into one path: a few elements draw quicker than thousands."""

    def __init__(self) -> None:
        self.paths: dict[str, list[str]] = {}
        self.words: list[Words] = []
        self.tips: list[str] = []

    def line(self, kind: str, x1: float, y1: float, x2: float, y2: float) -> None:
        self.path(kind, f"M{x1:.2f} {y1:.2f}L{x2:.2f} {y2:.2f}")

    def box(self, kind: str, x: float, y: float, width: float, height: float) -> None:
        self.path(kind, f"M{x:.2f} {y:.2f}h{width:.2f}v{height:.2f}h{-width:.2f}z")

    def path(self, kind: str, steps: str) -> None:
        self.paths.setdefault(kind, []).append(steps)

    def text(self, kind: str, x: float, y: float, text: str, *, middle: bool = False) -> None:
        self.words.append(Words(kind, x, y, text, middle))

    def tip(self, x: float, y: float, width: float, height: float, words: str) -> None:
        self.tips.append(
            f'<rect class="g-tip" x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}">'
            f"<title>{clean(words)}</title></rect>"
        )

    #: What is drawn first lies below.
    ORDER = (
        "g-band", "g-grid", "g-month", "g-rule", "g-bar", "g-open", "g-critical", "g-done", "g-hatch", "g-due",
        "g-late", "g-mark", "g-arrow", "g-arrow-critical", "g-today",
        "g-back",
    )  # fmt: skip

    def lines(self) -> str:
        return "".join(
            f'<path class="{kind}" d="{"".join(self.paths[kind])}"/>' for kind in self.ORDER if kind in self.paths
        )

    def texts(self) -> str:
        return "".join(
            f'<text class="{one.kind}" x="{one.x:.2f}" y="{one.y:.2f}"{_MIDDLE if one.middle else ""}>'
            f"{clean(one.text)}</text>"
            for one in self.words
        )


_MIDDLE = ' text-anchor="middle"'


def screen_picture(rows: Sequence[Row], *, today: date, whole: tuple[date, date], label: str) -> str:
    """The rows as one SVG for the page: classes for static/css/pages.css, a tip on each line; `whole` is the scale.

    An image to a screen reader, with `label`; the table beside it says all that it shows.
    """
    look = _Look(
        line=SCREEN_LINE, letter=_LETTER_ON_SCREEN, number_room=44, label_room=400, after_room=0,
        chart_room=SCREEN_WIDTH - 444, measure=screen_measure, tips=True,
        numbers={},
    )  # fmt: skip
    ink = _Ink()
    height = _draw(ink, rows, look, 0, 0, whole, today)
    return (
        f'<svg class="n-gantt" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SCREEN_WIDTH:.0f} {height:.0f}" '
        f'role="img" aria-label="{clean(label)}" font-size="{look.letter:.0f}">'
        f"{ink.lines()}{ink.texts()}{''.join(ink.tips)}</svg>"
    )


@dataclass(frozen=True, slots=True)
class PaperPicture:
    """Lines as the inside of an SVG, words beside it: the printer sets letters within an SVG one by one. Lengths in mm."""

    lines: str
    words: tuple[Words, ...]
    letter: float
    width: float
    height: float

    @property
    def points(self) -> float:
        """Size of its letters, to be told where they are small."""
        return self.letter * 72 / 25.4


def paper_picture(rows: Sequence[Row], sheet: Sheet, *, today: date, measure: Measure) -> PaperPicture:
    """All rows on one sheet: as few columns side by side as keep the letters readable, else as many as the sheet bears."""
    width, height = sheet.width - 2 * EDGE, sheet.height - 2 * EDGE - HEADING
    lines = _lines_of(rows)
    for columns in range(1, sheet.most_columns + 1):
        parts = _cut(lines, columns)
        #: The scale on top takes a line and a half.
        line = min(HIGHEST_LINE, height / (max(len(part) for part in parts) + 1.5))
        if line * _LETTER * 72 / 25.4 >= READABLE_POINTS:
            break
    gap = 4.0
    column = (width - gap * (len(parts) - 1)) / len(parts)
    look = _paper_look(rows, line, column, measure)
    whole = span_of(rows, today)
    ink = _Ink()
    heights = [_draw(ink, part, look, index * (column + gap), 0, whole, today) for index, part in enumerate(parts)]
    return PaperPicture(ink.lines(), tuple(ink.words), look.letter, width, max(heights))


def _paper_look(rows: Sequence[Row], line: float, column: float, measure: Measure) -> _Look:
    letter = line * _LETTER
    numbers = {row.key: row.number for row in rows}
    number_room = max((measure(row.number) for row in rows), default=1) * letter + letter
    sayings = [_after_words(row, numbers) for row in rows]
    after_room = min(max(measure(words) for words in sayings) * letter, column * 0.12) + letter if any(sayings) else 0
    # Half of the column is time; with few letters the names take no more than they need.
    longest = max(measure(row.text) for row in rows) * letter + letter
    label_room = min(longest, column * 0.5 - number_room)
    return _Look(
        line=line, letter=letter, number_room=number_room, label_room=label_room, after_room=after_room,
        chart_room=column - number_room - label_room - after_room, measure=measure, tips=False,
        numbers=numbers,
    )  # fmt: skip


def _lines_of(rows: Sequence[Row]) -> list[Row | str]:
    """Rows with the name of each group before its first one."""
    lines: list[Row | str] = []
    group = None
    for row in rows:
        if row.group != group:
            group = row.group
            lines.append(group)
        lines.append(row)
    return lines


def _cut(lines: list[Row | str], columns: int) -> list[list[Row | str]]:
    """Even columns; one never ends with the name of a group."""
    size = math.ceil(len(lines) / columns)
    parts: list[list[Row | str]] = []
    start = 0
    while start < len(lines):
        stop = min(start + size, len(lines))
        if stop < len(lines) and isinstance(lines[stop - 1], str) and stop - start > 1:
            stop -= 1
        parts.append(lines[start:stop])
        start = stop
    return parts


def _draw(
    ink: _Ink, rows: Sequence[Row | str], look: _Look, left: float, top: float, whole: tuple[date, date], today: date
) -> float:
    """Draw one column of lines; returns where it ends."""
    lines = (
        list(rows) if any(isinstance(row, str) for row in rows) else _lines_of([r for r in rows if isinstance(r, Row)])
    )
    first, last = whole
    a_day = look.chart_room / max(1, (last - first).days)
    chart = left + look.number_room + look.label_room + look.after_room
    bottom = top + look.line * (len(lines) + 1.5)

    def at(day: date) -> float:
        return chart + min(max((day - first).days, 0), (last - first).days) * a_day

    marks = ticks(first, last, (look.measure("T12/2026") * look.letter + look.letter * 0.6) / a_day)
    _scale(ink, marks, look, at, top, bottom)
    if look.after_room:
        ink.text("g-scale", chart - look.after_room, top + look.line * 1.5 - look.letter * 0.3, "Sau")
    if first <= today <= last:
        ink.line("g-today", at(today), top + look.line * 0.8, at(today), bottom)
        words = f"Hôm nay {today.day}/{today.month}"
        half = look.measure(words) * look.letter / 2
        x = min(max(at(today), chart + half), left + look.width - half)
        ink.text("g-today-word", x, top + look.letter * 0.9, words, middle=True)
    places: dict[int, float] = {}
    y = top + look.line * 1.5
    for line in lines:
        if isinstance(line, str):
            ink.box("g-band", left, y, look.width, look.line)
            base = y + look.line * 0.5 + look.letter * 0.36
            ink.text("g-group", left + look.letter * 0.4, base, _fit(line, look.width - look.letter, look))
        else:
            places[line.key] = y + look.line / 2
            _row(ink, line, look, left, y, chart, at)
        y += look.line
    _arrows(ink, [line for line in lines if isinstance(line, Row)], places, look, at)
    return bottom


def _scale(
    ink: _Ink, marks: Sequence[Tick], look: _Look, at: Callable[[date], float], top: float, bottom: float
) -> None:
    edge = at(date.max)
    for mark in marks:
        ink.line("g-month" if mark.strong else "g-grid", at(mark.on), top + look.line * 1.5, at(mark.on), bottom)
        if mark.label and at(mark.on) + look.measure(mark.label) * look.letter <= edge:
            ink.text("g-scale", at(mark.on) + look.letter * 0.15, top + look.line * 1.5 - look.letter * 0.3, mark.label)


def _row(ink: _Ink, row: Row, look: _Look, left: float, y: float, chart: float, at: Callable[[date], float]) -> None:
    middle, base = y + look.line / 2, y + look.line / 2 + look.letter * 0.36
    ink.line("g-rule", left, y + look.line, left + look.width, y + look.line)
    if row.number:
        ink.text("g-number", left + look.letter * 0.3, base, row.number)
    name = left + look.number_room
    ink.text("g-name", name, base, _fit(row.text, look.label_room - look.letter * 0.8, look))
    begin, end = at(row.begins), at(row.ends + timedelta(1))
    waits = _after_words(row, look.numbers)
    if waits:
        ink.text("g-after", name + look.label_room, base, _fit(waits, look.after_room, look))
    if row.milestone:
        size = look.line * 0.3
        ink.path(
            "g-mark",
            f"M{begin:.2f} {middle - size:.2f}l{size:.2f} {size:.2f}l{-size:.2f} {size:.2f}l{-size:.2f} {-size:.2f}z",
        )
        end = begin + size
    else:
        _bar(ink, row, look, begin, end, y)
        if row.deadline:
            x = at(row.deadline + timedelta(1))
            ink.line("g-late" if row.days_late else "g-due", x, y + look.line * 0.08, x, y + look.line * 0.92)
            end = max(end, x)
    _words(ink, row, look, left, base, chart, begin, end)
    if look.tips:
        ink.tip(left, y, look.width, look.line, tip_of(row))


def _bar(ink: _Ink, row: Row, look: _Look, begin: float, end: float, y: float) -> None:
    top, high = y + look.line * 0.22, look.line * 0.56
    width = max(end - begin, look.line * 0.12)
    kind = "g-critical" if row.critical else "g-open" if row.open_note else "g-bar"
    ink.box(kind, begin, top, width, high)
    if row.critical:
        ink.path("g-hatch", _hatch(begin, top, width, high))
    if row.percent:
        ink.box("g-done", begin, top + high * 0.3, width * row.percent / 100, high * 0.4)


def _hatch(x: float, y: float, width: float, height: float) -> str:
    """Slanting lines that stay within a box."""
    slant, apart = height * 0.6, height * 0.7
    count = int((width - slant) / apart)
    return "".join(
        f"M{x + index * apart:.2f} {y + height:.2f}l{slant:.2f} {-height:.2f}" for index in range(1, count + 1)
    )


def _words(ink: _Ink, row: Row, look: _Look, left: float, base: float, chart: float, begin: float, end: float) -> None:
    """What stands beside a bar: where there is no room at its right, at its left."""
    said = [
        vndate(row.begins) if row.milestone else "",
        f"chậm {row.days_late} ngày" if row.days_late else "",
        "găng" if row.critical and not row.milestone else "",
        row.open_note if look.tips else "",
        f"{row.percent}%" if row.percent else "",
    ]
    words = ", ".join(filter(None, said))
    if not words:
        return
    room = look.measure(words) * look.letter
    x = end + look.line * 0.4
    if x + room > left + look.width:
        x = begin - room - look.letter * 0.6
    if x < chart:
        x = end - room - look.letter * 0.6
        ink.box("g-back", x - look.letter * 0.2, base - look.letter * 0.85, room + look.letter * 0.4, look.letter * 1.1)
    ink.text("g-late-word" if row.days_late else "g-word", x, base, words)


def _after_words(row: Row, numbers: dict[int, str]) -> str:
    return ", ".join(numbers[key] for key in row.after if key in numbers)


def _arrows(ink: _Ink, rows: Sequence[Row], places: dict[int, float], look: _Look, at: Callable[[date], float]) -> None:
    """From the end of what comes first, down or up, to the beginning of what waits; only within one column."""
    known = {row.key: row for row in rows}
    bend, head = look.line * 0.25, look.line * 0.16
    for row in rows:
        for key in row.after:
            if key not in known:
                continue
            before = known[key]
            x1, x2 = at(before.ends + timedelta(1)), at(row.begins)
            y1, y2 = places[key], places[row.key]
            turn = x1 + bend
            path = f"M{x1:.2f} {y1:.2f}H{turn:.2f}"
            if x2 < turn + bend:
                # It goes back: down between the lines, then in from the left.
                step = look.line / 2 if y2 > y1 else -look.line / 2
                path += f"V{y1 + step:.2f}H{x2 - bend:.2f}"
            path += f"V{y2:.2f}H{x2:.2f}m{-head:.2f} {-head:.2f}l{head:.2f} {head:.2f}l{-head:.2f} {head:.2f}"
            ink.path("g-arrow-critical" if row.critical and before.critical else "g-arrow", path)


def tip_of(row: Row) -> str:
    """All that a line says, in words."""
    if row.milestone:
        return f"{row.text}: {vndate(row.begins)}"
    said = [
        f"{row.number}. {row.text}",
        f"{vndate(row.begins)} đến {vndate(row.ends)}",
        f"hạn {vndate(row.deadline)}" if row.deadline else "",
        row.open_note,
        f"đã làm {row.percent}%",
        "thuộc đường găng" if row.critical else "",
        f"chậm {row.days_late} ngày so với hạn" if row.days_late else "",
    ]
    return "; ".join(filter(None, said))


def _fit(text: str, room: float, look: _Look) -> str:
    """As many letters as fit, with "…" where some are left out; at least the first six."""
    text = printable(text)
    ems = room / look.letter
    if look.measure(text) <= ems:
        return text
    kept = text[: max(6, int(len(text) * ems / look.measure(text)) + 8)]
    while len(kept) > 6 and look.measure(kept + _ELLIPSIS) > ems:
        kept = kept[:-1]
    return kept.rstrip() + _ELLIPSIS


def clean(text: str) -> str:
    """Text as HTML and XML hold it."""
    return escape(printable(text))
