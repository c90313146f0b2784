"""Every write on evidence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from core import clock
from core.errors import RuleError
from criteria.models import Criterion, Evidence, EvidenceUse, Indicator
from criteria.papers.evidence import evidence_said
from criteria.papers.survey_words import differences, mark_of
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


class MovedError(RuleError):
    """The evidence was changed since it was read; nothing was written."""


@transaction.atomic
def add_files(uploads: Sequence[tuple[str, bytes]], *, title: str, **common: Any) -> list[Evidence]:
    """Keep several files as evidence, all or none; `common` as for `add_evidence`.

    Files that share a title get a number after it. RuleError names the file that cannot be taken.
    """
    added = []
    for place, upload in enumerate(uploads, 1):
        numbered = f"{title[:290]} ({place})" if title and len(uploads) > 1 else title
        added.append(add_evidence(title=numbered, upload=upload, **common))
    return added


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
    record("evidence.added", evidence, by=by, area=area, note=evidence.title)
    return evidence


@transaction.atomic
def change_evidence(
    evidence: Evidence, *, title: str, rows: Iterable[Criterion | Indicator], valid_from: date | None,
    valid_to: date | None, by: User, seen: str,
) -> Evidence:  # fmt: skip
    """Another name, validity or other rows; the file itself stays. Writes what differs, and that into the journal.

    `seen` is the mark of what was read (`mark_of`): MovedError where somebody else changed it since.
    """
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("area").get(pk=evidence.pk)
    if evidence.withdrawn_at is not None:
        raise RuleError("Minh chứng này đã gỡ nên không sửa được.")
    before = evidence_said(evidence)
    if mark_of(before) != seen:
        raise MovedError("Minh chứng này vừa được người khác sửa nên chưa lưu.")
    evidence.title, evidence.valid_from, evidence.valid_to = title, valid_from, valid_to
    evidence.save()
    _point(evidence, rows)
    changes = differences(before, evidence_said(evidence))
    if changes:
        record("evidence.changed", evidence, by=by, area=evidence.area, changes=changes, note=before["Tên"])
    return evidence


@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, by: User) -> None:
    """Take it from its rows; the file is kept, for accepted rounds may name it. Safe to repeat."""
    evidence = Evidence.objects.select_for_update(of=("self",)).select_related("area").get(pk=evidence.pk)
    if evidence.withdrawn_at is None:
        evidence.withdrawn_at = clock.now()
        evidence.save()
        record("evidence.withdrawn", evidence, by=by, area=evidence.area, note=evidence.title)


def _point(evidence: Evidence, rows: Iterable[Criterion | Indicator]) -> None:
    wanted: dict[tuple[int, int | None], Criterion | Indicator] = {
        (row.criterion_id, row.pk) if isinstance(row, Indicator) else (row.pk, None): row for row in rows
    }
    if not wanted:
        raise RuleError("Chọn ít nhất một chỉ tiêu hoặc tiêu chí cho minh chứng này.")
    there = {(use.criterion_id, use.indicator_id): use for use in evidence.uses.all()}
    evidence.uses.filter(pk__in=[use.pk for key, use in there.items() if key not in wanted]).delete()
    EvidenceUse.objects.bulk_create(
        EvidenceUse(evidence=evidence, criterion_id=criterion, indicator_id=indicator)
        for criterion, indicator in wanted
        if (criterion, indicator) not in there
    )


def _keep(name: str, data: bytes, *, area: Area, by: User) -> StoredFile:
    if name.lower().endswith(_PICTURES):
        name, data, content_type = clean_photo(name, data)
    else:
        content_type = content_type_of(name, data, allowed=(*_PAPERS, *_PICTURES))
    return keep_file(name=name, data=data, content_type=content_type, purpose=Purpose.EVIDENCE, area=area, by=by)
