"""Reports of a drive and labour days: everybody of the commune reads, who owes a report sends it, the books' keepers take days."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from campaigns.enums import PlanKind
from campaigns.models import Task
from contributions.enums import CampaignState
from contributions.models import Campaign
from core.clock import now, today
from emulation.actions.reports import send_report
from emulation.enums import DriveState, EntryKind, EntryState
from emulation.models import Drive, Duty, Entry, EntryWork, LabourProposal
from emulation.rules.reports import LineSaid, Said, Sending
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


_SENDERS = ("officer", "village_head")
_KEEPERS = ("officer", "accountant")
TABLE = (
    Row("emulation:my_reports", PEOPLE, {}),
    Row("emulation:reports", READERS, NOT_INSIDE, of="drive_of_reports"),
    Row("emulation:report", READERS, NOT_INSIDE, of="drive_report"),
    Row("emulation:report_form", _SENDERS, _but(*_SENDERS), of="drive_report_day"),
    Row("emulation:decide_report", ("officer",), _but("officer"), of="drive_conflict"),
    Row("emulation:labour_proposals", READERS, NOT_INSIDE, of="drive_of_reports"),
    # Who keeps the books may; without a book, or without a reason, the ledger says no.
    Row("emulation:accept_labour", _KEEPERS, _but(*_KEEPERS), method="post", of="drive_labour", done=409),
    Row("emulation:decline_labour", _KEEPERS, _but(*_KEEPERS), method="post", of="drive_labour", data={"reason": "Đã chấm công."}, done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    by, days = cast.officer, {"starts_on": today() - timedelta(days=9), "ends_on": today() + timedelta(days=30)}
    plan = issued_plan(cast, title="Thi đua báo cáo hằng ngày", kind=PlanKind.PEAK)
    drive = Drive.objects.create(
        area=cast.commune,
        plan=plan,
        name="Thi đua báo cáo hằng ngày",
        state=DriveState.OPEN,
        created_by=by,
        created_at=now(),
        **days,
    )
    campaign = Campaign.objects.create(
        area=cast.commune, name="Góp ngày công", code="NGCONG", year=today().year, purpose="Đường thôn", pot="work",
        labour_day_value=150_000, state=CampaignState.OPEN, created_by=by, created_at=now(),
    )  # fmt: skip
    entry = Entry.objects.create(
        drive=drive, kind=EntryKind.VILLAGE, area=cast.village, name="Thôn Nà Cốc", state=EntryState.ACCEPTED, created_by=by,
        created_at=now(),
    )  # fmt: skip
    task = Task.objects.create(plan=plan, position=90, text="Đào mương", volume=Decimal(400), measure="m")
    work = EntryWork.objects.create(entry=entry, drive=drive, task=task, campaign=campaign)
    duty = Duty.objects.create(entry=entry, due_at=time(17), **days)

    def sent(back: int, quantity: int, who: Any) -> int:
        said = Said(text="Đào qua ruộng", lines=(LineSaid(work.pk, Decimal(quantity), 3, Decimal(3)),))
        return int(send_report(duty, today() - timedelta(days=back), said, Sending(uuid4()), by=who).pk)

    report, _, conflict = sent(1, 5, cast.village_head), sent(2, 5, cast.village_head), sent(2, 9, by)
    labour = LabourProposal.objects.get(report=report)
    return {
        "drive_of_reports": drive.pk, "drive_report": report, "drive_report_day": (duty.pk, today().isoformat()),
        "drive_conflict": conflict, "drive_labour": (drive.pk, labour.pk),
    }  # fmt: skip


PAGES = (
    ("village_head", "emulation:my_reports", ""),
    ("officer", "emulation:reports", "drive_of_reports"),
    ("village_head", "emulation:report", "drive_report"),
    ("village_head", "emulation:report_form", "drive_report_day"),
    ("officer", "emulation:decide_report", "drive_conflict"),
    ("accountant", "emulation:labour_proposals", "drive_of_reports"),
)
