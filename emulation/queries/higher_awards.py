"""Reading nominations for awards of the level above and the dossiers they went up in."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from campaigns.enums import AwardLevel
from documents.enums import DocumentState
from documents.models import Document
from emulation.enums import NominationState
from emulation.models import Ballot, Drive, HigherAward, Nomination

#: Steps from which a nomination may go up: selected by the committee, or passed by the council as well.
_READY = (NominationState.SELECTED, NominationState.PASSED)


def ready_to_go_up(drive: Drive, *, but: HigherAward | None = None) -> QuerySet[Nomination]:
    """Nominations for forms above the commune that stand in no dossier, or in that one alone."""
    taken = HigherAward.objects.filter(drive=drive).exclude(document__state__in=[DocumentState.REVOKED])
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    rows = drive.nominations.exclude(form__level=AwardLevel.COMMUNE).filter(Q(state__in=_READY))
    return rows.exclude(higher_awards__in=taken).select_related("form", "area", "entry").distinct()


def nominations_of(higher: HigherAward) -> list[Nomination]:
    """The dossier's list, by form and name. One query."""
    return list(higher.nominations.select_related("form", "area", "entry__organisation", "drive"))


def ballots_of(nominations: list[Nomination]) -> dict[int, Ballot]:
    """By the nomination's id, how the council voted, with the session's minutes. One query."""
    rows = Ballot.objects.filter(nomination__in=nominations).select_related("session__minutes")
    return {row.nomination_id: row for row in rows.defer("session__minutes__context")}


def dossiers_of(drive: Drive) -> QuerySet[HigherAward]:
    return drive.higher_awards.select_related("document").defer("document__context")


def page_of_higher_award(document: Document) -> str | None:
    """For documents.registry: the page of a dossier that goes up."""
    found = HigherAward.objects.filter(document=document).first()
    return found.get_absolute_url() if found else None
