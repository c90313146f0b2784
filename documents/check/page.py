"""Paper size, margins and page numbers (Phụ lục I, mục I)."""

from __future__ import annotations

from collections.abc import Iterator

from documents.check.departure import SIZE_TOLERANCE, Departure, figure
from documents.check.outline import inner_lines, outline_of
from documents.check.read import Measured, MeasuredPage, TextLine
from documents.nd30 import Profile

#: Millimetres that rounding, glyph shapes and hanging justification may cost.
_TOLERANCE = 0.8


def page_departures(paper: Measured, profile: Profile) -> Iterator[Departure]:
    for page in paper.pages:
        yield from _size(page, profile)
        yield from _sides(page, profile)
        yield from _top_and_bottom(page, profile)
    yield from _numbers(paper, profile)


def _size(page: MeasuredPage, profile: Profile) -> Iterator[Departure]:
    sides = sorted((page.width, page.height))
    if abs(sides[0] - profile.page.width) > 1 or abs(sides[1] - profile.page.height) > 1:
        yield Departure(
            "page-size",
            page.number,
            f"Khổ giấy {figure(page.width)} × {figure(page.height)} mm, quy định A4 (210 × 297 mm).",
        )


def _sides(page: MeasuredPage, profile: Profile) -> Iterator[Departure]:
    lines = inner_lines(page)
    if not lines:
        return
    left, right = min(line.x0 for line in lines), page.width - max(line.x1 for line in lines)
    running = [line for line in lines if not line.in_table and line.width > 60]
    full_left = sum(abs(line.x0 - left) < 1 for line in running) >= 3
    full_right = sum(abs(page.width - line.x1 - right) < 1 for line in running) >= 3
    for name, value, full, (least, most) in (
        ("trái", left, full_left, profile.page.left_span),
        ("phải", right, full_right, profile.page.right_span),
    ):
        # A page of short lines does not reach the margin: too little room can be seen, too much cannot.
        if value < least - _TOLERANCE or (full and value > most + _TOLERANCE):
            yield _margin(page, name, value, least, most)


def _top_and_bottom(page: MeasuredPage, profile: Profile) -> Iterator[Departure]:
    lines = inner_lines(page)
    if not lines:
        return
    least, most = profile.page.vertical
    top = min(line.top for line in lines)
    if top < least - _TOLERANCE or (page.number == 1 and top > most + 2 * _TOLERANCE):
        yield _margin(page, "trên", top, least, most)
    bottom = page.height - max(line.bottom for line in lines)
    if bottom < least - _TOLERANCE:
        yield _margin(page, "dưới", bottom, least, most)


def _margin(page: MeasuredPage, name: str, value: float, least: float, most: float) -> Departure:
    span = figure(least) if least == most else f"{figure(least)}–{figure(most)}"
    return Departure("margin", page.number, f"Trang {page.number}: lề {name} {figure(value)} mm, quy định {span} mm.")


def _numbers(paper: Measured, profile: Profile) -> Iterator[Departure]:
    starts = {1, *outline_of(paper, profile).appendix_pages}
    expected = 0
    for page in paper.pages:
        expected = 1 if page.number in starts else expected + 1
        digits = [line for line in page.lines if _is_number(line, page)]
        if page.number in starts:
            if digits:
                yield Departure("page-number", page.number, f"Trang {page.number}: trang đầu không được in số trang.")
        elif not digits:
            yield Departure("page-number", page.number, f"Trang {page.number}: thiếu số trang ở giữa lề trên.")
        else:
            yield from _number(digits[0], page, expected, profile)


def _is_number(line: TextLine, page: MeasuredPage) -> bool:
    return line.text.strip("- ").isdecimal() and (line.bottom <= 17.5 or line.top >= page.height - 18)


def _number(line: TextLine, page: MeasuredPage, expected: int, profile: Profile) -> Iterator[Departure]:
    where, part = f"Trang {page.number}", profile.components["page_number"]
    if line.text != str(expected):
        yield Departure("page-number", page.number, f"{where}: số trang in là “{line.text}”, đúng ra là {expected}.")
    if line.top > page.height / 2:
        yield Departure("page-number", page.number, f"{where}: số trang phải ở lề trên.")
    middle = (profile.page.left + page.width - profile.page.right) / 2
    if min(abs(line.centre - middle), abs(line.centre - page.width / 2)) > 4:
        yield Departure("page-number", page.number, f"{where}: số trang phải canh giữa.")
    if not part.least - SIZE_TOLERANCE <= line.size <= part.most + SIZE_TOLERANCE or line.bold or line.italic:
        yield Departure("page-number", page.number, f"{where}: số trang phải là chữ đứng cỡ 13–14.")
