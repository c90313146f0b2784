"""Widths of text, headings and table columns, measured in the fonts that the PDF embeds.

A long list lays out twice as fast when its columns have set widths and its cells stay on one line
(2,000 rows in half the time). That is only right where every cell fits, so it is measured:
a column that does not fit may break its lines, and nothing is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

FONT_DIR = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"

MM_PER_POINT = 25.4 / 72
#: Left and right padding of a cell with its border, in mm; the stylesheet has the same.
CELL_ROOM = 2.6
#: Half percents of the text width: what column shares are counted in.
WHOLE = 200
#: A column of text narrower than this (mm) reads badly.
READABLE = 26.0
#: Headings longer than this are broken by the renderer.
MOST_WORDS = 120
#: Compounds that a line break should not tear.
COMPOUNDS = {
    "tổ quốc", "việt nam", "mặt trận", "nhân dân", "hội đồng", "thi đua", "khen thưởng",
    "xây dựng", "nông thôn", "thôn mới", "ban chỉ", "chỉ đạo", "chương trình", "mục tiêu",
    "quốc gia", "thực hiện", "triển khai", "giấy khen", "thành tích", "xuất sắc", "cá nhân",
    "tập thể", "địa bàn", "kiểu mẫu", "nâng cao", "thường trực", "ban thường", "kế hoạch",
    "báo cáo", "kết quả", "khu dân", "dân cư", "cuộc vận", "vận động", "đô thị",
    "văn minh", "toàn dân", "đoàn kết", "cao điểm", "phát động", "chung sức", "quyết tâm",
    "tiêu chí"
}  # fmt: skip
AREA_WORDS = {"xã", "phường", "đặc", "thị", "huyện", "quận", "tỉnh", "thành", "thôn", "xóm", "bản", "ấp"}
_CLOSING = '.,;:”")'


@cache
def _advances(face: str) -> dict[int, float]:
    """Character code → width in ems of a Liberation Serif face."""
    from fontTools.ttLib import TTFont  # 0.2 s to import, only for papers with tables or for Word

    with TTFont(FONT_DIR / f"LiberationSerif-{face}.ttf", lazy=True) as font:
        widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def text_width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """The width in mm of a line of text at `size` points; a letter the font lacks counts a whole em."""
    face = {(False, False): "Regular", (True, False): "Bold", (False, True): "Italic", (True, True): "BoldItalic"}
    advances = _advances(face[bold, italic])
    return sum(advances.get(ord(char), 1.0) for char in text) * size * MM_PER_POINT


def fit_columns(
    rows: Sequence[Sequence[str]], header_rows: int, widths: Sequence[float] | None, room: float, size: float
) -> tuple[tuple[int, ...], tuple[bool, ...]]:
    """Column shares in half percents (they add up to 200) and which columns must be allowed to break lines.

    `widths` are wished shares that add up to 1, None for widths by content; `room` is the text width in mm.
    """
    needs = [_need([row[column] for row in rows], header_rows, size) for column in range(len(rows[0]))]
    if widths and len(widths) == len(needs) and all(width > 0 for width in widths):
        wished = [width / sum(widths) * room for width in widths]
        lengths = _widened(
            wished, [_longest_word([row[column] for row in rows], header_rows, size) for column in range(len(needs))]
        )
    else:
        floors = [min(need, READABLE) for need in needs]
        lengths = _spread(needs, floors, room)
    shares = _shares(lengths, room)
    return shares, tuple(share / WHOLE * room < need for share, need in zip(shares, needs, strict=True))


def _need(cells: Sequence[str], header_rows: int, size: float) -> float:
    """The width in mm with which no body cell and no single word of the header breaks."""
    widths = [text_width(cell, size) for cell in set(cells[header_rows:])]
    widths += [text_width(word, size, bold=True) for cell in cells[:header_rows] for word in cell.split()]
    return max([*widths, 4.0]) + CELL_ROOM


def _longest_word(cells: Sequence[str], header_rows: int, size: float) -> float:
    """The width in mm below which a word or a figure ("1.000.000.000") would be torn."""
    widths = [text_width(word, size) for word in {word for cell in cells[header_rows:] for word in cell.split()}]
    widths += [text_width(word, size, bold=True) for cell in cells[:header_rows] for word in cell.split()]
    return max([*widths, 4.0]) + CELL_ROOM


def _widened(lengths: list[float], floors: list[float]) -> list[float]:
    """Columns too narrow for their longest word take what they lack from those that have room to spare, if there is enough."""
    lack = sum(max(0.0, floor - length) for length, floor in zip(lengths, floors, strict=True))
    spare = sum(max(0.0, length - floor) for length, floor in zip(lengths, floors, strict=True))
    if not 0 < lack < spare:
        return lengths
    return [max(floor, length - (length - floor) * lack / spare) for length, floor in zip(lengths, floors, strict=True)]


def _spread(needs: list[float], floors: list[float], room: float) -> list[float]:
    """Columns get what they need, narrow ones first; those for which no room is left share the rest.

    `floors` are the widths below which a column is not pressed (its longest word, or a readable line).
    """
    if sum(needs) <= room:
        return [need * room / sum(needs) for need in needs]
    order = sorted(range(len(needs)), key=needs.__getitem__)
    lengths = list(needs)
    left = room
    for position, index in enumerate(order):
        if needs[index] + sum(floors[other] for other in order[position + 1 :]) <= left:
            left -= needs[index]
            continue
        rest = order[position:]
        weight = sum(needs[other] ** 0.5 for other in rest)
        for other in rest:
            lengths[other] = left * needs[other] ** 0.5 / weight
        break
    return lengths


def _shares(lengths: list[float], room: float) -> tuple[int, ...]:
    """Whole half percents, at least 1 each, that add up to 200; narrow columns are rounded up, the widest pays."""
    shares = [max(1, -int(-(length / room * WHOLE) // 1)) for length in lengths]
    widest = max(range(len(shares)), key=shares.__getitem__)
    shares[widest] = max(1, shares[widest] - (sum(shares) - WHOLE))
    return tuple(shares)


def balanced(text: str, size: float, room: float, *, bold: bool = False, by_area: bool = False) -> str:
    """A centred heading broken into the fewest lines that fit `room` mm, as even as words allow ("\\n" between).

    `by_area`: a break before the word of an area ("XÃ …", "HUYỆN …") is preferred, as in the names of bodies.
    """
    words = _units(text)
    if len(words) > MOST_WORDS or text_width(text, size, bold=bold) <= room:
        return text
    widths = [text_width(word + " ", size, bold=bold) for word in words]
    spans = _even(widths, room)
    areas = [index for index, word in enumerate(words) if word.split(" ")[0].lower() in AREA_WORDS and index]
    for index in reversed(areas) if by_area else ():
        other = [*_even(widths[:index], room), (index, len(words))]
        if sum(widths[index:]) <= room and len(other) <= len(spans) and sum(widths[index:]) >= sum(widths[:index]) / 4:
            spans = other
            break
    return "\n".join(" ".join(words[start:end]) for start, end in spans)


def _units(text: str) -> list[str]:
    """The words that may stand at the beginning of a line: compounds, names and hyphens are not torn."""
    units: list[str] = []
    before = ""
    names = text != text.upper()
    for word in text.split(" "):
        tied = (
            before.lower() in AREA_WORDS
            or f"{before} {word.rstrip(_CLOSING)}".lower() in COMPOUNDS
            or word in {"-", "–"}
            or (names and _is_name(before) and _is_name(word))
        )
        if units and tied:
            units[-1] += f" {word}"
        else:
            units.append(word)
        before = word
    return units


def _is_name(word: str) -> bool:
    """A capital first, as in "Lục Ba"; a word that ends a phrase ("mới,") ties nothing."""
    return word.lstrip('“"(')[:1].isupper() and word[-1:].isalnum()


def _even(widths: list[float], room: float) -> list[tuple[int, int]]:
    """Spans of words, one a line: the fewest lines, then the shortest longest line."""
    count = len(widths)
    #: best[i] = (lines, longest line, start of the last line) for the first i words.
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, count + 1):
        options = []
        for start in range(end - 1, -1, -1):
            length = sum(widths[start:end])
            if length > room and start < end - 1:
                break
            options.append((best[start][0] + 1, max(best[start][1], length), start))
        best.append(min(options))
    spans, end = [], count
    while end:
        start = best[end][2]
        spans.append((start, end))
        end = start
    return spans[::-1]
