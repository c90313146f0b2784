"""Reading people."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import ApiToken, Assignment, User
from areas.models import Area
from areas.queries import below, found_by, in_force, with_children
from core import clock


def people_found(people: QuerySet[User], *, words: str = "", role: str = "") -> QuerySet[User]:
    """People by name (with or without diacritics) and role, in Vietnamese order of given names."""
    people = found_by(people, words)
    if role:
        people = people.filter(assignments__role=role, assignments__valid_to=None).distinct()
    return people.order_by("sort_key", "pk")


def with_roles_under(people: Sequence[User], areas: Sequence[Area]) -> list[tuple[User, list[Assignment]]]:
    """Each person with the roles held on these areas or below them; one query."""
    held: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(below(areas, "area__path"), user__in=people, valid_to=None)
    for row in rows.select_related("area", "organisation").order_by("area__path", "role"):
        held.setdefault(row.user_id, []).append(row)
    return [(person, held.get(person.pk, [])) for person in people]


def people_of(area: Area) -> QuerySet[User]:
    """Active people with a role on the area, its villages, or (for a village) its commune."""
    held = in_force(Assignment.objects.filter(area__in=with_children(area, commune=True)), clock.today())
    return User.objects.filter(is_active=True, pk__in=held.values("user_id")).order_by("sort_key")


def token_with(digest: str) -> ApiToken | None:
    """The token that may be used today, with its area and account; one query."""
    rows = ApiToken.objects.filter(digest=digest, revoked_at=None, valid_to__gte=clock.today())
    return rows.select_related("area", "account").first()
