"""From which plans may this person start one of an area's own?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.access import may
from accounts.enums import Right
from areas.queries import ids_on
from campaigns.models import Plan
from documents.enums import DocumentState

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


def plans_to_start_from(user: User, area: Area) -> QuerySet[Plan]:
    """The area's own plans in any state, and what the areas above it and its neighbours under the same office have issued.

    Nothing for somebody who does not write the area's plans.
    """
    rows = Plan.objects.all()
    if not may(user, Right.WRITE_PLANS, area):
        return rows.none()
    above = ids_on(area.path)
    issued = Q(document__state__in=(DocumentState.ISSUED, DocumentState.REPLACED))
    beside = Q(area__in=above)
    if area.parent_id is not None:
        beside |= Q(area__parent=area.parent_id)
    return (
        rows.filter(Q(area=area) | (issued & beside)).select_related("area", "document").order_by("-year", "sort_key")
    )
