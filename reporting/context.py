"""A draft as plain data: what the drafters say before anything is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from areas.models import Area
    from emulation.models import Drive
    from reporting.models import PeriodicReport, ReportForm


@dataclass(frozen=True, slots=True)
class Source:
    """A row that a sentence or figure rests on, and who gave it."""

    #: "campaigns.taskreport": the model's label; `id` its key. Sums name every row where there are up to 50, else the question
    #: as kind "ledger" with the page that lists the rows.
    kind: str
    id: int | None
    #: "Báo cáo của bà Lò Thị Mến ngày 03/7/2024".
    label: str
    url: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    sources: tuple[Source, ...] = ()
    #: Position of the section in the form; compose.draft fills it in, drafters leave it.
    section: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell of a table; exactly one of value and text says something, or neither where the sources are silent."""

    table: str
    row: str
    column: str
    value: Decimal | None = None
    text: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    what: str
    who: str = ""
    url: str = ""
    #: As in a sentence; None: of a table.
    section: int | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What is reported on."""

    area: Area
    form: ReportForm
    since: date
    upto: date
    drive: Drive | None = None
    #: The report of the period before, as it was sent.
    before: PeriodicReport | None = None
    #: "tháng 7/2024" (rules.periods.Period.label), for sentences; without it they name the days.
    label: str = ""


@dataclass(slots=True)
class Drafted:
    sentences: list[Sentence] = field(default_factory=list)
    #: In the order in which rows are to stand.
    figures: list[Figure] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


#: Reads rows of the rooms below and says what they mean; writes nothing; a fixed number of queries.
Drafter = Callable[[Scope], Drafted]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of reports that were owed, how many came, and how many of those in time."""

    owed: int
    sent: int
    on_time: int

    @property
    def share_sent(self) -> Decimal | None:
        """In %; None where nothing was owed."""
        return Decimal(self.sent * 100) / self.owed if self.owed else None

    @property
    def share_on_time(self) -> Decimal | None:
        return Decimal(self.on_time * 100) / self.owed if self.owed else None
