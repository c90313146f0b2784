"""What pages and workbooks show of a card: plain rows, judged; no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.formats import number as shown
from core.sheets import Column, Sheet
from criteria.enums import Direction, Provenance, State, ValueKind
from criteria.judging import CheckedRow, Measure, counted_met, criterion_state, set_is_met
from criteria.models import Evidence, Level, Result, Scorecard
from criteria.queries.cards import CriterionLine, IndicatorLine


def measure_of(row: IndicatorLine) -> Measure:
    """How the row is judged by the wording and level that hold."""
    version, level = row.version, row.level
    if version is None:
        return Measure("", "")
    return Measure(
        value_kind=version.value_kind,
        direction=version.direction,
        number=level.number if level else None,
        text=level.text if level else "",
        scale=tuple(version.scale),
        split_by=version.split_by,
        applicability=version.applicability,
        compound=bool(version.parts or (level and level.rule)),
    )


@dataclass(frozen=True, slots=True)
class CardRow:
    """One criterion of the matrix."""

    line: CriterionLine
    state: State
    #: How many of its rows stand in each state.
    counts: Counter[State]

    @property
    def judged_whole(self) -> bool:
        return not self.line.rows or not self.line.criterion.complete


def card_rows(lines: list[CriterionLine]) -> list[CardRow]:
    return [_card_row(line) for line in lines]


def _card_row(line: CriterionLine) -> CardRow:
    states = [State(row.result.state) if row.result else State.NO_DATA for row in line.rows]
    whole = State(line.whole.state) if line.whole else None
    return CardRow(line, criterion_state(states, complete=line.criterion.complete, whole=whole), Counter(states))


@dataclass(frozen=True, slots=True)
class CardTotals:
    met: int
    unmet: int
    no_data: int
    criteria: int
    #: What a person said of whole criteria, where their rows decide.
    claimed_met: int
    claimed_unmet: int
    #: None where the set's rule is not established.
    set_met: bool | None


def totals(card: Scorecard, rows: list[CardRow]) -> CardTotals:
    states = [row.state for row in rows]
    chosen = card.criteria_set
    claims = [row.line.whole.state for row in rows if row.line.whole and not row.judged_whole]
    return CardTotals(
        claimed_met=claims.count(State.MET), claimed_unmet=claims.count(State.UNMET), met=counted_met(states), unmet=states.count(State.UNMET), no_data=states.count(State.NO_DATA),
        criteria=len(states), set_met=set_is_met(states, rule=chosen.met_rule, expected=chosen.criteria_expected),
    )  # fmt: skip


def level_words(row: IndicatorLine) -> str:
    """ "từ 90 % trở lên", "không quá 5 %", "Đạt"; "Chưa có mức" where none is established."""
    version, level = row.version, row.level
    if version is None or level is None:
        return "Chưa có mức"
    if level.number is None:
        return level.text
    unit = version.unit or ("%" if version.value_kind == ValueKind.PERCENT else "")
    figure = f"{shown(level.number, places=4)} {unit}".strip()
    return f"không quá {figure}" if version.direction == Direction.AT_MOST else f"từ {figure} trở lên"


def is_unconfirmed(level: Level | None) -> bool:
    """A level that nobody has compared with the decision."""
    return level is not None and level.provenance == Provenance.RECALLED


def card_sheet(card: Scorecard, lines: list[CriterionLine]) -> Sheet:
    """The whole card, a line per row, in the columns of the page."""
    columns = (
        Column("Tiêu chí", 10), Column("Chỉ tiêu", 10), Column("Nội dung", 60), Column("Mức", 24),
        Column("Giá trị", 14, kind="number"), Column("Giá trị (nữ)", 14, kind="number"), Column("Giá trị (chữ)", 20),
        Column("Kết quả", 18), Column("Lý do, nhận xét", 40),
    )  # fmt: skip

    def cells() -> list[tuple[object, ...]]:
        found: list[tuple[object, ...]] = []
        for line in lines:
            whole = line.whole
            state = State(whole.state).label if whole else ""
            found.append((
                str(line.criterion.number), "", line.criterion.name, "", None, None, "", state,
                whole.reason if whole else "",
            ))  # fmt: skip
            for row in line.rows:
                result = row.result
                found.append((
                    str(line.criterion.number), str(row.indicator), row.version.text if row.version else "", level_words(row),
                    result.number if result else None, result.second if result else None, result.text if result else "",
                    State(result.state).label if result else State.NO_DATA.label, result.reason if result else "",
                ))  # fmt: skip
        return found

    return Sheet(f"Phiếu tự đánh giá {card.year}", columns, cells())


def checked_rows(
    lines: list[CriterionLine], last: Mapping[int, Result], proof: Mapping[tuple[int, int | None], list[Evidence]]
) -> list[CheckedRow]:
    """The card's rows as the checks see them; `last` is last year's result by indicator id."""
    return [
        CheckedRow(
            code=str(row.indicator), criterion=line.criterion.number,
            state=State(row.result.state) if row.result else State.NO_DATA,
            computed=State(row.result.computed) if row.result and row.result.computed else None,
            value_kind=row.version.value_kind if row.version else "",
            number=row.result.number if row.result else None, second=row.result.second if row.result else None,
            last=last[row.indicator.pk].number if row.indicator.pk in last else None,
            proof=tuple(item.valid_to for item in proof.get((line.criterion.pk, row.indicator.pk), ())),
        )
        for line in lines
        for row in line.rows
    ]  # fmt: skip


def whole_states(lines: list[CriterionLine]) -> dict[int, State]:
    """What a person said of whole criteria, by number."""
    return {line.criterion.number: State(line.whole.state) for line in lines if line.whole}
