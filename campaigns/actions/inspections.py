"""Writing inspections, and following what they ask for to its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.models import Inspection, Recommendation
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.year import said_inspection, said_recommendation
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.enums import Purpose
from documents.files import content_type_of, keep_file
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

MINUTES = (".pdf", ".jpg", ".jpeg", ".png", ".docx")
Upload = tuple[str, bytes]


def add_inspection(
    *, values: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], minutes: Upload | None, key: str, by: User
) -> Inspection:
    """Enter an inspection with its recommendations; the form sent twice (`key`) makes one.

    RuleError for a day to come and for a file that is no pdf, picture or docx.
    """

    def do() -> dict[str, Any]:
        _not_to_come(values["held_on"])
        inspection = Inspection(created_by=by, created_at=clock.now(), **values)
        _keep_minutes(inspection, minutes, by=by)
        inspection.save()
        _write_rows(inspection, asked)
        record("inspection.saved", inspection, by=by, area=inspection.area, note="Lập mới.")
        return {"inspection": inspection.pk}

    return Inspection.objects.get(pk=once(by, purpose="campaigns.inspection", key=key, do=do)["inspection"])


@transaction.atomic
def save_inspection(
    inspection: Inspection, *, values: Mapping[str, Any], asked: Sequence[Mapping[str, Any]], minutes: Upload | None,
    seen: str, by: User,
) -> Inspection:  # fmt: skip
    """Change an inspection and what it asks for; `asked` rows with a `pk` stand for those there, the others are new.

    What was followed already keeps its result. RuleError where somebody saved since (`seen`), and for a closed
    recommendation left out.
    """
    rows = Inspection.objects.select_for_update(of=("self",)).select_related("area", "plan", "minutes")
    inspection = rows.get(pk=inspection.pk)
    before = said_inspection(inspection, inspection.recommendations.all())
    if seen != mark_of(before):
        raise RuleError("Cuộc kiểm tra này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    _not_to_come(values["held_on"])
    for name, value in values.items():
        setattr(inspection, name, value)
    _keep_minutes(inspection, minutes, by=by)
    inspection.save()
    _write_rows(inspection, asked)
    changes = differences(before, said_inspection(inspection, inspection.recommendations.all()))
    if changes:
        record("inspection.saved", inspection, by=by, area=inspection.area, changes=changes)
    return inspection


@transaction.atomic
def follow(row: Recommendation, *, result: str, done_on: date | None, by: User) -> Recommendation:
    """Say how far a recommendation has come; with `done_on` it is closed. Who said so stands in the journal.

    RuleError where it is closed without a result, before the inspection, or on a day to come. Saying the same twice
    writes once.
    """
    rows = Recommendation.objects.select_for_update(of=("self",)).select_related("inspection__area")
    row = rows.get(pk=row.pk)
    if done_on is not None:
        if not result.strip():
            raise RuleError("Ghi kết quả thực hiện trước khi khép lại kiến nghị.")
        _not_to_come(done_on)
        if done_on < row.inspection.held_on:
            raise RuleError(f"Ngày xong không trước ngày kiểm tra ({vndate(row.inspection.held_on)}).")
    before = said_recommendation(row)
    row.result, row.done_on = result.strip(), done_on
    changes = differences(before, said_recommendation(row))
    if changes:
        row.save(update_fields=["result", "done_on"])
        record("recommendation.followed", row, by=by, area=row.inspection.area, changes=changes)
    return row


def _not_to_come(day: date) -> None:
    if day > clock.today():
        raise RuleError(f"Ngày {vndate(day)} chưa đến; đề nghị xem lại.")


def _keep_minutes(inspection: Inspection, upload: Upload | None, *, by: User) -> None:
    if upload is None:
        return
    name, data = upload
    content_type = content_type_of(name, data, allowed=MINUTES)
    inspection.minutes = keep_file(
        name=name, data=data, content_type=content_type, purpose=Purpose.MINUTES, area=inspection.area, by=by
    )  # fmt: skip


def _write_rows(inspection: Inspection, asked: Sequence[Mapping[str, Any]]) -> None:
    there = {row.pk: row for row in inspection.recommendations.all()}
    kept = {values["pk"] for values in asked if values.get("pk")}
    for pk, row in there.items():
        if pk in kept:
            continue
        if row.done_on is not None:
            raise RuleError(f"Kiến nghị “{row.text[:60]}” đã khép lại nên không bỏ được.")
        row.delete()
    for place, values in enumerate(asked, 1):
        row = there.get(values.get("pk") or 0) or Recommendation(inspection=inspection)
        row.position, row.text, row.unit, row.due_on = place, values["text"], values["unit"], values["due_on"]
        row.save()
