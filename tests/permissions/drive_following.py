"""Following a drive: reading for everybody in it, verdicts on photos for the office."""

from __future__ import annotations

import io
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

from PIL import Image

from core.clock import now, today
from documents.enums import Purpose
from documents.photos import keep_photo
from emulation.enums import CheckReason, DriveState, EntryKind, EntryState, ReportState
from emulation.models import Drive, Duty, Entry, PhotoCheck, Report, ReportPhoto
from tests import factories
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")
_NOT_OFFICER = {**{person: 403 for person in READERS if person != "officer"}, **NOT_INSIDE}
TABLE = (
    Row("emulation:follow_up", READERS, NOT_INSIDE, of="drive_followed"),
    Row("emulation:board", READERS, NOT_INSIDE, of="drive_followed"),
    Row("emulation:report_sheet", READERS, NOT_INSIDE, of="drive_followed_duty"),
    Row("emulation:sheet_by_code", READERS, NOT_INSIDE, of="drive_followed", done=302),
    Row("emulation:photo_checks", READERS, NOT_INSIDE, of="drive_followed"),
    Row(
        "emulation:check_photo", ("officer",), _NOT_OFFICER, method="post", of="drive_followed_check", done=302,
        data={"state": "fine", "seen": "open"},
    ),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    by, day = cast.officer, today()
    drive = Drive.objects.create(
        area=cast.commune, plan=factories.plan(cast.commune, cast.committee, title="Phát động thi đua làm đường", by=by),
        name="Thi đua làm đường", starts_on=day - timedelta(days=5), ends_on=day + timedelta(days=5), state=DriveState.OPEN,
        created_by=by, created_at=now(),
    )  # fmt: skip
    entry = Entry.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, area=cast.village, name=str(cast.village), state=EntryState.ACCEPTED,
        created_by=by, created_at=now(),
    )  # fmt: skip
    duty = Duty.objects.create(entry=entry, due_at=time(17), starts_on=drive.starts_on, ends_on=drive.ends_on)
    photos = []
    for back in (1, 0):
        report = Report.objects.create(
            duty=duty,
            day=day - timedelta(days=back),
            key=uuid4(),
            state=ReportState.COUNTED,
            by=cast.village_head,
            at=now(),
        )
        picture = io.BytesIO()
        Image.new("RGB", (40, 30), "sienna").save(picture, "JPEG")
        file = keep_photo(
            name="anh.jpg",
            data=picture.getvalue(),
            purpose=Purpose.REPORT_PHOTO,
            area=cast.commune,
            by=cast.village_head,
        )
        photos.append(ReportPhoto.objects.create(report=report, position=1, file=file, digest=f"{back}" * 64))
    check = PhotoCheck.objects.create(photo=photos[1], why=CheckReason.LOOK_ALIKE, other=photos[0], distance=0)
    return {
        "drive_followed": drive.pk, "drive_followed_duty": (drive.pk, duty.pk), "drive_followed_check": (drive.pk, check.pk),
    }  # fmt: skip


PAGES = (
    ("officer", "emulation:follow_up", "drive_followed"),
    ("officer", "emulation:board", "drive_followed"),
    ("officer", "emulation:photo_checks", "drive_followed"),
)
NO_PAGES = ("emulation:report_sheet", "emulation:sheet_by_code")
