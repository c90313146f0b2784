"""The count of all villages as a workbook: figures as they were entered, sums and shares worked out by the workbook itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from openpyxl.utils import get_column_letter

from areas.models import Area
from core.formats import percent
from core.sheets import Column, Formula, Heading, Sheet
from criteria.papers.surveys import SurveyLine, SurveySummary
from criteria.survey_rules import Standing

_Cells = tuple[object, ...]
#: Columns of the first sheet that others are worked out from.
_HOUSEHOLDS, _HANDED_OUT, _VALID, _SATISFIED = 3, 4, 7, 8
_TITLE = "TỔNG HỢP KẾT QUẢ LẤY Ý KIẾN VỀ SỰ HÀI LÒNG CỦA NGƯỜI DÂN"


def survey_sheets(found: SurveySummary, asked: Mapping[str, Decimal], *, place: str, year: int) -> tuple[Sheet, Sheet]:
    """The ballots by village, and the satisfied ones by item; villages that are not counted yet stay empty.

    `asked`: thresholds in percent by "asked", "overall", "items"; one that is missing is not established.
    """
    return _by_village(found, asked, f"{place}, năm {year}"), _by_item(found, asked, f"{place}, năm {year}")


def _by_village(found: SurveySummary, asked: Mapping[str, Decimal], where: str) -> Sheet:
    columns = (
        Column("TT", 5, kind="number"), Column("Thôn", 26), Column("Tổng số hộ", 11, kind="number"),
        Column("Phiếu phát ra", 11, kind="number"), Column("Tỷ lệ hộ được hỏi", 18, kind="percent"),
        Column("Phiếu thu về", 11, kind="number"), Column("Phiếu hợp lệ", 11, kind="number"),
        Column("Hài lòng chung", 11, kind="number"), Column("Tỷ lệ hài lòng chung", 18, kind="percent"),
    )  # fmt: skip
    heading = Heading((), (), (_TITLE, where))
    first = heading.height + 2
    rows: list[_Cells] = []
    for line in found.lines:
        figures = (line.households, line.handed_out, line.returned, line.valid, line.satisfied)
        rows.append(_village(len(rows) + 1, str(line.area), figures, first + len(rows)))
    for area in found.uncounted:
        rows.append(_village(len(rows) + 1, str(area), (None,) * 5, first + len(rows)))
    last = first + len(rows) - 1
    sums = tuple(_sum(at, first, at, last) for at in (_HOUSEHOLDS, _HANDED_OUT, 6, _VALID, _SATISFIED))
    total = (None, *_village(0, "Cộng", sums, last + 1)[1:])
    whole: list[object] = [None, "Mức quy định", *[None] * 7]
    standings: list[object] = [None, "Đánh giá", *[None] * 7]
    for at, key, standing in (
        (4, "asked", found.asked_against(asked.get("asked"))),
        (8, "overall", found.overall_against(asked.get("overall"))),
    ):
        whole[at], standings[at] = _asked(asked, key), standing.words
    return Sheet("Theo thôn", columns, [*rows, total, tuple(whole), tuple(standings)], heading)


def _village(place: int, name: str, figures: tuple[object, ...], row: int) -> _Cells:
    households, handed_out, returned, valid, satisfied = figures
    asked = _share(_cell(_HANDED_OUT, row), _cell(_HOUSEHOLDS, row))
    overall = _share(_cell(_SATISFIED, row), _cell(_VALID, row))
    return (place, name, households, handed_out, asked, returned, valid, satisfied, overall)


def _by_item(found: SurveySummary, asked: Mapping[str, Decimal], where: str) -> Sheet:
    """A row per item, a column per village; the valid ballots, on which shares are taken, stand in the first row."""
    lines: list[tuple[Area | None, SurveyLine | None]] = [(line.area, line) for line in found.lines]
    lines += [(area, None) for area in found.uncounted]
    columns = (
        Column("TT", 5, kind="number"), Column("Nội dung", 44), *(Column(str(area), 10, kind="number") for area, _ in lines),
        Column("Cộng", 10, kind="number"), Column("Tỷ lệ", 11, kind="percent"), Column("Mức quy định", 14), Column("Đánh giá", 20),
    )  # fmt: skip
    heading = Heading((), (), (_TITLE, f"{where}: số phiếu hài lòng theo nội dung"))
    first, last, whole = heading.height + 2, len(lines) + 2, len(lines) + 3
    rows: list[_Cells] = [
        (
            None, "Số phiếu hợp lệ", *(line.valid if line else None for _, line in lines),
            _sum(3, first, last, first), None, None, None,
        )
    ]  # fmt: skip
    for at, item in enumerate(found.items):
        row = first + 1 + at
        rows.append((
            item.item.position, item.item.text, *(line.answers[at] if line else None for _, line in lines),
            _sum(3, row, last, row), _share(_cell(whole, row), _cell(whole, first)), _asked(asked, "items"),
            item.against(asked.get("items")).words,
        ))  # fmt: skip
    return Sheet("Theo nội dung", columns, rows, heading)


def _cell(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _sum(column: int, row: int, last_column: int, last_row: int) -> object:
    if last_row < row or last_column < column:
        return 0
    return Formula(f"SUM({_cell(column, row)}:{_cell(last_column, last_row)})")


def _share(part: str, base: str) -> Formula:
    """Rounded half up to two places of a percent, cut below a whole one, as on the page (survey_rules.Share); in whole numbers
    so that no figure slips."""
    cut, rounded = f"INT({part}*10000/{base})", f"INT(({part}*20000+{base})/(2*{base}))"
    return Formula(f'IF(N({base})=0,"",IF(MOD({rounded},100)=0,{cut},{rounded})/10000)')


def _asked(asked: Mapping[str, Decimal], key: str) -> str:
    return f"từ {percent(asked[key])}" if key in asked else Standing.NO_RULE.words
