"""Photos of what contributions were spent for, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.enums import PhotoMoment
from contributions.actions.spending import Spent, spend
from contributions.models import Campaign, Spending, SpendingPhoto
from core import clock
from core.errors import RuleError
from documents.enums import Purpose
from documents.photos import keep_photo
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

#: More would not fit a page.
MOST_PHOTOS = 20
#: When it was taken, the file's name, its bytes.
Photo = tuple[str, str, bytes]


@transaction.atomic
def spend_with_photos(spent: Spent, photos: Sequence[Photo], *, campaign: Campaign, by: User) -> Spending:
    """`spend`, with the photos sent along; a picture that is none (RuleError) leaves nothing written. Safe to repeat."""
    row = spend(spent, campaign=campaign, by=by)
    for moment, name, data in photos:
        add_photo(row, moment=moment, name=name, data=data, by=by)
    return row


@transaction.atomic
def add_photo(spending: Spending, *, moment: str, name: str, data: bytes, by: User) -> SpendingPhoto:
    """Keep a photo of what the payment was for. The same picture sent twice is kept once. RuleError if it is none."""
    campaign = (
        Campaign.objects.select_for_update(of=("self",), no_key=True)
        .select_related("area")
        .get(pk=spending.campaign_id)
    )
    if spending.photos.count() >= MOST_PHOTOS:
        raise RuleError(f"Mỗi khoản chi lưu nhiều nhất {MOST_PHOTOS} ảnh; bỏ bớt ảnh cũ rồi thêm.")
    stored = keep_photo(name=name, data=data, purpose=Purpose.SPENDING_PHOTO, area=campaign.area, by=by)
    twin = spending.photos.filter(file__sha256=stored.sha256, moment=moment).first()
    if twin is not None:
        _forget(stored)
        return twin
    photo = SpendingPhoto.objects.create(spending=spending, moment=moment, file=stored, at=clock.now())
    record("spending.photo_added", spending, by=by, area=campaign.area, note=PhotoMoment(moment).label)
    return photo


@transaction.atomic
def remove_photo(photo: SpendingPhoto, *, by: User) -> None:
    """Take a photo away, its file as well; the journal keeps that it was there. Taking it away twice is once."""
    campaign = Campaign.objects.select_for_update(of=("self",), no_key=True).get(pk=photo.spending.campaign_id)
    found = SpendingPhoto.objects.select_related("file").filter(pk=photo.pk).first()
    if found is None:
        return
    stored = found.file
    record("spending.photo_removed", photo.spending, by=by, area=campaign.area, note=found.get_moment_display())
    found.delete()
    _forget(stored)


def _forget(stored: Any) -> None:
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))
