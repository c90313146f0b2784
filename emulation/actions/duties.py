"""Writing who owes which report on the entries of a drive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from core.errors import RuleError
from emulation.enums import DriveState, EntryState, ReportEvery
from emulation.models import Drive, Duty
from emulation.papers.drives import DutyInput, duty_words
from emulation.rules.duty_drafts import DAILY, duty_drafts
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def prefill_duties(drive: Drive, *, by: User) -> int:
    """Give accepted entries the reports that the plan's routines ask for; a daily one at 17:00 where the plan names none.

    What the plan leaves to the working groups is owed by the entry's group (the first, if several guide it); an entry
    without a group owes it itself. Entries that owe a report already are left alone, so it is safe to repeat. Answers how
    many reports were set up. RuleError for a closed drive.
    """
    drive = _open(drive)
    drafts = duty_drafts(drive.plan.routines.order_by("position")) or [DAILY]
    entries = drive.entries.filter(state=EntryState.ACCEPTED, duties=None).prefetch_related("groups__committee")
    made: dict[tuple[int, int | None, str], Duty] = {}
    for entry in entries:
        groups = list(entry.groups.all())
        for draft in drafts:
            committee = groups[0].committee if draft.by_group and groups else None
            key = (entry.pk, committee.pk if committee else None, draft.every)
            duty = Duty(
                entry=entry, committee=committee, every=draft.every, day=draft.day, due_at=draft.due_at,
                starts_on=drive.starts_on, ends_on=drive.ends_on,
            )  # fmt: skip
            made.setdefault(key, duty)
    Duty.objects.bulk_create(made.values())
    if made:
        record("drive.duties", drive, by=by, area=drive.area, note=f"Theo kế hoạch: {len(made)} báo cáo phải gửi")
    return len(made)


@transaction.atomic
def save_duties(drive: Drive, rows: Sequence[DutyInput], *, by: User) -> int:
    """Write what was typed on the page of reports owed; answers how many rows differ from before. One row or none is written.

    RuleError for a closed drive, entries of another drive, days out of order, the same report twice, and for taking away a
    report that was sent once.
    """
    drive = _open(drive)
    changes: dict[str, list[str]] = {}
    for row in rows:
        _check(drive, row)
        before = duty_words(row.duty) if row.duty else ""
        after = _written(row)
        if before != after:
            changes.setdefault(str(row.entry), [before, after])
    if changes:
        record("drive.duties", drive, by=by, area=drive.area, changes=changes)
    return len(changes)


def _open(drive: Drive) -> Drive:
    drive = Drive.objects.select_for_update(of=("self",)).select_related("area", "plan").get(pk=drive.pk)
    if drive.state == DriveState.CLOSED:
        raise RuleError("Đợt thi đua đã tổng kết; mở lại rồi sửa.")
    return drive


def _check(drive: Drive, row: DutyInput) -> None:
    if row.entry.drive_id != drive.pk or (row.duty is not None and row.duty.entry_id != row.entry.pk):
        raise RuleError("Có dòng không thuộc đợt thi đua này; tải lại trang rồi sửa.")
    if row.ends_on < row.starts_on:
        raise RuleError(f"{row.entry}: ngày cuối phải từ ngày đầu trở đi.")
    most = {ReportEvery.WEEK: 7, ReportEvery.MONTH: 31}.get(ReportEvery(row.every))
    if most is not None and not 1 <= (row.day or 0) <= most:
        what = "thứ trong tuần" if row.every == ReportEvery.WEEK else "ngày trong tháng (1 đến 31)"
        raise RuleError(f"{row.entry}: chọn {what}.")


def _written(row: DutyInput) -> str:
    """Write one row; what it says then, empty where it is gone."""
    duty = row.duty or Duty(entry=row.entry)
    if row.dropped:
        try:
            if duty.pk:
                duty.delete()
        except ProtectedError as error:
            raise RuleError(f"{row.entry}: đã có báo cáo gửi theo dòng này; sửa ngày cuối thay vì bỏ.") from error
        return ""
    duty.committee, duty.every, duty.due_at = row.committee, row.every, row.due_at
    duty.day = None if row.every == ReportEvery.DAY else row.day
    duty.starts_on, duty.ends_on = row.starts_on, row.ends_on
    try:
        with transaction.atomic():
            duty.save()
    except IntegrityError as error:
        raise RuleError(f"{row.entry}: một đơn vị gửi hai báo cáo cùng chu kỳ; sửa hoặc bỏ bớt một dòng.") from error
    return duty_words(duty)
