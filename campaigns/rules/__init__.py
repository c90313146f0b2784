"""Checks of a plan: what its own passages say against each other. Pure, without a database."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from campaigns.read.facts import PlanFacts
from campaigns.read.outline import outline_of
from campaigns.rules.counts import count_findings
from campaigns.rules.dates import date_findings
from campaigns.rules.finding import LEVELS, Finding, finding
from campaigns.rules.statuses import status_findings
from campaigns.rules.sums import sum_findings
from campaigns.rules.targets import target_findings
from campaigns.rules.workload import workload_findings
from documents.context import Paper
from documents.rules import blanks_in

__all__ = ["LEVELS", "Finding", "findings_for"]

_MISSING = {
    "issuer": ("issuer-missing", "Văn bản không ghi cơ quan ban hành"),
    "number": ("number-missing", "Văn bản chưa có số"),
    "date": ("date-missing", "Văn bản chưa có ngày, tháng, năm đầy đủ"),
    "signature": ("signature-missing", "Văn bản không có chữ ký"),
}


class LayoutNote(Protocol):
    """A departure from the decree, as the reader of files reports it."""

    @property
    def message(self) -> str: ...
    @property
    def quote(self) -> str: ...


def findings_for(
    facts: PlanFacts, paper: Paper, *, layout_notes: Iterable[LayoutNote] = (), missing: Collection[str] = frozenset()
) -> list[Finding]:
    """What disagrees in the plan, in the order of the table of codes; what checks out raises nothing.

    `missing` and `layout_notes` come from reading a file; a draft made here has neither.
    """
    outline = outline_of(paper)
    found = [
        *count_findings(facts),
        *status_findings(facts),
        *target_findings(facts),
        *sum_findings(outline),
        *date_findings(facts, paper, outline),
        *workload_findings(facts),
        *_blanks(paper),
        *(finding(code, message) for name, (code, message) in _MISSING.items() if name in missing),
        *(finding("layout", note.message, note.quote) for note in layout_notes),
    ]
    order = list(LEVELS)
    return sorted(dict.fromkeys(found), key=lambda row: order.index(row.code))


def _blanks(paper: Paper) -> list[Finding]:
    """`blank-left`: one for the whole paper, with every passage that still has a place to be filled in."""
    passages = blanks_in(paper)
    return [finding("blank-left", f"Còn {len(passages)} chỗ để trống chưa điền", *passages)] if passages else []
