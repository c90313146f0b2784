"""Every write on evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from criteria.models import Criterion, Evidence, EvidenceUse, Indicator
from documents.enums import Purpose
from documents.files import content_type_of, keep_file
from documents.photos import clean_photo
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from documents.models import Document, StoredFile

_PICTURES = (".jpg", ".jpeg", ".png", ".webp")
_PAPERS = (".pdf", ".docx", ".xlsx")


@transaction.atomic
def add_evidence(
    *, area: Area, title: str, rows: Iterable[Criterion | Indicator], by: User, upload: tuple[str, bytes] | None = None,
    document: Document | None = None, valid_from: date | None = None, valid_to: date | None = None, subject: str = "",
) -> Evidence:  # fmt: skip
    """Keep a file, or point to an issued paper, as evidence for these rows of the area's cards, or of those of a garden in it (`subject`).

    Photos are turned upright, shrunk and freed of their place. RuleError for a file of a kind not taken here, or broken.
    """
    file = _keep(*upload, area=area, by=by) if upload else None
    evidence = Evidence.objects.create(
        area=area, subject=subject, title=title or (file.name if file else str(document)), file=file, document=document, valid_from=valid_from,
        valid_to=valid_to, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    _point(evidence, rows)
    record("evidence.added", evidence, by=by, area=area)
    return evidence


@transaction.atomic
def change_evidence(
    evidence: Evidence, *, title: str, rows: Iterable[Criterion | Indicator], valid_from: date | None,
    valid_to: date | None, by: User,
) -> Evidence:  # fmt: skip
    """Another name, validity or other rows; the file itself stays."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("area").get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        raise RuleError("Minh chứng này đã gỡ nên không sửa được.")
    new = {"title": title, "valid_from": valid_from, "valid_to": valid_to}
    changes = {
        name: [getattr(evidence, name), value] for name, value in new.items() if getattr(evidence, name) != value
    }
    for name, value in new.items():
        setattr(evidence, name, value)
    evidence.save()
    evidence.uses.all().delete()
    _point(evidence, rows)
    named = {str(Evidence._meta.get_field(name).verbose_name): pair for name, pair in changes.items()}  # type: ignore[union-attr]  # noqa: SLF001
    record("evidence.changed", evidence, by=by, area=evidence.area, changes=named)
    return evidence


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """Take it from its rows; the file is kept, for accepted rounds may name it. Safe to repeat."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("area").get(pk=evidence.pk)
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at = clock.now()
        evidence.save()
        record("evidence.withdrawn", evidence, by=by, area=evidence.area)


def _point(evidence: Evidence, rows: Iterable[Criterion | Indicator]) -> None:
    uses = [
        EvidenceUse(evidence=evidence, criterion_id=row.criterion_id, indicator=row)
        if isinstance(row, Indicator)
        else EvidenceUse(evidence=evidence, criterion=row)
        for row in rows
    ]
    if not uses:
        raise RuleError("Chọn ít nhất một chỉ tiêu hoặc tiêu chí cho minh chứng này.")
    EvidenceUse.objects.bulk_create(uses)


def _keep(name: str, data: bytes, *, area: Area, by: User) -> StoredFile:
    if name.lower().endswith(_PICTURES):
        name, data, content_type = clean_photo(name, data)
    else:
        content_type = content_type_of(name, data, allowed=(*_PAPERS, *_PICTURES))
    return keep_file(name=name, data=data, content_type=content_type, purpose=Purpose.EVIDENCE, area=area, by=by)
