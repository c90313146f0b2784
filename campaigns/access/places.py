"""Where a person reads and writes what stands on areas and is no paper: works, residents' decisions, committees, models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from accounts.access import areas_held
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import NOTHING, below, ids_on

if TYPE_CHECKING:
    from accounts.models import User


def seen_if(user: User, prefix: str = "") -> Q:
    """The condition "this person may read the row" for rows that reach an area by `prefix` ("work__").

    Everything on one's own areas and below; for a village everything in its commune.
    """
    held = areas_held(user, Right.READ_PLANS)
    if not held:
        return NOTHING
    communes = sorted({_path_above(area) for area in held if area.level == Level.VILLAGE and area.parent_id})
    condition = below(held, f"{prefix}area__path")
    for path in communes:
        condition |= Q(**{f"{prefix}area__path__startswith": path})
    return condition


def own_if(user: User, prefix: str = "") -> Q:
    """The same for what a village keeps to itself: one's own areas and below."""
    return below(areas_held(user, Right.READ_PLANS), f"{prefix}area__path")


def _path_above(area: Area) -> str:
    return (area.path or "-").rstrip("/").rpartition("/")[0] + "/"


def places_to_write(user: User, right: Right, now: Area | None = None) -> QuerySet[Area]:
    """The areas on which the person may write, villages of the own commune included; 403 for those who have none.

    Villages that were closed are left out, except the one on which the row stands `now`.
    """
    held = [area.pk for area in areas_held(user, right)]
    if not held:
        raise PermissionDenied
    mine = Q(pk__in=held) | Q(parent__in=held, level=Level.VILLAGE, valid_to=None)
    return Area.objects.filter(mine | Q(pk=now.pk) if now else mine).order_by("path")


def ids_around(areas: QuerySet[Area]) -> set[int]:
    """Ids of these areas and of all that they lie in."""
    paths = areas.values_list("path", flat=True)
    return {pk for path in paths for pk in ids_on(path)}
