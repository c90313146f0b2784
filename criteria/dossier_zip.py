"""A dossier as one ZIP with an index: its papers, the evidence of each criterion, its pictures; made as a job.

Files go from storage to disk piece by piece, so that a dossier of gigabytes needs no memory.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.text import slugify

from core import text
from core.sheets import Column, Sheet, workbook
from criteria.access import visible_dossiers
from criteria.enums import DossierPart
from criteria.models import Dossier, Evidence, Scorecard
from criteria.queries.dossiers import papers_of
from criteria.queries.evidence import by_row
from documents import job_files
from documents.access import visible_documents
from documents.enums import DocumentState, Format, Purpose
from documents.files import keep_stream, settled_id
from documents.models import Document, StoredFile
from documents.queries import outgoing_file
from documents.rendering import make_rendition
from jobs.actions import enqueue, report_progress

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

KIND = "criteria.dossier_zip"
INDEX = "00-muc-luc.xlsx"
_ZIP = "application/zip"
#: Such files are packed already; packing them again costs time and saves nothing.
_PACKED = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx")
#: The same for every file, so that the same dossier gives the same bytes.
_MOMENT = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the ZIP."""

    path: str
    title: str
    #: The rows it proves, for evidence.
    rows: str
    stored: StoredFile


def request_zip(dossier: Dossier, *, by: User) -> Job:
    """Order the dossier as one file in "Tệp của tôi"; asked again while it is being made, it is made once."""
    card = dossier.card
    return enqueue(
        KIND, key=f"{dossier.pk}:{by.pk}", payload={"dossier": dossier.pk}, owner=by, area=card.area,
        title=f"Hồ sơ đề nghị công nhận {card}"[:250],
    )  # fmt: skip


def pack(job: Job) -> dict[str, Any]:
    """Work of a "criteria.dossier_zip" job: what its owner may read of the dossier. Safe to run twice: the same is kept once."""
    if job.owner is None:
        return {}
    dossier = visible_dossiers(job.owner).get(pk=job.payload["dossier"])
    entries = list(_entries(dossier, job.owner))
    rows = [(entry.path, entry.title, entry.rows, entry.stored.sha256) for entry in entries]
    id = settled_id("dossier", dossier.pk, job.owner_id, hashlib.sha256(repr(rows).encode()).hexdigest())
    stored = job_files.kept_before(id)
    if stored is None:
        with tempfile.TemporaryFile() as file:
            _write(file, entries, job)
            stored = keep_stream(
                name=f"{_safe(f'ho so {dossier.card}')}.zip", stream=file, content_type=_ZIP, purpose=Purpose.DOSSIER,
                area=dossier.card.area, by=job.owner, id=id, kept_until=job_files.last_day(),
            )  # fmt: skip
    return job_files.result_of(stored)


# --- What goes in ---


def _entries(dossier: Dossier, user: User) -> Iterator[Entry]:
    yield from _papers(dossier, user)
    yield from _evidence(dossier.card, user)
    for place, photo in enumerate(dossier.photos.select_related("file"), 1):
        yield Entry(f"03-hinh-anh/{place:03d}-{_safe(photo.caption)}.jpg", photo.caption, "", photo.file)


def _papers(dossier: Dossier, user: User) -> Iterator[Entry]:
    """The papers the person may read, in the order of the dossier: the signed copy, else the system's own PDF."""
    readable = papers_of(dossier).filter(document__in=visible_documents(user))
    by_part = {row.part: row.document for row in readable}
    for place, part in enumerate(DossierPart, 1):
        document = by_part.get(part)
        if document is None:
            continue
        stored = _file_of(document)
        draft = "" if document.state == DocumentState.ISSUED else "du-thao-"
        state = document.number_and_symbol or document.get_state_display().lower()
        path = f"01-van-ban/{place:02d}-{draft}{_safe(part.label)}{_suffix(stored)}"
        yield Entry(path, f"{part.label} ({state})", "", stored)


def _evidence(card: Scorecard, user: User) -> Iterator[Entry]:
    """Per criterion its evidence, each file once a criterion, with the rows it is for."""
    criteria = {row.pk: row for row in card.criteria_set.criteria.all()}
    indicators = {row.pk: row for criterion in card.criteria_set.criteria.prefetch_related("indicators") for row in criterion.indicators.all()}  # fmt: skip
    found: dict[int, dict[int, tuple[Evidence, list[str]]]] = {}
    for (criterion, indicator), items in by_row(card.area, card.criteria_set).items():
        for item in items:
            rows = found.setdefault(criterion, {}).setdefault(item.pk, (item, []))[1]
            rows.append(str(indicators[indicator]) if indicator else f"Tiêu chí {criteria[criterion].number}")
    readable = set(visible_documents(user).filter(pk__in=_cited(found)).values_list("pk", flat=True))
    for pk, row in criteria.items():
        folder = f"02-minh-chung/tieu-chi-{row.number:02d}-{_safe(row.name)}"
        for place, (item, rows) in enumerate(found.get(pk, {}).values(), 1):
            if item.file is None and item.document_id not in readable:
                continue
            stored = item.file or _file_of(item.document)  # type: ignore[arg-type]  # evidence is a file or a paper
            yield Entry(
                f"{folder}/{place:02d}-{_safe(item.title)}{_suffix(stored)}", item.title, ", ".join(rows), stored
            )


def _cited(found: dict[int, dict[int, tuple[Evidence, list[str]]]]) -> set[int]:
    return {item.document_id for items in found.values() for item, _ in items.values() if item.document_id}


def _file_of(document: Document) -> StoredFile:
    return outgoing_file(document) or make_rendition(document, Format.PDF).file


def _safe(name: str) -> str:
    """Letters and figures that every machine reads, joined by hyphens."""
    return slugify(text.search_key(name))[:60].rstrip("-") or "tep"


def _suffix(stored: StoredFile) -> str:
    return PurePath(stored.name).suffix.lower()


# --- Writing ---


def _write(file: BinaryIO, entries: list[Entry], job: Job) -> None:
    with ZipFile(file, "w", allowZip64=True) as archive:
        archive.writestr(_info(INDEX), workbook(_index(entries)))
        for place, entry in enumerate(entries):
            report_progress(job, 100 * place // len(entries), f"đóng gói tệp {place + 1}/{len(entries)}")
            with (
                entry.stored.file.open("rb") as source,
                archive.open(_info(entry.path), "w", force_zip64=True) as target,
            ):
                shutil.copyfileobj(source, target, 1 << 20)


def _info(path: str) -> ZipInfo:
    info = ZipInfo(path, _MOMENT)
    info.compress_type = ZIP_STORED if PurePath(path).suffix in _PACKED else ZIP_DEFLATED
    return info


def _index(entries: list[Entry]) -> Sheet:
    columns = (
        Column("TT", 6, kind="number"), Column("Tệp", 60), Column("Nội dung", 50), Column("Dòng tiêu chí", 18),
        Column("Số trang", 10, kind="number"), Column("Dung lượng (byte)", 16, kind="number"), Column("Mã băm SHA-256", 68),
    )  # fmt: skip
    rows = [
        (place, entry.path, entry.title, entry.rows, _pages(entry.stored), entry.stored.size, entry.stored.sha256)
        for place, entry in enumerate(entries, 1)
    ]
    return Sheet("Mục lục hồ sơ", columns, rows)


def _pages(stored: StoredFile) -> int | None:
    """Pages of a PDF, one of a picture; not counted for others, nor for a PDF that cannot be opened."""
    import pikepdf

    if stored.content_type.startswith("image/"):
        return 1
    if stored.content_type != "application/pdf":
        return None
    try:
        with stored.file.open("rb") as file, pikepdf.open(file) as pdf:  # type: ignore[arg-type]  # a stored file reads and seeks as any other
            return len(pdf.pages)
    except pikepdf.PdfError:
        return None
