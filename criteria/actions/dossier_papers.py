"""The papers of a dossier: drafting them from the data, putting words into them, saying which the data has left behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from areas.enums import OrganisationKind
from areas.queries import in_force, issuers_on, signer_on
from core import clock
from core.errors import RuleError
from criteria.actions.dossiers import locked
from criteria.actions.results import form_of
from criteria.dossier_material import material_of
from criteria.enums import DossierPart
from criteria.models import Dossier, DossierPaper
from criteria.papers import dossier_records, dossier_texts
from criteria.papers.dossier_frame import Sender
from criteria.papers.dossier_wording import drafted_pairs, kept_words, regrouped, sentences_of, with_sentences
from criteria.papers.dossiers import Material
from criteria.papers.results import Before, result_form
from criteria.queries.dossiers import day_of_rules, papers_of
from documents.actions import create_document, edit_document
from documents.context import Paper, paper_from_json
from documents.enums import MAY_BE_DRAFTED, DocumentState, PaperType
from documents.queries import context_hash
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation
    from documents.models import Document

_WRITERS: dict[str, tuple[PaperType, Callable[[Material, Sender], Paper]]] = {
    DossierPart.PROPOSAL: (PaperType.PROPOSAL, dossier_texts.proposal),
    DossierPart.REPORT: (PaperType.REPORT, dossier_texts.report),
    DossierPart.OPINIONS: (PaperType.REPORT, dossier_texts.opinions_report),
    DossierPart.MINUTES: (PaperType.MINUTES, dossier_records.minutes),
    DossierPart.DEBTS: (PaperType.REPORT, dossier_texts.debts_report),
    DossierPart.SURVEY: (PaperType.REPORT, dossier_records.survey_report),
}
#: A draft is compared with its data as if both were of this day: that a day has passed changes no data.
_ANY_DAY = date(2000, 1, 1)


@transaction.atomic
def draft_paper(dossier: Dossier, part: DossierPart, *, by: User, anew: bool = False) -> DossierPaper:
    """Write a paper of the dossier from its data as a draft, or anew into the draft it has. Safe to repeat.

    What a person wrote in place of a sentence stays wherever the data still gives that sentence. RuleError for a paper that was
    submitted or issued, for an issuer that is not declared, and, unless `anew`, where a person's words would be lost since the
    data now says something else there: nobody's words are overwritten silently.
    """
    dossier = locked(dossier)
    row = papers_of(dossier).filter(part=part).first()
    document = row.document if row else None
    if document is not None and document.state not in MAY_BE_DRAFTED:
        raise RuleError(f"{part.label} đang ở trạng thái “{document.get_state_display()}” nên không dự thảo lại được.")
    material, sender = _with_form(material_of(dossier), part), _sender(dossier.card.area, part)
    paper = _written(part, material, sender)
    pairs, lost = drafted_pairs(paper), 0
    if row is None or document is None or document.state != DocumentState.DRAFT:
        document = create_document(
            area=dossier.card.area, issuer=sender.issuer, type=_WRITERS[part][0], paper=paper, by=by
        )
        row = row or DossierPaper(dossier=dossier, part=part)
    else:
        if is_edited(row):
            pairs, lost = kept_words(row.wording, paper)
            if not anew and (lost or not row.wording):
                raise RuleError(
                    f"{part.label} đã được sửa sau lần dự thảo; dự thảo lại thì phần đã sửa ở những câu mà số liệu nay đã khác sẽ mất."
                )
        put = with_sentences(paper, [text for _, text in pairs])
        if wording_of(document) != context_hash(put):
            document = edit_document(document, paper=put, by=by)
        elif row.data == _fingerprint(part, material, sender.issuer):
            return row
    row.document, row.drafted, row.wording = document, context_hash(paper), pairs
    row.data = _fingerprint(part, material, sender.issuer)
    row.save()
    record("dossier.paper_drafted", dossier, by=by, area=dossier.card.area, note=part.label)
    return row


def with_stale(material: Material) -> Material:
    """The material with the papers that its data has left behind."""
    stale = (DossierPart(part) for part, row in material.papers.items() if is_stale(row, material))
    return replace(material, stale=frozenset(stale))


def is_stale(row: DossierPaper, material: Material) -> bool:
    """Whether the paper is not issued yet and the data of its dossier has changed since it was drafted."""
    issuer = row.document.issuer
    if not issuer or not row.data or row.document.is_frozen:
        return False
    return row.data != _fingerprint(DossierPart(row.part), material, issuer)


def wording_of(document: Document) -> str:
    """SHA-256 of a draft's words as they stand."""
    return context_hash(paper_from_json(document.context))


def is_edited(row: DossierPaper) -> bool:
    """Whether a person has changed the draft since it was written from the data."""
    return wording_of(row.document) != row.drafted


def _with_form(material: Material, part: DossierPart) -> Material:
    """The report needs the whole card, too."""
    if part != DossierPart.REPORT:
        return material
    card = material.dossier.card
    return replace(material, form=form_of(card, on=day_of_rules(card)))


def _sender(area: Area, part: DossierPart) -> Sender:
    issuer = _issuer(area, part)
    return Sender(issuer, signer_on(issuer, clock.today()), clock.today())


def _written(part: DossierPart, material: Material, sender: Sender) -> Paper:
    return _WRITERS[part][1](material, sender)


def _fingerprint(part: DossierPart, material: Material, issuer: Organisation) -> str:
    """What the data says, without the day, who signs today and the period before; reads nothing."""
    material = replace(material, today=_ANY_DAY)
    if part == DossierPart.REPORT:
        lines = [row.line for row in material.rows]
        form = result_form(lines, before=Before(), cares=material.cares, proof=material.proof)
        material = replace(material, form=form)
    return context_hash(_written(part, material, Sender(issuer, None, _ANY_DAY)))


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
    locked(row.dossier)
    row = DossierPaper.objects.select_related("document").get(pk=row.pk)
    if wording_of(row.document) != seen:
        raise RuleError("Văn bản vừa được sửa hoặc dự thảo lại; mở lại trang để xem bản mới rồi sửa tiếp.")
    paper = paper_from_json(row.document.context)
    if list(texts) != sentences_of(paper):
        edit_document(row.document, paper=with_sentences(paper, texts), by=by)
        row.wording = regrouped(row.wording, texts)
        row.save(update_fields=["wording"])
