"""What pages and workbooks show of a card: plain rows, judged; no I/O."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.formats import number as shown
from criteria.enums import DerivedKind, Provenance, State
from criteria.judging import Measure, Value, counted_met, criterion_state, set_is_met
from criteria.models import Level, Result, Scorecard
from criteria.papers.parts import asked, in_words, parts_of, unit_of
from criteria.queries.cards import CriterionLine, IndicatorLine


def measure_of(row: IndicatorLine) -> Measure:
    """How the row is judged by the wording and level that hold."""
    version, level, beside = row.version, row.level, row.beside
    if version is None:
        return Measure("", "")
    number, text = (level.number, level.text) if level else (None, "")
    derived = (version.derived or {}).get("kind", "")
    if derived == DerivedKind.FACTOR and number is None:
        number, text = beside.level, ""  # the words of the level are no level
    parts, way = parts_of(version, level, beside.facts)
    return Measure(
        value_kind=version.value_kind,
        direction=version.direction,
        number=number,
        text=text,
        scale=tuple(version.scale),
        split_by=version.split_by,
        applicability=version.applicability,
        compound=any(not part.role for part in parts) or bool(level and level.rule),
        parts=parts,
        way=way,
        derived=derived,
        base=beside.last,
        other=beside.other,
    )


def value_of(row: IndicatorLine, result: Result | None = None) -> Value:
    """What stands in the row, or what `result` of another card says of it.

    Values of parts are left out where the wording they were entered by had other parts than that of today.
    """
    result = result or row.result
    if result is None:
        return Value()
    judged_by = next((old for old in row.indicator.versions.all() if old.pk == result.version_id), None)
    same_parts = row.version is not None and judged_by is not None and judged_by.parts == row.version.parts
    return Value(result.number, result.second, result.text, dict(result.parts) if same_parts else {})


def value_words(row: IndicatorLine, result: Result | None = None) -> str:
    """ "92,5 %", "92,5 % (nữ 90 %)", "Đạt", "(1) …: 92,5; (2) …: Đạt"; empty where nothing stands there."""
    value, version = value_of(row, result), row.version
    unit = unit_of(version.value_kind, version.unit) if version else ""
    words = f"{shown(value.number, places=4)} {unit}".strip() if value.number is not None else ""
    if value.second is not None:
        words += f" (nữ {shown(value.second, places=4)} {unit}".rstrip() + ")"
    return ", ".join(filter(None, (words, value.text, in_words(measure_of(row).parts, value.parts))))


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
class OpenRows:
    """How many rows of a card have no result yet."""

    open: int
    rows: int

    @property
    def sentence(self) -> str:
        """ "Phiếu còn 32/57 dòng chưa có số liệu hoặc chưa xét."; empty where nothing is missing."""
        return f"Phiếu còn {self.open}/{self.rows} dòng chưa có số liệu hoặc chưa xét." if self.open else ""


def open_rows(rows: list[CardRow]) -> OpenRows:
    """Counted are the indicators, and the criteria that a person judges whole."""
    whole = [row.state for row in rows if row.judged_whole]
    indicators = sum(len(row.line.rows) for row in rows if not row.judged_whole)
    unknown = sum(row.counts[State.NO_DATA] for row in rows if not row.judged_whole)
    return OpenRows(whole.count(State.NO_DATA) + unknown, len(whole) + indicators)


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
        criteria=len(states),
        set_met=set_is_met(
            states, rule=chosen.met_rule, expected=chosen.criteria_expected, share=chosen.met_share,
            obligatory=[row.state for row in rows if row.line.criterion.obligatory],
        ),
    )  # fmt: skip


#: What stands for a level that is not established.
NO_LEVEL = "Chưa có mức"
#: A figure without a judgement: "Chưa có số liệu" beside it would contradict it.
NOT_JUDGED = "Chưa xét"


def level_words(row: IndicatorLine) -> str:
    """ "từ 90 % trở lên", "không quá 5 %", "Đạt"; "Chưa có mức" where none is established."""
    version, level = row.version, row.level
    if version is None or level is None:
        return NO_LEVEL
    measure, unit = measure_of(row), unit_of(version.value_kind, version.unit)
    if measure.number is None:
        return level.text
    if measure.derived == DerivedKind.GROWTH:
        before = shown(measure.base, places=4) if measure.base is not None else "chưa có số liệu"
        return f"tăng {asked(version.direction, measure.number, '%')} so với năm trước ({before})"
    words = asked(version.direction, measure.number, unit)
    return words if level.number is not None else f"{words} ({row.beside.level_words})"


def is_unconfirmed(level: Level | None) -> bool:
    """A level that nobody has compared with the decision."""
    return level is not None and level.provenance == Provenance.RECALLED
