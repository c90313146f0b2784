"""Checks of a card: what its own rows say against each other, against last year and against their proof. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from criteria.enums import State, ValueKind
from criteria.judging import CheckedRow

#: A figure that more than doubles or halves within a year is asked about.
JUMP = Decimal(2)


@dataclass(frozen=True, slots=True)
class CardFinding:
    code: str
    #: "error" or "warning", as in campaigns' findings.
    level: str
    criterion: int
    message: str


def card_findings(
    rows: Sequence[CheckedRow], *, whole: dict[int, State], on: date, criteria: Iterable[int]
) -> list[CardFinding]:
    """What to look at before a card is sent, in the order of the card; `whole` is what a person said of whole criteria."""
    found: list[CardFinding] = []
    for number in criteria:
        mine = [row for row in rows if row.criterion == number]
        found += _claim(number, mine, whole.get(number))
        for row in mine:
            found += [*_value(row), *_judged(row), *_jump(row), *_proof(row, on)]
    return found


def _claim(number: int, rows: list[CheckedRow], said: State | None) -> list[CardFinding]:
    """A criterion said to be met while rows of it are open or unmet."""
    if said != State.MET or not rows:
        return []
    unmet = [row.code for row in rows if row.state == State.UNMET]
    unknown = [row.code for row in rows if row.state == State.NO_DATA]
    found = []
    if unmet:
        text = f"Tiêu chí {number:02d} khai đạt nhưng chỉ tiêu {', '.join(unmet)} chưa đạt."
        found.append(CardFinding("claim-vs-rows", "error", number, text))
    if unknown:
        text = f"Tiêu chí {number:02d} khai đạt nhưng chỉ tiêu {', '.join(unknown)} chưa có số liệu."
        found.append(CardFinding("claim-vs-rows", "warning", number, text))
    return found


def _value(row: CheckedRow) -> list[CardFinding]:
    figures = [figure for figure in (row.number, row.second) if figure is not None]
    if row.value_kind == ValueKind.PERCENT and any(not 0 <= figure <= 100 for figure in figures):
        text = f"Chỉ tiêu {row.code}: tỷ lệ phải từ 0 đến 100 %."
        return [CardFinding("value-impossible", "error", row.criterion, text)]
    return []


def _judged(row: CheckedRow) -> list[CardFinding]:
    if row.computed in {State.MET, State.UNMET} and row.state not in {row.computed, State.NO_DATA}:
        text = f"Chỉ tiêu {row.code}: xã xét “{row.state.label}” trong khi số liệu và mức cho kết quả “{row.computed.label}”."
        return [CardFinding("state-vs-value", "warning", row.criterion, text)]
    return []


def _jump(row: CheckedRow) -> list[CardFinding]:
    """A slip of the unit (1,5 for 15) or a true leap: either way somebody should look."""
    if not row.number or not row.last:
        return []
    ratio = row.number / row.last
    if ratio > JUMP or ratio < 1 / JUMP:
        text = f"Chỉ tiêu {row.code}: số liệu đổi nhiều so với năm trước; đề nghị kiểm tra đơn vị tính."
        return [CardFinding("sudden-jump", "warning", row.criterion, text)]
    return []


def _proof(row: CheckedRow, on: date) -> list[CardFinding]:
    if row.state != State.MET:
        return []
    if not row.proof:
        text = f"Chỉ tiêu {row.code} đạt nhưng chưa có minh chứng."
        return [CardFinding("proof-missing", "warning", row.criterion, text)]
    if all(end is not None and end < on for end in row.proof):
        return [CardFinding("proof-ended", "error", row.criterion, f"Chỉ tiêu {row.code}: minh chứng đã hết giá trị.")]
    return []
