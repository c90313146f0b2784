"""Reading what communes publish."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, QuerySet

from areas.models import Area
from reporting.models import Publication


def publication_of(area: Area) -> Publication | None:
    """What the commune chose last, published or withdrawn; None where it never published."""
    rows = Publication.objects.select_related("area", "published_by", "withdrawn_by")
    return rows.filter(area=area).first()


def published() -> QuerySet[Publication]:
    """What everybody may read now, with the commune and the areas above it."""
    return Publication.objects.filter(withdrawn_at=None).select_related("area__parent__parent")


def last_change() -> datetime | None:
    """When any commune last published or withdrew; None before the first."""
    found: datetime | None = Publication.objects.aggregate(last=Max("changed_at"))["last"]
    return found
