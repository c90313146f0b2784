"""Who sees which photos are asked about, and who says what they are worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, may
from accounts.enums import Right
from emulation.access.drives import get_drive
from emulation.queries.photos import checks_of

if TYPE_CHECKING:
    from accounts.models import User
    from emulation.models import Drive, PhotoCheck


def seen_checks(user: User, drive: Drive) -> QuerySet[PhotoCheck]:
    """All of the drive for the people of its commune and above; for a village those of its own reports."""
    rows = checks_of(drive)
    if may(user, Right.READ_DRIVES, drive.area):
        return rows
    mine = Q(photo__report__by=user) | Q(photo__report__duty__entry__area__in=areas_held(user, Right.READ_DRIVES))
    return rows.filter(mine)


def get_check(user: User, pk: int, check_pk: int) -> PhotoCheck:
    """A photo asked about in a drive the person reads (else 404) and keeps (else 403)."""
    drive = get_drive(user, pk, Right.WRITE_DRIVES)
    return get_object_or_404(checks_of(drive), pk=check_pk)
