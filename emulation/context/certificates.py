"""A giấy khen as plain data: its words, and where each piece of text stands on the sheet.

Nghị định 98/2023/NĐ-CP, điều 104: A4 lying on its side, white ground, an ornamental border of its own, the emblem at the top,
five lines in fixed order and colours, the decision and the golden book bottom left, the signature bottom right. Since 2025 the
sample is the Prime Minister's to give (NĐ 152/2025); a commune compares before it prints. Sizes and fonts are free.

Lengths are millimetres from the sheet's top left corner, sizes points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

WIDTH, HEIGHT = 297.0, 210.0
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
GIVEN = "TẶNG"
TITLE = "GIẤY KHEN"
#: Inner edge of the frame, and of what an office printer reaches.
FRAME_EDGE = 17.5
PRINTER_EDGE = 5.0
#: The emblem's place: centre, top, side.
EMBLEM = (WIDTH / 2, 21.0, 21.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A box for one piece of text; `x` is its centre, or its left edge where it is set left."""

    x: float
    y: float
    width: float
    height: float
    #: Largest and smallest size; between them the largest that fits is taken.
    size: float
    least: float
    lines: int = 1
    bold: bool = True
    italic: bool = False
    red: bool = False
    align: Literal["center", "left"] = "center"
    #: The text stands in the middle of the box's height, not at its top.
    middle: bool = False
    #: One line is kept down to this share of the size before a second one is begun.
    whole: float = 1.0
    #: Space between letters, in ems.
    tracking: float = 0.0
    leading: float = 1.24
    shown: bool = True

    @property
    def left(self) -> float:
        return self.x if self.align == "left" else self.x - self.width / 2


#: In the order of the sheet; the order of the lines is the decree's.
STANDARD: Mapping[str, Spot] = {
    "nation": Spot(148.5, 43.2, 200, 7, 15, 15),
    "motto": Spot(148.5, 49.6, 200, 7, 14.5, 14.5),
    "grantor": Spot(148.5, 59.8, 236, 9, 19, 12, red=True, tracking=0.02),
    "given": Spot(148.5, 68.9, 60, 7, 15.5, 15.5, tracking=0.12),
    "title": Spot(148.5, 76.3, 200, 22, 49, 49, red=True, tracking=0.05),
    "name": Spot(148.5, 98.4, 236, 18.8, 31, 10, lines=2, middle=True, whole=0.68, leading=1.3),
    "post": Spot(148.5, 117.4, 226, 8.8, 15.5, 7.5, lines=2, bold=False, whole=0.62, leading=1.3),
    "citation": Spot(148.5, 126.2, 226, 20.4, 18.5, 10, lines=4, bold=False, leading=1.3),
    "decision": Spot(32, 171.5, 104, 6, 13, 9, italic=True, align="left"),
    "book": Spot(32, 178, 104, 6, 13, 9, italic=True, align="left"),
    "date": Spot(213, 147, 112, 6.2, 14, 9, italic=True),
    "signer_post": Spot(213, 153.6, 112, 13, 14.5, 9, lines=2),
    "signer_name": Spot(213, 182, 112, 7, 15.5, 10),
}
LABELS: Mapping[str, str] = {
    "nation": "Quốc hiệu", "motto": "Tiêu ngữ", "grantor": "Chức vụ người khen", "given": "Chữ “TẶNG”", "title": "Chữ “GIẤY KHEN”",
    "name": "Tên người, tập thể được khen", "post": "Chức vụ, địa chỉ", "citation": "Thành tích", "decision": "Số quyết định",
    "book": "Số sổ vàng", "date": "Địa danh, ngày tháng năm", "signer_post": "Chức vụ người ký", "signer_name": "Họ tên người ký",
}  # fmt: skip
#: What a commune's pre-printed stock bears already.
ON_STOCK = frozenset({"nation", "motto", "grantor", "given", "title"})


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one certificate, by piece; a piece without words is left out. Line breaks within a piece are kept."""

    pieces: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.pieces.get("name", "")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a commune prints: the frame and all words, or only words at its own places, everything shifted alike."""

    framed: bool
    spots: Mapping[str, Spot] = field(default_factory=lambda: STANDARD)
    shift_x: float = 0.0
    shift_y: float = 0.0
    #: The commune's own picture of the emblem, PNG; empty: nothing stands in its place.
    emblem: bytes = b""
