"""Measuring finished certificates: what a careful eye would check with a ruler before a sheet is framed."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from emulation.context.certificates import FRAME_EDGE, GIVEN, HEIGHT, MOTTO, NATION, PRINTER_EDGE, TITLE, WIDTH
from emulation.render.certificate_text import MM_PER_POINT

#: The lines of a full sheet in their order: the words (None: any), whether red, whether bold (NĐ 98/2023, điều 104).
_HEAD: tuple[tuple[str | None, bool], ...] = (
    (NATION, False), (MOTTO, False), (None, True), (GIVEN, False), (TITLE, True),
)  # fmt: skip
_TOLERANCE = 0.35


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; mm, the size in points. `top` and `bottom` are those of its own letters and marks."""

    text: str
    x0: float
    x1: float
    top: float
    base: float
    bottom: float
    size: float
    bold: bool
    italic: bool
    red: bool

    def touches(self, other: Line) -> bool:
        apart = self.x1 <= other.x0 or other.x1 <= self.x0 or self.bottom <= other.top or other.bottom <= self.top
        return not apart


def check_certificates(data: bytes, *, awards: int, framed: bool) -> list[str]:
    """Every departure as a sentence, with its page; empty when all sheets may be printed.

    Measured: one A4 sheet on its side for each award; every letter inside the frame (on stock: off the printer's white edge);
    on a full sheet the five lines in their order and colours; no line touching another; fonts embedded.
    """
    import pdfplumber

    found: list[str] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) != awards:
            found.append(f"Có {len(pdf.pages)} trang, phải là {awards} trang (mỗi khen thưởng một trang).")
        for number, page in enumerate(pdf.pages, 1):
            size = (float(page.width) * MM_PER_POINT, float(page.height) * MM_PER_POINT)
            lines = lines_of(page.chars, float(page.height))
            found += [f"Trang {number}: {fault}" for fault in _page_faults(size, lines, framed=framed)]
            page.close()
    return found + _fonts_missing(data)


def lines_of(chars: Iterable[Any], height: float) -> list[Line]:
    """The letters of a page as lines, from top to bottom; letters of one baseline and size that stand apart are two lines."""
    rows: dict[tuple[float, float], list[Any]] = {}
    for char in chars:
        if char["text"].strip():
            base = round((height - char["matrix"][5]) * MM_PER_POINT, 1)
            rows.setdefault((base, round(char["size"], 1)), []).append(char)
    lines = []
    for (base, size), row in sorted(rows.items()):
        row.sort(key=lambda char: char["x0"])
        run: list[Any] = []
        for char in row:
            if run and char["x0"] - run[-1]["x1"] > 3 * size:
                lines.append(_line(run, base, size))
                run = []
            run.append(char)
        lines.append(_line(run, base, size))
    return lines


def _line(run: Sequence[Any], base: float, size: float) -> Line:
    text = ""
    for before, char in zip([None, *run], run, strict=False):
        gap = char["x0"] - before["x1"] if before else 0
        text += (" " if gap > 0.14 * size else "") + char["text"]
    text = unicodedata.normalize("NFC", text)
    up, down = _extent(text)
    em = size * MM_PER_POINT
    font = run[0]["fontname"].lower()
    colour = tuple(run[0]["non_stroking_color"] or ())
    return Line(
        text, run[0]["x0"] * MM_PER_POINT, run[-1]["x1"] * MM_PER_POINT, base - up * em, base, base + down * em, size,
        "bold" in font, "italic" in font, len(colour) == 3 and colour[0] > 0.5 > colour[1],
    )  # fmt: skip


def _extent(text: str) -> tuple[float, float]:
    """How far the letters reach over and under their baseline, in ems of EB Garamond, with the marks they bear."""
    up, down = 0.42, 0.02
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        above = sum(1 for mark in parts[1:] if mark not in "\u0323\u031b")
        tall = parts[0].isupper() or parts[0] in "bdfhklđ0123456789“”"
        up = max(up, (0.67 if tall else 0.5) + 0.16 * above)
        down = max(down, 0.23 if "\u0323" in parts else 0.29 if parts[0] in "gjpqy,QÐ/" else 0.02)
    return up, down


def _page_faults(size: tuple[float, float], lines: Sequence[Line], *, framed: bool) -> Iterable[str]:
    if abs(size[0] - WIDTH) > _TOLERANCE or abs(size[1] - HEIGHT) > _TOLERANCE:
        yield f"Khổ giấy {size[0]:.0f} × {size[1]:.0f} mm, phải là {WIDTH:g} × {HEIGHT:g} mm."
    edge = FRAME_EDGE if framed else PRINTER_EDGE
    for line in lines:
        if line.x0 < edge or line.x1 > WIDTH - edge or line.top < edge or line.bottom > HEIGHT - edge:
            yield f"“{line.text[:40]}” vượt ra ngoài {'khung' if framed else 'vùng in'}."
    for one, other in combinations(lines, 2):
        if one.touches(other):
            yield f"“{one.text[:30]}” chạm “{other.text[:30]}”."
    if framed:
        yield from _head_faults(lines)
        yield from _foot_faults(lines)


def _head_faults(lines: Sequence[Line]) -> Iterable[str]:
    title = next((place for place, line in enumerate(lines) if line.text == TITLE), None)
    if title is None or title < len(_HEAD) - 1:
        yield "Thiếu một trong năm dòng đầu của giấy khen."
        return
    # Who awards may take two lines, if the body's name is long.
    head = [*lines[:2], lines[2], *lines[title - 1 : title + 1]]
    for line, (words, red) in zip(head, _HEAD, strict=True):
        if words is not None and line.text != words:
            yield f"Dòng “{line.text[:40]}” phải là “{words}”."
        if words is None and line.text != line.text.upper():
            yield f"Dòng “{line.text[:40]}” phải viết hoa."
        if line.red != red or not line.bold:
            yield f"Dòng “{line.text[:40]}” phải in đậm, màu {'đỏ' if red else 'đen'}."
        if abs((line.x0 + line.x1) / 2 - WIDTH / 2) > 1:
            yield f"Dòng “{line.text[:40]}” không ở giữa trang."
    yield from (f"Dòng “{line.text[:40]}” phải màu đen." for line in lines[title + 1 :] if line.red)


def _foot_faults(lines: Sequence[Line]) -> Iterable[str]:
    for start in ("Quyết định số", "Số sổ vàng"):
        found = next((line for line in lines if line.text.startswith(start)), None)
        if found is None or not (found.bold and found.italic and found.x1 < WIDTH / 2 and found.base > HEIGHT / 2):
            yield f"Dòng “{start} …” phải ở góc dưới bên trái, chữ nghiêng, đậm."


def _fonts_missing(data: bytes) -> list[str]:
    """Fonts that the file does not carry: they would print as others elsewhere."""
    import pikepdf

    missing: set[str] = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/FontDescriptor":
                continue
            if not any(key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                missing.add(str(item.get("/FontName", "")))
    return [f"Phông chữ {name} không nhúng trong tệp." for name in sorted(missing)]
