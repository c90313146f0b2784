"""Which lines of a measured PDF are which component: found by their words and places, as a reader does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents import nd30
from documents.check.read import Measured, MeasuredPage, TextLine

TYPES = {
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO",
    "THÔNG BÁO", "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN",
    "DỰ ÁN", "BÁO CÁO", "BIÊN BẢN", "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG ĐIỆN",
    "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "GIẤY ỦY QUYỀN", "GIẤY MỜI", "GIẤY GIỚI THIỆU", "GIẤY NGHỈ PHÉP",
    "PHIẾU GỬI", "PHIẾU CHUYỂN", "PHIẾU BÁO"
}  # fmt: skip
_NUMBER = re.compile(r"^Số\b", re.IGNORECASE)
_DATE = re.compile(r"ngày\b.*\btháng\b.*\bnăm\b", re.IGNORECASE)
_APPENDIX = re.compile(r"^phụ lục( [IVXLC\d]+)?\.?$", re.IGNORECASE)
_DOTS = re.compile(r"[.…]{3,}")
#: How far down page 1 (mm) the head reaches at most.
_HEAD_DEPTH = 120
#: Lines of one centred heading are nearer to each other than this (mm).
_NEAR = 9.5


@dataclass(slots=True)
class Outline:
    """The components that were found; None or empty where they were not."""

    nation: TextLine | None = None
    motto: TextLine | None = None
    left: list[TextLine] = field(default_factory=list)
    number: TextLine | None = None
    date: TextLine | None = None
    about: list[TextLine] = field(default_factory=list)
    type: TextLine | None = None
    subject: list[TextLine] = field(default_factory=list)
    #: The running text of the paper without tables, in reading order.
    body: list[TextLine] = field(default_factory=list)
    recipients_label: TextLine | None = None
    recipients: list[TextLine] = field(default_factory=list)
    signature: list[TextLine] = field(default_factory=list)
    minutes: bool = False
    #: Pages from 1 that begin an appendix.
    appendix_pages: list[int] = field(default_factory=list)


def key(text: str) -> str:
    """Words without the differences that do not matter: case, dots of blank places, old tone marks."""
    return " ".join(text.upper().replace("HOÀ", "HÒA").split())


def inner_lines(page: MeasuredPage) -> list[TextLine]:
    """The lines inside the text area: without page number, draft mark and check code in the margins."""
    return [line for line in page.lines if line.bottom > 17.5 and line.top < page.height - 18]


def outline_of(paper: Measured, profile: nd30.Profile) -> Outline:
    found = Outline()
    first = inner_lines(paper.pages[0])
    _find_head(found, first, profile)
    _find_title(found, first, paper.pages[0])
    for page in paper.pages[1:]:
        lines = inner_lines(page)
        if lines and _APPENDIX.match(lines[0].text):
            found.appendix_pages.append(page.number)
    last_main = found.appendix_pages[0] - 1 if found.appendix_pages else len(paper.pages)
    main = [line for page in paper.pages[:last_main] for line in inner_lines(page)]
    start = _head_end(found)
    main = [line for line in main if line.page > 1 or line.base > start + 0.5]
    _find_ending(found, main, paper.pages[0].width)
    end = _ending_start(found)
    found.body = [line for line in main if not line.in_table and (end is None or (line.page, line.base) < end)]
    return found


def _find_head(found: Outline, lines: list[TextLine], profile: nd30.Profile) -> None:
    head = [line for line in lines if line.base < _HEAD_DEPTH]
    nation = nd30.PARTY if profile.style == "party" else nd30.NATION
    found.nation = next((line for line in head if key(nation) in key(line.text)), None)
    found.motto = next((line for line in head if key(line.text).replace(" ", "").startswith("ĐỘCLẬP")), None)
    found.number = next((line for line in head if _NUMBER.match(line.text)), None)
    found.date = next((line for line in head if _DATE.search(line.text) and not _in_sentence(line)), None)
    if found.number is None:
        return
    border = found.nation.x0 if found.nation else 95
    found.left = [line for line in head if line.base < found.number.base - 2 and line.centre < border]
    start = next((line for line in head if line.text.lower().startswith("v/v") and line.centre < border), None)
    if start is not None:
        found.about = _block(start, [line for line in head if line.centre < border])


def _block(start: TextLine, lines: list[TextLine]) -> list[TextLine]:
    """The first line of a heading with those that go on below it at the same centre."""
    block = [start]
    for line in lines:
        if 2 < line.base - block[-1].base < 7 and abs(line.centre - start.centre) < 4:
            block.append(line)
    return block


def _in_sentence(line: TextLine) -> bool:
    return line.width > 100 or "Căn cứ" in line.text


def _find_title(found: Outline, lines: list[TextLine], page: MeasuredPage) -> None:
    start = found.number.base if found.number else 0
    below = [line for line in lines if line.base > start + 2]
    found.type = next((line for line in below if key(line.text).rstrip(" :") in TYPES), None)
    if found.type is None:
        return
    above = found.type
    for line in below:
        if line.base <= above.base + 1:
            continue
        centred = abs(line.centre - found.type.centre) < 4 and line.x0 - found.type.centre < 0
        ruled = any(above.base < rule.y < line.base - 3 and rule.width < 110 for rule in page.rules)
        if (
            not centred
            or line.base - above.base > _NEAR
            or (ruled and found.subject)
            or line.text.startswith("Kính gửi")
        ):
            break
        found.subject.append(line)
        above = line


def _head_end(found: Outline) -> float:
    parts = [found.nation, found.motto, found.number, found.date, found.type, *found.about, *found.subject]
    return max((line.base for line in parts if line), default=0)


def _find_ending(found: Outline, lines: list[TextLine], width: float) -> None:
    labels = [line for line in lines if key(line.text).startswith("NƠI NHẬN")]
    found.minutes = any(key(line.text) in {"THƯ KÝ", "THƯ KÝ CUỘC HỌP"} for line in lines)
    if found.minutes:
        secretary = next(line for line in lines if key(line.text).startswith("THƯ KÝ"))
        found.signature = [line for line in lines if line.page == secretary.page and line.base > secretary.base - 3]
        found.signature = [line for line in found.signature if line.centre > width / 2]
    if not labels:
        return
    label = found.recipients_label = labels[-1]
    after = [
        line for line in lines if line.page >= label.page and (line.page, line.base) > (label.page, label.base - 4)
    ]
    middle = width / 2 + 5
    found.recipients = [line for line in after if line is not label and line.x0 < middle and line.x0 < label.x0 + 12]
    if not found.minutes:
        found.signature = [
            line for line in after if line.centre > middle and line.x0 > label.x1 + 2 and line not in found.recipients
        ]


def _ending_start(found: Outline) -> tuple[int, float] | None:
    parts = [*([found.recipients_label] if found.recipients_label else []), *found.signature[:1]]
    if not parts:
        return None
    return min((line.page, line.base - 3.0) for line in parts)


def is_blank(text: str) -> bool:
    """Whether a place was left to be filled in by hand."""
    return bool(_DOTS.search(text))
