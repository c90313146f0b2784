"""Where people work and who stands above them, as rules/superiors.py asks for it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from accounts.models import Assignment
from areas.models import Area
from areas.queries import in_force
from core import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable


def roles_today(**where: Any) -> QuerySet[Assignment]:
    """The roles in force today of active people."""
    return in_force(Assignment.objects.filter(user__is_active=True, **where), clock.today())


def roles_of(people: Collection[int]) -> dict[int, list[Assignment]]:
    """Each person's roles in force today with their areas, oldest first (one query)."""
    roles: dict[int, list[Assignment]] = defaultdict(list)
    for item in roles_today(user__in=people).select_related("area").order_by("pk"):
        roles[item.user_id].append(item)
    return roles


def holders_on(areas: Iterable[int], roles: Collection[str]) -> dict[tuple[int, str], list[int]]:
    """Who holds these roles on exactly these areas (one query)."""
    found: dict[tuple[int, str], list[int]] = defaultdict(list)
    for area, role, user in roles_today(area__in=set(areas), role__in=roles).values_list("area_id", "role", "user_id"):
        found[area, role].append(user)
    return found


def paths_of(areas: Collection[int]) -> dict[int, str]:
    """Path of each area (one query)."""
    return {pk: path or "" for pk, path in Area.objects.filter(pk__in=areas).values_list("pk", "path")}
