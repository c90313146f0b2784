"""Tasks that a card's gaps propose for next year's plan: plain words from the row, its value and its level; no I/O."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.formats import number as shown
from criteria.enums import Direction, State, ValueKind
from criteria.models import RowCare, Scorecard
from criteria.papers.cards import CardRow, level_words
from criteria.queries.cards import IndicatorLine


@dataclass(frozen=True, slots=True)
class Proposed:
    """One row of the card that is not met, and the task it proposes."""

    #: "c<indicator id>", or "t<criterion number>" for a criterion judged whole.
    key: str
    criterion: int
    title: str
    code: str
    state: State
    value: str
    level: str
    text: str
    unit: str
    due: date | None
    #: What the task keeps as its origin; a plan takes one task from each.
    source: str


def proposed_tasks(card: Scorecard, rows: list[CardRow], cares: list[RowCare]) -> list[Proposed]:
    """A proposal for every row that is unmet or has no data, the unmet first, each in the set's order."""
    by_row = {(care.criterion_id, care.indicator_id): care for care in cares}
    found: list[Proposed] = []
    for row in rows:
        criterion = row.line.criterion
        if row.judged_whole and row.state in {State.UNMET, State.NO_DATA}:
            whole = row.line.whole
            text = f"{criterion.name}: {_end(row.state, 'phấn đấu đạt tiêu chí')}"
            found.append(
                _proposed(card, row, None, row.state, whole.reason if whole else "", "", text, by_row.get((criterion.pk, None)))
            )  # fmt: skip
        for line in row.line.rows:
            state = State(line.result.state) if line.result else State.NO_DATA
            if state in {State.UNMET, State.NO_DATA}:
                care = by_row.get((criterion.pk, line.indicator.pk))
                found.append(
                    _proposed(card, row, line, state, _value(line), level_words(line), _words(line, state), care)
                )
    return sorted(found, key=lambda one: one.state != State.UNMET)


def _proposed(
    card: Scorecard, row: CardRow, line: IndicatorLine | None, state: State, value: str, level: str, text: str,
    care: RowCare | None,
) -> Proposed:  # fmt: skip
    criterion = row.line.criterion
    name = str(line.indicator) if line else str(criterion.number)
    code = (line.indicator.code if line else "") or f"Tiêu chí {criterion.number}"
    unit = (care.unit or str(care.owner or "")) if care else ""
    what = "chỉ tiêu" if line else "tiêu chí"
    return Proposed(
        f"c{line.indicator.pk}" if line else f"t{criterion.number}", criterion.number, criterion.name, code, state, value,
        level, text, unit, care.due_on if care else None,
        f"Phiếu tự đánh giá năm {card.year} ({card.criteria_set.code}), {what} {name}",
    )  # fmt: skip


def _words(line: IndicatorLine, state: State) -> str:
    """ "Tỷ lệ …: nâng từ 20 % lên ít nhất 50 %", "…: giảm từ 8 % xuống không quá 5 %", "…: rà soát, thu thập số liệu …"."""
    version, level, result = line.version, line.level, line.result
    subject = (version.text if version else "").rstrip(" .;:") or f"Chỉ tiêu {line.indicator}"
    if version is None or level is None or level.number is None or version.value_kind == ValueKind.BOOLEAN:
        return f"{subject}: {_end(state, f'phấn đấu đạt yêu cầu{_asked(line)}')}"
    least = version.direction != Direction.AT_MOST
    goal = _figure(line, level.number)
    goal = f"ít nhất {goal}" if least else f"không quá {goal}"
    if state == State.NO_DATA or result is None or result.number is None:
        return f"{subject}: {_end(state, f'phấn đấu đạt {goal}')}"
    # The lower (or, where less is asked, the higher) of men and women is what lies behind.
    figures = [figure for figure in (result.number, result.second) if figure is not None]
    now = min(figures) if least else max(figures)
    if (now >= level.number) if least else (now <= level.number):
        return f"{subject}: khắc phục những nội dung chưa đạt, giữ mức {_figure(line, now)}"
    way = "nâng từ {} lên {}" if least else "giảm từ {} xuống {}"
    return f"{subject}: {way.format(_figure(line, now), goal)}"


def _end(state: State, aim: str) -> str:
    return f"rà soát, thu thập số liệu; {aim}" if state == State.NO_DATA else aim


def _asked(line: IndicatorLine) -> str:
    """ " (mức Khá)" where the level is a word that says more than "Đạt"."""
    text = line.level.text if line.level else ""
    return f" (mức {text})" if text and text != "Đạt" else ""


def _figure(line: IndicatorLine, figure: object) -> str:
    version = line.version
    unit = (version.unit or ("%" if version.value_kind == ValueKind.PERCENT else "")) if version else ""
    return f"{shown(figure, places=4)} {unit}".strip()  # type: ignore[arg-type]


def _value(line: IndicatorLine) -> str:
    result = line.result
    if result is None:
        return ""
    if result.number is None:
        return result.text
    women = f" (nữ {_figure(line, result.second)})" if result.second is not None else ""
    return f"{_figure(line, result.number)}{women}"
