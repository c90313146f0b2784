"""Keeping files: hash, size and type are read from the bytes, never from what the sender says."""

from __future__ import annotations

import hashlib
from datetime import date
from io import SEEK_END, BytesIO
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID, uuid4

from django.core.files.base import File
from django.utils.crypto import salted_hmac

from core import clock, text
from core.errors import RuleError
from documents.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: Suffix → (content type, how such a file begins).
_KINDS = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".txt": ("text/plain; charset=utf-8", (b"",)),
}


def content_type_of(name: str, data: bytes, *, allowed: tuple[str, ...]) -> str:
    """The content type by suffix and first bytes; RuleError where they disagree or the suffix is not allowed here."""
    suffix = PurePath(name).suffix.lower()
    if suffix not in allowed:
        raise RuleError(f"Tệp “{name}” không thuộc loại nhận ở đây ({', '.join(allowed)}).")
    content_type, beginnings = _KINDS[suffix]
    if not data.startswith(beginnings):
        raise RuleError(f"Nội dung tệp “{name}” không phải là {suffix}; đề nghị kiểm tra lại tệp.")
    return content_type


def keep_file(
    *, name: str, data: bytes, content_type: str, purpose: str, area: Area, by: User | None, id: UUID | None = None,
    kept_until: date | None = None,
) -> StoredFile:  # fmt: skip
    """Store the bytes under a name that cannot be guessed. Writes one row and one file.

    With an `id` of one's own (see `settled_id`) a file left over from an attempt that was cut off is written over.
    `kept_until` is for files that a job made for "Tệp của tôi" (documents.job_files): nothing else may point to them.
    """
    return keep_stream(
        name=name, stream=BytesIO(data), content_type=content_type, purpose=purpose, area=area, by=by, id=id,
        kept_until=kept_until,
    )  # fmt: skip


def keep_stream(
    *, name: str, stream: BinaryIO, content_type: str, purpose: str, area: Area, by: User | None, id: UUID | None = None,
    kept_until: date | None = None,
) -> StoredFile:  # fmt: skip
    """As `keep_file`, for what is too large to hold in memory: `stream` can be wound back and is read piece by piece."""
    stream.seek(0)
    hashed = hashlib.sha256()
    while piece := stream.read(1 << 20):
        hashed.update(piece)
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    stored = StoredFile(
        id=id or uuid4(), purpose=purpose, name=text.tidy(PurePath(name).name)[:200], content_type=content_type,
        size=size, sha256=hashed.hexdigest(), area=area, created_by=by, created_at=clock.now(), kept_until=kept_until,
    )  # fmt: skip
    stored_name = f"{stored.pk.hex}{PurePath(name).suffix.lower()}"
    if id is not None:
        stored.file.storage.delete(stored.file.field.generate_filename(stored, stored_name))
    stored.file.save(stored_name, File(stream), save=False)
    stored.save()
    return stored


def settled_id(*what: object) -> UUID:
    """The same id for the same thing, which nobody can work out without the server's secret key."""
    return UUID(bytes=salted_hmac("documents.files", repr(what), algorithm="sha256").digest()[:16])
