"""Every write on dossiers: opening, the papers, pictures, sending."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import holders
from accounts.enums import Right
from areas.enums import OrganisationKind
from areas.queries import ancestors, in_force, issuers_on, signer_on
from core import clock
from core.errors import RuleError
from criteria.actions.results import form_of
from criteria.dossier_material import material_of
from criteria.enums import DossierPart
from criteria.models import Dossier, DossierPaper, DossierPhoto, Scorecard
from criteria.papers import dossier_records, dossier_texts
from criteria.papers.dossier_frame import Sender
from criteria.papers.dossier_wording import sentences_of, with_sentences
from criteria.papers.dossiers import Material
from criteria.queries.dossiers import day_of_rules, papers_of, takes_dossier
from documents.actions import create_document, edit_document
from documents.context import Paper, paper_from_json
from documents.enums import DocumentState, PaperType, Purpose
from documents.files import keep_file
from documents.queries import context_hash
from jobs.actions import once
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation
    from documents.models import Document
    from documents.photo_fields import CleanPhoto

_WRITERS: dict[str, tuple[PaperType, Callable[[Material, Sender], Paper]]] = {
    DossierPart.PROPOSAL: (PaperType.PROPOSAL, dossier_texts.proposal),
    DossierPart.REPORT: (PaperType.REPORT, dossier_texts.report),
    DossierPart.OPINIONS: (PaperType.REPORT, dossier_texts.opinions_report),
    DossierPart.MINUTES: (PaperType.MINUTES, dossier_records.minutes),
    DossierPart.DEBTS: (PaperType.REPORT, dossier_texts.debts_report),
    DossierPart.SURVEY: (PaperType.REPORT, dossier_records.survey_report),
}


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
    dossier = _locked(dossier)
    before, after = (dossier.security, dossier.note), (security, note)
    if before == after:
        return
    dossier.security, dossier.note = after
    dossier.save(update_fields=["security", "note"])
    names = ("văn bản về an ninh, trật tự", "ghi chú")
    changes = {name: [old, new] for name, old, new in zip(names, before, after, strict=True) if old != new}
    record("dossier.saved", dossier, by=by, area=dossier.card.area, changes=changes)


@transaction.atomic
def draft_paper(dossier: Dossier, part: DossierPart, *, by: User, anew: bool = False) -> DossierPaper:
    """Write a paper of the dossier from its data as a draft, or anew into the draft it has. Safe to repeat.

    RuleError for a paper that was submitted or issued, for an issuer that is not declared, and, unless `anew`, for a draft
    that a person has edited since: nobody's words are overwritten silently.
    """
    dossier = _locked(dossier)
    row = papers_of(dossier).filter(part=part).first()
    document = row.document if row else None
    if document is not None and document.state not in {
        DocumentState.DRAFT,
        DocumentState.REPLACED,
        DocumentState.REVOKED,
    }:
        raise RuleError(f"{part.label} đang ở trạng thái “{document.get_state_display()}” nên không dự thảo lại được.")
    type, write = _WRITERS[part]
    issuer = _issuer(dossier.card.area, part)
    sender = Sender(issuer, signer_on(issuer, clock.today()), clock.today())
    material = material_of(dossier)
    if part == DossierPart.REPORT:
        material = replace(material, form=form_of(dossier.card, on=day_of_rules(dossier.card)))
    paper = write(material, sender)
    if row is None or document is None or document.state != DocumentState.DRAFT:
        document = create_document(area=dossier.card.area, issuer=issuer, type=type, paper=paper, by=by)
        row = row or DossierPaper(dossier=dossier, part=part)
    elif is_edited(row) and not anew:
        raise RuleError(f"{part.label} đã được sửa sau lần dự thảo; dự thảo lại thì phần đã sửa sẽ mất.")
    elif wording_of(document) == context_hash(paper):
        return row
    else:
        document = edit_document(document, paper=paper, by=by)
    row.document, row.drafted = document, context_hash(paper)
    row.save()
    record("dossier.paper_drafted", dossier, by=by, area=dossier.card.area, note=part.label)
    return row


def wording_of(document: Document) -> str:
    """SHA-256 of a draft's words as they stand."""
    return context_hash(paper_from_json(document.context))


def is_edited(row: DossierPaper) -> bool:
    """Whether a person has changed the draft since it was written from the data."""
    return wording_of(row.document) != row.drafted


def _issuer(area: Area, part: DossierPart) -> Organisation:
    kind = OrganisationKind.FRONT if part == DossierPart.SURVEY else OrganisationKind.PEOPLES_COMMITTEE
    issuer = in_force(issuers_on(area).filter(kind=kind), clock.today()).first()
    if issuer is None:
        raise RuleError(
            f"Chưa khai {kind.label} của {area.kind_word} (tên, ký hiệu văn bản) nên chưa dự thảo được; "
            "người quản trị khai ở trang Cơ quan, người ký."
        )
    return issuer


@transaction.atomic
def word_paper(row: DossierPaper, texts: Sequence[str], *, seen: str, by: User) -> None:
    """Put a person's sentences into a draft. `seen` is the wording that was read: RuleError where it has changed since."""
    _locked(row.dossier)
    document = DossierPaper.objects.select_related("document").get(pk=row.pk).document
    if wording_of(document) != seen:
        raise RuleError("Văn bản vừa được sửa hoặc dự thảo lại; mở lại trang để xem bản mới rồi sửa tiếp.")
    paper = paper_from_json(document.context)
    if list(texts) != sentences_of(paper):
        edit_document(document, paper=with_sentences(paper, texts), by=by)


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
    dossier = _locked(photo.dossier)
    if DossierPhoto.objects.filter(pk=photo.pk).delete()[0]:
        record("dossier.photo_removed", dossier, by=by, area=dossier.card.area, note=photo.caption)


# --- Sending ---


@transaction.atomic
def send_dossier(dossier: Dossier, *, by: User) -> Dossier:
    """Mark the dossier as sent today and tell those above who recognise. Safe to repeat.

    RuleError while its proposal is not issued: without it there is nothing to answer.
    """
    dossier = _locked(dossier)
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


def _locked(dossier: Dossier) -> Dossier:
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("card__area__parent", "card__criteria_set")
    return rows.get(pk=dossier.pk)
