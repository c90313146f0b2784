"""Reading sessions of the council: who is called, who came, what was voted on, the papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from areas.enums import OrganisationKind
from areas.models import Area, Organisation
from areas.queries import in_force, issuers_on
from campaigns.enums import AwardLevel, CommitteeKind
from campaigns.models import Committee
from documents.models import Document
from emulation.enums import NominationState, SessionState
from emulation.models import Attendance, Ballot, Drive, Nomination, Session


def with_papers(sessions: QuerySet[Session]) -> QuerySet[Session]:
    papers = ("invitation", "minutes", "submission")
    rows = sessions.select_related("council", "drive__area__parent", *papers)
    return rows.defer(*(f"{name}__context" for name in papers))


def with_counts(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Adds `size`, how many nominations are considered, and `passed`, how many of them passed."""
    passed = Count("ballots", filter=Q(ballots__passed=True), distinct=True)
    rows = sessions.annotate(size=Count("nominations", distinct=True), passed=passed).select_related("council")
    return rows.order_by("-held_on", "-pk")


def councils_of(area: Area, day: date) -> QuerySet[Committee]:
    """The councils of emulation and commendation of a commune at work on the day."""
    return in_force(Committee.objects.filter(area=area, kind=CommitteeKind.COUNCIL), day)


def councils_for(session: Session, day: date) -> QuerySet[Committee]:
    """The councils at work on the day, and the session's own."""
    return councils_of(session.drive.area, day) | Committee.objects.filter(pk=session.council_id)


def callable_nominations(drive: Drive, session: Session | None = None) -> QuerySet[Nomination]:
    """What a session may consider: selected, and in no other session that is still to be held."""
    busy = Session.objects.filter(drive=drive, state=SessionState.CALLED)
    if session is not None:
        busy = busy.exclude(pk=session.pk)
    rows = drive.nominations.filter(state=NominationState.SELECTED).exclude(sessions__in=busy)
    return rows.select_related("form", "area").distinct()


def nominations_of(session: Session) -> list[Nomination]:
    """What is considered, in the order of the list, each with its ballot where there is one. One query."""
    return list(session.nominations.select_related("form", "entry", "area", "ballot", "award"))


def attendance_of(session: Session) -> list[Attendance]:
    return list(session.attendance.all())


def ballots_of(session: Session) -> list[Ballot]:
    return list(session.ballots.select_related("nomination__form", "nomination__area", "nomination__entry"))


def passed_of(session: Session, *, free_for: int | None = None) -> list[Nomination]:
    """Nominations of the commune's own forms that passed and stand in no decision, or in that with this id. One query."""
    rows = session.nominations.filter(state=NominationState.PASSED, form__level=AwardLevel.COMMUNE)
    rows = rows.filter(Q(award=None) | Q(award__decision=free_for)) if free_for else rows.filter(award=None)
    return list(rows.select_related("form", "entry__organisation", "area__parent"))


def rows_of(nominations: Iterable[Nomination]) -> QuerySet[Nomination]:
    """These nominations as rows to choose from, for a field of a form."""
    return Nomination.objects.filter(pk__in=[row.pk for row in nominations]).select_related("form")


def council_body(area: Area, day: date) -> Organisation | None:
    """The council as a body that issues papers in its own name (it has letters for its symbol); None where it has none."""
    return in_force(issuers_on(area).filter(kind=OrganisationKind.AWARD_COUNCIL), day).first()


def page_of_session_paper(document: Document) -> str | None:
    """For documents.registry: the page of a session's invitation, minutes or submission."""
    found = Session.objects.filter(Q(invitation=document) | Q(minutes=document) | Q(submission=document)).first()
    return found.get_paper_url(document.pk) if found else None
