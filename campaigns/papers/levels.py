"""What the page of the levels below shows: who has issued, who is late, and the figures added up."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from campaigns.models import PlanRequest, Target
from documents.enums import DocumentState

if TYPE_CHECKING:
    from campaigns.rules.levels import Share, Total

_SENT = (DocumentState.ISSUED, DocumentState.REPLACED)


@dataclass(frozen=True, slots=True)
class RequestRow:
    request: PlanRequest
    who: str
    #: A status code of the house, and its word where the code alone does not say it.
    status: str
    word: str
    #: Number and day of the issued plan.
    number: str
    issued_on: date | None
    days_late: int
    #: Where the answer may be opened.
    url: str

    @property
    def waiting(self) -> bool:
        """Whether the unit still owes its plan."""
        return self.status not in _SENT


def request_row(request: PlanRequest, *, days_late: int, readable: Collection[int]) -> RequestRow:
    """One unit that is asked; the answer's address only where the person may read it."""
    answer = request.answer
    document = answer.document if answer else None
    status, word = (document.state, "") if document else ("asked", "")
    if document and document.state == DocumentState.DRAFT:
        word = "Đang soạn"
    issued = document is not None and document.is_frozen
    return RequestRow(
        request=request, who=str(request.organisation or request.area), status=status, word=word,
        number=document.number_and_symbol if document and issued else "",
        issued_on=document.issued_on if document and issued else None, days_late=days_late,
        url=answer.get_absolute_url() if answer and answer.pk in readable else "",
    )  # fmt: skip


def issued_on(request: PlanRequest) -> date | None:
    """When the asked plan was issued; None while it is not, or no longer in force."""
    document = request.answer.document if request.answer else None
    return document.issued_on if document and document.state in _SENT else None


@dataclass(frozen=True, slots=True)
class Summary:
    asked: int
    issued: int
    drafting: int
    late: int


def summary(rows: Iterable[RequestRow]) -> Summary:
    """How many are asked, have issued, are at it, and are late without having issued."""
    rows = list(rows)
    issued = sum(not row.waiting for row in rows)
    drafting = sum(row.waiting and row.request.answer_id is not None for row in rows)
    return Summary(len(rows), issued, drafting, sum(row.waiting and row.days_late > 0 for row in rows))


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target with what the units below set themselves."""

    target: Target
    shares: list[Share]
    total: Total
