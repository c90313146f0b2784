"""Drives: who sees which, started from an issued plan, opened, closed; groups and the reports they owe."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from campaigns.enums import AwardLevel, Every, LineKind, MilestoneRule, PlanKind
from campaigns.models import Milestone, Plan, PlanAward, PlanLine, PlanVillage, Routine
from core import clock
from core.errors import RuleError
from core.formats import vndate
from emulation.actions.drives import mark, save_drive, start_drive, step_drive
from emulation.actions.duties import prefill_duties
from emulation.actions.entries import propose_villages
from emulation.enums import DriveState, EntryState
from emulation.models import Drive, Duty, GroupPerson, GroupPlace
from emulation.rules.duty_drafts import duty_drafts
from tests import factories
from tests.campaigns.years import SCRIPT, issued_plan

if TYPE_CHECKING:
    from django.test import Client

    from accounts.models import User
    from tests.cast import Cast
    from tests.emulation.conftest import Running

SignIn = Callable[["User"], "Client"]


def address(name: str, *parts: object) -> str:
    return reverse(f"emulation:{name}", args=parts)


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """Sixty days as Kỳ Anh's plan words them."""
    made = issued_plan(cast, title="Phát động 60 ngày cao điểm", kind=PlanKind.PEAK)
    made.theme, made.starts_on, made.ends_on = "Khu dân cư kiểu mẫu", date(2026, 10, 2), date(2026, 11, 30)
    made.save()
    PlanVillage.objects.create(
        plan=made, position=1, name="Nà Cốc", role="model", criteria=10, gardens=5, garden_criteria=5
    )
    PlanVillage.objects.create(plan=made, position=2, name="Bản Không Có")
    PlanLine.objects.create(plan=made, position=1, kind=LineKind.CONTENT, text="Chỉnh trang đường thôn")
    PlanAward.objects.create(plan=made, position=1, level=AwardLevel.COMMUNE, form="Giấy khen", rule="Hội đồng xét")
    for place, (what, day) in enumerate((("Lễ phát động", 2), ("Hội nghị sơ kết", 30)), 1):
        month = 10 if day == 2 else 11
        Milestone.objects.create(
            plan=made, position=place, what=what, on=date(2026, month, day), rule=MilestoneRule.ON, place="Nà Cốc"
        )
    Routine.objects.create(
        plan=made,
        position=1,
        what="báo cáo kết quả về Ban Chỉ đạo",
        every=Every.DAY,
        at=time(17),
        who="Các đoàn công tác của Đảng ủy",
    )
    return made


def said(**values: Any) -> dict[str, Any]:
    return {
        "name": "60 ngày cao điểm", "starts_on": "2/10/2026", "ends_on": "30/11/2026", "launched_on": "2/10/2026",
        "launch_place": "Nà Cốc", "review_on": "30/11/2026", "sample_percent": "10", **values,
    }  # fmt: skip


# --- Who sees which ---


def test_the_neighbour_sees_no_drive(running: Running, cast: Cast, signed_in: SignIn) -> None:
    assert "60 ngày cao điểm" in signed_in(cast.village_head).get("/thi-dua/").content.decode()
    assert "60 ngày cao điểm" not in signed_in(cast.neighbour).get("/thi-dua/").content.decode()
    assert signed_in(cast.neighbour).get(running.drive.get_absolute_url()).status_code == 404
    assert signed_in(cast.officer).get(running.drive.get_absolute_url()).status_code == 200


def test_several_drives_stand_in_one_list_by_state_and_year(running: Running, cast: Cast, signed_in: SignIn) -> None:
    other = issued_plan(cast, title="Cả năm thi đua", kind=PlanKind.EMULATION)
    Drive.objects.create(
        area=cast.commune, plan=other, name="Cả năm thi đua", starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31),
        created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    client = signed_in(cast.officer)
    both = client.get("/thi-dua/").content.decode()
    assert "60 ngày cao điểm" in both
    assert "Cả năm thi đua" in both
    assert "Cả năm thi đua" not in client.get("/thi-dua/?tinh-trang=open").content.decode()
    assert "60 ngày cao điểm" not in client.get("/thi-dua/?nam=2024").content.decode()
    assert "Cả năm thi đua" in client.get("/thi-dua/?q=ca nam").content.decode()


# --- From a plan ---


def test_a_drive_is_started_from_a_plan_and_nothing_is_typed_twice(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    assert "Phát động 60 ngày cao điểm" in client.get(address("start")).content.decode()
    page = client.get(address("start_drive", plan.pk)).content.decode()
    for words in (
        "Khu dân cư kiểu mẫu",
        "Chỉnh trang đường thôn",
        "Giấy khen",
        "Hội đồng xét",
        'value="2/10/2026"',
        'value="30/11/2026"',
    ):
        assert words in page
    for _ in range(2):
        assert client.post(address("start_drive", plan.pk), said()).status_code == 302
    drive = Drive.objects.get()
    assert (drive.state, drive.review_on, drive.launch_place) == (DriveState.DRAFT, date(2026, 11, 30), "Nà Cốc")
    assert "Phát động 60 ngày cao điểm" not in client.get(address("start")).content.decode()
    shown = client.get(drive.get_absolute_url()).content.decode()
    assert "Chỉnh trang đường thôn" in shown
    assert "Các đoàn công tác của Đảng ủy" in shown
    plan.lines.update(text="Nội dung sửa trong kế hoạch")
    assert "Nội dung sửa trong kế hoạch" in client.get(drive.get_absolute_url()).content.decode()


def test_only_an_issued_plan_of_the_own_commune_launches_a_drive(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    draft = factories.plan(cast.commune, cast.committee, title="Chưa ban hành", kind=PlanKind.PEAK, by=cast.officer)
    annual = issued_plan(cast, title="Kế hoạch năm")
    for wrong in (draft, annual):
        assert signed_in(cast.officer).get(address("start_drive", wrong.pk)).status_code == 404
        with pytest.raises(RuleError, match="đã ban hành"):
            start_drive(
                wrong, values={"name": "x", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}, by=cast.officer
            )
    assert signed_in(cast.neighbour).get(address("start_drive", plan.pk)).status_code == 404
    assert signed_in(cast.leader).get(address("start_drive", plan.pk)).status_code == 403
    assert signed_in(cast.leader).get(address("start")).status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "1/9/2026"}, "Ngày kết thúc phải từ 2/10/2026 trở đi."),
        ({"starts_on": "31/2/2026"}, "31/2/2026"),
        ({"sample_percent": "101"}, "Số không quá 100."),
        ({"review_on": "1/1/2026"}, "Ngày xét phải từ"),
        ({"name": "x" * 301}, "nhiều nhất 300 ký tự"),
    ],
)
def test_a_wrong_date_is_a_sentence_at_its_field(
    cast: Cast, plan: Plan, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.officer).post(address("start_drive", plan.pk), said(**wrong))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Drive.objects.exists()


def test_script_in_names_and_places_is_text(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    client.post(address("start_drive", plan.pk), said(name=SCRIPT, launch_place=SCRIPT))
    drive = Drive.objects.get()
    for url in ("/thi-dua/", drive.get_absolute_url(), address("edit_drive", drive.pk), address("timeline", drive.pk)):
        assert SCRIPT not in client.get(url).content.decode()


# --- Changed, opened, closed ---


def test_two_people_do_not_write_over_each_other(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, drive = signed_in(cast.officer), running.drive
    seen = mark(drive)
    dates = {"starts_on": vndate(drive.starts_on), "ends_on": vndate(drive.ends_on), "review_on": vndate(drive.ends_on)}
    form = said(**dates, launched_on="", seen=seen, campaigns=[running.campaign.pk])
    assert client.post(address("edit_drive", drive.pk), {**form, "launch_place": "Sân trường"}).status_code == 302
    again = client.post(address("edit_drive", drive.pk), {**form, "launch_place": "Nơi khác"})
    assert "vừa được người khác sửa" in again.content.decode()
    drive.refresh_from_db()
    assert drive.launch_place == "Sân trường"
    assert "Sân trường" in client.get(drive.get_absolute_url()).content.decode()


def test_a_drive_opens_with_an_entry_closes_and_opens_again_with_a_reason(
    cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    client = signed_in(cast.officer)
    client.post(address("start_drive", plan.pk), said())
    drive = Drive.objects.get()
    step = address("step_drive", drive.pk)
    assert client.post(step, {"to": "open"}).status_code == 409
    propose_villages(drive, by=cast.officer)
    for _ in range(2):
        assert client.post(step, {"to": "open"}).status_code == 302
    assert client.post(step, {"to": "draft"}).status_code == 409
    assert client.post(step, {"to": "closed"}).status_code == 302
    assert client.post(step, {"to": "open"}).status_code == 409
    assert client.post(step, {"to": "open", "reason": "Bổ sung"}).status_code == 302
    assert "Bổ sung" in client.get(drive.get_absolute_url()).content.decode()
    assert client.post(step, {"to": "nowhere"}).status_code == 403
    assert signed_in(cast.village_head).post(step, {"to": "closed"}).status_code == 403


def test_a_closed_drive_is_not_changed(running: Running, cast: Cast) -> None:
    drive = step_drive(running.drive, to=DriveState.CLOSED, by=cast.officer)
    with pytest.raises(RuleError, match="mở lại rồi sửa"):
        save_drive(drive, values={"name": "Khác", "campaigns": [running.campaign]}, seen=mark(drive), by=cast.officer)
    with pytest.raises(RuleError, match="mở lại rồi sửa"):
        prefill_duties(drive, by=cast.officer)


def test_what_comes_next_is_said_step_by_step(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    client.post(address("start_drive", plan.pk), said())
    drive = Drive.objects.get()

    def told() -> str:
        return client.get(drive.get_absolute_url()).content.decode()

    assert "Thêm các thôn theo kế hoạch" in told()
    answer = client.post(address("propose_villages", drive.pk), follow=True).content.decode()
    assert "Bản Không Có" in answer, "a village the register does not know"
    assert "Giao báo cáo cho 1 đơn vị" in told()
    client.post(address("prefill_duties", drive.pk))
    assert "Mở đợt thi đua" in told()
    client.post(address("step_drive", drive.pk), {"to": "open"})
    assert "Mở đợt thi đua" not in told()
    assert "Thêm các thôn theo kế hoạch" not in signed_in(cast.leader).get(drive.get_absolute_url()).content.decode()


# --- Groups and reports owed ---


def test_the_plans_routine_becomes_duties_of_the_group_not_of_the_village(
    running: Running, cast: Cast, plan: Plan
) -> None:
    Duty.objects.all().delete()
    Routine.objects.create(
        plan=running.drive.plan, position=1, what="báo cáo kết quả vào 17 giờ", every=Every.DAY, at=time(17),
        who="Các đoàn công tác của Đảng ủy",
    )  # fmt: skip
    assert prefill_duties(running.drive, by=cast.officer) == 2
    assert prefill_duties(running.drive, by=cast.officer) == 0
    owed = {duty.entry_id: duty for duty in Duty.objects.all()}
    assert owed[running.entry.pk].committee is None, "nobody guides it"
    assert owed[running.second.pk].committee == running.group
    assert all(duty.due_at == time(17) and duty.ends_on == running.drive.ends_on for duty in owed.values())


def test_routines_that_are_no_reports_owe_nothing() -> None:
    rows = [
        Routine(what="tổng vệ sinh đường thôn", every=Every.WEEK, who="Các thôn"),
        Routine(what="tổng hợp, báo cáo huyện", every=Every.MONTH, who="Ban Chỉ đạo xã"),
        Routine(what="đưa kết quả lên nhóm Zalo", every=Every.DAY, who="Chuyên trách NTM xã"),
        Routine(what="báo cáo kết quả", every=Every.MONTH, who="Các xóm", day=20),
        Routine(what="báo cáo kết quả", every=Every.MONTH, who="Trưởng xóm"),
        Routine(what="báo cáo tổng kết", every=Every.YEAR, who="Ban Chỉ đạo"),
        Routine(what="báo cáo nhanh", every=Every.WEEK, who="Tổ công tác"),
    ]
    drafts = [(row.every, row.day, row.due_at, row.by_group) for row in duty_drafts(rows)]
    assert drafts == [("month", 20, time(17), False), ("week", 5, time(17), True)]


def test_a_group_is_given_its_places_and_its_people(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.officer), address("drive_groups", running.drive.pk)
    new = factories.person("Lò Thị Tổ", Role.GROUP_MEMBER, cast.commune)
    page = client.get(f"{url}?to={running.group.pk}").content.decode()
    assert "Lò Thị Tổ" in page
    form = {"entries": [running.entry.pk, running.second.pk], "people": [running.guide.pk, new.pk]}
    for _ in range(2):
        assert client.post(f"{url}?to={running.group.pk}", form).status_code == 302
    assert GroupPlace.objects.filter(committee=running.group).count() == 2
    assert set(GroupPerson.objects.filter(committee=running.group).values_list("user", flat=True)) == {
        running.guide.pk,
        new.pk,
    }
    assert running.group.name in client.get(running.entry.get_absolute_url()).content.decode()
    refused = client.post(f"{url}?to={running.group.pk}", {"entries": [running.entry.pk], "people": [new.pk]})
    assert "giao lại báo cáo rồi thôi phân công" in refused.content.decode()
    assert signed_in(cast.leader).post(f"{url}?to={running.group.pk}", form).status_code == 403
    assert client.get(f"{url}?to=999999").status_code == 404


def duty_data(duty: Duty, **values: Any) -> dict[str, Any]:
    form = {
        "who": str(duty.committee_id or "unit"), "every": duty.every, "weekday": "", "month_day": "", "due_at": f"{duty.due_at:%H:%M}",
        "starts_on": vndate(duty.starts_on), "ends_on": vndate(duty.ends_on), **values,
    }  # fmt: skip
    return {f"d{duty.pk}-{name}": value for name, value in form.items()}


def test_who_reports_and_when_is_changed_in_place(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, url = signed_in(cast.officer), address("drive_duties", running.drive.pk)
    kept = duty_data(running.second_duty)
    weekly = duty_data(running.duty, every="week", weekday="5", due_at="16 giờ 30")
    assert client.post(url, {**kept, **weekly}).status_code == 302
    running.duty.refresh_from_db()
    assert (running.duty.every, running.duty.day, running.duty.due_at) == ("week", 5, time(16, 30))
    assert "thứ 6 hằng tuần trước 16:30" in client.get(running.drive.get_absolute_url()).content.decode()
    assert client.post(url, {**kept, **duty_data(running.duty, dropped="on", every="day")}).status_code == 302
    assert not Duty.objects.filter(pk=running.duty.pk).exists()
    page = client.get(url).content.decode()
    assert "Giao cho 1 đơn vị" in page
    new = {
        f"n{running.entry.pk}-{name}": value
        for name, value in {
            "who": str(running.group.pk), "every": "month", "month_day": "31", "weekday": "", "due_at": "17:00",
            "starts_on": vndate(running.drive.starts_on), "ends_on": vndate(running.drive.ends_on), "added": "on",
        }.items()
    }  # fmt: skip
    assert client.post(url, {**kept, **new}).status_code == 302
    made = Duty.objects.get(entry=running.entry)
    assert (made.committee, made.every, made.day) == (running.group, "month", 31)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"due_at": "25:00"}, "Ghi giờ như 17:00."),
        ({"due_at": ""}, "Nhập mục này."),
        ({"every": "week"}, "Chọn thứ."),
        ({"every": "month"}, "Chọn ngày."),
        ({"ends_on": "1/1/2020"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"who": "999999"}, "999999"),
    ],
)
def test_a_wrong_duty_is_a_sentence(
    running: Running, cast: Cast, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    url = address("drive_duties", running.drive.pk)
    response = signed_in(cast.officer).post(url, {**duty_data(running.second_duty), **duty_data(running.duty, **wrong)})
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert signed_in(cast.village_head).post(url, duty_data(running.duty)).status_code == 403


# --- As many queries for many as for one ---


def test_pages_ask_as_much_for_many_as_for_few(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    names = ("drive", "drive_groups", "drive_duties", "timeline", "entries")
    urls = ["/thi-dua/", *(address(name, running.drive.pk) for name in names)]

    def asked() -> dict[str, int]:
        found = {}
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(url)
            found[url] = len(queries)
        return found

    few = asked()
    _widen(running, cast)
    assert asked() == few


def _widen(running: Running, cast: Cast) -> None:
    from areas.enums import Level
    from campaigns.enums import CommitteeKind
    from campaigns.models import Committee, Task
    from emulation.models import Entry, EntryWork

    by, now = cast.officer, clock.now()
    for place in range(4):
        village = factories.area(
            f"Mới {place}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-9{place}", parent=cast.commune
        )
        entry = Entry.objects.create(
            drive=running.drive,
            kind="village",
            area=village,
            name=str(village),
            state=EntryState.ACCEPTED,
            created_by=by,
            created_at=now,
        )
        task = Task.objects.create(
            plan=running.work.task.plan, position=place + 5, text=f"Việc {place}", volume=10, measure="m",
            deadline=running.drive.ends_on - timedelta(days=place),
        )  # fmt: skip
        EntryWork.objects.create(entry=entry, drive=running.drive, task=task)
        group = Committee.objects.create(
            area=cast.commune, kind=CommitteeKind.WORKING_GROUP, name=f"Đoàn {place + 3}", created_by=by, created_at=now
        )
        GroupPerson.objects.create(committee=group, user=running.guide)
        GroupPlace.objects.create(entry=entry, committee=group)
        Duty.objects.create(
            entry=entry,
            committee=group,
            due_at=time(17),
            starts_on=running.drive.starts_on,
            ends_on=running.drive.ends_on,
        )
        other = issued_plan(cast, title=f"Cả năm {place}", kind=PlanKind.EMULATION)
        Drive.objects.create(
            area=cast.commune, plan=other, name=f"Đợt {place}", starts_on=running.drive.starts_on, ends_on=running.drive.ends_on,
            created_by=by, created_at=now,
        )  # fmt: skip
