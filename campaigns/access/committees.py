"""May this person see or write this committee? The only doors to committees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from areas.models import Area
from campaigns.access.places import places_to_write, seen_if
from campaigns.models import Committee
from campaigns.queries.committees import with_people

if TYPE_CHECKING:
    from accounts.models import User


def visible_committees(user: User) -> QuerySet[Committee]:
    """Committees on one's own areas and below; a village sees those of its whole commune."""
    return Committee.objects.filter(seen_if(user))


def get_committee(user: User, pk: int, right: Right | None = None) -> Committee:
    """The committee, if the person may read it (else 404) and has the right there (else 403)."""
    committee = get_object_or_404(with_people(visible_committees(user)), pk=pk)
    if right is not None:
        demand(user, right, committee.area)
    return committee


def committee_places(user: User, now: Area | None = None) -> QuerySet[Area]:
    """The areas on which the person records committees; 403 for those who record none."""
    return places_to_write(user, Right.WRITE_PLANS, now)
