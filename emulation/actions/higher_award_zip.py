"""The dossier of an award of the level above as one ZIP: tờ trình, báo cáo thành tích, minutes, with an index; made as a job."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db import transaction
from django.utils.text import slugify

from core import text
from core.errors import RuleError
from core.sheets import Column, Sheet, workbook
from documents import job_files
from documents.enums import DocumentState, Format, Purpose
from documents.files import keep_file, settled_id
from documents.models import Document
from documents.queries import outgoing_file
from documents.render import render
from documents.rendering import make_rendition
from emulation.actions.higher_awards import reports_of
from emulation.models import HigherAward
from emulation.queries.higher_awards import ballots_of, nominations_of
from jobs.actions import enqueue, report_progress

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

KIND = "emulation.higher_award_zip"
#: The same for every file, so that the same dossier gives the same bytes.
_MOMENT = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the ZIP."""

    path: str
    title: str
    data: bytes


def request_zip(higher: HigherAward, *, by: User) -> Job:
    """Order the dossier as one file in "Tệp của tôi"; asked again while it is being made, it is made once."""
    return enqueue(
        KIND, key=f"{higher.pk}:{by.pk}", payload={"higher": higher.pk}, owner=by, area=higher.drive.area,
        title=f"Hồ sơ trình khen: {higher.drive}"[:200],
    )  # fmt: skip


def pack(job: Job) -> dict[str, Any]:
    """Work of an "emulation.higher_award_zip" job. Safe to run twice: the same is kept once."""
    if job.owner is None:
        raise RuleError("Người đặt tệp không còn trong hệ thống.")
    rows = HigherAward.objects.select_related("document", "drive__area__parent", "drive__plan__document__issuer")
    higher = rows.get(pk=job.payload["higher"])
    pieces = list(_pieces(higher, job))
    digest = hashlib.sha256(repr([(row.path, hashlib.sha256(row.data).hexdigest()) for row in pieces]).encode())
    id = settled_id(KIND, higher.pk, job.owner_id, digest.hexdigest())
    stored = job_files.kept_before(id)
    if stored is None:
        with transaction.atomic():
            stored = keep_file(
                name=f"{_safe(f'ho so trinh khen {higher.drive}')}.zip", data=_packed(pieces), content_type="application/zip",
                purpose=Purpose.AWARD_DOSSIER, area=higher.drive.area, by=job.owner, id=id, kept_until=job_files.last_day(),
            )  # fmt: skip
    return job_files.result_of(stored)


def _pieces(higher: HigherAward, job: Job) -> Iterator[Piece]:
    """In the order of the dossier; the Word file of a report is for who completes it."""
    yield Piece(f"01-{_draft(higher.document)}to-trinh.pdf", "Tờ trình", _file_of(higher.document))
    nominations = nominations_of(higher)
    for place, (row, paper) in enumerate(zip(nominations, reports_of(higher, nominations), strict=True), 1):
        report_progress(
            job, 100 * place // (len(nominations) + 1), f"lập báo cáo thành tích {place}/{len(nominations)}"
        )
        name = f"02-bao-cao-thanh-tich/{place:02d}-{_safe(row.name)}"
        yield Piece(f"{name}.pdf", f"Báo cáo thành tích: {row.name}", render(paper, "pdf"))
        yield Piece(f"{name}.docx", f"Báo cáo thành tích (Word): {row.name}", render(paper, "docx"))
    sessions = {ballot.session_id: ballot.session for ballot in ballots_of(nominations).values()}
    for place, session in enumerate(sessions.values(), 1):
        if session.minutes is not None:
            path = f"03-{_draft(session.minutes)}bien-ban-{place:02d}.pdf"
            yield Piece(path, f"Biên bản họp ngày {session.held_on:%d/%m/%Y}", _file_of(session.minutes))


def _file_of(document: Document) -> bytes:
    stored = outgoing_file(document) or make_rendition(document, Format.PDF).file
    with stored.file.open("rb") as file:
        return bytes(file.read())


def _draft(document: Document) -> str:
    return "" if document.state == DocumentState.ISSUED else "du-thao-"


def _safe(name: str) -> str:
    """Letters and figures that every machine reads, joined by hyphens."""
    return slugify(text.search_key(name))[:60].rstrip("-") or "tep"


def _packed(pieces: list[Piece]) -> bytes:
    columns = (
        Column("TT", 6, kind="number"), Column("Tệp", 60), Column("Nội dung", 50),
        Column("Dung lượng (byte)", 16, kind="number"), Column("Mã băm SHA-256", 68),
    )  # fmt: skip
    rows = [
        (place, row.path, row.title, len(row.data), hashlib.sha256(row.data).hexdigest())
        for place, row in enumerate(pieces, 1)
    ]
    index = Piece("00-muc-luc.xlsx", "", workbook(Sheet("Mục lục hồ sơ", columns, rows)))
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for piece in (index, *pieces):
            info = ZipInfo(piece.path, _MOMENT)
            info.compress_type = ZIP_DEFLATED
            archive.writestr(info, piece.data)
    return out.getvalue()
