"""Printing the register of outgoing papers as the clerk's book: ordered as a job."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import may
from accounts.enums import Right
from areas.models import Organisation
from core import clock
from core.errors import RuleError
from documents import access, job_files
from documents.enums import Purpose
from documents.files import keep_file, settled_id
from documents.queries import context_hash, register_of
from documents.register_papers import entry, register_paper
from jobs.actions import enqueue

if TYPE_CHECKING:
    from accounts.models import User
    from documents.context import Paper
    from jobs.models import Job

KIND = "documents.register"


def request_book(body: Organisation, year: int, *, by: User) -> Job:
    """Order the register of a year as PDF, as it stands now; asking twice prints it once."""
    today = clock.today()
    wording = context_hash(_paper(body, year, today, by))[:16]
    return enqueue(
        KIND, key=f"{body.pk}:{year}:{by.pk}:{wording}",
        payload={"body": body.pk, "year": year, "on": today.isoformat()}, owner=by, area=body.area,
        title=f"Sổ văn bản đi năm {year}, {body}"[:200],
    )  # fmt: skip


def print_book(job: Job) -> dict[str, Any]:
    """Work of a "documents.register" job; a book of the same wording is printed once."""
    from documents.render import render

    if job.owner is None:
        raise RuleError("Người đặt tệp không còn trong hệ thống.")
    body = next((found for found in access.register_bodies(job.owner) if found.pk == job.payload["body"]), None)
    if body is None:
        raise RuleError("Anh/chị không còn quyền xem sổ văn bản đi của cơ quan này.")
    paper = _paper(body, job.payload["year"], date.fromisoformat(job.payload["on"]), job.owner)
    rows = register_of(body, job.payload["year"]).count()
    id = settled_id("register", body.pk, context_hash(paper))
    stored = job_files.kept_before(id)
    if stored is None:
        data = render(paper, "pdf")
        with transaction.atomic():
            stored = keep_file(
                name=f"So van ban di {job.payload['year']}.pdf", data=data, content_type="application/pdf",
                purpose=Purpose.REGISTER, area=body.area, by=job.owner, id=id, kept_until=job_files.last_day(),
            )  # fmt: skip
    return job_files.result_of(stored, rows=rows)


def _paper(body: Organisation, year: int, on: date, by: User | None) -> Paper:
    clerk = by.full_name if by is not None and may(by, Right.NUMBER_PAPERS, body.area) else ""
    entries = [entry(document) for document in register_of(body, year)]
    return register_paper(body, year, entries, printed_on=on, clerk=clerk)
