"""Every write on papers: draft → submitted → approved → issued → replaced or revoked."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.access import people_who_may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from documents import numbering
from documents.base_actions import close_issued, register_issued
from documents.context import Paper
from documents.delivery_actions import distribute, told_of_delivery
from documents.enums import FILLED_BY_HAND, STEPS, DocumentState, Format, Origin, Purpose
from documents.files import content_type_of, keep_file
from documents.models import Document, SignedCopy
from documents.queries import paper_of
from documents.registry import ask_gates, checks_blanks, page_of, tell_step
from documents.rendering import request_rendition
from documents.rules import blanks_in, blanks_told, signer_lacks
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation

#: Without letters and digits that are taken for one another when typed from paper.
_CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def _locked(document: Document) -> Document:
    return (
        Document.objects.select_for_update(of=("self",))
        .select_related("area", "issuer", "created_by")
        .get(pk=document.pk)
    )


def _step(document: Document, to: DocumentState) -> None:
    if to not in STEPS[document.state]:
        raise RuleError(
            f"Văn bản đang ở trạng thái “{document.get_state_display()}” nên không chuyển sang “{to.label}” được."
        )
    document.state = to


def _tell(people: Iterable[User], document: Document, title: str) -> None:
    """A notice in each inbox; the moment in its key lets the same step be told again when it is taken again."""
    key = f"document:{document.pk}:{document.state}:{document.updated_at:%Y%m%d%H%M%S%f}"
    notify(list(people), key=key, title=title, url=page_of(document))


def _author(document: Document) -> list[User]:
    return [document.created_by] if document.created_by else []


def _save(document: Document, *fields: str) -> None:
    document.updated_at = clock.now()
    document.save(update_fields=[*fields, "search_key", "updated_at"])


@transaction.atomic
def create_document(
    *, area: Area, issuer: Organisation | None, type: str, paper: Paper, by: User | None, origin: Origin = Origin.MADE
) -> Document:
    """A new draft with this wording."""
    now = clock.now()
    document = Document.objects.create(
        area=area, issuer=issuer, type=type, subject=paper.subject or "", context=paper.as_json(), origin=origin,
        created_by=by, created_at=now, updated_at=now,
    )  # fmt: skip
    record("document.created", document, by=by, area=area)
    return document


@transaction.atomic
def edit_document(document: Document, *, paper: Paper, by: User | None) -> Document:
    """Put a new wording in a draft; a paper beyond its draft is refused."""
    document = _locked(document)
    _refuse_beyond_draft(document)
    document.context = paper.as_json()
    document.subject = paper.subject or ""
    _save(document, "context", "subject")
    record("document.edited", document, by=by, area=document.area)
    return document


@transaction.atomic
def choose_issuer(document: Document, *, issuer: Organisation | None, by: User) -> Document:
    """Say who issues a draft, which decides its symbol and number series."""
    document = _locked(document)
    _refuse_beyond_draft(document)
    if document.issuer != issuer:
        changes = {"cơ quan ban hành": [str(document.issuer or ""), str(issuer or "")]}
        document.issuer = issuer
        _save(document, "issuer")
        record("document.edited", document, by=by, area=document.area, changes=changes)
    return document


def _refuse_beyond_draft(document: Document) -> None:
    if document.state != DocumentState.DRAFT:
        raise RuleError(
            "Văn bản đã trình hoặc đã ban hành nên không sửa được; đề nghị trả lại hoặc lập văn bản thay thế."
        )


@transaction.atomic
def submit(document: Document, *, by: User) -> Document:
    """Officer → leader. Needs an issuer, since it decides style, number and signature, a signer, and no place left blank."""
    document = _locked(document)
    if document.state == DocumentState.SUBMITTED:
        return document
    if document.issuer is None:
        raise RuleError("Chưa chọn cơ quan ban hành nên chưa trình duyệt được.")
    _step(document, DocumentState.SUBMITTED)
    _refuse_incomplete(document, "chưa trình duyệt được")
    ask_gates(document, DocumentState.SUBMITTED)
    _save(document, "state")
    record("document.submitted", document, by=by, area=document.area)
    _tell(people_who_may(Right.APPROVE_PAPERS, document.area), document, f"Chờ duyệt: {document.subject}")
    tell_step(document, DocumentState.SUBMITTED, by)
    return document


def _refuse_incomplete(document: Document, refused: str) -> None:
    """RuleError for a paper without signer, or with places left blank that its kind is not filled in by hand."""
    paper = paper_of(document)
    if lacking := signer_lacks(paper):
        raise RuleError(
            f"Văn bản chưa có {lacking} nên {refused}; đề nghị ghi người ký, hoặc khai ở trang Cơ quan, người ký rồi soạn lại."
        )
    blanks = [] if document.type in FILLED_BY_HAND or checks_blanks(document) else blanks_in(paper)
    if blanks:
        raise RuleError(f"Văn bản {blanks_told(blanks)} nên {refused}; đề nghị điền đủ rồi thực hiện lại.")


@transaction.atomic
def return_to_draft(document: Document, *, remark: str, by: User, seen: str = "") -> Document:
    """Leader (or clerk) → officer, with a remark that says what to mend.

    `seen` is the state that the page showed: RuleError where the paper has gone on since, so that nobody undoes unawares what
    somebody else decided meanwhile.
    """
    if not remark.strip():
        raise RuleError("Đề nghị ghi rõ nội dung cần sửa khi trả lại.")
    document = _locked(document)
    if seen and seen != document.state:
        raise RuleError(
            f"Văn bản vừa chuyển sang trạng thái “{document.get_state_display()}” nên chưa trả lại; "
            "đề nghị mở lại trang, xem rồi trả lại nếu vẫn cần."
        )
    _step(document, DocumentState.DRAFT)
    _save(document, "state")
    record("document.returned", document, by=by, area=document.area, note=remark.strip())
    _tell(_author(document), document, f"Trả lại: {document.subject}")
    tell_step(document, DocumentState.DRAFT, by)
    return document


@transaction.atomic
def approve(document: Document, *, by: User) -> Document:
    """The leader signs: the paper goes to the clerk for its number (NĐ 30/2020, điều 15)."""
    document = _locked(document)
    if document.state == DocumentState.APPROVED:
        return document
    _step(document, DocumentState.APPROVED)
    ask_gates(document, DocumentState.APPROVED)
    _save(document, "state")
    record("document.approved", document, by=by, area=document.area)
    _tell(people_who_may(Right.NUMBER_PAPERS, document.area), document, f"Chờ cấp số: {document.subject}")
    tell_step(document, DocumentState.APPROVED, by)
    return document


@transaction.atomic
def issue(document: Document, *, by: User | None, on: date | None = None) -> Document:
    """The clerk gives the number: the paper is numbered, dated and frozen for ever; PDF and Word are ordered.

    Safe to repeat: a paper already issued is answered as it is, without a second number. `on` is the day of issue
    in Vietnam, today unless given; a day to come, or before the last paper of the series, is refused.
    """
    document = _locked(document)
    if document.state == DocumentState.ISSUED:
        return document
    _step(document, DocumentState.ISSUED)
    issuer = document.issuer
    if issuer is None:
        raise RuleError("Chưa chọn cơ quan ban hành nên chưa cấp số được.")
    _refuse_incomplete(document, "chưa cấp số, ban hành được")
    ask_gates(document, DocumentState.ISSUED)
    on = on or clock.today()
    if on > clock.today():
        raise RuleError("Ngày ban hành không được sau hôm nay.")
    document.series = numbering.series_for(issuer, document.type, on)
    document.number = numbering.take_number(document.series)
    _refuse_backdating(document, on)
    _freeze(document, number_and_symbol=numbering.printed(issuer, document.type, document.number), on=on)
    paper = replace(
        paper_of(document), number=f"{document.number:02d}", symbol=numbering.symbol(issuer, document.type),
        place=issuer.place or paper_of(document).place, day=on.day, month=on.month, year=on.year,
    )  # fmt: skip
    _save_frozen(document, paper)
    record("document.issued", document, by=by, area=document.area, changes={"số": [None, document.number_and_symbol]})
    register_issued(document)
    distribute(document, by=by)
    _tell(_author(document), document, f"Đã ban hành: {document.number_and_symbol}")
    for replaced in document.replaces.filter(state=DocumentState.ISSUED).select_for_update():
        _mark_replaced(replaced, by=by)
    tell_step(document, DocumentState.ISSUED, by)
    return document


def _refuse_backdating(document: Document, on: date) -> None:
    last = (
        Document.objects.filter(series=document.series, issued_on__gt=on, origin=Origin.MADE)
        .order_by("-issued_on")
        .first()
    )
    if last is not None and last.issued_on is not None:
        raise RuleError(
            f"Số {last.number_and_symbol} đã cấp ngày {last.issued_on:%d/%m/%Y}, nên văn bản sau không ghi ngày sớm hơn."
        )


@transaction.atomic
def record_issued(document: Document, *, by: User | None) -> Document:
    """Keep an imported paper that was issued before, with the number, day and signature it bears.

    The series of its issuer goes on after its number. Raises RuleError where one of them is missing, or where another
    paper has the number already.
    """
    document = _locked(document)
    paper = paper_of(document)
    if document.origin != Origin.IMPORTED or document.state != DocumentState.DRAFT:
        raise RuleError("Chỉ văn bản nhập từ tệp, còn là bản nháp, mới lưu là văn bản đã ban hành được.")
    if not (document.issuer and paper.number and paper.number.isdecimal() and paper.symbol and paper.signature):
        raise RuleError("Văn bản chưa đủ cơ quan ban hành, số, ký hiệu và người ký nên chỉ lưu được là bản nháp.")
    if not (paper.day and paper.month and paper.year):
        raise RuleError("Văn bản chưa có đủ ngày, tháng, năm nên chỉ lưu được là bản nháp.")
    try:
        on = date(paper.year, paper.month, paper.day)
    except ValueError:
        raise RuleError("Ngày ban hành không có trong lịch; đề nghị sửa lại.") from None
    document.series = numbering.series_for(document.issuer, document.type, on)
    document.number = int(paper.number)
    numbering.note_number(document.series, document.number)
    joiner = "-" if paper.style == "party" else "/"
    document.state = DocumentState.ISSUED
    _freeze(document, number_and_symbol=f"{paper.number}{joiner}{paper.symbol}", on=on)
    try:
        with transaction.atomic():
            _save_frozen(document, paper)
    except IntegrityError as error:
        raise RuleError(f"Số {document.number_and_symbol} năm {on.year} đã có văn bản khác.") from error
    record("document.recorded", document, by=by, area=document.area)
    register_issued(document)
    distribute(document, by=by, tell=False)
    return document


def _freeze(document: Document, *, number_and_symbol: str, on: date) -> None:
    document.number_and_symbol = number_and_symbol
    document.issued_on = on
    document.check_code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(12))


def _save_frozen(document: Document, paper: Paper) -> None:
    assert document.issued_on is not None
    moment = datetime.combine(document.issued_on, time(8), ZoneInfo(settings.TIME_ZONE))
    document.context = replace(
        paper, is_draft=False, uid=f"ntm-{document.check_code}", moment=moment.isoformat(),
        check_code=document.check_code, check_url=f"{settings.PUBLIC_URL}/xac-minh/{document.check_code}/",
    ).as_json()  # fmt: skip
    _save(
        document, "state", "context", "series", "number", "number_and_symbol", "issued_on", "check_code"
    )  # fmt: skip
    for format in Format:
        request_rendition(document, format, by=document.created_by)


@transaction.atomic
def replace_with(document: Document, *, successor: Document, by: User) -> Document:
    """Say which paper replaces this one (NĐ 30/2020, điều 18: errors of content); it takes effect when that one is issued."""
    document = _locked(document)
    if document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ văn bản đã ban hành mới thay thế được.")
    if successor.pk == document.pk or successor.issuer_id != document.issuer_id:
        raise RuleError("Văn bản thay thế phải là văn bản khác của cùng cơ quan ban hành.")
    document.replaced_by = successor
    _save(document, "replaced_by")
    if successor.state == DocumentState.ISSUED:
        _mark_replaced(document, by=by)
    return document


def _mark_replaced(document: Document, *, by: User | None) -> None:
    _step(document, DocumentState.REPLACED)
    _save(document, "state")
    close_issued(document)
    record("document.replaced", document, by=by, area=document.area, note=str(document.replaced_by or ""))


@transaction.atomic
def revoke(document: Document, *, reason: str, by: User) -> Document:
    """Take an issued paper out of force; its wording stays readable."""
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do thu hồi.")
    document = _locked(document)
    if document.state == DocumentState.REVOKED:
        return document
    _step(document, DocumentState.REVOKED)
    _save(document, "state")
    close_issued(document)
    record("document.revoked", document, by=by, area=document.area, note=reason.strip())
    clerks = people_who_may(Right.NUMBER_PAPERS, document.area)
    tell_recall(document, [*_author(document), *clerks, *told_of_delivery(document)], by=by)
    tell_step(document, DocumentState.REVOKED, by)
    return document


def tell_recall(document: Document, people: Iterable[User], *, by: User | None) -> None:
    """Once for each of these people, but not for who recalled the paper."""
    title = f"Thu hồi văn bản: {document.number_and_symbol}, {document.subject}"
    others = [person for person in people if by is None or person.pk != by.pk]
    notify(others, key=f"document:{document.pk}:recalled", title=title, url=page_of(document))


def attach_signed_copy(document: Document, *, name: str, data: bytes, by: User) -> SignedCopy:
    """Keep the signed and stamped scan or the digitally signed PDF beside the system's own file; the same file once only."""
    content_type = content_type_of(name, data, allowed=(".pdf", ".jpg", ".jpeg", ".png"))
    with transaction.atomic():
        document = _locked(document)
        if not document.is_frozen:
            raise RuleError("Văn bản chưa ban hành nên chưa lưu bản đã ký được.")
        digest = hashlib.sha256(data).hexdigest()
        same = document.signed_copies.filter(file__sha256=digest).first()
        if same is not None:
            return same
        stored = keep_file(
            name=name, data=data, content_type=content_type, purpose=Purpose.SIGNED_COPY, area=document.area, by=by
        )  # fmt: skip
        copy = SignedCopy.objects.create(document=document, file=stored)
        record("document.signed_copy", document, by=by, area=document.area, note=f"{stored.name}, SHA-256 {digest}")
    return copy


@transaction.atomic
def remove_signed_copy(copy: SignedCopy, *, reason: str, by: User) -> None:
    """Take a signed copy that was kept by mistake away again, its file as well; the journal keeps its name, hash and the reason.
    From then on the next newest copy, or the system's own PDF, is what goes out. Taking it away twice is once."""
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do bỏ bản đã ký.")
    document = _locked(copy.document)
    found = document.signed_copies.select_related("file").filter(pk=copy.pk).first()
    if found is None:
        return
    stored = found.file
    note = f"{stored.name}, SHA-256 {stored.sha256}. Lý do: {reason.strip()}"
    record("document.signed_copy_removed", document, by=by, area=document.area, note=note)
    found.delete()
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))
