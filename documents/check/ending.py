"""The end of the paper: end mark, signature block and recipients (mục II.7–9)."""

from __future__ import annotations

from collections.abc import Iterator

from documents.check.departure import Departure, figure, line_departures
from documents.check.outline import Outline, inner_lines, is_blank, outline_of
from documents.check.read import Measured, TextLine
from documents.nd30 import Profile

#: At least so much room (mm) between post and name for a signature.
_LEAST_ROOM = 18


def ending_departures(paper: Measured, profile: Profile) -> Iterator[Departure]:
    found = outline_of(paper, profile)
    yield from _end_mark(found, profile)
    yield from _recipients(found, profile)
    yield from _signature(found, profile)
    yield from _together(found, paper)


def _end_mark(found: Outline, profile: Profile) -> Iterator[Departure]:
    last = found.body[-1] if found.body else None
    if last is None:
        return
    text = last.text.rstrip()
    right = text.endswith("./.") if profile.ending == "./." else text.endswith(".") and not text.endswith("/.")
    if not right:
        yield Departure("ending", last.page, f"Nội dung phải kết thúc bằng “{profile.ending}” (“…{text[-40:]}”).")


def _recipients(found: Outline, profile: Profile) -> Iterator[Departure]:
    label = found.recipients_label
    if label is None:
        if not found.minutes:
            yield Departure("recipients", 1, "Không thấy mục Nơi nhận.")
        return
    yield from line_departures(label, profile.components["recipients"], "recipients")
    for line in found.recipients:
        yield from line_departures(line, profile.components["recipient"], "recipient")
    items = _items(found.recipients)
    for index, (line, text) in enumerate(items):
        mark = "." if index == len(items) - 1 else ";"
        if not text.endswith(mark) and not is_blank(text):
            yield Departure("recipient", line.page, f"Dòng nơi nhận phải kết thúc bằng “{mark}” (“{line.short}”).")
        if not text.startswith("-"):
            yield Departure("recipient", line.page, f"Dòng nơi nhận phải bắt đầu bằng gạch đầu dòng (“{line.short}”).")
    if not items:
        yield Departure("recipients", label.page, "Dưới Nơi nhận không có dòng nào.")


def _items(lines: list[TextLine]) -> list[tuple[TextLine, str]]:
    """Entries of the list; a line without its own dash goes on with the entry above."""
    items: list[tuple[TextLine, str]] = []
    for line in lines:
        if items and not line.text.startswith("-"):
            items[-1] = (items[-1][0], f"{items[-1][1]} {line.text}")
        else:
            items.append((line, line.text))
    return items


def _signature(found: Outline, profile: Profile) -> Iterator[Departure]:
    lines = found.signature
    if not lines:
        yield Departure("signature", 1, "Không thấy khối chữ ký ở bên phải cuối văn bản.")
        return
    *titles, name = lines
    if not titles:
        yield Departure("signature", name.page, "Khối chữ ký thiếu chức vụ hoặc họ tên người ký.")
        return
    authority, title = profile.components["authority"], profile.components["title"]
    for line in titles:
        # The Party's post is not bold, the line above it ("T/M …") is.
        part = title if line.bold == title.bold and line is not titles[0] else authority
        if len(titles) == 1:
            part = title
        if line.text == line.text.upper() or line is titles[0]:
            yield from line_departures(line, part, "signature")
    yield from line_departures(name, profile.components["name"], "name", case=False)
    room = name.base - titles[-1].base
    if name.page == titles[-1].page and room < _LEAST_ROOM:
        yield Departure("signature", name.page, f"Chỗ ký cao {figure(room)} mm, quá hẹp cho chữ ký và dấu.")


def _together(found: Outline, paper: Measured) -> Iterator[Departure]:
    label, lines = found.recipients_label, found.signature
    if not lines:
        return
    if label and not found.minutes:
        if label.page != lines[-1].page or label.page != lines[0].page:
            yield Departure("signature-split", label.page, "Nơi nhận và khối chữ ký phải cùng một trang.")
        elif abs(label.top - lines[0].top) > 3.5:
            yield Departure("recipients-level", label.page, "Nơi nhận phải ngang với dòng đầu của khối chữ ký.")
    first = lines[0]
    above = {round(line.base) for line in inner_lines(paper.pages[first.page - 1]) if line.base < first.base - 3}
    if first.page > 1 and len(above) < 2:
        yield Departure(
            "signature-alone", first.page, "Khối chữ ký đứng một mình, phải có ít nhất hai dòng nội dung cùng trang."
        )
