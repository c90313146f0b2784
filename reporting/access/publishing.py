"""Who decides what a commune publishes: those who approve its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.access import areas_held
from accounts.enums import Right
from areas.enums import Level

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


def may_publish(user: User) -> bool:
    """Whether the person leads a commune."""
    return any(area.level == Level.COMMUNE for area in areas_held(user, Right.APPROVE_PAPERS))


def communes(user: User) -> list[Area]:
    """The communes whose publishing is this person's decision; 403 for those who decide for none."""
    found = {area.pk: area for area in areas_held(user, Right.APPROVE_PAPERS) if area.level == Level.COMMUNE}
    if not found:
        raise PermissionDenied
    return list(found.values())


def get_commune(user: User, pk: str) -> Area:
    """The commune of the address among the person's (404 for another), the first where it names none."""
    mine = communes(user)
    if not pk:
        return mine[0]
    found = next((area for area in mine if str(area.pk) == pk), None)
    if found is None:
        raise Http404
    return found
