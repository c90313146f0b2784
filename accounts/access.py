"""May this person do this here? Every other room asks its questions through these few functions."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.enums import BELOW_ONLY, OWN_AREA, RIGHTS, Right, Role
from accounts.models import ApiToken, Assignment, User
from areas.enums import Level
from areas.models import Area, Organisation
from areas.queries import MANY, below, in_force, on_areas
from core import clock
from core.formats import vndate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


def home_area(user: User) -> Area | None:
    """The area a person works for: that of the first role."""
    assignments = user.assignments_today
    return assignments[0].area if assignments else None


def areas_held(user: User, right: Right) -> list[Area]:
    """The areas on which the person directly holds a role with this right."""
    return [item.area for item in user.assignments_today if right in RIGHTS[item.role]]


def has_anywhere(user: User, right: Right) -> bool:
    return bool(areas_held(user, right))


def may(user: User, right: Right, area: Area) -> bool:
    """Whether the person holds the right on the area or, unless it is one's own area's business, on one above it.

    A right over areas below (BELOW_ONLY) does not reach the area it is held on.
    """
    held = areas_held(user, right)
    if right in OWN_AREA:
        return not {area.pk, _commune_of(area)}.isdisjoint(row.pk for row in held)
    if right in BELOW_ONLY:
        held = [row for row in held if row.pk != area.pk]
    return any((area.path or "").startswith(row.path or "-") for row in held)


def _commune_of(area: Area) -> int | None:
    return area.parent_id if area.level == Level.VILLAGE else None


def areas_where(user: User, right: Right) -> QuerySet[Area]:
    """All areas, down to the villages, on which the person holds the right."""
    return Area.objects.filter(below(areas_held(user, right), "path"))


def commune_ids_above(areas: Sequence[Area]) -> set[int]:
    """Ids of the areas' parents for villages: what the commune issues concerns its villages."""
    return {area.parent_id for area in areas if area.level == Level.VILLAGE and area.parent_id}


def demand(user: User, right: Right, area: Area) -> None:
    """Answer 403 without the right. Ask only about rows the person may read: whoever may not gets 404 before."""
    if not may(user, right, area):
        raise PermissionDenied


def staff_of(user: User) -> QuerySet[User]:
    """The people with a role on the areas whose staff list this person may read."""
    held = areas_held(user, Right.READ_STAFF)
    here = on_areas(held, "area") if len(held) >= MANY else below(held, "area__path")
    return User.objects.filter(pk__in=Assignment.objects.filter(here, valid_to=None).values("user_id"))


def people_who_may(right: Right, area: Area) -> QuerySet[User]:
    """Active people with the right on exactly this area, those whose daily work it is; for a village without one, its commune's."""
    people = holders(right, [area])
    if area.level == Level.VILLAGE and area.parent is not None and not people.exists():
        return holders(right, [area.parent])
    return people


def holders(right: Right, areas: Iterable[Area]) -> QuerySet[User]:
    """Active people who today hold the right on one of exactly these areas."""
    return User.objects.filter(pk__in=_holdings(right, areas).values("user_id"))


def ids_who_may(right: Right, places: Mapping[int, int | None]) -> dict[int, tuple[int, ...]]:
    """`people_who_may` for many areas: by area's id, the ids of the people. One query, none for no areas; within
    `roles_read_once` none for areas that were asked about before.

    `places` holds each area's id with that of its commune where the area is a village, else None.
    """
    if not places:
        return {}
    everywhere = {*places, *(commune for commune in places.values() if commune)}
    found: dict[int, set[int]] = {}
    for area, person in _people_with(right, everywhere):
        found.setdefault(area, set()).add(person)
    return {area: tuple(sorted(found.get(area) or found.get(commune or 0, set()))) for area, commune in places.items()}


#: By area, the people with a role there and the role; only within `roles_read_once`.
_read: ContextVar[dict[int, list[tuple[int, str]]] | None] = ContextVar("roles read", default=None)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """While one question is answered that asks about many rights on the same few areas, read the areas' roles once for all rights."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def _people_with(right: Right, areas: set[int]) -> Iterable[tuple[int, int]]:
    """Area and person for each of `_holdings`."""
    read = _read.get()
    if read is None:
        return _holdings(right, areas).values_list("area_id", "user_id")
    if new := areas - read.keys():
        read |= {area: [] for area in new}
        rows = in_force(Assignment.objects.filter(area__in=new, user__is_active=True), clock.today())
        for area, person, role in rows.values_list("area_id", "user_id", "role"):
            read[area].append((person, role))
    return [(area, person) for area in areas for person, role in read[area] if right in RIGHTS[role]]


def _holdings(right: Right, areas: Iterable[Area | int]) -> QuerySet[Assignment]:
    """Roles in force today of active people that give the right on one of exactly these areas."""
    roles = [role for role, rights in RIGHTS.items() if right in rights]
    return in_force(Assignment.objects.all(), clock.today()).filter(
        role__in=roles, area__in=areas, user__is_active=True
    )


def get_colleague(user: User, pk: int) -> User:
    """Somebody whose account this person manages: all of the colleague's roles lie on areas this person manages; else 404."""
    held = areas_held(user, Right.MANAGE_STAFF)
    if not held:
        raise PermissionDenied
    # Of this person alone: the roles of everybody in the country would be compared.
    roles = Assignment.objects.filter(user=pk, valid_to=None)
    mine, outside = roles.filter(below(held, "area__path")), roles.exclude(below(held, "area__path"))
    people = User.objects.filter(pk__in=mine.values("user_id")).exclude(pk__in=outside.values("user_id"))
    return get_object_or_404(people, pk=pk)


def first_area(colleague: User) -> Area:
    """The area under which what happens to a colleague's account stands in the journal."""
    return colleague.assignments.filter(valid_to=None).select_related("area").order_by("pk")[0].area


def get_assignment(colleague: User, pk: int) -> Assignment:
    """A role in force of a colleague; else 404."""
    return get_object_or_404(colleague.assignments.select_related("area").filter(valid_to=None), pk=pk)


def village_communes(user: User) -> list[Area]:
    """The communes whose villages the person enters; 403 for those who enter none."""
    communes = [area for area in areas_held(user, Right.WRITE_VILLAGES) if area.level == Level.COMMUNE]
    if not communes:
        raise PermissionDenied
    return communes


def get_village(user: User, pk: int) -> Area:
    """A village of a commune whose villages the person enters; else 404."""
    return get_object_or_404(Area, pk=pk, level=Level.VILLAGE, parent__in=village_communes(user))


def organisation_areas(user: User) -> list[Area]:
    """The areas whose organisations the person declares; 403 for those who declare none."""
    areas = areas_held(user, Right.WRITE_ORGANISATIONS)
    if not areas:
        raise PermissionDenied
    return areas


def get_organisation(user: User, pk: int) -> Organisation:
    """An organisation of such an area; else 404."""
    return get_object_or_404(Organisation.objects.select_related("area"), pk=pk, area__in=organisation_areas(user))


# --- Other systems ---


def token_areas(user: User) -> QuerySet[Area]:
    """The areas, villages apart, on which the person lets other systems in; 403 for those who let none in."""
    if not has_anywhere(user, Right.MANAGE_STAFF):
        raise PermissionDenied
    return in_force(areas_where(user, Right.MANAGE_STAFF).exclude(level=Level.VILLAGE), clock.today())


def why_no_token(user: User) -> str:
    """Why there is no area on which the person could let a system in, in a sentence; "" where there is one."""
    if token_areas(user).exists():
        return ""
    ended = [area for area in areas_held(user, Right.MANAGE_STAFF) if area.valid_to and area.valid_to < clock.today()]
    told = ", ".join(f"{area} hết hiệu lực sau ngày {vndate(area.valid_to)}" for area in ended[:3])
    return f"Không có địa bàn để cấp kết nối: {told or 'kết nối chỉ cấp cho tỉnh, xã đang có hiệu lực'}."


def visible_tokens(user: User) -> QuerySet[ApiToken]:
    """The tokens on these areas, in use, expired and revoked; 403 for those who manage none."""
    if not has_anywhere(user, Right.MANAGE_STAFF):
        raise PermissionDenied
    rows = ApiToken.objects.filter(below(areas_held(user, Right.MANAGE_STAFF), "area__path"))
    return rows.select_related("area", "created_by", "revoked_by")


def get_token(user: User, pk: int) -> ApiToken:
    """One of these tokens; else 404."""
    return get_object_or_404(visible_tokens(user), pk=pk)


def stand_in(token: ApiToken, *, writing: bool) -> User:
    """The token's account as somebody who holds a role on the token's area, so that a system goes through the same doors as
    people: a reader (totals, no names), or to write the area's own officer. The role stands in no table."""
    role = Role.NTM_OFFICER if writing else Role.READER
    token.account.assignments_today = [Assignment(user=token.account, role=role, area=token.area)]
    return token.account
