"""A drive of An Bình: two villages with a daily report at 17:00, one of them owed by a working group."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from accounts.enums import Role
from areas.enums import Level
from campaigns.enums import CommitteeKind, PlanKind
from campaigns.models import Committee, Plan, Task
from contributions.enums import CampaignState
from contributions.models import Campaign
from core import clock
from emulation.enums import DriveState, EntryKind, EntryState
from emulation.models import Drive, Duty, Entry, EntryWork, GroupPerson, GroupPlace
from tests import factories
from tests.campaigns.years import issued_plan

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from tests.cast import Cast


@dataclass
class Running:
    """The drive and what hangs on it; `guide` is the person of the working group that reports for the second village."""

    drive: Drive
    entry: Entry
    second: Entry
    work: EntryWork
    second_work: EntryWork
    duty: Duty
    second_duty: Duty
    group: Committee
    guide: User
    second_village: Area
    second_head: User
    campaign: Campaign


@pytest.fixture
def running(cast: Cast) -> Running:
    today = clock.today()
    return build(cast, starts=today - timedelta(days=10), ends=today + timedelta(days=49))


def build(cast: Cast, *, starts: date, ends: date) -> Running:
    """Everything written row by row, as it stands once the pages did their part."""
    by, now = cast.officer, clock.now()
    plan = issued_plan(cast, title="Phát động 60 ngày cao điểm", kind=PlanKind.PEAK)
    drive = Drive.objects.create(
        area=cast.commune, plan=plan, name="60 ngày cao điểm", starts_on=starts, ends_on=ends, review_on=ends,
        state=DriveState.OPEN, created_by=by, created_at=now,
    )  # fmt: skip
    campaign = Campaign.objects.create(
        area=cast.commune, name="Góp công làm đường", code="GOPC1", year=starts.year, purpose="Đường thôn", pot="work",
        labour_day_value=150_000, state=CampaignState.OPEN, created_by=by, created_at=now,
    )  # fmt: skip
    drive.campaigns.add(campaign)
    second_village = factories.area("Nà Hin", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    group = Committee.objects.create(
        area=cast.commune, kind=CommitteeKind.WORKING_GROUP, name="Đoàn công tác số 2", created_by=by, created_at=now
    )
    guide = factories.person("Lù Văn Đoàn", Role.GROUP_MEMBER, cast.commune)
    GroupPerson.objects.create(committee=group, user=guide)
    made = {}
    for place, village in enumerate((cast.village, second_village)):
        own = _plan_of(village, plan, by)
        entry = Entry.objects.create(
            drive=drive, kind=EntryKind.VILLAGE, area=village, name=str(village), state=EntryState.ACCEPTED, plan=own,
            created_by=by, created_at=now,
        )  # fmt: skip
        task = Task.objects.create(
            plan=own,
            position=1,
            text="Đào mương thoát nước",
            area=village,
            volume=Decimal(400),
            measure="m",
            deadline=ends,
        )
        work = EntryWork.objects.create(entry=entry, drive=drive, task=task, campaign=campaign)
        duty = Duty.objects.create(
            entry=entry, committee=group if place else None, due_at=time(17), starts_on=starts, ends_on=ends
        )
        made[place] = (entry, work, duty)
    GroupPlace.objects.create(entry=made[1][0], committee=group)
    return Running(
        drive=drive, entry=made[0][0], second=made[1][0], work=made[0][1], second_work=made[1][1], duty=made[0][2],
        second_duty=made[1][2], group=group, guide=guide, second_village=second_village,
        second_head=factories.person("Lù Thị Hai", Role.VILLAGE_REPORTER, second_village), campaign=campaign,
    )  # fmt: skip


def _plan_of(village: Area, above: Plan, by: User) -> Plan:
    plan = factories.plan(village, None, title=f"Kế hoạch của {village}", kind=PlanKind.PEAK, by=by)
    plan.parent = above
    plan.save()
    return plan
