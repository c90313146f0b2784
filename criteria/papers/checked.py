"""A card as its checks see it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from criteria.enums import State
from criteria.judging import CheckedRow, judge
from criteria.models import Evidence, Result
from criteria.papers.cards import measure_of, value_of
from criteria.queries.cards import CriterionLine, IndicatorLine

Proof = Mapping[tuple[int, int | None], list[Evidence]]


def checked_rows(
    lines: list[CriterionLine],
    last: Mapping[int, Result],
    proof: Proof,
    neighbours: Mapping[int, Sequence[Decimal]] | None = None,
) -> list[CheckedRow]:
    """The card's rows; by indicator id, `last` is last year's result and `neighbours` the figures of the areas around."""
    around = neighbours or {}
    return [
        _checked(line, row, last.get(row.indicator.pk), proof, tuple(around.get(row.indicator.pk, ())))
        for line in lines
        for row in line.rows
    ]


def _checked(
    line: CriterionLine, row: IndicatorLine, last: Result | None, proof: Proof, neighbours: tuple[Decimal, ...]
) -> CheckedRow:
    result, measure, value = row.result, measure_of(row), value_of(row)
    return CheckedRow(
        code=row.name, criterion=line.criterion.number,
        state=State(result.state) if result else State.NO_DATA,
        computed=State(result.computed) if result and result.computed else None,
        value_kind=measure.value_kind, number=value.number, second=value.second, last=last.number if last else None,
        proof=tuple(item.valid_to for item in proof.get((line.criterion.pk, row.indicator.pk), ())),
        reason=result.reason if result else "", direction=measure.direction,
        level=None if measure.derived or measure.compound else measure.number,
        now=judge(measure, value) if result or measure.derived else None, neighbours=neighbours,
        parts=tuple((part, value.parts.get(part.key, "")) for part in measure.parts),
    )  # fmt: skip


def whole_states(lines: list[CriterionLine]) -> dict[int, State]:
    """What a person said of whole criteria, by number."""
    return {line.criterion.number: State(line.whole.state) for line in lines if line.whole}


def whole_reasons(lines: list[CriterionLine]) -> dict[int, str]:
    """Why, by number of the criterion."""
    return {line.criterion.number: line.whole.reason for line in lines if line.whole and line.whole.reason}
