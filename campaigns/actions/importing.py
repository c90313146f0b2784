"""Reading plans in from files, and correcting what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.actions.rows import clear_rows, day_of, write_rows
from campaigns.corrections import (
    Corrections,
    corrected,
    facts_of,
    reading_from_json,
    reading_json,
    reading_of_draft,
)
from campaigns.models import Plan, PlanImport
from campaigns.read import as_json
from core import clock
from core.errors import RuleError
from documents.actions import choose_issuer, create_document, edit_document, record_issued
from documents.context import Paper, paper_from_json
from documents.enums import Origin, PaperType, Purpose
from documents.files import content_type_of, keep_file
from documents.models import Document
from documents.read import Reading, read_file
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation
    from campaigns.read.facts import PlanFacts
    from campaigns.rules import Finding as RuleFinding
    from documents.models import StoredFile

_SUFFIXES = (".docx", ".txt")


def read_upload(*, area: Area, name: str, data: bytes, by: User) -> PlanImport:
    """Read a file and keep it with what was found, to be compared by a person.

    RuleError with one sentence for a file that is no plan or cannot be read; then nothing is stored.
    """
    reading = read_file(data, name)
    refuse_no_plan(reading)
    content_type = content_type_of(name, data, allowed=_SUFFIXES)
    facts = facts_of(reading)
    with transaction.atomic():
        stored = keep_file(
            name=name, data=data, content_type=content_type, purpose=Purpose.PLAN_SOURCE, area=area, by=by
        )  # fmt: skip
        row = PlanImport.objects.create(
            area=area, file=stored, reading=reading_json(reading), facts=facts, created_by=by, created_at=clock.now()
        )
        record("plan.file_read", row, by=by, area=area)
    return row


def refuse_no_plan(reading: Reading) -> None:
    """RuleError for a text that has neither the type nor the shape of an official paper."""
    paper = reading.paper
    if paper.type or paper.legal_bases or (paper.recipients and paper.content):
        return
    raise RuleError("Không thấy trong tệp này một kế hoạch (tên loại, căn cứ, nơi nhận); đề nghị kiểm tra lại tệp.")


def discard_import(row: PlanImport, *, by: User) -> None:
    """Forget a file that was read and is not wanted; one already saved as a plan stays."""
    if row.plan_id is not None:
        raise RuleError("Tệp này đã lưu thành kế hoạch nên không bỏ được.")
    with transaction.atomic():
        stored = row.file
        row.delete()
        stored.delete()
        transaction.on_commit(lambda: stored.file.delete(save=False))


@transaction.atomic
def save_import(
    row: PlanImport, *, changes: Corrections, issuer: Organisation | None, already_issued: bool, by: User
) -> Plan:
    """Make a plan of a file that a person has compared with its source. Safe to repeat: saved once, the plan is answered.

    Writes the plan with its rows, its paper (a draft, or with `already_issued` a paper kept with the number it bears) and
    the journal; orders PDF and Word of an issued paper.
    """
    row = PlanImport.objects.select_for_update(of=("self",)).select_related("area", "file").get(pk=row.pk)
    if row.plan_id is not None:
        return Plan.objects.select_related("document").get(pk=row.plan_id)
    reading, facts = corrected(reading_from_json(row.reading), changes)
    plan = _create_plan(
        area=row.area,
        paper=reading.paper,
        facts=facts,
        issuer=issuer,
        source=row.file,
        already_issued=already_issued,
        by=by,
    )
    row.plan = plan
    row.save(update_fields=["plan"])
    return plan


@transaction.atomic
def save_imported_plan(
    reading: Reading, facts: PlanFacts, findings: list[RuleFinding], *, area: Area, filename: str, data: bytes,
    issuer: Organisation | None = None, already_issued: bool = False, by: User | None = None,
) -> Plan:  # fmt: skip
    """Make a plan of a reading as it is, for commands; with `already_issued` as by `save_import`."""
    source = keep_file(
        name=filename, data=data, content_type=content_type_of(filename, data, allowed=_SUFFIXES),
        purpose=Purpose.PLAN_SOURCE, area=area, by=by,
    )  # fmt: skip
    return _create_plan(
        area=area, paper=reading.paper, facts=as_json(reading, facts, findings), issuer=issuer, source=source,
        already_issued=already_issued, by=by,
    )  # fmt: skip


def _create_plan(
    *, area: Area, paper: Paper, facts: dict[str, Any], issuer: Organisation | None, source: StoredFile | None,
    already_issued: bool, by: User | None,
) -> Plan:  # fmt: skip
    document = create_document(
        area=area, issuer=issuer, type=_type_of(paper), paper=paper, by=by, origin=Origin.IMPORTED
    )  # fmt: skip
    now = clock.now()
    plan = Plan.objects.create(
        area=area, document=document, source_file=source, created_by=by, created_at=now, updated_at=now,
        **_told(paper, facts),
    )  # fmt: skip
    write_rows(plan, facts)
    record("plan.imported", plan, by=by, area=area)
    if already_issued:
        record_issued(document, by=by)
    return plan


@transaction.atomic
def revise_plan(plan: Plan, *, changes: Corrections, issuer: Organisation | None, seen: str, by: User) -> Plan:
    """Put a person's corrections into a plan whose paper is a draft (never sent, or returned); its body stays as written.

    Writes paper, issuer, plan and rows anew and the journal. `seen` is the time of the last change that the person
    had before the eyes (ISO): RuleError where somebody changed the paper since, or where it is no draft any more.
    """
    document = Document.objects.select_for_update().get(pk=plan.document_id)
    if document.updated_at.isoformat() != seen:
        raise RuleError(
            "Kế hoạch vừa được sửa ở nơi khác, xem ở thẻ khác trước; lưu lần nữa thì nội dung ở đây thay cho bản đó."
        )
    layout_notes = [finding for finding in plan.facts["findings"] if finding["code"] == "layout"]
    reading, facts = corrected(reading_of_draft(paper_from_json(document.context)), changes)
    facts["findings"] += layout_notes
    choose_issuer(document, issuer=issuer, by=by)
    edit_document(document, paper=reading.paper, by=by)
    for name, value in _told(reading.paper, facts).items():
        setattr(plan, name, value)
    plan.updated_at = clock.now()
    plan.save()
    clear_rows(plan)
    write_rows(plan, facts)
    record("plan.revised", plan, by=by, area=plan.area)
    return plan


def _told(paper: Paper, facts: dict[str, Any]) -> dict[str, Any]:
    """What a plan's own row keeps of its paper and facts."""
    period = facts["period"] or {}
    return {
        "kind": facts["kind"], "title": paper.subject or paper.type or "Kế hoạch", "theme": facts["theme"] or "",
        "year": facts["year"], "starts_on": day_of(period.get("start")), "ends_on": day_of(period.get("end")),
        "deadline": day_of(facts["deadline"]), "facts": facts,
    }  # fmt: skip


def _type_of(paper: Paper) -> PaperType:
    name = (paper.type or "").casefold()
    return next((kind for kind in PaperType if kind.label.casefold() == name), PaperType.PLAN)
