"""The card as a sheet: one line a row, in the columns that the import reads again. Pure."""

from __future__ import annotations

from core.sheets import Column, Sheet
from criteria.enums import State
from criteria.models import Scorecard
from criteria.papers.cards import level_words, measure_of, value_of
from criteria.papers.parts import in_words
from criteria.queries.cards import CriterionLine, IndicatorLine

#: What stands in the head of the workbook; the import finds its columns by these words.
CRITERION, INDICATOR, NUMBER, SECOND, TEXT = "Tiêu chí", "Chỉ tiêu", "Giá trị", "Giá trị (nữ)", "Giá trị (chữ)"
STATE, REASON = "Kết quả", "Lý do, nhận xét"
_COLUMNS = (
    Column(CRITERION, 10), Column(INDICATOR, 10), Column("Nội dung", 60), Column("Mức", 24),
    Column(NUMBER, 14, kind="number"), Column(SECOND, 14, kind="number"), Column(TEXT, 20),
    Column(STATE, 18), Column(REASON, 40),
)  # fmt: skip


def card_sheet(card: Scorecard, lines: list[CriterionLine]) -> Sheet:
    """The whole card, a line per row, in the columns of the page."""
    rows: list[tuple[object, ...]] = []
    for line in lines:
        number, whole = str(line.criterion.number), line.whole
        said = (State(whole.state).label, whole.reason) if whole else ("", "")
        rows.append((number, "", line.criterion.name, "", None, None, "", *said))
        for row in line.rows:
            text = row.version.text if row.version else ""
            rows.append((number, str(row.indicator), text, level_words(row), *_entered(row)))
    return Sheet(f"Phiếu tự đánh giá {card.year}", _COLUMNS, rows)


def _entered(row: IndicatorLine) -> tuple[object, ...]:
    result = row.result
    if result is None:
        return (None, None, "", State.NO_DATA.label, "")
    text = result.text or in_words(measure_of(row).parts, value_of(row).parts)
    return (result.number, result.second, text, State(result.state).label, result.reason)
