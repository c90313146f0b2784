"""The running text: size, justification, indents, gaps, headings at the foot of a page (mục II.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from documents.check.departure import SIZE_TOLERANCE, Departure, figure
from documents.check.outline import Outline, inner_lines, outline_of
from documents.check.read import Measured, TextLine
from documents.nd30 import Profile

_HEADING = re.compile(r"^([IVXLC]+\.|\d+(\.\d+)*\.|Điều \d+\.|(Phần|Chương|Mục) )")
_MM_PER_POINT = 25.4 / 72
#: One departure of a kind a page is enough for a reader.
_FEW = 3


def text_departures(paper: Measured, profile: Profile) -> Iterator[Departure]:
    found = outline_of(paper, profile)
    yield from _sizes(found, profile)
    yield from _bases(found, profile)
    yield from _indents(found, profile)
    yield from _gaps(found, profile)
    yield from _justified(found, profile)
    yield from _lone_headings(paper, found)


def _sizes(found: Outline, profile: Profile) -> Iterator[Departure]:
    part = profile.components["text"]
    wrong = [line for line in found.body if not part.least - SIZE_TOLERANCE <= line.size <= part.most + SIZE_TOLERANCE]
    for line in wrong[:_FEW]:
        span = f"{figure(part.least)}–{figure(part.most)}"
        yield Departure(
            "text-size",
            line.page,
            f"Trang {line.page}: chữ nội dung cỡ {figure(line.size)}, quy định {span} (“{line.short}”).",
        )
    if len(wrong) > _FEW:
        yield Departure("text-size", wrong[_FEW].page, f"Còn {len(wrong) - _FEW} dòng nội dung khác sai cỡ chữ.")


def _bases(found: Outline, profile: Profile) -> Iterator[Departure]:
    wish = profile.components["basis"].italic
    for line in found.body:
        if line.page > 1 or _HEADING.match(line.text):
            return
        if line.text.startswith(("Căn cứ", "- Căn cứ")) and line.italic != wish:
            look = "chữ nghiêng" if wish else "chữ đứng"
            yield Departure("basis-style", line.page, f"Căn cứ ban hành phải là {look} (“{line.short}”).")


def _left_edge(found: Outline, profile: Profile) -> float:
    """Where full lines begin; a paper of single lines has none, then the profile's margin."""
    edges = sorted(line.x0 for line in found.body)
    least, most = profile.page.left_span
    return edges[0] if edges and least - 2 <= edges[0] <= most + 2 else profile.page.left


def _indents(found: Outline, profile: Profile) -> Iterator[Departure]:
    edge = _left_edge(found, profile)
    least, most = profile.first_line
    seen: set[float] = set()
    for line in found.body:
        indent = line.x0 - edge
        if not 3 < indent < 22 or line.width < 60 or _is_centred(line, profile):
            continue
        if not least - 0.8 <= indent <= most + 0.8 and round(indent) not in seen:
            seen.add(round(indent))
            span = "10" if least == most else "10–12,7"
            yield Departure(
                "indent",
                line.page,
                f"Trang {line.page}: dòng đầu lùi {figure(indent)} mm, quy định {span} mm (“{line.short}”).",
            )
    long = [line for line in found.body if line.width > 100]
    if len(long) > 6 and not any(line.x0 - edge > 3 for line in long):
        yield Departure("indent", long[0].page, "Các đoạn nội dung không lùi đầu dòng (quy định 10 hoặc 12,7 mm).")


def _is_centred(line: TextLine, profile: Profile) -> bool:
    middle = (profile.page.left + profile.page.width - profile.page.right) / 2
    return abs(line.centre - middle) < 2 and line.width < 0.9 * profile.page.text_width


def _gaps(found: Outline, profile: Profile) -> Iterator[Departure]:
    edge = _left_edge(found, profile)
    within: list[tuple[float, TextLine]] = []
    between: list[tuple[float, TextLine]] = []
    for above, line in zip(found.body, found.body[1:], strict=False):
        step = line.base - above.base
        if above.page != line.page or step <= 0 or step > 20:
            continue
        (between if line.x0 - edge > 3 else within).append((step, line))
    if len(within) < 3 or not between:
        return
    single = median(step for step, _ in within)
    tight = [line for step, line in between if (step - single) / _MM_PER_POINT < profile.paragraph_gap - 0.8]
    if tight:
        line, gap = tight[0], figure(profile.paragraph_gap)
        yield Departure(
            "paragraph-gap",
            line.page,
            f"Trang {line.page}: khoảng cách giữa các đoạn nhỏ hơn {gap} pt (“{line.short}”).",
        )


def _justified(found: Outline, profile: Profile) -> Iterator[Departure]:
    """Lines that another line of the same paragraph follows must end at one edge."""
    edge = _left_edge(found, profile)
    full = [
        above
        for above, line in zip(found.body, found.body[1:], strict=False)
        if above.page == line.page and line.x0 - edge < 1 and above.width > 100 and 0 < line.base - above.base < 12
    ]
    if len(full) < 6:
        return
    right = median(line.x1 for line in full)
    if sum(abs(line.x1 - right) < 1.5 for line in full) < 0.8 * len(full):
        yield Departure("justify", full[0].page, "Nội dung phải được dàn đều cả hai lề.")


def _lone_headings(paper: Measured, found: Outline) -> Iterator[Departure]:
    body = {id(line) for line in found.body}
    texts = {(line.page, line.base, line.text) for line in found.body}
    for page in paper.pages[:-1]:
        lines = inner_lines(page)
        if not lines:
            continue
        last = max(lines, key=lambda line: line.base)
        in_body = id(last) in body or (last.page, last.base, last.text) in texts
        if in_body and last.bold and not last.in_table and _HEADING.match(last.text):
            yield Departure(
                "lone-heading", page.number, f"Trang {page.number}: tiêu đề “{last.short}” đứng một mình ở cuối trang."
            )
