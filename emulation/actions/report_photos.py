"""Photos of reports as they arrive: whole, announced, each once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from core.errors import RuleError
from documents.enums import Purpose
from documents.files import keep_file, settled_id
from documents.photo_fields import CleanPhoto
from emulation.actions.reports import note_whole
from emulation.models import Report, ReportPhoto
from emulation.photo_jobs import prepare_later
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class Arrived:
    """A photo that came: SHA-256 of its bytes as sent, the cleaned picture, and what the phone says of it."""

    digest: str
    photo: CleanPhoto
    taken_at: datetime | None = None
    #: Whether `taken_at` is the camera's own word (EXIF).
    by_camera: bool = False
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def check_announced(report: Report, data: bytes, digest: str) -> None:
    """RuleError where the bytes are not those of the digest, or the report did not announce them."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise RuleError("Ảnh đến không nguyên vẹn; đề nghị gửi lại ảnh này.")
    if digest not in report.announced:
        raise RuleError("Ảnh này không có trong báo cáo; đề nghị tải lại trang.")


@transaction.atomic
def take_photo(report: Report, arrived: Arrived, *, by: User) -> list[str]:
    """Keep a photo of a report; answers the digests that are still missing. Safe to repeat: a photo that is here is not kept again.

    Place and time stay only where the drive keeps them.
    """
    rows = Report.objects.select_for_update(of=("self",)).select_related(
        "duty__entry__drive__area", "duty__entry__area"
    )
    report = rows.get(pk=report.pk)
    if arrived.digest not in report.announced:
        raise RuleError("Ảnh này không có trong báo cáo; đề nghị tải lại trang.")
    if not report.photos.filter(digest=arrived.digest).exists():
        _keep(report, arrived, by)
    was_whole = report.whole_at is not None
    missing = note_whole(report)
    if not missing and not was_whole:
        count = len(report.announced)
        record("report.photo", report, by=by, area=report.duty.entry.drive.area, note=f"Đủ {count} ảnh")
    return missing


def _keep(report: Report, arrived: Arrived, by: User) -> None:
    drive, photo = report.duty.entry.drive, arrived.photo
    stored = keep_file(
        name=photo.name, data=photo.data, content_type=photo.content_type, purpose=Purpose.REPORT_PHOTO,
        area=drive.area, by=by, id=settled_id("report-photo", report.pk, arrived.digest),
    )  # fmt: skip
    place = drive.keeps_place and arrived.latitude is not None and arrived.longitude is not None
    made = ReportPhoto.objects.create(
        report=report, position=report.announced.index(arrived.digest) + 1, file=stored, digest=arrived.digest,
        taken_at=arrived.taken_at if drive.keeps_place else None, by_camera=drive.keeps_place and arrived.by_camera, latitude=arrived.latitude if place else None,
        longitude=arrived.longitude if place else None,
    )  # fmt: skip
    prepare_later(made)
