"""Who reads a drive's interim and final reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from core.database import one_of
from documents.access import visible_if
from emulation.models import Drive, Review
from emulation.queries.reviews import with_papers

if TYPE_CHECKING:
    from accounts.models import User


def visible_reviews(user: User, drive: Drive) -> QuerySet[Review]:
    """Drafts for the commune, issued ones for its villages and the office above too."""
    return with_papers(drive.reviews.filter(visible_if(user, "document__")))


def get_review(user: User, pk: int, right: Right | None = None) -> Review:
    """A report whose paper the person may read (else 404), with the right on its drive's area (else 403)."""
    rows = one_of(Review.objects.filter(visible_if(user, "document__")), pk).select_related(
        "drive__area__parent", "drive__plan__document__issuer", "document__area", "document__issuer"
    )
    review = get_object_or_404(rows)
    if right is not None:
        demand(user, right, review.drive.area)
    return review
