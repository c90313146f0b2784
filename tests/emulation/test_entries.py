"""Entries: villages in one press, others by form, the commune's answer, works from the village's own plan, cards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import Role
from accounts.models import Assignment
from areas.enums import OrganisationKind
from areas.models import Organisation
from campaigns.enums import PlanKind
from campaigns.models import Plan, PlanRequest, PlanVillage, Task
from core import clock
from core.errors import RuleError
from core.formats import vndate
from criteria.enums import SetLevel, State
from criteria.models import CriteriaSet, Criterion, Registration, Result, Scorecard
from documents import actions as papers
from documents.enums import DocumentState
from documents.models import Document
from emulation.actions import entries as actions
from emulation.actions.drives import step_drive
from emulation.actions.works import add_work, mark, save_work, start_entry_plan, take_works
from emulation.enums import DriveState, EntryKind, EntryState
from emulation.models import Drive, Entry, EntryWork, Report, ReportLine
from emulation.papers.entries import WorkInput
from emulation.queries.entries import criteria_counts
from emulation.queries.timeline import drive_tasks
from journal.models import Notice
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
def drive(cast: Cast) -> Drive:
    """A prepared drive without entries, of a plan that names one village of the register."""
    plan = issued_plan(cast, title="Phát động cao điểm cuối năm", kind=PlanKind.PEAK)
    PlanVillage.objects.create(
        plan=plan, position=1, name="thôn Nà Cốc", role="model", reach="10 tiêu chí", gardens=5, garden_criteria=5
    )
    today = clock.today()
    return Drive.objects.create(
        area=cast.commune, plan=plan, name="Cao điểm cuối năm", starts_on=today, ends_on=today + timedelta(days=59),
        created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip


@pytest.fixture
def station(cast: Cast) -> Organisation:
    return Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.HEALTH_STATION, name="Trạm Y tế xã An Bình"
    )


@pytest.fixture
def nurse(cast: Cast, station: Organisation) -> User:
    user = factories.person("Quàng Thị Trạm")
    Assignment.objects.create(user=user, role=Role.UNIT_REPRESENTATIVE, area=cast.commune, organisation=station)
    return user


def _plan_of(entry: Entry) -> Plan:
    assert entry.plan is not None
    return entry.plan


def work_input(**values: Any) -> WorkInput:
    return WorkInput(
        **{
            "text": "Trồng đường hoa", "volume": Decimal(250), "measure": "m", "starts_on": clock.today(),
            "deadline": clock.today() + timedelta(days=30), "cost": 6_000_000, "owner": None, "after": (), "campaign": None, **values,
        }
    )  # fmt: skip


def entered(drive: Drive, cast: Cast) -> Entry:
    actions.propose_villages(drive, by=cast.officer)
    return drive.entries.select_related("drive__plan", "area").get(kind=EntryKind.VILLAGE)


# --- Who competes ---


def test_the_plans_villages_come_in_with_one_press(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for _ in range(2):
        assert client.post(address("propose_villages", drive.pk)).status_code == 302
    entry = drive.entries.get()
    assert (entry.kind, entry.area, entry.state) == ("village", cast.village, "accepted")
    assert "5 vườn mẫu, mỗi vườn 5 tiêu chí" in client.get(entry.get_absolute_url()).content.decode()
    assert signed_in(cast.village_head).post(address("propose_villages", drive.pk)).status_code == 403


def test_a_plan_without_villages_means_all_of_them(cast: Cast, drive: Drive) -> None:
    drive.plan.villages.all().delete()
    factories.area("Pá Lau", level="village", kind_word="thôn", code="T1-7", parent=cast.commune)  # type: ignore[arg-type]
    assert actions.propose_villages(drive, by=cast.officer).made == 2


def test_a_village_registers_itself_and_the_commune_answers(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    head, officer = signed_in(cast.village_head), signed_in(cast.officer)
    url = address("register_entry", drive.pk)
    form = {"kind": "village", "area": cast.village.pk, "goals": "Dọn vệ sinh đường thôn"}
    assert head.post(url, form).status_code == 302
    assert "đăng ký một lần" in head.post(url, form).content.decode()
    entry = drive.entries.get()
    assert entry.state == EntryState.REGISTERED
    assert Notice.objects.filter(recipient=cast.officer, title__startswith="Đăng ký thi đua chờ nhận").exists()
    assert "Nhận 1 đăng ký đang chờ" in officer.get(drive.get_absolute_url()).content.decode()
    step = address("step_entry", drive.pk, entry.pk)
    assert head.post(step, {"to": "accepted"}).status_code == 403
    assert officer.post(step, {"to": "returned"}).status_code == 409
    assert officer.post(step, {"to": "returned", "reason": "Ghi rõ khối lượng"}).status_code == 302
    assert Notice.objects.filter(recipient=cast.village_head, title__startswith="Xã đề nghị bổ sung").exists()
    assert "Ghi rõ khối lượng" in head.get(entry.get_absolute_url()).content.decode()
    edit = {**form, "goals": "Dọn 400 m đường thôn", "seen": actions.mark(Entry.objects.get(pk=entry.pk))}
    assert head.post(address("edit_entry", drive.pk, entry.pk), edit).status_code == 302
    assert head.post(step, {"to": "registered"}).status_code == 302
    for _ in range(2):
        assert officer.post(step, {"to": "accepted"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.goals) == ("accepted", "Dọn 400 m đường thôn")
    assert officer.post(step, {"to": "registered"}).status_code == 409


def test_nobody_registers_for_others(
    cast: Cast, drive: Drive, station: Organisation, nurse: User, signed_in: SignIn
) -> None:
    url = address("register_entry", drive.pk)
    other = factories.area("Pá Lau", level="village", kind_word="thôn", code="T1-7", parent=cast.commune)  # type: ignore[arg-type]
    head = signed_in(cast.village_head)
    assert "Pá Lau" not in head.get(url).content.decode()
    assert head.post(url, {"kind": "village", "area": other.pk}).status_code == 200
    assert head.post(url, {"kind": "collective", "organisation": station.pk}).status_code == 200
    assert not drive.entries.exists()
    client = signed_in(nurse)
    assert client.post(url, {"kind": "village", "area": cast.village.pk}).status_code == 200
    assert (
        client.post(url, {"kind": "collective", "organisation": station.pk, "goals": "Tiêm chủng"}).status_code == 302
    )
    person = {"kind": "individual", "organisation": station.pk, "name": "Quàng Thị Trạm", "post": "Y sĩ"}
    assert client.post(url, person).status_code == 302
    assert {(row.kind, row.name, row.area) for row in drive.entries.all()} == {
        ("collective", station.name, cast.commune),
        ("individual", "Quàng Thị Trạm", cast.commune),
    }
    assert signed_in(cast.leader).get(url).status_code == 403
    entry = drive.entries.get(kind="collective")
    for name in ("edit_entry", "step_entry", "take_works", "link_cards"):
        client = signed_in(cast.village_head)
        answer = client.post(address(name, drive.pk, entry.pk), {"to": "withdrawn"})
        assert answer.status_code == 403, name


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"kind": "village"}, "Chọn thôn đăng ký."),
        ({"kind": "household", "name": "Lò Văn An"}, "Chọn thôn của hộ gia đình."),
        ({"kind": "individual"}, "Nhập họ tên."),
        ({"kind": "individual", "name": "x" * 201}, "nhiều nhất 200 ký tự"),
        ({"kind": "nobody"}, "nobody"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    cast: Cast, drive: Drive, signed_in: SignIn, form: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.officer).post(address("register_entry", drive.pk), form)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not drive.entries.exists()


def test_entries_are_found_by_kind_state_and_name(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    entered(drive, cast)
    client.post(
        address("register_entry", drive.pk), {"kind": "household", "area": cast.village.pk, "name": "Lường Văn Ổn"}
    )
    client.post(
        address("register_entry", drive.pk), {"kind": "individual", "name": SCRIPT, "goals": SCRIPT, "post": SCRIPT}
    )
    url = address("entries", drive.pk)
    everything = client.get(url).content.decode()
    assert "Lường Văn Ổn" in everything
    assert SCRIPT not in everything
    assert "Lường Văn Ổn" in client.get(f"{url}?q=luong van on").content.decode()
    assert "Lường Văn Ổn" not in client.get(f"{url}?loai=village").content.decode()
    assert "Không có đăng ký nào như vậy" in client.get(f"{url}?tinh-trang=returned").content.decode()
    assert SCRIPT not in client.get(drive.entries.get(kind="individual").get_absolute_url()).content.decode()
    assert signed_in(cast.neighbour).get(url).status_code == 404


def test_who_reported_is_not_withdrawn(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client, entry = signed_in(cast.officer), running.entry
    step = address("step_entry", running.drive.pk, entry.pk)
    assert client.post(step, {"to": "withdrawn"}).status_code == 409, "no reason"
    reported(running)
    refused = client.post(step, {"to": "withdrawn", "reason": "Thôi"})
    assert refused.status_code == 409
    assert "đã có báo cáo" in refused.content.decode()
    assert (
        client.post(
            address("step_entry", running.drive.pk, running.second.pk), {"to": "withdrawn", "reason": "Thôi"}
        ).status_code
        == 302
    )


def reported(running: Running) -> None:
    from uuid import uuid4

    report = Report.objects.create(
        duty=running.duty, day=clock.today(), key=uuid4(), state="counted", by=running.second_head, at=clock.now()
    )
    ReportLine.objects.create(report=report, work=running.work, quantity=100)


# --- The village's own plan and its works ---


def test_the_village_plans_its_own_works_below_the_communes_plan(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    entry, head = entered(drive, cast), signed_in(cast.village_head)
    for _ in range(2):
        assert head.post(address("start_entry_plan", drive.pk, entry.pk)).status_code == 302
    entry.refresh_from_db()
    assert entry.plan is not None
    assert (entry.plan.parent, entry.plan.area, entry.plan.kind) == (drive.plan, cast.village, PlanKind.PEAK)
    assert PlanRequest.objects.get().answer == entry.plan
    form = {
        "text": "Đào mương thoát nước", "volume": "400", "measure": "m", "starts_on": vndate(drive.starts_on),
        "deadline": vndate(drive.ends_on), "cost": "24tr", "owner": cast.village_head.pk, "key": "mot-lan",
    }  # fmt: skip
    url = address("add_work", drive.pk, entry.pk)
    for _ in range(2):
        assert head.post(url, form).status_code == 302
    work = entry.works.select_related("task").get()
    task = work.task
    assert (task.plan, task.area, task.volume, task.measure, task.cost) == (
        entry.plan,
        cast.village,
        400,
        "m",
        24_000_000,
    )
    assert (task.owner, task.deadline) == (cast.village_head, drive.ends_on)
    paper = Document.objects.get(plan=entry.plan).context
    assert "Đào mương thoát nước" in str(paper), "the plan's paper says it"
    page = head.get(entry.get_absolute_url()).content.decode()
    assert "24.000.000" in page
    assert "400 m" in page
    assert "Đào mương thoát nước" in head.get(address("timeline", drive.pk)).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"text": ""}, "Nhập mục này."),
        ({"volume": "-5"}, "Số phải từ 0 trở lên."),
        ({"volume": "10000000000"}, "Số không quá"),
        ({"measure": ""}, "Ghi đơn vị tính"),
        ({"deadline": "1/1/2020"}, "Hạn phải từ ngày bắt đầu trở đi."),
        ({"deadline": ""}, "Nhập mục này."),
        ({"cost": "nhiều"}, "nhiều"),
        ({"owner": "999999"}, "Hãy chọn"),
    ],
)
def test_a_wrong_work_is_a_sentence(
    cast: Cast, drive: Drive, signed_in: SignIn, wrong: dict[str, str], sentence: str
) -> None:
    entry = entered(drive, cast)
    start_entry_plan(entry, by=cast.officer)
    form = {
        "text": "Đào mương", "volume": "400", "measure": "m", "starts_on": vndate(drive.starts_on), "deadline": vndate(drive.ends_on),
        "key": "k", **wrong,
    }  # fmt: skip
    response = signed_in(cast.officer).post(address("add_work", drive.pk, entry.pk), form)
    assert response.status_code == 200
    if sentence != "Hãy chọn":
        assert sentence in response.content.decode()
    assert not entry.works.exists()


def test_a_work_is_changed_with_its_history(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    entry, client = entered(drive, cast), signed_in(cast.officer)
    start_entry_plan(entry, by=cast.officer)
    entry.refresh_from_db()
    first = add_work(entry, work_input(), key="a", by=cast.officer)
    second = add_work(entry, work_input(text="Tưới hoa"), key="b", by=cast.officer)
    url = address("edit_work", drive.pk, entry.pk, second.pk)
    seen = mark(EntryWork.objects.select_related("task__owner", "campaign").get(pk=second.pk))
    form = {
        "text": "Tưới hoa", "volume": "300", "measure": "m", "starts_on": "", "deadline": vndate(drive.ends_on), "after": [first.task_id],
        "note": "Thêm ngõ", "seen": seen,
    }  # fmt: skip
    assert client.post(url, form).status_code == 302
    second.task.refresh_from_db()
    assert (second.task.volume, list(second.task.after.all())) == (300, [first.task])
    history = client.get(entry.get_absolute_url()).content.decode()
    assert "250 m → 300 m" in history
    assert "Thêm ngõ" in history
    assert "vừa được người khác sửa" in client.post(url, {**form, "volume": "900"}).content.decode()
    circle = work_input(after=[second.task])
    with pytest.raises(RuleError, match="thành vòng"):
        save_work(first, circle, seen=mark(first), by=cast.officer)


def test_an_issued_plan_keeps_its_words_and_lets_figures_change(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    plan = running.entry.plan
    assert plan is not None
    plan.document.issuer, plan.document.state = cast.committee, DocumentState.APPROVED
    plan.document.save()
    papers.issue(plan.document, by=cast.clerk)
    client, url = (
        signed_in(cast.village_head),
        address("edit_work", running.drive.pk, running.entry.pk, running.work.pk),
    )
    page = client.get(url).content.decode()
    assert "câu chữ và kinh phí giữ như văn bản" in page
    seen = mark(EntryWork.objects.select_related("task__owner", "campaign").get(pk=running.work.pk))
    form = {
        "volume": "450",
        "measure": "m",
        "deadline": vndate(running.drive.ends_on),
        "campaign": running.campaign.pk,
        "seen": seen,
    }
    assert client.post(url, {**form, "text": "Câu khác"}).status_code == 302
    task = Task.objects.get(pk=running.work.task_id)
    assert (task.volume, task.text) == (450, "Đào mương thoát nước")
    refused = client.post(
        address("add_work", running.drive.pk, running.entry.pk),
        {"text": "Việc mới", "deadline": vndate(running.drive.ends_on), "key": "x"},
    )
    assert "đã trình hoặc đã ban hành" in refused.content.decode()


def test_a_task_counts_in_several_drives_and_once_in_each(
    running: Running, cast: Cast, drive: Drive, signed_in: SignIn
) -> None:
    entry = entered(drive, cast)
    task = running.work.task
    assert take_works(entry, [task], campaign=None, by=cast.officer) == 1, "another drive counts it too"
    assert take_works(entry, [task], campaign=None, by=cast.officer) == 0
    with pytest.raises(RuleError, match="mỗi đợt một lần"):
        take_works(running.second, [task], campaign=None, by=cast.officer)
    named = Task.objects.create(plan=drive.plan, position=9, text="Việc xã giao thôn", area=cast.village)
    client, url = signed_in(cast.village_head), address("take_works", drive.pk, entry.pk)
    assert "Việc xã giao thôn" in client.get(url).content.decode()
    assert client.post(url, {"tasks": [running.second_work.task_id]}).status_code == 200, "another village's"
    assert client.post(url, {"tasks": [named.pk]}).status_code == 302
    assert entry.works.filter(task=named).exists()
    assert "Không còn việc nào để chọn" in client.get(url).content.decode()


def test_a_work_is_dropped_until_somebody_reported_on_it(running: Running, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(running.second_head)
    url = address("drop_work", running.drive.pk, running.second.pk, running.second_work.pk)
    assert client.post(url).status_code == 302
    assert client.post(url).status_code == 404
    assert Task.objects.filter(pk=running.second_work.task_id).exists(), "it stays in the plan"
    reported(running)
    own = address("drop_work", running.drive.pk, running.entry.pk, running.work.pk)
    assert client.post(own).status_code == 403, "not one's own village"
    assert "đã có báo cáo" in signed_in(cast.village_head).post(own).content.decode()


def test_a_closed_drive_takes_no_work(running: Running, cast: Cast) -> None:
    step_drive(running.drive, to=DriveState.CLOSED, by=cast.officer)
    with pytest.raises(RuleError, match="mở lại rồi sửa"):
        add_work(running.entry, work_input(), key="z", by=cast.officer)
    with pytest.raises(RuleError, match="mở lại rồi sửa"):
        actions.propose_villages(running.drive, by=cast.officer)


# --- The critical path over all villages ---


def test_the_timeline_shows_all_villages_and_what_decides_the_end(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    first, second = running.work.task, running.second_work.task
    end = running.drive.ends_on
    Task.objects.filter(pk=first.pk).update(starts_on=running.drive.starts_on, deadline=end - timedelta(days=20))
    Task.objects.filter(pk=second.pk).update(starts_on=end - timedelta(days=19), deadline=end)
    second.after.add(first)
    reported(running)
    page = signed_in(cast.village_head).get(address("timeline", running.drive.pk)).content.decode()
    assert "Thôn Nà Cốc" in page
    assert "Thôn Nà Hin" in page
    assert 'việc <span class="tnum">1</span> → việc <span class="tnum">2</span>' in " ".join(page.split())
    assert [task.percent for task in drive_tasks(running.drive)] == [25, 0], "100 of 400 m"


# --- Cards ---


def hamlet_card(cast: Cast, subject: str = "", *, met: int = 3) -> Scorecard:
    level = SetLevel.GARDEN if subject else SetLevel.VILLAGE
    chosen, _ = CriteriaSet.objects.get_or_create(
        code=f"thu-{level}", defaults={"name": f"Bộ thử {level}", "level": level, "issued_by": "province"}
    )
    for number in range(1, 6 if subject else 11):
        Criterion.objects.get_or_create(
            criteria_set=chosen, number=number, defaults={"name": f"Tiêu chí {number}", "complete": False}
        )
    card = Scorecard.objects.create(
        area=cast.village,
        criteria_set=chosen,
        year=clock.today().year,
        subject=subject,
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    Registration.objects.create(
        area=cast.village, criteria_set=chosen, year=card.year, subject=subject, registered_on=date(card.year, 1, 5), card=card,
        created_by=cast.officer, created_at=clock.now(),
    )  # fmt: skip
    for criterion in chosen.criteria.filter(number__lte=met):
        Result.objects.create(scorecard=card, criterion=criterion, state=State.MET, computed=State.MET, at=clock.now())
    return card


def test_the_hamlets_ten_and_the_gardens_five_criteria_stand_on_the_entry(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    hamlet, garden = hamlet_card(cast, met=7), hamlet_card(cast, "Vườn hộ Lò Văn An", met=5)
    client, url = signed_in(cast.village_head), address("link_cards", running.drive.pk, running.entry.pk)
    page = client.get(url).content.decode()
    assert "Vườn hộ Lò Văn An" in page
    assert page.count(" checked") == 2, "proposed"
    for _ in range(2):
        assert client.post(url, {"cards": [hamlet.pk, garden.pk]}).status_code == 302
    assert set(running.entry.cards.all()) == {hamlet, garden}
    shown = client.get(running.entry.get_absolute_url()).content.decode()
    assert "7/10 tiêu chí" in shown
    assert "5/5 tiêu chí" in shown
    assert hamlet.get_absolute_url() in shown
    assert criteria_counts([hamlet, garden]) == {hamlet.pk: (7, 10), garden.pk: (5, 5)}
    stranger_card = client.post(address("link_cards", running.drive.pk, running.second.pk), {"cards": [hamlet.pk]})
    assert stranger_card.status_code == 403
    assert (
        signed_in(cast.officer)
        .post(address("link_cards", running.drive.pk, running.second.pk), {"cards": [hamlet.pk]})
        .status_code
        == 200
    )


# --- As many queries for many as for one ---


def test_an_entry_asks_as_much_for_many_works_and_gardens_as_for_few(
    running: Running, cast: Cast, signed_in: SignIn
) -> None:
    client, entry = signed_in(cast.officer), running.entry
    running.entry.cards.add(hamlet_card(cast, "Vườn 0"))
    urls = [entry.get_absolute_url(), address("take_works", running.drive.pk, entry.pk), address("link_cards", running.drive.pk, entry.pk),
            address("edit_work", running.drive.pk, entry.pk, running.work.pk), address("register_entry", running.drive.pk)]  # fmt: skip
    Task.objects.create(plan=_plan_of(entry), position=70, text="Chưa chọn 0", area=cast.village)

    def asked() -> dict[str, int]:
        found = {}
        for url in urls:
            client.get(url)
            with CaptureQueriesContext(connection) as queries:
                client.get(url)
            found[url] = len(queries)
        return found

    few = asked()
    for place in range(1, 4):
        task = Task.objects.create(
            plan=_plan_of(entry), position=place + 50, text=f"Việc {place}", area=cast.village, volume=5, measure="m"
        )
        EntryWork.objects.create(entry=entry, drive=running.drive, task=task, campaign=running.campaign)
        Task.objects.create(plan=_plan_of(entry), position=place + 70, text=f"Chưa chọn {place}", area=cast.village)
        entry.cards.add(hamlet_card(cast, f"Vườn {place}"))
        factories.area(f"Thôn mới {place}", level="village", kind_word="thôn", code=f"T1-8{place}", parent=cast.commune)  # type: ignore[arg-type]
    assert asked() == few
