"""Drives and entries: read by everybody in the commune, its villages and above; written by its officer; a village acts for itself."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from campaigns.enums import CommitteeKind, PlanKind
from campaigns.models import Committee, Task
from core.clock import now, today
from documents import actions as papers
from documents.enums import DocumentState
from emulation.enums import EntryKind, EntryState
from emulation.models import Drive, Duty, Entry, EntryWork, GroupPlace
from tests import factories
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


_OFFICER = ("officer",)
#: The village's head for the own village; the commune's officer for every one.
_OWN = ("officer", "village_head")
_POST: dict[str, Any] = {"method": "post", "done": 302}
TABLE = (
    Row("emulation:list", PEOPLE, {}),
    Row("emulation:start", ("officer", "neighbour"), {person: 403 for person in PEOPLE if person not in ("officer", "neighbour")}),
    Row("emulation:start_drive", _OFFICER, _but(*_OFFICER), of="drive_plan"),
    Row("emulation:drive", READERS, NOT_INSIDE, of="drive_of_year"),
    Row("emulation:edit_drive", _OFFICER, _but(*_OFFICER), of="drive_of_year"),
    Row("emulation:step_drive", _OFFICER, _but(*_OFFICER), of="drive_of_year", data={"to": "open"}, **_POST),
    Row("emulation:drive_groups", READERS, NOT_INSIDE, of="drive_of_year"),
    Row("emulation:drive_groups", _OFFICER, _but(*_OFFICER), method="post", of="drive_of_year"),
    Row("emulation:drive_duties", READERS, NOT_INSIDE, of="drive_of_year"),
    Row("emulation:drive_duties", _OFFICER, _but(*_OFFICER), method="post", of="drive_of_year"),
    Row("emulation:prefill_duties", _OFFICER, _but(*_OFFICER), of="drive_of_year", **_POST),
    Row("emulation:timeline", READERS, NOT_INSIDE, of="drive_of_year"),
    Row("emulation:entries", READERS, NOT_INSIDE, of="drive_of_year"),
    Row("emulation:propose_villages", _OFFICER, _but(*_OFFICER), of="drive_of_year", **_POST),
    Row("emulation:register_entry", _OWN, _but(*_OWN), of="drive_of_year"),
    Row("emulation:entry", READERS, NOT_INSIDE, of="drive_entry"),
    Row("emulation:edit_entry", _OWN, _but(*_OWN), of="drive_entry"),
    Row("emulation:step_entry", _OWN, _but(*_OWN), of="drive_entry", data={"to": "withdrawn", "reason": "Thử"}, **_POST),
    Row("emulation:step_entry", _OFFICER, _but(*_OFFICER), of="drive_entry", data={"to": "accepted"}, **_POST),
    Row("emulation:start_entry_plan", _OWN, _but(*_OWN), of="drive_entry", **_POST),
    Row("emulation:add_work", _OWN, _but(*_OWN), of="drive_entry"),
    Row("emulation:take_works", _OWN, _but(*_OWN), of="drive_entry"),
    Row("emulation:link_cards", _OWN, _but(*_OWN), of="drive_entry"),
    Row("emulation:edit_work", _OWN, _but(*_OWN), of="drive_work"),
    Row("emulation:drop_work", _OWN, _but(*_OWN), of="drive_work", **_POST),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    by, day = cast.officer, today()
    waiting, plan = (
        factories.plan(
            cast.commune, cast.committee, title=title, kind=PlanKind.PEAK, state=DocumentState.APPROVED, by=by
        )
        for title in ("Phát động đợt cao điểm chờ lập", "Phát động đợt cao điểm đã lập")
    )
    for one in (waiting, plan):
        papers.issue(one.document, by=cast.clerk)
    drive = Drive.objects.create(
        area=cast.commune, plan=plan, name="Đợt cao điểm chỉnh trang thôn", starts_on=day - timedelta(days=3), ends_on=day + timedelta(days=30),
        created_by=by, created_at=now(),
    )  # fmt: skip
    own = factories.plan(cast.village, None, title="Kế hoạch chỉnh trang của thôn", kind=PlanKind.PEAK, by=by)
    own.parent = plan
    own.save()
    entry = Entry.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, area=cast.village, name=str(cast.village), state=EntryState.ACCEPTED, plan=own,
        created_by=by, created_at=now(),
    )  # fmt: skip
    task = Task.objects.create(
        plan=own,
        position=1,
        text="Đào mương thoát nước",
        area=cast.village,
        volume=400,
        measure="m",
        deadline=day + timedelta(days=20),
    )
    Task.objects.create(plan=own, position=2, text="Trồng hàng rào xanh", area=cast.village)
    work = EntryWork.objects.create(entry=entry, drive=drive, task=task)
    group = Committee.objects.create(
        area=cast.commune,
        kind=CommitteeKind.WORKING_GROUP,
        name="Tổ công tác chỉnh trang",
        created_by=by,
        created_at=now(),
    )
    GroupPlace.objects.create(entry=entry, committee=group)
    Duty.objects.create(entry=entry, committee=group, due_at=time(17), starts_on=drive.starts_on, ends_on=drive.ends_on)
    return {
        "drive_plan": waiting.pk, "drive_of_year": drive.pk, "drive_entry": (drive.pk, entry.pk),
        "drive_work": (drive.pk, entry.pk, work.pk),
    }  # fmt: skip


PAGES = (
    ("officer", "emulation:list", ""),
    ("officer", "emulation:start", ""),
    ("officer", "emulation:start_drive", "drive_plan"),
    ("officer", "emulation:drive", "drive_of_year"),
    ("officer", "emulation:edit_drive", "drive_of_year"),
    ("officer", "emulation:drive_groups", "drive_of_year"),
    ("officer", "emulation:drive_duties", "drive_of_year"),
    ("village_head", "emulation:timeline", "drive_of_year"),
    ("officer", "emulation:entries", "drive_of_year"),
    ("village_head", "emulation:register_entry", "drive_of_year"),
    ("village_head", "emulation:entry", "drive_entry"),
    ("village_head", "emulation:edit_entry", "drive_entry"),
    ("village_head", "emulation:add_work", "drive_entry"),
    ("officer", "emulation:take_works", "drive_entry"),
    ("officer", "emulation:link_cards", "drive_entry"),
    ("village_head", "emulation:edit_work", "drive_work"),
)
