"""Every write on the register of documents that papers rest on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from core import clock
from core.errors import RuleError
from documents.enums import DocumentState, PaperType
from documents.models import CitedDocument, Document
from documents.queries import frozen
from documents.read.bases import BasisRow
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

_SHIPPED = ("dated", "issuer", "subject", "valid_from", "valid_to", "confirmed", "note")
_SHOWN = ("type_name", "number", *_SHIPPED)


@transaction.atomic
def load_bases(rows: Sequence[BasisRow]) -> int:
    """Add or refresh the national documents that come with the system; answers how many rows were written.

    Safe to repeat. A row that a person confirmed or changed since it was loaded is left as it is.
    """
    written = 0
    for row in rows:
        known = _national(row.type_name, row.number)
        if known is not None and known.shipped_hash != _fingerprint(known):
            continue
        cited = known or CitedDocument(type_name=row.type_name, number=row.number)
        for field in _SHIPPED:
            setattr(cited, field, getattr(row, field))
        mark = _fingerprint(cited)
        if known is None or known.shipped_hash != mark:
            cited.shipped_hash = mark
            cited.save()
            written += 1
    for row in rows:
        if row.replaced_by:
            _point_on(row, rows)
    return written


def _national(type_name: str, number: str) -> CitedDocument | None:
    return CitedDocument.objects.select_for_update().filter(area=None, type_name=type_name, number=number).first()


def _fingerprint(cited: CitedDocument) -> str:
    said = "\x1f".join(str(getattr(cited, field)) for field in _SHIPPED)
    return hashlib.sha256(said.encode()).hexdigest()


def _point_on(row: BasisRow, rows: Sequence[BasisRow]) -> None:
    """Say which row replaces this one, unless a person has said so already."""
    successor = next(item for item in rows if item.number == row.replaced_by)
    CitedDocument.objects.filter(
        area=None, type_name=row.type_name, number=row.number, replaced_by=None
    ).update(replaced_by=_national(successor.type_name, successor.number))  # fmt: skip


@transaction.atomic
def save_base(cited: CitedDocument, *, by: User) -> CitedDocument:
    """Add or change a document of one's own area; RuleError where the area has one with this type, number and date."""
    if cited.document_id is not None:
        raise RuleError("Văn bản này ban hành trên hệ thống nên số, ngày và trích yếu không sửa ở đây.")
    before = CitedDocument.objects.select_for_update().filter(pk=cited.pk).first() if cited.pk else None
    _refuse_circle(cited)
    try:
        with transaction.atomic():
            cited.save()
    except IntegrityError as error:
        raise RuleError(f"{cited} ngày này đã có trong danh mục.") from error
    changes = _changes(before, cited)
    if before is None or changes:
        record("basis.saved", cited, by=by, area=cited.area, changes=changes)
    return cited


def _refuse_circle(cited: CitedDocument) -> None:
    seen, later = set(), cited.replaced_by
    while later is not None and later.pk not in seen:
        if later.pk == cited.pk:
            raise RuleError("Văn bản không thể được thay bằng chính nó.")
        seen.add(later.pk)
        later = later.replaced_by


def _changes(before: CitedDocument | None, after: CitedDocument) -> dict[str, tuple[Any, Any]]:
    if before is None:
        return {}
    names = {field: str(CitedDocument._meta.get_field(field).verbose_name) for field in (*_SHOWN, "replaced_by")}  # type: ignore[union-attr]  # noqa: SLF001
    pairs = {field: (getattr(before, field), getattr(after, field)) for field in names}
    return {names[field]: (_plain(old), _plain(new)) for field, (old, new) in pairs.items() if old != new}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, CitedDocument) else value


@transaction.atomic
def confirm_base(cited: CitedDocument, *, by: User) -> CitedDocument:
    """Somebody has compared the row with the text of the document; RuleError while it lacks what a citation needs."""
    cited = CitedDocument.objects.select_for_update(of=("self",)).select_related("area").get(pk=cited.pk)
    if cited.confirmed:
        return cited
    if not (cited.dated and cited.subject and cited.issuer):
        raise RuleError("Nhập đủ ngày ban hành, cơ quan ban hành và trích yếu rồi mới ghi là đã đối chiếu.")
    cited.confirmed = True
    cited.save(update_fields=["confirmed"])
    record("basis.saved", cited, by=by, area=cited.area, changes={"đã đối chiếu văn bản gốc": (False, True)})
    return cited


# --- Papers of this system as bases of others; called by documents.actions inside its transactions ---


def register_issued(document: Document) -> CitedDocument:
    """The row of an issued paper, so that others can rest on it. Safe to repeat.

    A row that somebody had typed for the same paper before becomes its row.
    """
    own = CitedDocument.objects.filter(document=document).first()
    if own is not None:
        return own
    values = {
        "type_name": PaperType(document.type).label, "number": document.number_and_symbol, "dated": document.issued_on,
        "area": document.area,
    }  # fmt: skip
    row = CitedDocument.objects.filter(document=None, **values).first() or CitedDocument(**values)
    row.document, row.confirmed = document, True
    row.issuer = document.issuer.name if document.issuer else ""
    row.subject, row.valid_from = document.subject, document.issued_on
    row.save()
    return row


def close_issued(document: Document, *, on: date | None = None) -> None:
    """End the row of a paper that was replaced or revoked: its last day in force is the one before `on` (today)."""
    row = CitedDocument.objects.select_for_update().filter(document=document).first()
    if row is None:
        return
    last = (on or clock.today()) - timedelta(days=1)
    row.valid_to = max(last, row.valid_from) if row.valid_from else last
    row.replaced_by = CitedDocument.objects.filter(document=document.replaced_by_id or 0).first()
    row.save()


@transaction.atomic
def register_earlier() -> int:
    """Rows for papers that were issued before the register was kept; answers how many. Safe to repeat."""
    earlier = frozen(Document.objects.filter(citation=None)).select_related("area", "issuer", "replaced_by")
    found = list(earlier.order_by("issued_on", "pk"))
    for document in found:
        register_issued(document)
    for document in found:
        if document.state != DocumentState.ISSUED:
            close_issued(document, on=document.replaced_by.issued_on if document.replaced_by else None)
    return len(found)
