"""What the page of assignments shows: rows with who looks after them, and who carries how much. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from criteria.enums import State
from criteria.models import Criterion, RowCare
from criteria.papers.cards import card_rows
from criteria.queries.cards import CriterionLine
from criteria.queries.cares import Cares

#: One who looks after a third of the criteria, and at least this many, is asked about.
_LEAST = 4


@dataclass(frozen=True, slots=True)
class CareRow:
    """A whole criterion or one of its indicators. `key` is what the form sends."""

    key: str
    criterion: Criterion
    code: str
    name: str
    state: State
    own: RowCare | None
    #: Where the row has none of its own: that of its criterion.
    inherited: RowCare | None = None


def care_rows(lines: list[CriterionLine], cares: Cares) -> list[CareRow]:
    found = []
    for shown in card_rows(lines):
        criterion = shown.line.criterion
        whole = cares.get((criterion.pk, None))
        code = f"Tiêu chí {criterion.number}"
        found.append(CareRow(f"tc{criterion.pk}", criterion, code, criterion.name, shown.state, whole))
        for row in shown.line.rows:
            own = cares.get((criterion.pk, row.indicator.pk))
            state = State(row.result.state) if row.result else State.NO_DATA
            name = row.version.text if row.version else ""
            found.append(
                CareRow(
                    f"ct{row.indicator.pk}", criterion, str(row.indicator), name, state, own, None if own else whole
                )
            )
    return found


@dataclass(frozen=True, slots=True)
class Load:
    """Over how many criteria (whole or in part) and rows one person or unit watches."""

    name: str
    criteria: int
    rows: int
    heavy: bool


def loads(rows: list[CareRow]) -> list[Load]:
    """Everybody who looks after anything, the heaviest first."""
    criteria: dict[str, set[int]] = defaultdict(set)
    count: dict[str, int] = defaultdict(int)
    people = set()
    for row in rows:
        care = row.own or row.inherited
        if care is None:
            continue
        name = care.owner.full_name if care.owner else care.unit
        criteria[name].add(row.criterion.pk)
        count[name] += row.own is not None
        if care.owner:
            people.add(name)
    total = len({row.criterion.pk for row in rows})
    found = [
        Load(name, len(held), count[name], name in people and len(held) >= max(_LEAST, total / 3))
        for name, held in criteria.items()
    ]
    return sorted(found, key=lambda load: (-load.criteria, load.name))
