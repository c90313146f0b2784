"""What the pages of papers show: cited documents, deliveries, the register. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.citations import citation
from documents.enums import DeliveryWay, DocumentState
from documents.models import CitedDocument, Delivery
from jobs.enums import JobState
from jobs.models import Job


def force_of(cited: CitedDocument, on: date) -> str:
    """How a cited document stands on a day, as a code of core.templatetags.ui.STATUSES; agrees with queries.in_force_on.

    Nothing is claimed of a row that nobody compared and that has no dates: it may be cited, but "unknown" is what is known.
    """
    later = cited.replaced_by
    if later is not None:
        since = later.valid_from or later.dated
        if since is None or since <= on:
            return "law_superseded"
    if cited.valid_from and cited.valid_from > on:
        return "law_not_begun"
    if cited.valid_to and cited.valid_to < on:
        return "law_ended"
    if cited.valid_to and cited.valid_to <= on and cited.document and cited.document.state == DocumentState.REVOKED:
        return "law_ended"
    known = cited.confirmed or cited.valid_from or cited.valid_to
    return "law_in_force" if known else "law_unknown"


@dataclass(frozen=True, slots=True)
class BaseLine:
    """One row of the register of cited documents."""

    cited: CitedDocument
    words: str
    force: str
    may_edit: bool


def base_line(cited: CitedDocument, on: date, *, may_edit: bool) -> BaseLine:
    return BaseLine(cited, citation(cited), force_of(cited, on), may_edit)


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """One line of Nơi nhận with how far the paper has come."""

    row: Delivery
    state: str
    #: Why the mail did not go.
    reason: str
    #: The address for those outside, while it can be used; empty for people who may not send.
    link: str
    may_acknowledge: bool


def delivery_state(line: Delivery, job: Job | None) -> str:
    """A code of core.templatetags.ui.STATUSES."""
    if line.way == DeliveryWay.KEPT:
        return "paper_kept"
    if line.acknowledged_at:
        return "paper_taken"
    if line.opened_at:
        return "paper_opened"
    if line.sent_at:
        return "paper_handed" if line.way == DeliveryWay.PAPER else "paper_sent"
    if job is not None and job.is_live:
        return "sending"
    return "failed" if job is not None and job.state == JobState.FAILED else "not_sent"


def delivery_counts(lines: Sequence[DeliveryLine]) -> str:
    """ "12 nơi nhận: đã gửi 9, đã mở 5, đã nhận 3"; what is kept does not count."""
    rows = [line.row for line in lines if line.row.way != DeliveryWay.KEPT]
    sent = sum(bool(row.sent_at or row.acknowledged_at) for row in rows)
    opened = sum(bool(row.opened_at) for row in rows)
    taken = sum(bool(row.acknowledged_at) for row in rows)
    return f"{len(rows)} nơi nhận: đã gửi {sent}, đã mở {opened}, đã nhận {taken}"
