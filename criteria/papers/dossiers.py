"""What a dossier is put together from, and the shapes that its page shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from accounts.enums import Right
from criteria.enums import DossierPart
from criteria.models import Dossier, DossierPaper, Evidence
from criteria.papers.cards import CardRow
from criteria.papers.results import ResultForm
from criteria.papers.surveys import MeetingSummary, OpinionSummary, SurveySummary
from criteria.queries.cares import Cares
from criteria.queries.dossiers import Rules
from criteria.sources import Debt
from documents.enums import DocumentState

#: Codes of the chips.
DONE, MISSING, OPEN = "dossier_done", "dossier_missing", "dossier_open"


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a dossier is put together from, read once."""

    dossier: Dossier
    rows: list[CardRow]
    #: Evidence by (criterion id, indicator id or None for the whole).
    proof: dict[tuple[int, int | None], list[Evidence]]
    cares: Cares
    opinions: OpinionSummary
    meeting: MeetingSummary | None
    survey: SurveySummary
    papers: dict[str, DossierPaper]
    photos: int
    #: None where no works of the area are recorded.
    debts: list[Debt] | None
    rules: Rules
    #: The decisions the papers rest on, as cited.
    bases: tuple[str, ...]
    today: date
    #: The day whose rules and evidence count: today, or the end of the card's year once that is over.
    day: date
    #: Papers, not yet issued, whose data has changed since they were drafted.
    stale: frozenset[DossierPart] = frozenset()
    #: The whole card in the columns of the report; only where that is written.
    form: ResultForm | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist."""

    title: str
    state: str
    #: What stands there now, and what is missing by name.
    said: str = ""
    #: Who must do it; empty when it is done.
    who: str = ""
    #: The page where it is done.
    url: str = ""
    #: The rule it goes by has not been compared with the decision.
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    title: str
    checks: tuple[Check, ...] = field(default=())

    @property
    def done(self) -> int:
        return sum(check.state == DONE for check in self.checks)

    @property
    def counted(self) -> int:
        """How many are judged at all."""
        return sum(check.state != OPEN for check in self.checks)

    @property
    def words(self) -> str:
        """ "16/19 mục đủ"; nothing where nothing is judged."""
        return f"{self.done}/{self.counted} mục đủ" if self.counted else ""

    @property
    def to_do(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state != DONE)

    @property
    def finished(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.state == DONE)


@dataclass(frozen=True, slots=True)
class Checklist:
    groups: tuple[Group, ...]

    @property
    def done(self) -> int:
        return sum(group.done for group in self.groups)

    @property
    def counted(self) -> int:
        return sum(group.counted for group in self.groups)

    @property
    def left_to_people(self) -> int:
        """Lines without an established rule: in no count."""
        return sum(len(group.checks) - group.counted for group in self.groups)

    @property
    def percent(self) -> int:
        """Done of those judged, cut to a whole number: 100 only when nothing is missing."""
        return 100 * self.done // self.counted if self.counted else 0


def ask_to_send(checks: Checklist, unknown: str) -> str:
    """The question before a dossier is sent: how much of it is there, and `unknown`, what its card has no figures for."""
    there = f"Hồ sơ mới đủ {checks.done}/{checks.counted} mục." if checks.done < checks.counted else ""
    return " ".join(filter(None, (there, unknown, "Ghi đã gửi hồ sơ hôm nay và báo cơ quan cấp trên?")))


# --- Papers of the page ---


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of the dossier as the page shows it."""

    part: DossierPart
    #: None while it is not drafted, or while it is a draft that this reader may not see.
    row: DossierPaper | None
    state: str
    may_draft: bool


def right_to_write(part: DossierPart) -> Right:
    """Who drafts the paper: the survey's is the Front's, the others are the officer's."""
    return Right.COUNT_OPINIONS if part == DossierPart.SURVEY else Right.WRITE_SCORECARDS


def paper_lines(material: Material, *, readable: set[int], may_write: bool, may_count: bool) -> list[PaperLine]:
    """Every paper in the order of the dossier; `readable` are the ids of the documents this reader may see."""
    lines = []
    for part in DossierPart:
        row = material.papers.get(part)
        shown = row if row and row.document_id in readable else None
        may = may_write if right_to_write(part) == Right.WRITE_SCORECARDS else may_count
        beyond = row is not None and row.document.state in {
            DocumentState.SUBMITTED, DocumentState.APPROVED, DocumentState.ISSUED,
        }  # fmt: skip
        lines.append(PaperLine(part, shown, row.document.state if row else "asked", may and not beyond))
    return lines
