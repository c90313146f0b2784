"""Writing drives: started from an issued plan, changed, opened, closed; groups and the reports they owe."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from campaigns.enums import CommitteeKind
from campaigns.papers.changes import differences, mark_of
from core import clock
from core.errors import RuleError
from documents.enums import DocumentState
from emulation.enums import DRIVE_KINDS, DRIVE_STEPS, DriveState, EntryState
from emulation.models import Drive, Entry, GroupPerson, GroupPlace
from emulation.papers.drives import said_of_drive
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import Committee, Plan

_SAVED_SINCE = "Đợt thi đua này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp."


def start_drive(plan: Plan, *, values: Mapping[str, Any], by: User) -> Drive:
    """Start a drive from an issued plan; asked again, the one started first is answered.

    `values`: name, starts_on, ends_on, launched_on, launch_place, review_on, keeps_place, sample_percent, campaigns.
    What the plan says (theme, contents, competitors, awards, villages) stays in the plan. RuleError for plans of other
    kinds or not in force, and for dates out of order. Writes the journal.
    """
    started = Drive.objects.filter(plan=plan).first()
    if started is not None:
        return started
    if plan.kind not in DRIVE_KINDS or plan.document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ lập đợt thi đua từ kế hoạch thi đua hoặc đợt cao điểm đã ban hành, còn hiệu lực.")
    fields, campaigns = _split(values)
    drive = Drive(area=plan.area, plan=plan, created_by=by, created_at=clock.now(), **fields)
    _check(drive)
    try:
        with transaction.atomic():
            drive.save()
            drive.campaigns.set(campaigns)
            record("drive.started", drive, by=by, area=drive.area, note=str(plan))
    except IntegrityError:
        # Two people started it at once: the plan has one drive, and this is it.
        return Drive.objects.get(plan=plan)
    return drive


def mark(drive: Drive) -> str:
    """The mark of the drive as it stands, for the form that shows it."""
    return mark_of(said_of_drive(drive, drive.campaigns.all()))


@transaction.atomic
def save_drive(drive: Drive, *, values: Mapping[str, Any], seen: str, by: User) -> Drive:
    """Change a drive's dates, places and campaigns; nothing where nothing differs.

    `seen` is the mark of what the person read: RuleError where somebody saved since, for a closed drive, for dates out of order.
    """
    drive = _locked(drive)
    before = said_of_drive(drive, drive.campaigns.all())
    if seen != mark_of(before):
        raise RuleError(_SAVED_SINCE)
    if drive.state == DriveState.CLOSED:
        raise RuleError("Đợt thi đua đã tổng kết; mở lại rồi sửa.")
    fields, campaigns = _split(values)
    for name, value in fields.items():
        setattr(drive, name, value)
    _check(drive)
    drive.save()
    drive.campaigns.set(campaigns)
    changes = differences(before, said_of_drive(drive, campaigns))
    if changes:
        record("drive.changed", drive, by=by, area=drive.area, changes=changes)
    return drive


def _split(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[Any]]:
    fields = dict(values)
    return fields, list(fields.pop("campaigns", ()))


def _check(drive: Drive) -> None:
    if drive.ends_on < drive.starts_on:
        raise RuleError("Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if drive.review_on is not None and drive.review_on < drive.starts_on:
        raise RuleError("Ngày xét, chốt xếp hạng phải từ ngày bắt đầu trở đi.")


def _locked(drive: Drive) -> Drive:
    return Drive.objects.select_for_update(of=("self",)).select_related("area", "plan").get(pk=drive.pk)


@transaction.atomic
def step_drive(drive: Drive, *, to: str, by: User, reason: str = "") -> Drive:
    """Open a prepared drive, close an open one, open a closed one again (with a reason). A step taken is not taken again.

    RuleError for a step that is not there and for opening without an accepted entry: nobody would owe anything.
    """
    drive = _locked(drive)
    if drive.state == to:
        return drive
    if to not in DRIVE_STEPS[drive.state]:
        raise RuleError("Đợt thi đua này không chuyển được sang tình trạng đó.")
    if drive.state == DriveState.CLOSED and not reason.strip():
        raise RuleError("Ghi lý do mở lại đợt thi đua.")
    if to == DriveState.OPEN and not drive.entries.filter(state=EntryState.ACCEPTED).exists():
        raise RuleError("Chưa có thôn, đơn vị nào được nhận đăng ký nên chưa mở đợt thi đua được.")
    before, drive.state = drive.get_state_display(), to
    drive.save(update_fields=["state"])
    changes = {"tình trạng": [str(before), str(drive.get_state_display())]}
    record("drive.stepped", drive, by=by, area=drive.area, changes=changes, note=reason.strip())
    return drive


@transaction.atomic
def save_group(
    drive: Drive, committee: Committee, *, entries: Collection[Entry], people: Sequence[User], by: User
) -> None:
    """Say which entries of the drive a working group guides, and whose accounts act for the group (in every drive).

    Writes what differs, with the journal; tells people who are new. RuleError for a committee that is no working group, and
    where an entry that is taken away has a report owed by the group.
    """
    drive = _locked(drive)
    if committee.kind != CommitteeKind.WORKING_GROUP:
        raise RuleError("Chỉ phân công tổ, đoàn công tác.")
    places = GroupPlace.objects.filter(committee=committee, entry__drive=drive)
    there = {place.entry_id: place for place in places.select_related("entry")}
    wanted = {entry.pk: entry for entry in entries}
    if any(entry.drive_id != drive.pk for entry in entries):
        raise RuleError("Có đăng ký không thuộc đợt thi đua này.")
    gone = [place for pk, place in there.items() if pk not in wanted]
    for place in gone:
        if place.entry.duties.filter(committee=committee).exists():
            raise RuleError(f"Tổ đang phải báo cáo cho {place.entry}; giao lại báo cáo rồi thôi phân công.")
        place.delete()
    new = [entry for pk, entry in wanted.items() if pk not in there]
    GroupPlace.objects.bulk_create(GroupPlace(entry=entry, committee=committee) for entry in new)
    changes = {}
    if gone or new:
        before, after = (
            ", ".join(sorted(map(str, rows))) for rows in ([p.entry for p in there.values()], wanted.values())
        )
        changes["phụ trách"] = [before, after]
    changes |= _write_people(committee, people, drive, by)
    if changes:
        record("drive.groups", drive, by=by, area=drive.area, changes=changes, note=str(committee))


def _write_people(committee: Committee, people: Sequence[User], drive: Drive, by: User) -> dict[str, list[str]]:
    rows = {row.user_id: row for row in GroupPerson.objects.filter(committee=committee).select_related("user")}
    wanted = {user.pk: user for user in people}
    new = [user for pk, user in wanted.items() if pk not in rows]
    gone = [row for pk, row in rows.items() if pk not in wanted]
    if not new and not gone:
        return {}
    before = ", ".join(sorted(str(row.user) for row in rows.values()))
    GroupPerson.objects.filter(pk__in=[row.pk for row in gone]).delete()
    GroupPerson.objects.bulk_create(GroupPerson(committee=committee, user=user) for user in new)
    told = [user for user in new if user.pk != by.pk]
    notify(
        told,
        key=f"drive:{drive.pk}:group:{committee.pk}",
        title=f"Bạn làm việc trong {committee}",
        url=drive.get_absolute_url(),
    )
    return {"tài khoản của tổ": [before, ", ".join(sorted(map(str, wanted.values())))]}
