"""May this person see this work, pay for it, write it? The only doors to works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from areas.models import Area
from campaigns.access.places import places_to_write, seen_if
from campaigns.models import Work, WorkPayment, WorkPhoto
from campaigns.queries.works import payments_of, with_people
from documents.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def visible_works(user: User) -> QuerySet[Work]:
    """Works on one's own areas and below; a village sees those of its whole commune."""
    return Work.objects.filter(seen_if(user))


def get_work(user: User, pk: int, right: Right | None = None) -> Work:
    """The work, if the person may read it (else 404) and has the right there (else 403)."""
    work = get_object_or_404(with_people(visible_works(user)), pk=pk)
    if right is not None:
        demand(user, right, work.area)
    return work


def work_places(user: User, now: Area | None = None) -> QuerySet[Area]:
    """The areas on which the person records works; 403 for those who record none."""
    return places_to_write(user, Right.WRITE_WORKS, now)


def get_payment(user: User, pk: int, payment_pk: int) -> WorkPayment:
    """A payment of a work on whose area the person records payments; else 404 or 403."""
    work = get_work(user, pk, Right.WRITE_WORKS)
    payment = get_object_or_404(payments_of(work), pk=payment_pk)
    payment.work = work
    return payment


def get_photo(user: User, pk: int, photo_pk: int) -> WorkPhoto:
    """A photo of a work on whose area the person records works; else 404 or 403."""
    work = get_work(user, pk, Right.WRITE_WORKS)
    photo = get_object_or_404(work.photos.select_related("file"), pk=photo_pk)
    photo.work = work
    return photo


def may_fetch_photo(user: User, stored: StoredFile) -> bool:
    """Check for photos of works: who sees the work sees them."""
    return WorkPhoto.objects.filter(seen_if(user, "work__"), file=stored).exists()
