"""The finished files of a paper: ordered as a job, made once for each wording."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from django.db import transaction

from documents.enums import Format, Purpose
from documents.files import keep_file, settled_id
from documents.job_files import result_of
from documents.models import Document, Rendition
from documents.queries import context_hash, file_name, paper_of, render_key, rendition_of
from jobs.actions import enqueue
from jobs.queries import last_jobs

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

KIND = "documents.render"
_TYPES = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def request_rendition(document: Document, format: str, *, by: User | None) -> Job:
    """Order the PDF or Word file of the present wording; asking twice does the work once."""
    return enqueue(
        KIND,
        key=render_key(document, format),
        payload={"document": document.pk, "format": str(format)},
        owner=by,
        area=document.area,
        title=file_name(document, format),
    )


def files_of(document: Document) -> list[tuple[Format, Rendition | None, Job | None]]:
    """Per format the finished file of the present wording or, where there is none, the last job that was to make it.

    Two queries at most, whatever the formats.
    """
    wording = context_hash(paper_of(document))
    rows = Rendition.objects.filter(document=document, context_hash=wording).select_related("file")
    done = {row.format: row for row in rows}
    keys = {format: render_key(document, format, wording) for format in Format if format not in done}
    jobs = last_jobs(KIND, keys.values())
    return [(format, done.get(format), jobs.get(keys.get(format, ""))) for format in Format]


def render_rendition(job: Job) -> dict[str, Any]:
    """Work of a "documents.render" job: make the file unless it is there. Safe to run twice."""
    document = Document.objects.select_related("area", "created_by").get(pk=job.payload["document"])
    done = make_rendition(document, Format(job.payload["format"]))
    return result_of(done.file)


def make_rendition(document: Document, format: Format) -> Rendition:
    """The finished file of the present wording, made now unless it is there.

    The row of the rendition is unique per wording, so of two workers that made the same file one keeps it and the
    other's is taken back.
    """
    from documents.render import render

    done = rendition_of(document, format)
    if done is not None:
        return done
    paper = paper_of(document)
    return _keep(document, format, render(paper, format.value), context_hash(paper))


def _keep(document: Document, format: Format, data: bytes, wording: str) -> Rendition:
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        done = Rendition.objects.filter(document=document, format=format, context_hash=wording).first()
        if done is not None:
            return done
        stored = keep_file(
            name=file_name(document, format), data=data, content_type=_TYPES[format], purpose=Purpose.RENDITION,
            area=document.area, by=document.created_by, id=settled_id(document.pk, format, wording),
        )  # fmt: skip
        pages = _pages(data) if format == Format.PDF else None
        return Rendition.objects.create(
            document=document, format=format, context_hash=wording, file=stored, pages=pages
        )


def _pages(data: bytes) -> int:
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)
