"""Who sees nominations, sessions and decisions on awards, and who writes what in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand, may
from accounts.enums import Right
from areas.enums import Level
from documents.access import visible_if
from documents.models import Document
from emulation.access.drives import get_drive, may_enter_for
from emulation.enums import EntryState, NominationState
from emulation.models import AwardDecision, Drive, Entry, HigherAward, Nomination, Session
from emulation.queries.awards import with_people
from emulation.queries.sessions import with_papers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User
    from areas.models import Area

#: What the commune has given is no secret to its villages.
_PUBLIC = (NominationState.AWARDED,)


def sees_all(user: User, drive: Drive) -> bool:
    """Whether the person works for the drive's commune or above it: its villages see their own nominations only."""
    return may(user, Right.READ_DRIVES, drive.area)


def writes(user: User, drive: Drive) -> bool:
    """Whether the person keeps the dossiers of awards: the officer, the council's secretary."""
    return may(user, Right.WRITE_AWARDS, drive.area)


def right_of_paper(document: Document) -> Right | None:
    """For documents.registry: whoever keeps the dossiers of awards writes a session's papers, decisions and what goes up."""
    session = Session.objects.filter(Q(invitation=document) | Q(minutes=document) | Q(submission=document))
    rooms = (session, AwardDecision.objects.filter(document=document), HigherAward.objects.filter(document=document))
    return Right.WRITE_AWARDS if any(rows.exists() for rows in rooms) else None


def sees_checks(user: User, drive: Drive) -> bool:
    """Whether the person sees what stands against nominations; somebody's discipline is not for everybody."""
    return writes(user, drive) or may(user, Right.FREEZE_RANKING, drive.area)


def visible_nominations(user: User, drive: Drive) -> QuerySet[Nomination]:
    """All of the drive for the commune; a village's own, and whatever has been awarded."""
    rows = drive.nominations.all()
    if not sees_all(user, drive):
        rows = rows.filter(Q(area__in=areas_held(user, Right.READ_DRIVES)) | Q(state__in=_PUBLIC))
    return rows


def get_nomination(user: User, pk: int, nomination_pk: int) -> Nomination:
    """A nomination the person may read; else 404."""
    drive = get_drive(user, pk)
    nomination = get_object_or_404(with_people(visible_nominations(user, drive)), pk=nomination_pk)
    nomination.drive = drive
    return nomination


def own_villages(user: User, drive: Drive) -> list[Area]:
    """Villages of the drive's commune for which the person enters."""
    held = areas_held(user, Right.ENTER_DRIVES)
    return [area for area in held if area.level == Level.VILLAGE and area.parent_id == drive.area_id]


def nominable_entries(user: User, drive: Drive) -> list[Entry]:
    """The entries the person may put forward: all for the commune's officer, one's own for a village or a unit."""
    rows = drive.entries.exclude(state=EntryState.WITHDRAWN).select_related("area", "organisation")
    if writes(user, drive):
        return list(rows)
    return [entry for entry in rows if may_enter_for(user, entry.area, entry.organisation_id)]


def may_nominate(user: User, drive: Drive) -> bool:
    """Whether the person puts anybody forward: the commune's officer, a village of it, a unit that competes."""
    return writes(user, drive) or bool(own_villages(user, drive)) or bool(nominable_entries(user, drive))


def get_drive_to_nominate(user: User, pk: int) -> Drive:
    """The drive for somebody who puts people forward; 403 for other readers."""
    drive = get_drive(user, pk)
    if not may_nominate(user, drive):
        raise PermissionDenied
    return drive


def may_change(user: User, nomination: Nomination) -> bool:
    """Whether the person acts for the nomination: who keeps the dossiers, or who put it forward for the village or unit."""
    if writes(user, nomination.drive):
        return True
    body = nomination.entry.organisation_id if nomination.entry else None
    return may_enter_for(user, nomination.area, body)


def get_nomination_to_change(user: User, pk: int, nomination_pk: int) -> Nomination:
    nomination = get_nomination(user, pk, nomination_pk)
    if not may_change(user, nomination):
        raise PermissionDenied
    return nomination


def get_drive_of_sessions(user: User, pk: int) -> Drive:
    """The drive for those who may read what its council did: the commune and above; 403 for its villages."""
    drive = get_drive(user, pk)
    demand(user, Right.READ_DRIVES, drive.area)
    return drive


def get_session(user: User, pk: int, session_pk: int, right: Right = Right.READ_DRIVES) -> Session:
    """A session of the drive; 403 for those who may not read (or, with a right, write) it."""
    drive = get_drive(user, pk)
    session = get_object_or_404(with_papers(drive.sessions.all()), pk=session_pk)
    demand(user, right, drive.area)
    session.drive = drive
    return session


def readable_decisions(user: User, drive: Drive) -> QuerySet[AwardDecision]:
    """Decisions whose paper the person may read: drafts for the commune, issued ones for its villages too."""
    return AwardDecision.objects.filter(visible_if(user, "document__"), session__drive=drive)


def get_decision(user: User, pk: int) -> AwardDecision:
    """A decision whose paper the person may read; else 404."""
    rows = AwardDecision.objects.filter(visible_if(user, "document__"))
    return get_object_or_404(
        rows.select_related("session__drive__area__parent", "session__council", "document__area", "document__issuer"),
        pk=pk,
    )


def readable_higher_awards(user: User, drive: Drive) -> QuerySet[HigherAward]:
    """Dossiers on their way up whose paper the person may read, the latest first."""
    rows = drive.higher_awards.filter(visible_if(user, "document__"))
    return rows.select_related("document").defer("document__context")


def readable_papers(user: User, ids: Iterable[int]) -> set[int]:
    """Of papers, those the person may read: an office above sees them once they are issued."""
    return set(Document.objects.filter(visible_if(user), pk__in=ids).values_list("pk", flat=True))
