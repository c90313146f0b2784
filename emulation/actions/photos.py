"""Photos as proof: the system asks a person to look at some; the person says what they are worth. Nothing is refused."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from areas.models import Area
from core import clock
from core.errors import RuleError
from emulation.enums import CheckReason, CheckState
from emulation.models import PhotoCheck, ReportPhoto
from emulation.queries.photos import looks_around, same_bytes, twin_of
from emulation.rules.look_alike import NO_LOOK, is_drawn, look_of, near
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

logger = logging.getLogger(__name__)


def look_at(photo: ReportPhoto) -> None:
    """Compute how the photo looks and open what a person is to look at: look-alikes first, else the random share.

    Only for workers (see look_of). Safe to repeat; no matter in which order photos come, the later one of two that look
    alike is the one asked about. A photo sent again in a corrected version of its report takes over what was found.
    """
    twin = twin_of(photo)
    if twin is not None and not twin.look:
        look_at(twin)
    look = twin.look if twin else photo.look or _look_of(photo)
    drive = photo.report.duty.entry.drive
    with transaction.atomic():
        # One at a time in a commune, so that of two photos that come together one sees the other.
        Area.objects.select_for_update(no_key=True).get(pk=drive.area_id)
        ReportPhoto.objects.filter(pk=photo.pk).update(look=look)
        photo.look = look
        if twin is not None:
            _take_over(photo, twin)
            return
        _flag_look_alikes(photo)
        is_flagged = photo.checks.filter(why=CheckReason.LOOK_ALIKE).exists()
        if not is_flagged and is_drawn(drive.pk, photo.digest, drive.sample_percent):
            PhotoCheck.objects.get_or_create(photo=photo, why=CheckReason.SAMPLE)


def _look_of(photo: ReportPhoto) -> str:
    with photo.file.file.open("rb") as file:
        data = file.read()
    try:
        return look_of(data)
    except OSError:
        logger.exception("photo %s cannot be read as a picture", photo.pk)
        return NO_LOOK


def _take_over(photo: ReportPhoto, twin: ReportPhoto) -> None:
    for check in twin.checks.all():
        found = {name: getattr(check, name) for name in ("other", "distance", "state", "remark", "by", "at")}
        PhotoCheck.objects.get_or_create(photo=photo, why=check.why, defaults=found)


def _flag_look_alikes(photo: ReportPhoto) -> None:
    found = dict.fromkeys(same_bytes(photo), 0)
    for distance, pk in near(photo.look, looks_around(photo)):
        found.setdefault(pk, distance)
    earlier = sorted((distance, pk) for pk, distance in found.items() if pk < photo.pk)
    if earlier:
        _flag(photo.pk, earlier[0][1], earlier[0][0])
    for pk, distance in found.items():
        if pk > photo.pk:
            _flag(pk, photo.pk, distance)


def _flag(photo: int, other: int, distance: int) -> None:
    PhotoCheck.objects.get_or_create(
        photo_id=photo, why=CheckReason.LOOK_ALIKE, defaults={"other_id": other, "distance": distance}
    )


@transaction.atomic
def check_photo(check: PhotoCheck, *, state: str, remark: str, seen: str, by: User) -> PhotoCheck:
    """Write what a person found: FINE or DOUBTFUL, the latter with a remark. Safe to repeat.

    `seen` is the state the page showed. RuleError for the photo's own sender, and where somebody else decided meanwhile.
    The report counts all the same.
    """
    check = PhotoCheck.objects.select_for_update(of=("self",)).select_related(
        "photo__report__duty__entry__drive__area", "by"
    ).get(pk=check.pk)  # fmt: skip
    report = check.photo.report
    if report.by_id == by.pk:
        raise RuleError("Người gửi ảnh không tự xem ảnh của mình; đề nghị một cán bộ khác xem.")
    if state == CheckState.DOUBTFUL and not remark:
        raise RuleError("Nêu lý do khi không dùng ảnh làm minh chứng.")
    if (check.state, check.remark, check.by_id) == (state, remark, by.pk):
        return check
    if check.state != seen:
        raise RuleError(f"{check.by} vừa kết luận ảnh này; đề nghị xem lại trước khi ghi.")
    before = check.get_state_display()
    check.state, check.remark, check.by, check.at = state, remark, by, clock.now()
    check.save(update_fields=["state", "remark", "by", "at"])
    changes = {"kết luận": [str(before), str(check.get_state_display())]}
    record("photo.checked", report, by=by, area=report.duty.entry.drive.area, changes=changes, note=remark)
    return check
