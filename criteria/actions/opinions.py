"""Writing the opinions that were given, and the meeting that votes on asking for recognition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import clock
from core.errors import RuleError
from criteria.actions.surveys import SAVED_MEANWHILE
from criteria.models import Dossier, Opinion, ProposalMeeting
from criteria.papers.survey_words import Said, changes_at, mark_of, meeting_said, opinion_said
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

Values = Mapping[str, Any]


def add_opinion(dossier: Dossier, values: Values, *, key: str, by: User) -> None:
    """Enter what a body or a village said. The form sent twice (`key`) makes one."""

    def do() -> dict[str, Any]:
        row = Opinion.objects.create(dossier=dossier, by=by, at=clock.now(), **values)
        _tell("opinion.saved", dossier, row.giver, {}, opinion_said(row), by)
        return {"opinion": row.pk}

    once(by, purpose=f"criteria.opinion.{dossier.pk}", key=key, do=do)


@transaction.atomic
def save_opinion(opinion: Opinion, values: Values, *, seen: str, by: User) -> Opinion:
    """Change an opinion. RuleError where somebody saved since `seen`."""
    rows = Opinion.objects.select_for_update(of=("self",)).select_related("dossier__card__area")
    row = rows.get(pk=opinion.pk)
    before = opinion_said(row)
    _put(row, values, before, seen, by)
    _tell("opinion.saved", row.dossier, before["Nơi góp ý"], before, opinion_said(row), by)
    return row


@transaction.atomic
def remove_opinion(opinion: Opinion, *, reason: str, by: User) -> None:
    """Take an opinion off; the journal keeps its words. RuleError without a reason."""
    _demand(reason)
    before = opinion_said(opinion)
    _tell("opinion.removed", opinion.dossier, opinion.giver, before, {}, by, note=reason)
    opinion.delete()


def add_meeting(dossier: Dossier, values: Values, *, key: str, by: User) -> None:
    """Enter a meeting with its votes. The form sent twice (`key`) makes one."""

    def do() -> dict[str, Any]:
        row = ProposalMeeting.objects.create(dossier=dossier, by=by, at=clock.now(), **values)
        _tell("meeting.saved", dossier, str(row), {}, meeting_said(row), by)
        return {"meeting": row.pk}

    once(by, purpose=f"criteria.meeting.{dossier.pk}", key=key, do=do)


@transaction.atomic
def save_meeting(meeting: ProposalMeeting, values: Values, *, seen: str, by: User) -> ProposalMeeting:
    """Change the record of a meeting. RuleError where somebody saved since `seen`."""
    rows = ProposalMeeting.objects.select_for_update(of=("self",)).select_related("dossier__card__area")
    row = rows.get(pk=meeting.pk)
    before, name = meeting_said(row), str(row)
    _put(row, values, before, seen, by)
    _tell("meeting.saved", row.dossier, name, before, meeting_said(row), by)
    return row


@transaction.atomic
def remove_meeting(meeting: ProposalMeeting, *, reason: str, by: User) -> None:
    """Take a meeting off; the journal keeps its votes. RuleError without a reason."""
    _demand(reason)
    _tell("meeting.removed", meeting.dossier, str(meeting), meeting_said(meeting), {}, by, note=reason)
    meeting.delete()


def _put(row: Opinion | ProposalMeeting, values: Values, before: Said, seen: str, by: User) -> None:
    if seen != mark_of(before):
        raise RuleError(SAVED_MEANWHILE)
    for name, value in values.items():
        setattr(row, name, value)
    row.by, row.at = by, clock.now()
    row.save()


def _tell(action: str, dossier: Dossier, what: str, before: Said, after: Said, by: User, *, note: str = "") -> None:
    """A line of the journal; nothing where nothing changed."""
    changes = changes_at(what, before, after)
    if changes:
        record(action, dossier, by=by, area=dossier.card.area, changes=changes, note=note.strip())


def _demand(reason: str) -> None:
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do gỡ.")
