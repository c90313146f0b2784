"""Writing what residents decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Area
from campaigns.models import ResidentsDecision
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.residents import said
from core import clock
from core.errors import RuleError
from documents.enums import Purpose
from documents.files import content_type_of, keep_file
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile

RECORD_KINDS = (".pdf", ".jpg", ".jpeg", ".png", ".docx")
#: Name and bytes of an uploaded file.
Upload = tuple[str, bytes]


def add_decision(
    *, area: Area, values: Mapping[str, Any], upload: Upload | None, key: str, by: User
) -> ResidentsDecision:
    """Enter a decision, with the file of its record. The form sent twice (`key`) makes one. RuleError for a wrong file."""

    def do() -> dict[str, Any]:
        decision = ResidentsDecision(area=area, created_by=by, created_at=clock.now(), **values)
        decision.record = _kept(upload, area, by)
        decision.save()
        record("residents_decision.saved", decision, by=by, area=area)
        return {"decision": decision.pk}

    return ResidentsDecision.objects.get(pk=once(by, purpose="campaigns.residents", key=key, do=do)["decision"])


@transaction.atomic
def save_decision(
    decision: ResidentsDecision, *, area: Area, values: Mapping[str, Any], upload: Upload | None, seen: str, by: User
) -> ResidentsDecision:
    """Change a decision; a new file takes the old one's place. RuleError where somebody saved since `seen`, or a wrong file."""
    rows = ResidentsDecision.objects.select_for_update(of=("self",)).select_related("area", "record")
    decision = rows.get(pk=decision.pk)
    before, old = said(decision), decision.record
    if seen != mark_of(before):
        raise RuleError("Nội dung này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    decision.area = area
    for name, value in values.items():
        setattr(decision, name, value)
    if upload is not None:
        decision.record = _kept(upload, area, by)
    changes = differences(before, said(decision))
    if changes or upload is not None:
        decision.save()
        record("residents_decision.saved", decision, by=by, area=area, changes=changes)
    if upload is not None and old is not None:
        old.delete()
        transaction.on_commit(lambda: old.file.delete(save=False))
    return decision


def _kept(upload: Upload | None, area: Area, by: User) -> StoredFile | None:
    if upload is None:
        return None
    name, data = upload
    kind = content_type_of(name, data, allowed=RECORD_KINDS)
    return keep_file(name=name, data=data, content_type=kind, purpose=Purpose.RESIDENTS_RECORD, area=area, by=by)
