"""What the worker does with a report's photo once it is here: the small picture that lists show, and what it looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.photos import keep_small
from emulation.actions.photos import look_at
from emulation.models import ReportPhoto
from jobs.actions import enqueue

if TYPE_CHECKING:
    from jobs.models import Job

KIND = "emulation.report_photo"


def prepare_later(photo: ReportPhoto) -> None:
    """Ask the worker to prepare the photo, after the transaction."""
    enqueue(KIND, key=str(photo.pk), payload={"photo": photo.pk})


def prepare(job: Job) -> None:
    """Make the small picture, and ask a person to look at the photo where it looks like another or is drawn. Safe to repeat."""
    photo = ReportPhoto.objects.select_related("report__duty__entry__drive", "file").get(pk=job.payload["photo"])
    keep_small(photo.file)
    look_at(photo)
