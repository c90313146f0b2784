"""What a plan says, in rows: one class per kind of row, each with the sentence it came from.

Pure data without a database. What the text does not say is None or an empty tuple.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["annual", "contribution", "emulation", "front", "peak", "other"]
#: Which set of criteria is meant: xã NTM, nâng cao, kiểu mẫu, khu dân cư (thôn), vườn mẫu.
SetKey = Literal["ntm", "advanced", "model", "hamlet", "garden"]
Status = Literal["met", "unmet", "not_assessed"]
Direction = Literal["at_least", "at_most"]
Every = Literal["day", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that the plan cites; `in_basis` when a căn cứ cites it."""

    number: str
    date: date | None
    issuer: str | None
    source: str
    in_basis: bool = False


@dataclass(frozen=True, slots=True)
class CriterionStatus:
    set: SetKey | None
    #: None where the text names the criterion without its number.
    number: int | None
    name: str | None
    status: Status
    source: str


@dataclass(frozen=True, slots=True)
class IndicatorStatus:
    code: str
    status: Status
    value: float | None
    target: float | None
    unit: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Claim:
    """How many criteria are said to be met or not, without naming them."""

    set: SetKey | None
    met: int | None
    unmet: int | None
    total: int | None
    source: str
    #: All the sentences that the numbers stand in; the first is `source`.
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One criterion's part of a plan: what is done, how, who leads, who is responsible."""

    #: None where the text does not number it.
    number: str | None
    criterion: int | None
    title: str
    tasks: tuple[str, ...]
    solutions: tuple[str, ...]
    lead: str | None
    responsible: str | None
    #: Every paragraph of the block as written, for the checks.
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    text: str
    value: float
    unit: str
    direction: Direction | None
    criterion: int | None
    source: str
    #: What the figure measures, as words in order, for finding two targets of one thing.
    about: tuple[str, ...] = ()
    #: The year the figure is for, where its clause names one.
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Bracket:
    """Days asked of one group; the limits are đồng a month, the lower one included, the upper one not."""

    min_income: int | None
    max_income: int | None
    days: int
    source: str


@dataclass(frozen=True, slots=True)
class Rates:
    """Mức vận động, in đồng."""

    labour_day_value: int | None
    brackets: tuple[Bracket, ...]
    organisation_minimum: int | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Award:
    level: Literal["state", "province", "district", "commune"]
    form: str
    #: How the winners are chosen, where the text says.
    rule: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Fund:
    kind: Literal["state", "social", "other"]
    text: str


@dataclass(frozen=True, slots=True)
class Milestone:
    what: str
    date: date
    rule: Literal["on", "before", "by"]
    place: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Period:
    start: date
    end: date
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    date: date
    source: str


@dataclass(frozen=True, slots=True)
class Routine:
    """What comes back every day, week, month …; `at` is "HH:MM"."""

    what: str
    every: Every
    at: str | None
    who: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Assignment:
    unit: str
    duties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Village:
    name: str
    role: Literal["model", "keep", "named"]
    source: str


@dataclass(frozen=True, slots=True)
class PlanFacts:
    kind: Kind
    year: int | None = None
    theme: str | None = None
    cited: tuple[Cited, ...] = ()
    participants: tuple[str, ...] = ()
    awards: tuple[Award, ...] = ()
    funds: tuple[Fund, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    period: Period | None = None
    #: A written start date, from the period or on its own.
    start: Milestone | None = None
    deadline: Deadline | None = None
    criteria: tuple[CriterionStatus, ...] = ()
    #: What other passages say about criteria of the list; never rows of their own.
    mentions: tuple[CriterionStatus, ...] = ()
    indicators: tuple[IndicatorStatus, ...] = ()
    claims: tuple[Claim, ...] = ()
    blocks: tuple[Block, ...] = ()
    targets: tuple[Target, ...] = ()
    rates: Rates | None = None
    bank_accounts: tuple[str, ...] = ()
    villages: tuple[Village, ...] = ()
    routines: tuple[Routine, ...] = ()
    assignments: tuple[Assignment, ...] = ()
