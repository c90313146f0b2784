"""Who sees the dossiers of awards of the level above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from documents.access import visible_if
from emulation.access.awards import get_drive_of_sessions
from emulation.models import HigherAward, Nomination

if TYPE_CHECKING:
    from accounts.models import User


def get_higher_award(user: User, pk: int, higher_pk: int, right: Right | None = None) -> HigherAward:
    """A dossier of a drive of one's commune whose paper the person may read (else 404), with the right there (else 403)."""
    drive = get_drive_of_sessions(user, pk)
    rows = drive.higher_awards.filter(visible_if(user, "document__"))
    higher = get_object_or_404(rows.select_related("document__area", "document__issuer"), pk=higher_pk)
    higher.drive = drive
    if right is not None:
        demand(user, right, drive.area)
    return higher


def get_nomination_of(higher: HigherAward, pk: int) -> Nomination:
    """One of the dossier's nominations; else 404."""
    return get_object_or_404(higher.nominations.select_related("form", "area", "entry", "drive"), pk=pk)
