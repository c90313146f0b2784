"""Writes on dossiers: opening, pictures, sending; the papers are in dossier_papers.py."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import holders
from accounts.enums import Right
from areas.queries import ancestors
from core import clock
from core.errors import RuleError
from criteria.enums import DossierPart
from criteria.models import Dossier, DossierPhoto, Scorecard
from criteria.queries.dossiers import papers_of, takes_dossier
from documents.enums import DocumentState, Purpose
from documents.files import keep_file
from jobs.actions import once
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from documents.photo_fields import CleanPhoto


@transaction.atomic
def open_dossier(card: Scorecard, *, by: User) -> Dossier:
    """The card's dossier, opened when it is not there yet. Safe to repeat. RuleError for what is no commune's card."""
    if not takes_dossier(card):
        raise RuleError("Hồ sơ đề nghị công nhận chỉ lập cho phiếu của xã; thôn, vườn theo trang Đăng ký đạt chuẩn.")
    fresh = {"created_by": by, "created_at": clock.now()}
    dossier, created = Dossier.objects.get_or_create(card=card, defaults=fresh)
    if created:
        record("dossier.opened", dossier, by=by, area=card.area)
    return dossier


@transaction.atomic
def save_facts(dossier: Dossier, *, security: str, note: str, by: User) -> None:
    """What a person states for the dossier: the paper on security and order, and a note."""
    dossier = locked(dossier)
    before, after = (dossier.security, dossier.note), (security, note)
    if before == after:
        return
    dossier.security, dossier.note = after
    dossier.save(update_fields=["security", "note"])
    names = ("văn bản về an ninh, trật tự", "ghi chú")
    changes = {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}
    record("dossier.saved", dossier, by=by, area=dossier.card.area, changes=changes)


# --- Pictures ---


def add_photos(dossier: Dossier, photos: Sequence[CleanPhoto], *, caption: str, key: str, by: User) -> None:
    """Add pictures with a caption; the form sent twice (`key`) adds them once. Writes files and the journal."""

    def do() -> dict[str, Any]:
        area = dossier.card.area
        for photo in photos:
            stored = keep_file(
                name=photo.name, data=photo.data, content_type=photo.content_type, purpose=Purpose.DOSSIER_PHOTO,
                area=area, by=by,
            )  # fmt: skip
            DossierPhoto.objects.create(dossier=dossier, file=stored, caption=caption, at=clock.now())
        record("dossier.photo_added", dossier, by=by, area=area, note=f"{len(photos)} ảnh: {caption}")
        return {}

    once(by, purpose="criteria.dossier_photo", key=key, do=do)


@transaction.atomic
def remove_photo(photo: DossierPhoto, *, by: User) -> None:
    """Take a picture out of the dossier; its file stays stored, since a ZIP may name it."""
    dossier = locked(photo.dossier)
    if DossierPhoto.objects.filter(pk=photo.pk).delete()[0]:
        record("dossier.photo_removed", dossier, by=by, area=dossier.card.area, note=photo.caption)


# --- Sending ---


@transaction.atomic
def send_dossier(dossier: Dossier, *, by: User) -> Dossier:
    """Mark the dossier as sent today and tell those above who recognise. Safe to repeat.

    RuleError while its proposal is not issued: without it there is nothing to answer.
    """
    dossier = locked(dossier)
    if dossier.sent_on is not None:
        return dossier
    issued = papers_of(dossier).filter(part=DossierPart.PROPOSAL, document__state=DocumentState.ISSUED)
    if not issued.exists():
        raise RuleError("Tờ trình chưa ban hành nên chưa gửi hồ sơ được.")
    dossier.sent_on = clock.today()
    dossier.save(update_fields=["sent_on"])
    card = dossier.card
    record("dossier.sent", dossier, by=by, area=card.area)
    notify(
        holders(Right.RECOGNISE, ancestors(card.area)), key=f"dossier:{dossier.pk}:sent",
        title=f"{card.area} gửi hồ sơ đề nghị công nhận năm {card.year}", url=dossier.get_absolute_url(),
    )  # fmt: skip
    return dossier


def locked(dossier: Dossier) -> Dossier:
    """The dossier held against others until the end of the transaction, with its card and place."""
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("card__area__parent", "card__criteria_set")
    return rows.get(pk=dossier.pk)
