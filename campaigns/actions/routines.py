"""Noting that a routine was kept: once a day and area, corrections stand in the journal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.models import Plan, Routine, RoutineTurn, TurnPhoto
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.routines import in_words, said
from campaigns.queries.routines import turn_of_day
from campaigns.rules.recurring import period_of
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents.enums import DocumentState, Purpose
from documents.files import keep_file
from documents.photos import clean_photo
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from documents.models import StoredFile

MOST_PHOTOS = 6
#: Name and bytes of a photo as it came in.
Upload = tuple[str, bytes]


class TurnExistsError(RuleError):
    """The day was noted before, with other figures: `turn` is what stands there."""

    def __init__(self, turn: RoutineTurn) -> None:
        super().__init__(
            f"{turn.area}, ngày {vndate(turn.held_on)} đã được {turn.by} ghi: {in_words(turn)}. "
            "Nếu số vừa nhập mới đúng thì bấm “Ghi thay số đã có”."
        )
        self.turn = turn


@transaction.atomic
def record_turn(
    routine: Routine, *, area: Area, held_on: date, values: Mapping[str, Any], photos: Sequence[Upload] = (), by: User
) -> RoutineTurn:
    """Note one turn of a routine. `values`: people, labour_days, text. Writes the journal; keeps at most six photos.

    The same sent twice is one turn. TurnExistsError where the area has another entry of that day; RuleError for a plan that is
    not in force, a day to come or outside the plan's time, and what is no photo.
    """
    routine = _locked(routine)
    _check_day(routine.plan, held_on)
    before = turn_of_day(routine, area, held_on)
    if before is not None:
        if any(getattr(before, name) != value for name, value in values.items()):
            raise TurnExistsError(before)
        return _with_photos(before, photos, by=by)
    turn = RoutineTurn.objects.create(
        routine=routine, area=area, held_on=held_on, by=by, at=clock.now(), **values
    )  # fmt: skip
    note = f"Ngày {vndate(held_on)}: {in_words(turn)}"
    record("routine.done", turn, by=by, area=area, note=note)
    return _with_photos(turn, photos, by=by)


@transaction.atomic
def correct_turn(
    turn: RoutineTurn, *, values: Mapping[str, Any], photos: Sequence[Upload] = (), seen: str, by: User
) -> RoutineTurn:
    """Put other figures in the place of those noted; old and new stand in the journal. Area and day stay.

    `seen` is the mark of what the person read: RuleError where somebody else corrected since.
    """
    turn = RoutineTurn.objects.select_for_update(of=("self",)).select_related("area", "by", "routine").get(pk=turn.pk)
    before = said(turn)
    if seen != mark_of(before):
        raise RuleError("Lần thực hiện này vừa được người khác sửa; mở lại trang để xem số mới rồi sửa tiếp.")
    for name, value in values.items():
        setattr(turn, name, value)
    changes = differences(before, said(turn))
    if changes:
        turn.save(update_fields=list(values))
        record("routine.corrected", turn, by=by, area=turn.area, changes=changes)
    return _with_photos(turn, photos, by=by)


@transaction.atomic
def remove_turn(turn: RoutineTurn, *, reason: str, by: User) -> None:
    """Take away a turn noted by mistake (wrong day or place), with its photos; what it said stays in the routine's journal."""
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do bỏ lần thực hiện này.")
    rows = RoutineTurn.objects.select_for_update(of=("self",)).select_related("area", "routine")
    found = rows.filter(pk=turn.pk).first()
    if found is None:
        return
    files = [photo.file for photo in found.photos.select_related("file")]
    words = f"{found.area}, ngày {vndate(found.held_on)}: {in_words(found)}. Lý do: {reason.strip()}"
    record("routine.turn_removed", found.routine, by=by, area=found.area, note=words)
    found.delete()
    for stored in files:
        _forget(stored)


@transaction.atomic
def remove_turn_photo(photo: TurnPhoto, *, by: User) -> None:
    """Take a photo away with its file; a second time does nothing."""
    found = (
        TurnPhoto.objects.select_for_update(of=("self",))
        .select_related("file", "turn__area")
        .filter(pk=photo.pk)
        .first()
    )
    if found is None:
        return
    stored = found.file
    found.delete()
    record("routine.photo_removed", found.turn, by=by, area=found.turn.area, note=stored.name)
    _forget(stored)


def _locked(routine: Routine) -> Routine:
    """The routine, kept from a second entry until the end of the transaction."""
    rows = Routine.objects.select_for_update(of=("self",)).select_related("plan", "plan__document")
    return rows.defer("plan__facts", "plan__document__context").get(pk=routine.pk)


def _check_day(plan: Plan, day: date) -> None:
    if plan.document.state != DocumentState.ISSUED:
        raise RuleError("Kế hoạch chưa ban hành hoặc không còn hiệu lực nên chưa ghi kết quả được.")
    if day > clock.today():
        raise RuleError(f"Ngày {vndate(day)} chưa đến; chỉ ghi việc đã làm.")
    period = period_of(starts_on=plan.starts_on, ends_on=plan.ends_on, deadline=plan.deadline, year=plan.year)
    if period is not None and day not in period:
        raise RuleError(f"Kế hoạch thực hiện từ {vndate(period.start)} đến {vndate(period.end)}; đề nghị xem lại ngày.")


def _with_photos(turn: RoutineTurn, photos: Sequence[Upload], *, by: User) -> RoutineTurn:
    """Keep the photos that are not there yet; the same picture twice is one."""
    kept = {photo.file.sha256 for photo in turn.photos.select_related("file")}
    for upload in photos:
        name, data, content_type = clean_photo(*upload)
        digest = hashlib.sha256(data).hexdigest()
        if digest in kept:
            continue
        if len(kept) >= MOST_PHOTOS:
            raise RuleError(f"Mỗi lần thực hiện lưu nhiều nhất {MOST_PHOTOS} ảnh.")
        stored = keep_file(
            name=name, data=data, content_type=content_type, purpose=Purpose.TURN_PHOTO, area=turn.area, by=by
        )  # fmt: skip
        TurnPhoto.objects.create(turn=turn, file=stored)
        kept.add(digest)
    return turn


def _forget(stored: StoredFile) -> None:
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))
