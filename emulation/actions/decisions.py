"""Writing the papers of a session and the decision on awards, and what follows when the decision is issued."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from areas.models import Organisation
from areas.queries import peoples_committee, signer_on
from campaigns.enums import AwardLevel
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.actions import choose_issuer, create_document, edit_document
from documents.enums import FROZEN, DocumentState, PaperType
from emulation.enums import NominationState, SessionState
from emulation.models import Award, AwardDecision, Nomination, Session
from emulation.papers import sessions as papers
from emulation.papers.awards import Deciding, decision_paper, in_order
from emulation.queries.awards import awards_of, bases_on, paid_titles, rules_by_form, salaries
from emulation.queries.sessions import (
    attendance_of,
    ballots_of,
    council_body,
    nominations_of,
    passed_of,
)
from emulation.rules.awards import Bonus, ballot_line, bonuses
from emulation.rules.eligibility import receiver_of
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from documents.context import Paper
    from documents.models import Document


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One of a session's papers: its field, its type, what writes it, and whether the count must be closed before."""

    field: str
    type: PaperType
    write: Callable[[papers.Material, papers.Sender], Paper]
    after_count: bool


#: By the word in the address.
SESSION_PAPERS = {
    "giay-moi": PaperKind("invitation", PaperType.INVITATION, papers.invitation, after_count=False),
    "bien-ban": PaperKind("minutes", PaperType.MINUTES, papers.minutes, after_count=True),
    "to-trinh": PaperKind("submission", PaperType.PROPOSAL, papers.submission, after_count=True),
}


@transaction.atomic
def draft_session_paper(session: Session, kind: str, *, by: User) -> Document:
    """Write a session's invitation, minutes or submission as a draft, or anew into the draft it has. Safe to repeat.

    RuleError before the count is closed (minutes, submission), where no issuer is declared, where nothing passed (submission), and
    for a paper beyond its draft.
    """
    session = _locked(session)
    wanted = SESSION_PAPERS[kind]
    label = str(wanted.type.label)
    if wanted.after_count and session.state != SessionState.HELD:
        raise RuleError(f"{label} soạn được sau khi chốt kết quả họp.")
    material = _material(session)
    if kind == "to-trinh" and not any(line.ballot.passed for line in material.lines):
        raise RuleError("Không có đề nghị nào được thông qua nên không có gì để trình.")
    sender = _sender(session)
    paper = wanted.write(material, sender)
    old: Document | None = getattr(session, wanted.field)
    if old is not None and old.state != DocumentState.DRAFT:
        raise RuleError(f"{label} đang ở trạng thái “{old.get_state_display()}” nên không soạn lại được.")
    if old is not None:
        # The council may have been declared since: name and number change together.
        old = choose_issuer(old, issuer=sender.issuer, by=by)
        return edit_document(old, paper=paper, by=by) if old.context != paper.as_json() else old
    area = session.drive.area
    document = create_document(area=area, issuer=sender.issuer, type=wanted.type, paper=paper, by=by)
    setattr(session, wanted.field, document)
    session.save(update_fields=[wanted.field])
    record("session.paper", session, by=by, area=area, note=label)
    return document


def _locked(session: Session) -> Session:
    rows = Session.objects.select_for_update(of=("self",))
    related = ("drive__area__parent", "council", "invitation", "minutes", "submission")
    return rows.select_related(*related).get(pk=session.pk)


def _material(session: Session) -> papers.Material:
    minutes = session.minutes
    issued = minutes is not None and minutes.state in FROZEN
    said = f"{minutes.number_and_symbol} ngày {vndate(minutes.issued_on)}" if issued and minutes else ""
    lines = [ballot_line(ballot) for ballot in ballots_of(session)]
    return papers.Material(session, attendance_of(session), nominations_of(session), lines, said)


def _sender(session: Session) -> papers.Sender:
    today = clock.today()
    body = council_body(session.drive.area, today)
    issuer = body or _committee(session)
    return papers.Sender(issuer, signer_on(issuer, today), today, own=body is not None)


def _committee(session: Session) -> Organisation:
    area = session.drive.area
    issuer = peoples_committee(area, clock.today())
    if issuer is None:
        raise RuleError(f"Chưa khai báo Ủy ban nhân dân {area.kind_word} ở mục Cơ quan nên chưa soạn văn bản được.")
    return issuer


# --- The decision ---


def bonuses_on(nominations: Sequence[Nomination], day: date, *, decision: int | None = None) -> dict[int, Bonus]:
    """By the nomination's id, what its award is paid if decided on the day; titles other decisions paid are looked at."""
    if not nominations:
        return {}
    before = paid_titles(nominations[0].drive, but=decision)
    paid = [(receiver_of(row.nomination), row.bonus or 0) for row in before]
    return bonuses(nominations, rules_by_form(), salaries(), day, paid)


@transaction.atomic
def draft_decision(session: Session, *, nominations: Sequence[Nomination], decided_on: date, by: User) -> AwardDecision:
    """Write the decision on these nominations as a draft, or anew into the draft the session has. Safe to repeat.

    They are numbered in the order of the list (collectives, persons, households), which is their number in the golden book; each
    bonus follows the rule and the base salary of the day. RuleError for nominations that have not passed, are for a level above or
    stand in another decision, and while the draft waits for its approval or number. An issued decision stays: those left over get
    another one.
    """
    session = _locked(session)
    issuer = _committee(session)
    decision = session.decisions.select_related("document").exclude(document__state__in=sorted(FROZEN)).first()
    if decision is not None and decision.document.state != DocumentState.DRAFT:
        raise RuleError(
            f"Quyết định đang ở trạng thái “{decision.document.get_state_display()}” nên không lập lại được."
        )
    chosen = _free(session, nominations, decision)
    if decided_on < session.held_on:
        raise RuleError(f"Ngày quyết định không trước ngày họp ({vndate(session.held_on)}).")
    found = bonuses_on(chosen, decided_on, decision=decision.pk if decision else None)
    awards = in_order(Award(nomination=row, position=0) for row in chosen)
    for position, award in enumerate(awards, 1):
        bonus = found[award.nomination_id]
        award.position, award.bonus, award.bonus_basis, award.bonus_note = (
            position, bonus.amount, bonus.basis, bonus.note,
        )  # fmt: skip
    paper = decision_paper(_deciding(session, issuer, decided_on), awards)
    if decision is None:
        document = create_document(area=session.drive.area, issuer=issuer, type=PaperType.DECISION, paper=paper, by=by)
        decision = AwardDecision(session=session, document=document, created_by=by, created_at=clock.now())
    elif decision.document.context != paper.as_json():
        edit_document(decision.document, paper=paper, by=by)
    decision.decided_on = decided_on
    decision.save()
    decision.awards.all().delete()
    for award in awards:
        award.decision = decision
    Award.objects.bulk_create(awards)
    record("award.decided", decision, by=by, area=session.drive.area, note=f"{len(awards)} trường hợp.")
    return decision


def _free(session: Session, nominations: Sequence[Nomination], decision: AwardDecision | None) -> list[Nomination]:
    if not nominations:
        raise RuleError("Chọn ít nhất một trường hợp đã được Hội đồng thông qua.")
    free = {row.pk: row for row in passed_of(session, free_for=decision.pk if decision else None)}
    wrong = [row.name for row in nominations if row.pk not in free]
    if wrong:
        raise RuleError(f"Chưa được Hội đồng thông qua hoặc đã ở quyết định khác: {', '.join(wrong[:5])}.")
    for row in free.values():
        row.drive = session.drive
    return [free[row.pk] for row in nominations]


def _deciding(session: Session, issuer: Organisation, day: date) -> Deciding:
    asked = session.submission
    issued = asked is not None and asked.state in FROZEN
    said = f"số {asked.number_and_symbol} ngày {vndate(asked.issued_on)}" if issued and asked else ""
    return Deciding(issuer, signer_on(issuer, day), clock.today(), bases_on(day), session, said)


# --- What follows the steps of the paper ---


def refuse_unfit_decision(document: Document, to: DocumentState) -> None:
    """The gate of documents: a decision goes on only while all it holds has passed."""
    decision = AwardDecision.objects.filter(document=document.pk).first()
    if decision is None:
        return
    moved = decision.awards.exclude(nomination__state=NominationState.PASSED) | decision.awards.exclude(
        nomination__form__level=AwardLevel.COMMUNE
    )
    names = list(moved.values_list("nomination__name", flat=True)[:5])
    if names:
        raise RuleError(f"Không còn ở bước “đã thông qua”: {', '.join(names)}; lập lại quyết định rồi trình.")


def after_decision_step(document: Document, to: DocumentState, by: User | None) -> None:
    """The listener of documents: an issued decision awards its nominations; its day decides the bonuses.

    RuleError, which takes the issue back, where the bonuses printed are not those of the day of issue.
    """
    if to != DocumentState.ISSUED:
        return
    decision = (
        AwardDecision.objects.select_for_update(of=("self",))
        .select_related("session__drive__area")
        .filter(document=document.pk)
        .first()
    )
    if decision is None or document.issued_on is None:
        return
    awards = awards_of(decision)
    rows = [award.nomination for award in awards]
    for row in rows:
        row.drive = decision.session.drive
    now_due = bonuses_on(rows, document.issued_on, decision=decision.pk)
    if any(award.bonus != now_due[award.nomination_id].amount for award in awards):
        raise RuleError(
            f"Tiền thưởng trong dự thảo tính theo ngày {vndate(decision.decided_on)}; ban hành ngày {vndate(document.issued_on)} thì "
            "mức khác. Đề nghị trả lại để lập lại quyết định theo ngày ban hành."
        )
    decision.decided_on = document.issued_on
    decision.save(update_fields=["decided_on"])
    for row in rows:
        row.state = NominationState.AWARDED
    Nomination.objects.bulk_update(rows, ["state"])
    area = decision.session.drive.area
    for row in rows:
        changes = {"tình trạng": [NominationState.PASSED.label, NominationState.AWARDED.label]}
        record("nomination.stepped", row, by=by, area=area, changes=changes, note=document.number_and_symbol or "")
