"""Areas to choose from above a list of what stands on areas."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from areas.models import Area


def areas_around(rows: QuerySet[Any]) -> QuerySet[Area]:
    """The areas there are rows on and those just above them (the communes of villages), from the top: for a filter. One query."""
    own = rows.order_by().values("area")
    above = Area.objects.filter(pk__in=own).order_by().values("parent")
    # A union, not an "or": beside an "or" PostgreSQL would hold every area of the country against both halves.
    return Area.objects.filter(pk__in=own.union(above)).order_by("path")
