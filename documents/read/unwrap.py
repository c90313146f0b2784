"""Paragraphs of a file that was wrapped hard are put on one line again.

A line that ends before the wall ends its paragraph. One that fills up to the wall runs on, unless the next line
begins a part of its own: each entry of `STARTS` is one question about that line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from documents.read import words
from documents.read.headlines import PATTERNS as HEAD
from documents.read.labels import Label, comes_next, label_of
from documents.read.lines import BULLET, Line, Source, is_upper, make_line, without_marker
from documents.read.wall import ENDS, Wall, find_wall

#: A number stands behind these words: at the start of the next line it opens no part.
_WANTS_NUMBER = re.compile(
    r"(?<!\w)(?:số|ngày|tháng|năm|quý|tuần|lần|đợt|giai\s+đoạn|tiêu\s+chí|chỉ\s+tiêu|nội\s+dung|nhiệm\s+vụ|bước|nhóm|cấp|loại|"
    r"hạng|mức|điều|khoản|điểm|mục|phần|chương|phụ\s+lục|biểu|bảng|thôn|xóm|bản|ấp|tổ|khu|đội|từ|đến|và|hoặc|là|có|còn|"
    r"trên|dưới|hơn|đạt|bằng|khoảng)$|[-–(/+]$",
    re.IGNORECASE,
)
#: "Văn hóa" + "- Xã hội": a dash inside a name stands close behind a capital.
_NAME_BEFORE_DASH = re.compile(rf"(?<!\w)[{words.UPPER}]\w*(?:\s+\w+){{0,2}}$")
_OPENS_ITEM = re.compile(rf"[{words.UPPER}][^:.;]{{1,40}}:")
_TAIL = 60


@dataclass
class _Paragraph:
    """What has been put together so far, and the labels of the parts before."""

    first: Line
    last: Line
    raws: list[str]
    wall: Wall
    row: dict[tuple[str, int], str] = field(default_factory=dict)

    @property
    def is_ended(self) -> bool:
        return self.last.text.endswith(ENDS)

    def take(self, line: Line) -> None:
        self.raws.append(line.raw.strip())
        self.last = line

    def whole(self) -> Line:
        if len(self.raws) == 1:
            return self.first
        return make_line(" ".join(self.raws), gap=self.first.gap, heading=self.first.heading) or self.first


def _is_finished(paragraph: _Paragraph, line: Line) -> bool:
    """Nothing follows the mark that ends a paper, nor a heading in capitals (but its own second line)."""
    if paragraph.last.text.endswith("/."):
        return True
    return _is_heading(paragraph.last.text) and not is_upper(line.text) and not line.text[0].islower()


def _is_title(paragraph: _Paragraph, line: Line) -> bool:
    """A line in capitals below one that is not."""
    return _is_heading(line.text) and not is_upper(paragraph.last.text)


def _is_bullet(paragraph: _Paragraph, line: Line) -> bool:
    """A list item, and no dash inside a sentence."""
    if not BULLET.match(line.text):
        return False
    if paragraph.is_ended or line.raw.lstrip()[0] not in "-–—":
        return True
    rest = without_marker(line.text)
    if rest[0].islower() or _OPENS_ITEM.match(rest):
        return not rest[0].islower()
    return _NAME_BEFORE_DASH.search(paragraph.last.text[-_TAIL:]) is None


def _is_part(paragraph: _Paragraph, line: Line) -> bool:
    """A numbered part: it follows a finished sentence, or is the next number of its row."""
    label = label_of(line.text)
    if label is None or (not paragraph.is_ended and _WANTS_NUMBER.search(paragraph.last.text[-_TAIL:])):
        return False
    return paragraph.is_ended or comes_next(label, paragraph.row)


def _is_basis(paragraph: _Paragraph, line: Line) -> bool:
    if not line.text[0].isupper() or paragraph.last.text.endswith(":"):
        return False
    if words.BASIS_ALWAYS.match(line.text) or words.BASIS_OF_DECISION.match(line.text):
        return True
    return words.BASIS_IF_CITING.match(line.text) is not None and words.CITES.search(line.text) is not None


def _is_preamble(paragraph: _Paragraph, line: Line) -> bool:
    """Below the last basis the body that issues the paper speaks."""
    opening = without_marker(paragraph.first.text)
    is_basis = words.BASIS_ALWAYS.match(opening) or words.BASIS_IF_CITING.match(opening)
    return bool(is_basis and not paragraph.wall.spaced and words.opens_preamble(paragraph.last.text, line.text))


def _is_end(paragraph: _Paragraph, line: Line) -> bool:
    """The number of a paper, its closing sentence, its recipients, its signing block."""
    if words.RECIPIENTS_HEAD.match(line.text) or (is_upper(line.text) and words.AUTHORITY.match(line.text)):
        return True
    if line.text.startswith("Số") and (number := HEAD["number"].match(line.text)):
        return number["symbol"] is not None
    return paragraph.is_ended and line.text[0].isupper() and words.CLOSING.match(line.text) is not None


def _is_item(paragraph: _Paragraph, line: Line) -> bool:
    """Where no empty lines part paragraphs, "Người phụ trách: …" behind a finished sentence.

    A mere capital behind a full stop or semicolon is more often the next sentence of the same paragraph.
    """
    return not paragraph.wall.spaced and paragraph.is_ended and _OPENS_ITEM.match(line.text) is not None


def _is_indented(paragraph: _Paragraph, line: Line) -> bool:
    """A first line set in, and no text that hangs below its marker or number."""
    deeper = _indent(line) > _indent(paragraph.last)
    hangs = paragraph.last is paragraph.first and (BULLET.match(paragraph.last.text) or label_of(paragraph.last.text))
    return deeper and not hangs and not line.text[0].islower()


STARTS: dict[str, Callable[[_Paragraph, Line], bool]] = {
    "finished": _is_finished,
    "title": _is_title,
    "bullet": _is_bullet,
    "part": _is_part,
    "basis": _is_basis,
    "preamble": _is_preamble,
    "end": _is_end,
    "item": _is_item,
    "indent": _is_indented,
}


def unwrap(sources: Sequence[Source]) -> list[Source]:
    """The same words, a paragraph a line; a file without a wall comes back as it is."""
    wall = find_wall(sources)
    if wall is None:
        return list(sources)
    whole: list[Source] = []
    row: dict[tuple[str, int], str] = {}
    open_: _Paragraph | None = None
    for source in sources:
        if open_ is not None and isinstance(source, Line) and _goes_on(open_, source):
            open_.take(source)
            continue
        if open_ is not None:
            whole.append(open_.whole())
        open_ = None
        if isinstance(source, Line):
            open_ = _Paragraph(source, source, [source.raw], wall, row)
            _note(label_of(source.text), row)
        else:
            whole.append(source)
    if open_ is not None:
        whole.append(open_.whole())
    return whole


def _goes_on(paragraph: _Paragraph, line: Line) -> bool:
    if line.gap or line.heading is not None or not paragraph.wall.fills(paragraph.last, line):
        return False
    if (line.columns or paragraph.last.columns) and not (line.text[0].islower() or line.text[0].isdigit()):
        return False
    return not any(starts(paragraph, line) for starts in STARTS.values())


def _note(label: Label | None, row: dict[tuple[str, int], str]) -> None:
    if label is not None:
        row[label.row] = label.label


def _is_heading(text: str) -> bool:
    """In capitals, and more than an abbreviation that ends a sentence."""
    return is_upper(text) and (len(text.split()) > 2 or words.TYPE_LINE.match(text) is not None)


def _indent(line: Line) -> int:
    return len(line.raw) - len(line.raw.lstrip())
