"""Reading a province's levels: what a person wrote into one cell, and the rows of a workbook that comes in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.errors import RuleError
from core.formats import number as shown
from core.formats import parse_number
from core.sheets_reading import Wanted, read_rows
from core.text import tidy
from criteria.enums import DerivedKind, Direction, ValueKind
from criteria.judging import FIGURES
from criteria.models import IndicatorVersion

#: The decimals of Level.number allow no more.
_LARGEST = Decimal(10) ** 10
_MOST_TEXT = 500
#: Years a decision may name.
YEARS = range(2010, 2101)
_SIGN = re.compile(r"^(≥|>=|≤|<=)\s*")
_AS_SIGN = {"≥": Direction.AT_LEAST, ">=": Direction.AT_LEAST, "≤": Direction.AT_MOST, "<=": Direction.AT_MOST}
_BOOLEAN = {"đạt": "Đạt", "không": "Không", "không đạt": "Không"}

#: Columns of the workbook beside the levels, by their key.
KEY, CODE, WORDING, UNIT, YEAR = "key", "code", "wording", "unit", "year"
HEADINGS = {KEY: "Khóa", CODE: "Chỉ tiêu", WORDING: "Nội dung", UNIT: "Đơn vị", YEAR: "Năm"}
_MOST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class LevelValue:
    """What a level says: a figure in the unit of the wording, or words; exactly one of them."""

    number: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LevelSheetRow:
    """One row of the workbook as written; `cells` by scope, only the columns that the workbook has."""

    place: int
    key: str
    year: str
    cells: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LevelSheet:
    rows: list[LevelSheetRow]
    #: Headings that are none of ours.
    ignored: list[str]


def read_level(version: IndicatorVersion, written: str) -> LevelValue | None:
    """The level in a cell, None for an empty one; figures as written here: "15", "15 %", "15,5", "≥ 1.500".

    RuleError says what is wrong: a word where a figure belongs, over 100 %, a sign against the direction of the row, a
    grade that the scale does not have, a row whose level follows from another set.
    """
    written = tidy(written)
    if not written:
        return None
    if follows_another(version):
        raise RuleError("Mức của chỉ tiêu này suy ra từ bộ tiêu chí khác nên không nhập riêng.")
    if version.value_kind in FIGURES:
        return LevelValue(number=_figure(version, written))
    if version.value_kind == ValueKind.BOOLEAN:
        if written.lower() not in _BOOLEAN:
            raise RuleError(f"“{_short(written)}” phải là Đạt hoặc Không.")
        return LevelValue(text=_BOOLEAN[written.lower()])
    if version.value_kind == ValueKind.GRADED and version.scale:
        grade = next((step for step in version.scale if step.lower() == written.lower()), None)
        if grade is None:
            raise RuleError(f"“{_short(written)}” không có trong thang xếp loại: {', '.join(version.scale)}.")
        return LevelValue(text=grade)
    if len(written) > _MOST_TEXT:
        raise RuleError(f"Mức dài {len(written)} ký tự, nhập nhiều nhất {_MOST_TEXT}.")
    return LevelValue(text=written)


def follows_another(version: IndicatorVersion) -> bool:
    """Whether what the row asks for is that of another set, so that it has no level of its own."""
    return (version.derived or {}).get("kind") in {DerivedKind.FACTOR, DerivedKind.SET_MET}


def in_percent(version: IndicatorVersion) -> bool:
    """Whether the row's level is a share or a growth in %."""
    grows = (version.derived or {}).get("kind") == DerivedKind.GROWTH
    return grows or "%" in version.unit or version.value_kind == ValueKind.PERCENT


def read_year(written: str) -> int | None:
    """The year of a row, None for all years; RuleError when it is none that a decision may name."""
    written = written.strip()
    if not written:
        return None
    if not re.fullmatch(r"\d{4}", written, re.ASCII) or int(written) not in YEARS:
        raise RuleError(f"“{_short(written)}” không phải là năm, ví dụ 2027; mức cho mọi năm thì để trống.")
    return int(written)


def read_level_sheet(name: str, data: bytes, titles: Mapping[str, str]) -> LevelSheet:
    """The rows of an uploaded workbook; `titles` are the headings of the level columns by scope.

    RuleError when the file is no workbook, or has no column “Khóa” or none of the level columns.
    """
    wanted = [Wanted(key, title, required=key == KEY) for key, title in HEADINGS.items()] + [
        Wanted(_column(scope), title, required=False, also=(scope,) if scope else ()) for scope, title in titles.items()
    ]
    sheet = read_rows(name, data, wanted, most=_MOST_ROWS)
    scopes = [scope for scope in titles if _column(scope) in sheet.columns]
    if not scopes:
        raise RuleError("Không thấy cột mức nào ở dòng tiêu đề. Dùng mẫu tải về từ trang của quyết định này.")
    rows = [
        LevelSheetRow(
            row.place, row.text(KEY), row.text(YEAR).replace(".", ""),
            {scope: row.text(_column(scope)) for scope in scopes},
        )
        for row in sheet.rows
    ]  # fmt: skip
    return LevelSheet(rows, list(sheet.ignored))


def scopes_shown(scopes: Mapping[str, str]) -> Sequence[str]:
    """The columns a province may fill: one for everywhere (""), then the set's own, without the aim for the country."""
    return ["", *(scope for scope in scopes if scope != "chung")]


def _column(scope: str) -> str:
    return f"level:{scope}"


def _figure(version: IndicatorVersion, written: str) -> Decimal:
    sign = _SIGN.match(written)
    if sign and version.direction and _AS_SIGN[sign[1]] != version.direction:
        said = Direction(version.direction).label.lower()
        raise RuleError(f"“{_short(written)}” trái chiều đánh giá của chỉ tiêu ({said} mức).")
    bare = written[sign.end() :] if sign else written
    if bare.endswith("%") and not in_percent(version):
        raise RuleError(f"“{_short(written)}” là tỷ lệ %, chỉ tiêu này tính bằng {version.unit or 'số'}.")
    try:
        figure = parse_number(bare)
    except RuleError:
        raise RuleError(f"“{_short(written)}” không phải là số; nhập ví dụ 15 hoặc 15,5.") from None
    if version.value_kind == ValueKind.PERCENT and figure > 100:
        raise RuleError(f"{shown(figure, places=4)} % vượt quá 100 %.")
    if figure < 0:
        raise RuleError(f"Mức {shown(figure, places=4)} nhỏ hơn 0.")
    if figure >= _LARGEST or figure != round(figure, 4):
        raise RuleError(f"Mức “{_short(written)}” quá lớn hoặc có quá bốn chữ số sau dấu phẩy.")
    return figure


def _short(written: str) -> str:
    return written if len(written) <= 40 else f"{written[:39]}…"
