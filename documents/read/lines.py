"""The lines a file is made of, the same for text and Word: what the structure rules read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from core.errors import RuleError
from core.text import nfc


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the source on one line.

    `columns` are its pieces where tabs or wide gaps part it (two columns of a head or a signing block);
    `gap` says that an empty line stands before it; `heading` is the outline level of a Word heading;
    `raw` is the line as the file has it, with its indent and the marks of converters.
    """

    text: str
    columns: tuple[str, ...] = ()
    gap: bool = False
    heading: int | None = None
    raw: str = field(default="", compare=False, repr=False)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The columns, or the text where there is one only."""
        return self.columns or (self.text,)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of the source; a cell's paragraphs are parted by line breaks."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1
    widths: tuple[float, ...] | None = None

    def lines(self) -> list[Line]:
        """The same words as lines, row by row, cell by cell: for tables that only lay out a head."""
        return [Line(piece.strip()) for row in self.rows for cell in row for piece in cell.split("\n") if piece.strip()]


Source = Line | Grid

#: A paper of a thousand pages stays below these.
MAX_CHARACTERS = 4_000_000
MAX_LINES = 50_000

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x200E, 0x200F, *range(0x202A, 0x202F)])
_CONTROL = dict.fromkeys([*range(9), *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
_SPACES = re.compile(r"\s+")
#: Tabs and wide gaps part two columns, but not a blank number or day ("Số:      /KH", "ngày     tháng").
_COLUMNS = re.compile(r"(?<=\S)(?<!Số:) *+(?:\t|(?<= {3}))[\t ]*+(?!/|ngày|tháng|năm)")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,80}\]")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,400})(?<=\S)\*(?![\w*])")
_UNDERSCORES = re.compile(r"(?<![\w_])_{1,2}(?=[^\s_])([^_\n]{1,400})(?<=\S)_{1,2}(?![\w_])")
_ESCAPE = re.compile(r"\\([-*_.#+()\[\]>])")
_HASHES = re.compile(r"^\s{0,3}#{1,6}\s+")
#: A line that only draws: "-----", "____", "* * *", "=====".
_RULE = re.compile(r"[\s\-–—_=*~.…·•─━|]{3,}|[*\-–—_.…|]{1,3}")
#: Markers as they come out of broken conversions, and the two markers that are printed.
_MARKERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:\|\s*)?[-–—•●▪■◦·*]\s*\+\s*(?=\S)"), "+ "),
    # A bullet that a converter set before the writer's own number.
    (re.compile(r"^[-–•*]\s+(?=(?:[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*\.|[IVX]{1,4}\.)\s+\S)"), ""),
    (re.compile(r"^\+\s*[-–—]\s*(?=\S)"), "- "),
    (re.compile(r"^(?:\|\s*)?[-–—]\s+[-–—]\s+(?=\S)"), "- "),
    (re.compile(r"^\|\s*[-–—]\s*(?=[^\s\-|:])"), "- "),
    (re.compile(r"^[-–—]\s*(?=[^\W\d]|[“\"'(\[])"), "- "),
    (re.compile(r"^[-–—]\s+(?=\S)"), "- "),
    (re.compile(r"^[•●▪■◦·➢►✓❖♦]\s*(?=\S)"), "- "),
    (re.compile(r"^\*\s+(?=\S)"), "- "),
    (re.compile(r"^\+\s*(?=[^\W\d]|[“\"'(\[])"), "+ "),
    (re.compile(r"^\+\s+(?=\S)"), "+ "),
)
BULLET = re.compile(r"^[-+] ")


def check_size(characters: int, lines: int) -> None:
    """Refuse at once what is far longer than any paper, instead of working on it for minutes (RuleError)."""
    if characters > MAX_CHARACTERS or lines > MAX_LINES:
        raise RuleError("Văn bản quá dài để là một kế hoạch nên không được đọc; hãy tách phần phụ lục rồi tải lại.")


def plain(text: str) -> str:
    """NFC without invisible and control characters; no-break spaces become spaces. Line breaks and tabs stay."""
    return nfc(text.translate(_CONTROL).translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " "))


def unmarked(text: str) -> str:
    """One line without the marks of converters: bookmarks, markdown stars, underscores and hashes."""
    text = _BOOKMARK.sub("", text)
    text = _HASHES.sub("", _ESCAPE.sub(r"\1", text)).replace("**", "")
    return _UNDERSCORES.sub(r"\1", _EMPHASIS.sub(r"\1", text))


def tidy_marker(text: str) -> str:
    """A leading bullet as "- " or "+ "; text without one stays as it is."""
    for pattern, marker in _MARKERS:
        match = pattern.match(text)
        if match:
            return marker + text[match.end() :]
    return text


def without_marker(text: str) -> str:
    """The text of a list item without its "- " or "+ "."""
    return BULLET.sub("", text, count=1).strip()


def is_rule(text: str) -> bool:
    """Nothing but strokes, dots or stars."""
    return _RULE.fullmatch(text) is not None


def is_upper(text: str) -> bool:
    """Written in capitals throughout."""
    return text.upper() == text and text.lower() != text


def make_line(source: str, *, gap: bool = False, heading: int | None = None) -> Line | None:
    """A line from the text of one paragraph; None when nothing is written on it.

    A leading marker is brought to one of the two printed ones.
    """
    raw = unmarked(source).strip()
    text = _SPACES.sub(" ", raw)
    if not text or is_rule(text):
        return None
    columns = tuple(_SPACES.sub(" ", piece).strip() for piece in _COLUMNS.split(raw) if piece.strip())
    return Line(tidy_marker(text), columns if len(columns) > 1 else (), gap, heading, source.expandtabs(8).rstrip())
