"""What a card shows from rooms above: they register here in apps.py; a missing source shows nothing, never an error."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from core.formats import number as shown

if TYPE_CHECKING:
    from areas.models import Area
    from criteria.models import Scorecard


@dataclass(frozen=True, slots=True)
class Debt:
    """One work that is accepted and not fully paid; money in đồng."""

    work: str
    decision: str
    total: int | None
    accepted: int
    paid: int
    debt: int
    #: Money set aside for it, by its sources as decided.
    funded: int | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value that another room holds for a row; a person takes it over, nothing does so by itself."""

    #: A figure in the unit of the row, or a word ("Đạt").
    value: Decimal | str
    #: "Số liệu tháng 6/2024 của mục tiêu …", with its unit.
    where: str
    url: str = ""

    @property
    def written(self) -> str:
        """As a person types it."""
        return self.value if isinstance(self.value, str) else shown(self.value, places=4)


@dataclass(frozen=True, slots=True)
class Claim:
    """How many criteria a paper says are met, without naming them."""

    met: int
    #: "Kế hoạch 66/KH-UBND".
    where: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A passage of a paper that says otherwise of a criterion than the paper's own list."""

    criterion: int
    where: str
    message: str


#: Figures by the key of the indicator.
Held = Mapping[str, Sequence[Figure]]
#: Sentences by criterion number, e.g. the targets of the year's plan.
Told = dict[int, list[str]]
_targets: list[Callable[[Scorecard], Told]] = []
_values: list[Callable[[Scorecard], Held]] = []
_papers: list[Callable[[Scorecard], Sequence[Claim | Doubt]]] = []
_debts: list[Callable[[Area, date], list[Debt] | None]] = []


def register_targets(source: Callable[[Scorecard], Told]) -> None:
    """Let `source(card)` say, by criterion number, what the area's plan wants to reach in the card's year."""
    _targets.append(source)


def targets_for(card: Scorecard) -> Told:
    """What plans want to reach, by criterion number."""
    told: Told = {}
    for source in _targets:
        for number, sentences in source(card).items():
            told.setdefault(number, []).extend(sentences)
    return told


def register_values(source: Callable[[Scorecard], Held]) -> None:
    """Let `source(card)` say, by the key of the indicator, which values another room holds; it costs a fixed number of queries."""
    _values.append(source)


def values_for(card: Scorecard) -> dict[str, list[Figure]]:
    """The values that rooms above hold for the card's rows, by the key of the indicator."""
    held: dict[str, list[Figure]] = {}
    for source in _values:
        for key, figures in source(card).items():
            held.setdefault(key, []).extend(figures)
    return held


def register_papers(source: Callable[[Scorecard], Sequence[Claim | Doubt]]) -> None:
    """Let `source(card)` say what the area's papers of the year state of its criteria, for the card's checks."""
    _papers.append(source)


def papers_say(card: Scorecard) -> list[Claim | Doubt]:
    """What the area's papers of the year state, to be held against the card."""
    return [said for source in _papers for said in source(card)]


def register_debts(source: Callable[[Area, date], list[Debt] | None]) -> None:
    """Let `source(area, on)` list the works of the area (and below) that are owed for at the end of the day.

    It answers None where it keeps no works of the area: nothing recorded is not the same as nothing owed.
    """
    _debts.append(source)


def debts_for(area: Area, on: date) -> list[Debt] | None:
    """Works that are owed for, largest debt first; None where no works of the area are recorded anywhere."""
    known = [rows for source in _debts if (rows := source(area, on)) is not None]
    return [row for rows in known for row in rows] if known else None
