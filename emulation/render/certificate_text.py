"""Fitting text into a box: measured in the certificate's own letters, shrunk and wrapped until it fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.errors import RuleError
from emulation.context.certificates import LABELS, Spot

FONT_DIR = Path(__file__).resolve().parent.parent.parent / "static" / "vendor" / "eb-garamond"
#: EB Garamond: bold, italic → file.
FACES = {(False, False): "EBGaramond-Regular", (True, False): "EBGaramond-Bold", (True, True): "EBGaramond-BoldItalic"}
MM_PER_POINT = 25.4 / 72
_STEP = 0.25
#: Measured widths leave out kerning; the last half percent of a line stays white.
_ROOM = 0.995


@dataclass(frozen=True, slots=True)
class Fitted:
    """A piece as it is printed: its size in points, and each line with its baseline's distance from the box's top in mm."""

    size: float
    lines: tuple[tuple[str, float], ...]


@cache
def _advances(face: str) -> dict[int, float]:
    """Character code → width in ems."""
    from fontTools.ttLib import TTFont  # 0.2 s to import, only for who prints

    with TTFont(FONT_DIR / f"{face}.ttf", lazy=True) as font:
        widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] / units for code, glyph in font.getBestCmap().items()}


def missing_letters(text: str) -> set[str]:
    """Letters the certificate's font does not have, so that nobody's name is printed with holes."""
    known = _advances(FACES[False, False])
    return {letter for letter in text if not letter.isspace() and ord(letter) not in known}


def width_of(text: str, spot: Spot, size: float) -> float:
    """The width in mm of one line at `size` points."""
    advances = _advances(FACES[spot.bold, spot.italic])
    ems = sum(advances.get(ord(letter), 1.0) for letter in text) + spot.tracking * max(len(text) - 1, 0)
    return ems * size * MM_PER_POINT


def fit(code: str, text: str, spot: Spot) -> Fitted:
    """The text in the largest size that the box holds, on as few lines as that size needs.

    RuleError with a sentence where not even the smallest size does.
    """
    fixed = [line.strip() for line in text.splitlines() if line.strip()]
    size = spot.size
    if spot.whole < 1 and len(fixed) == 1:
        while size >= spot.size * spot.whole - 1e-9:
            if width_of(fixed[0], spot, size) <= spot.width * _ROOM:
                return _set([fixed[0]], spot, size)
            size -= _STEP
        size = spot.size
    while size >= spot.least - 1e-9:
        lines = _wrapped(fixed, spot, size)
        if lines and len(lines) * spot.leading * size * MM_PER_POINT <= spot.height + 1e-6:
            return _set(lines, spot, size)
        size -= _STEP
    raise RuleError(
        f"{LABELS[code]} dài quá ({len(text)} ký tự) nên không vừa ô trên giấy khen: “{text[:60]}…”. Đề nghị rút gọn ở đề nghị khen "
        "thưởng, hoặc mở rộng ô ở trang Vị trí in."
    )  # fmt: skip


def _set(lines: Sequence[str], spot: Spot, size: float) -> Fitted:
    pitch = spot.leading * size * MM_PER_POINT
    start = (spot.height - pitch * len(lines)) / 2 if spot.middle else 0.0
    # The letters stand in the middle of their line: 0.98 em over the baseline for capitals with two marks, 0.29 em below it.
    base = start + pitch / 2 + (0.98 - 0.29) / 2 * size * MM_PER_POINT
    return Fitted(size, tuple((line, base + pitch * place) for place, line in enumerate(lines)))


def _wrapped(fixed: Sequence[str], spot: Spot, size: float) -> list[str]:
    """The lines at this size, even in length; empty where they are more than the box takes."""
    room = spot.width * _ROOM
    lines: list[str] = []
    for text in fixed:
        greedy = _greedy(text, spot, size, room)
        narrow, wide = room / 2, room
        while wide - narrow > 1 and len(greedy) > 1:
            middle = (narrow + wide) / 2
            if len(_greedy(text, spot, size, middle)) == len(greedy):
                wide = middle
            else:
                narrow = middle
        lines += _greedy(text, spot, size, wide) if len(greedy) > 1 else greedy
    return lines if len(lines) <= spot.lines else []


def _greedy(text: str, spot: Spot, size: float, room: float) -> list[str]:
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width_of(longer, spot, size) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        line = word
        while width_of(line, spot, size) > room:  # one word wider than the line: cut between letters
            cut = next(n for n in range(len(line), 0, -1) if n == 1 or width_of(line[:n], spot, size) <= room)
            lines.append(line[:cut])
            line = line[cut:]
    return [*lines, line] if line else lines
