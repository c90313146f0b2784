"""Files that a job makes for "Tệp của tôi": how long they are kept, what the job tells of them, and taking them away after.

Such a file can be made again at any time, so nothing else may point to it; papers, evidence and vouchers never come here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any, BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from core import clock
from documents.files import keep_stream, settled_id
from documents.models import StoredFile
from jobs.actions import finish, report_progress

if TYPE_CHECKING:
    from areas.models import Area
    from jobs.models import Job

logger = logging.getLogger(__name__)
#: Larger files are written to disk while they are made.
_IN_MEMORY = 4 << 20
#: Files taken away in one go of the beat task.
_AT_MOST = 500


def last_day() -> date:
    """The last day on which a file made now can be fetched."""
    return clock.today() + timedelta(days=settings.JOB_FILE_DAYS)


@contextmanager
def spool() -> Iterator[BinaryIO]:
    """Where a file is written while it is made: in memory, a large one on disk."""
    with SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        yield cast("BinaryIO", file)


def kept_before(id: UUID) -> StoredFile | None:
    """The file of this id that an earlier job made, from today on kept as long as a new one; None where it is to be made.

    Ask before making a file of this id: the row's lock decides between this and `remove_expired`.
    """
    today = clock.today()
    if not StoredFile.objects.filter(pk=id).exclude(kept_until__lt=today).update(kept_until=last_day()):
        _remove(id)
        return None
    return StoredFile.objects.get(pk=id)


def result_of(stored: StoredFile, *, rows: int | None = None) -> dict[str, Any]:
    """What a job answers for its finished file; the page shows address, name, bytes, rows and the last day of it."""
    told: dict[str, Any] = {
        "url": reverse("documents:file", args=[stored.pk]), "name": stored.name, "size": stored.size,
        "until": stored.kept_until.isoformat() if stored.kept_until else None,
    }  # fmt: skip
    return told if rows is None else {**told, "rows": rows}


def keep_and_finish(
    job: Job, *, name: str, stream: BinaryIO, content_type: str, purpose: str, area: Area, rows: int
) -> dict[str, Any]:
    """Store the finished file and the end of its job together, so that a worker that dies leaves both or neither.

    LeaseLostError, and nothing stored, when the job was stopped meanwhile.
    """
    report_progress(job, 99, "đang lưu tệp")
    with transaction.atomic():
        stored = keep_stream(
            name=name, stream=stream, content_type=content_type, purpose=purpose, area=area, by=job.owner,
            id=settled_id(job.kind, job.pk), kept_until=last_day(),
        )  # fmt: skip
        told = result_of(stored, rows=rows)
        finish(job, told)
    return told


def remove_expired() -> int:
    """Take away files whose last day is over, the bytes with the row; gives how many. Safe to repeat and to run twice at once.

    A file that some row points to in spite of its date stays, and the log says so.
    """
    over = StoredFile.objects.filter(kept_until__lt=clock.today()).order_by("kept_until")
    return sum(_remove(pk) for pk in over.values_list("pk", flat=True)[:_AT_MOST])


@transaction.atomic
def _remove(pk: UUID) -> bool:
    """The bytes go inside the transaction: while the row is locked nobody makes the same file anew. Cut off in between, the
    row is found again next time."""
    stored = StoredFile.objects.select_for_update().filter(pk=pk, kept_until__lt=clock.today()).first()
    if stored is None:
        return False
    if _is_used(stored):
        StoredFile.objects.filter(pk=pk).update(kept_until=None)
        logger.error("file %s was to expire, but a row points to it; it stays", pk)
        return False
    stored.file.delete(save=False)
    stored.delete()
    return True


def _is_used(stored: StoredFile) -> bool:
    # Hidden ones too: most rooms name no way back from a file.
    fields: Any = StoredFile._meta.get_fields(include_hidden=True)  # noqa: SLF001 - Django's own, documented
    relations = (field for field in fields if field.auto_created and not field.concrete)
    return any(
        relation.related_model.objects.filter(**{relation.field.name: stored}).exists() for relation in relations
    )
