"""The official layout as data: Nghị định 30/2020/NĐ-CP, Phụ lục I, and the Party's own rules.

The renderers (`documents.render`) and the measuring of finished papers (`documents.check`) read this
one table, so what is printed and what is measured cannot drift apart. Sizes are points, lengths on
the page millimetres.

Sources: state and front — Phụ lục I, mục I–II (the front follows the state's style by Hướng dẫn
91/HD-MTTW-BTT); where the decree gives a span, the size of its sample (Phụ lục III) is used. Party —
Quyết định 399-QĐ/TW and Hướng dẫn 05-HD/VPTW; the sizes of its head are those of the older Hướng dẫn
36-HD/VPTW and not confirmed for the new one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from documents.context import Style

Align = Literal["left", "center", "right", "justify"]
#: A rule under a line: as long as the line, or 1/3–1/2 of it.
Rule = Literal["", "line", "part"]

#: The font's name in Word files; PDFs embed Liberation Serif, which has the same widths.
WORD_FONT = "Times New Roman"
PDF_FONT = "Liberation Serif"

BLANK = "\u00a0" * 6
DOTS = "………………"

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
PARTY_DASHES = "-----"
DRAFT = "DỰ THẢO"
RECIPIENTS = "Nơi nhận:"
ADDRESSEES = "Kính gửi:"


@dataclass(frozen=True, slots=True)
class Component:
    """How one component is printed, and what is accepted of it (`least` to `most` points)."""

    name: str
    size: float
    least: float
    most: float
    bold: bool = False
    italic: bool = False
    upper: bool = False
    underline: bool = False
    align: Align = "center"
    #: First line's indent in mm.
    indent: float = 0
    #: Space above and below in points.
    before: float = 0
    after: float = 0
    rule: Rule = ""
    #: Stays on the page of what follows.
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A4 with its margins in mm: the value used and the span allowed (mục I.1–I.3)."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 18
    vertical: tuple[float, float] = (20, 25)
    left_span: tuple[float, float] = (30, 35)
    right_span: tuple[float, float] = (15, 20)

    @property
    def text_width(self) -> float:
        return self.width - self.left - self.right

    @property
    def turned(self) -> Page:
        """The same margins on a page lying on its side."""
        return replace(self, width=self.height, height=self.width)


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that differs between the state's, the Front's and the Party's papers."""

    style: Style
    page: Page
    components: dict[str, Component]
    #: Share of the text width that the left half of the head takes.
    head_left: float
    #: The same where a long place and date need more room on the right.
    head_left_narrow: float
    #: Line height: a factor, or points where the rule is "exactly".
    line: float
    exact_line: bool
    ending: str
    number_label: str
    #: Between number and symbol.
    number_joint: str
    first_line: tuple[float, float]
    paragraph_gap: float
    #: Room for the signature in mm.
    signature_room: float = 26


def _state_components() -> dict[str, Component]:
    c = Component
    return {
        "nation": c("Quốc hiệu", 12, 12, 13, bold=True, upper=True),
        "motto": c("Tiêu ngữ", 13, 13, 14, bold=True, rule="line"),
        "parent": c("Tên cơ quan chủ quản", 12, 12, 13, upper=True),
        "issuer": c("Tên cơ quan ban hành", 12, 12, 13, bold=True, upper=True, rule="part"),
        "number": c("Số, ký hiệu", 13, 13, 13),
        "date": c("Địa danh và thời gian", 13, 13, 14, italic=True),
        "about": c("Trích yếu công văn", 12, 12, 13, before=6),
        "draft": c("Dấu dự thảo", 13, 13, 14, bold=True, upper=True, align="left"),
        "type": c("Tên loại văn bản", 14, 13, 14, bold=True, upper=True, before=14, keep=True),
        "subject": c("Trích yếu nội dung", 14, 13, 14, bold=True, after=14, rule="part", keep=True),
        "deciding": c("Thẩm quyền ban hành", 14, 13, 14, bold=True, upper=True, after=10, keep=True),
        "decide": c("Lệnh quyết định", 14, 13, 14, bold=True, upper=True, before=4, after=8, keep=True),
        "to": c("Kính gửi", 14, 13, 14, before=12, after=12, keep=True),
        "to_item": c("Nơi kính gửi", 14, 13, 14, align="left"),
        "basis": c("Căn cứ ban hành", 14, 13, 14, italic=True, align="justify", indent=12.7, after=6),
        "part": c("Phần, chương", 14, 13, 14, bold=True, before=6, keep=True),
        "part_title": c("Tiêu đề phần, chương", 14, 13, 14, bold=True, upper=True, after=6, keep=True),
        "section": c(
            "Tiêu đề mục", 14, 13, 14, bold=True, upper=True, align="left", indent=12.7, before=2, after=6, keep=True
        ),
        "clause": c("Tiêu đề khoản", 14, 13, 14, bold=True, align="left", indent=12.7, after=6, keep=True),
        "text": c("Nội dung", 14, 13, 14, align="justify", indent=12.7, after=6),
        "caption": c("Tên bảng", 14, 13, 14, bold=True, before=4, after=4, keep=True),
        "cell": c("Nội dung bảng", 12, 10, 14, align="left"),
        "cell_head": c("Tiêu đề cột", 12, 10, 14, bold=True),
        "authority": c("Quyền hạn ký", 14, 13, 14, bold=True, upper=True),
        "title": c("Chức vụ người ký", 14, 13, 14, bold=True, upper=True),
        "post": c("Chức danh người ký", 14, 13, 14, bold=True),
        "name": c("Họ tên người ký", 14, 13, 14, bold=True),
        "recipients": c("Nơi nhận", 12, 12, 12, bold=True, italic=True, align="left"),
        "recipient": c("Danh sách nơi nhận", 11, 11, 11, align="left"),
        "page_number": c("Số trang", 13, 13, 14),
        "appendix": c("Phụ lục", 14, 14, 14, bold=True, keep=True),
        "appendix_title": c("Tiêu đề phụ lục", 14, 13, 14, bold=True, upper=True, keep=True),
        "appendix_note": c("Chỉ dẫn kèm theo", 14, 13, 14, italic=True, after=12, rule="part", keep=True),
        "foot": c("Mã kiểm tra", 10, 10, 12, align="left"),
    }


def _party_components() -> dict[str, Component]:
    state = _state_components()

    def body(name: str, **changes: object) -> Component:
        return replace(state[name], least=14, most=15, **changes)  # type: ignore[arg-type]

    own = {
        "nation": replace(state["nation"], name="Tiêu đề của Đảng", size=15, least=15, most=15, rule="line"),
        "parent": replace(state["parent"], size=14, least=14, most=14),
        "issuer": replace(state["issuer"], size=14, least=14, most=14, rule=""),
        "star": Component("Dấu sao", 14, 14, 14),
        "number": replace(state["number"], size=14, least=14, most=14),
        "date": replace(state["date"], size=14, least=14, most=14),
        "about": replace(state["about"], italic=True, least=12, most=13),
        "type": body("type", size=15.0),
        "subject": body("subject", rule="", after=0.0),
        "dashes": Component("Gạch dưới trích yếu", 14, 14, 15, after=14, keep=True),
        "basis": body("basis", italic=False, indent=10.0),
        "text": body("text", indent=10.0),
        "section": body("section", indent=10.0),
        "clause": body("clause", indent=10.0),
        "authority": body("authority"),
        "title": body("title", bold=False),
        "post": body("post", bold=False),
        "name": body("name"),
        "recipients": Component("Nơi nhận", 14, 14, 14, underline=True, align="left"),
        "recipient": replace(state["recipient"], size=12, least=12, most=12),
        "page_number": replace(state["page_number"], size=14, least=13, most=14),
    }
    return {name: part for name, part in {**state, **own}.items() if name != "motto"}


_STATE = Profile(
    style="state",
    page=Page(),
    components=_state_components(),
    head_left=0.43,
    head_left_narrow=0.35,
    line=1.22,
    exact_line=False,
    ending="./.",
    number_label="Số:",
    number_joint="/",
    first_line=(10, 12.7),
    paragraph_gap=6,
)

PROFILES: dict[Style, Profile] = {
    "state": _STATE,
    "front": replace(_STATE, style="front"),
    "party": Profile(
        style="party",
        page=Page(right=15, vertical=(20, 20), left_span=(30, 30), right_span=(15, 15)),
        components=_party_components(),
        head_left=0.45,
        head_left_narrow=0.35,
        line=18,
        exact_line=True,
        ending=".",
        number_label="Số",
        number_joint="-",
        first_line=(10, 10),
        paragraph_gap=6,
    ),
}


def profile_of(style: str | None) -> Profile:
    """The rules of a style; an unknown or missing style is judged as the state's."""
    return PROFILES[style] if style in PROFILES else PROFILES["state"]


def printed_number(number: str | None) -> str:
    """The number as printed: below 10 with a 0 (mục II.3), a blank place for none."""
    if not number:
        return BLANK
    return number.zfill(2) if number.isdecimal() else number


def number_line(profile: Profile, number: str | None, symbol: str | None) -> str:
    """ "Số: 04/KH-UBND", with blank places for what is missing; the Party writes "Số 05-NQ/ĐU"."""
    return f"{profile.number_label} {printed_number(number)}{profile.number_joint}{symbol or DOTS}"


def printed_date(day: int | None, month: int | None, year: int | None) -> str:
    """ "ngày 05 tháng 01 năm 2024": days below 10 and months 1 and 2 take a 0, tháng 4 stays "4" (mục II.4)."""
    blank = BLANK[:4]
    printed_day = f"{day:02d}" if day else blank
    printed_month = (f"{month:02d}" if month < 3 else str(month)) if month else blank
    return f"ngày {printed_day} tháng {printed_month} năm {year or blank}"


def date_line(place: str | None, day: int | None, month: int | None, year: int | None) -> str:
    """Place and date of a paper on one line, blank places for what is missing."""
    return f"{place or DOTS}, {printed_date(day, month, year)}"


_LOOSE_END = re.compile(r"[\s./;,:]+$")
_MARKER = re.compile(r"^\s*[-–—+•*]+\s*")


def ended(text: str, ending: str) -> str:
    """The sentence with its end mended to `ending`, whatever stood there ("/.", ".", nothing)."""
    return _LOOSE_END.sub("", text) + ending


def listed(items: tuple[str, ...] | list[str], marker: str = "- ") -> list[str]:
    """A list as the decree prints it: one a line, each with ";", the last with "." or its colon; words are untouched."""
    kept = [(bare, item) for item in items if (bare := _LOOSE_END.sub("", _MARKER.sub("", item)))]
    if not kept:
        return []
    last, end = kept[-1][0], ":" if kept[-1][1].rstrip().endswith(":") else "."
    return [*(f"{marker}{bare};" for bare, _ in kept[:-1]), f"{marker}{last}{end}"]


def slashed(day: date) -> str:
    """A day in the body: "05/01/2024", "30/6/2024"; days below 10 and months 1 and 2 take a 0 (mục II.4)."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}" if day.month < 3 else f"{day.day:02d}/{day.month}/{day.year}"
