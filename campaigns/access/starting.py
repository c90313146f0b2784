"""From which plans may this person start one of their areas' own?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from accounts.access import may
from accounts.enums import Right
from areas.models import Area
from areas.queries import ids_on
from campaigns.models import Plan
from documents.enums import DocumentState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.models import User


def plans_to_start_from(user: User, areas: Iterable[Area]) -> QuerySet[Plan]:
    """The areas' own plans in any state, and what the areas above them and their neighbours under the same office have issued.

    Nothing for areas whose plans the person does not write. One query.
    """
    areas = [area for area in areas if may(user, Right.WRITE_PLANS, area)]
    above = {pk for area in areas for pk in ids_on(area.path)}
    neighbours = Area.objects.filter(parent__in={area.parent_id for area in areas if area.parent_id}).order_by()
    plans = Plan.objects.order_by().values("pk")
    issued = plans.filter(document__state__in=(DocumentState.ISSUED, DocumentState.REPLACED))
    # Each as a question of its own: beside an "or", PostgreSQL would look at every plan of the country.
    found = plans.filter(area__in=areas).union(
        issued.filter(area__in=above), issued.filter(area__in=neighbours.values("pk"))
    )
    rows = Plan.objects.filter(pk__in=found).select_related("area", "document")
    return rows.defer("facts", "document__context").order_by("-year", "sort_key")
