"""Tasks of a plan: the list by criterion and unit, and who does what by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from areas.enums import OrganisationKind
from areas.models import Organisation
from campaigns.actions.reporting import report_task
from campaigns.enums import TaskState
from campaigns.models import Block, Plan, Task
from campaigns.queries.follow import due_tasks
from campaigns.rules.progress import Said
from core import clock
from core.formats import number
from documents import actions as papers
from documents.enums import DocumentState
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    made = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(made.document, by=cast.clerk)
    return Plan.objects.get(pk=made.pk)


@pytest.fixture
def block(plan: Plan) -> Block:
    deadline = clock.today() + timedelta(days=30)
    return Block.objects.create(
        plan=plan, position=1, number="1.17", criterion=17, title="Môi trường", deadline=deadline
    )


def fill(cast: Cast, block: Block, count: int) -> list[Task]:
    return [
        Task.objects.create(
            plan=block.plan, block=block, position=place, text=f"Đào rãnh đoạn {place}", area=cast.village, owner=cast.clerk,
            unit="Ban phát triển thôn", volume=100, measure="m", deadline=clock.today() - timedelta(days=place),
        )
        for place in range(1, count + 1)
    ]  # fmt: skip


def change(client: Client, task: Task, **values: Any) -> Any:
    """What the officer sends: the form as it was opened, with these values changed."""
    address = reverse("campaigns:task_edit", args=[task.pk])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in data.items() if value not in (None, False, "")}
    if "volume" in data:
        data["volume"] = number(data["volume"], 10)
    for name in ("starts_on", "deadline"):
        if name in data:
            data[name] = f"{data[name]:%d/%m/%Y}"
    return client.post(address, {**data, **values}, follow=True)


def test_the_list_says_who_when_and_how_far(cast: Cast, block: Block, signed_in: SignIn) -> None:
    late, done, free = fill(cast, block, 3)
    report_task(late, Said(done_volume=Decimal(65), trouble="Thiếu cát."), key="0" * 32, by=cast.village_head)
    report_task(done, Said(done=True), key="1" * 32, by=cast.village_head)
    Task.objects.filter(pk=free.pk).update(deadline=None, area=None)
    client, address = signed_in(cast.officer), reverse("campaigns:tasks", args=[block.plan_id])
    page = client.get(address).content.decode()
    for words in (
        "1.17 Môi trường",
        "Thôn Nà Cốc",
        "Ban phát triển thôn",
        "Quàng Thị Thư",
        "Quá 1 ngày",
        "65/100 m (65 %)",
        "100/100 m (100 %)",
        "Thiếu cát.",
        "Hà Văn Thôn",
    ):
        assert words in page, words

    def texts(**filters: str) -> list[str]:
        return [row.task.text for group in client.get(address, filters).context["groups"] for row in group.rows]

    assert texts() == [late.text, done.text, free.text]
    assert texts(**{"tinh-trang": "done"}) == [done.text]
    assert texts(**{"qua-han": "1"}) == [late.text]
    assert texts(**{"don-vi": "Ban phát triển thôn"}) == [free.text]
    assert texts(**{"tieu-chi": str(block.pk)}) == [late.text, done.text, free.text]
    assert texts(**{"tieu-chi": "999999"}) == texts(**{"don-vi": "không có"}) == []
    assert texts(**{"tieu-chi": "x'; DROP", "tinh-trang": "<b>"}) == [late.text, done.text, free.text]
    units = client.get(address, {"xem": "don-vi"}).context["groups"]
    assert {group.title: len(group.rows) for group in units} == {"Ban phát triển thôn": 1, "thôn Nà Cốc": 2}
    assert {tab["label"]: tab["count"] for tab in client.get(address).context["tabs"]} == {
        "Tất cả": 3, "Chưa làm": 1, "Đang làm": 1, "Đã xong": 1, "Quá hạn": 1,
    }  # fmt: skip
    # A task without a deadline of its own is due with its criterion.
    assert client.get(address, {"don-vi": "Ban phát triển thôn"}).context["groups"][0].rows[0].due == block.deadline


def test_the_workbook_holds_what_one_sees(cast: Cast, block: Block, signed_in: SignIn) -> None:
    first, second = fill(cast, block, 2)
    Task.objects.filter(pk=second.pk).update(text="=1+1", state=TaskState.DROPPED)
    answer = signed_in(cast.officer).get(reverse("campaigns:tasks", args=[block.plan_id]), {"export": "xlsx"})
    rows = list(load_workbook(BytesIO(answer.content))["Nhiệm vụ"].values)
    assert rows[0][:5] == ("STT", "Tiêu chí", "Nhiệm vụ", "Đơn vị thực hiện", "Người phụ trách")
    assert rows[1][1:5] == ("1.17 Môi trường", first.text, "thôn Nà Cốc", "Quàng Thị Thư")
    assert (rows[1][11], rows[2][2], rows[2][11]) == ("Chưa làm, quá hạn", "=1+1", "Thôi làm")


def test_the_number_of_queries_does_not_grow(cast: Cast, block: Block, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    counts = []
    fill(cast, block, 1)
    for more in (0, 12):
        for place in range(more):
            extra = Block.objects.create(
                plan=block.plan, position=10 + place, title=f"Tiêu chí {place}", owner=cast.accountant
            )
            Task.objects.create(plan=block.plan, block=extra, position=1, text="Việc", organisation=cast.committee)
        found = []
        for address in ("campaigns:tasks", "campaigns:load"):
            where = reverse(address, args=[block.plan_id] if address == "campaigns:tasks" else [])
            client.get(where)
            with CaptureQueriesContext(connection) as queries:
                client.get(where)
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]


def test_the_officer_gives_a_task_to_somebody(cast: Cast, block: Block, signed_in: SignIn) -> None:
    task, before = fill(cast, block, 2)
    school = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.SCHOOL, name="Trường Tiểu học An Bình"
    )
    report_task(task, Said(done_volume=Decimal(50)), key="0" * 32, by=cast.village_head)
    answer = change(
        signed_in(cast.officer), task, owner=cast.accountant.pk, organisation=school.pk, area="", starts_on="1/9/2026",
        deadline="30/9/2026", volume="400", measure="m", after=[before.pk], note="Giao trường làm cùng.",
    )  # fmt: skip
    assert "Đã lưu nhiệm vụ." in answer.content.decode()
    task = Task.objects.get(pk=task.pk)
    assert (task.owner, task.organisation, task.area) == (cast.accountant, school, None)
    assert (task.starts_on, task.deadline, task.volume, task.percent) == (date(2026, 9, 1), date(2026, 9, 30), 400, 12)
    assert list(task.after.all()) == [before]
    entry = Entry.objects.get(action="task.saved")
    assert entry.changes["người phụ trách"] == ["Quàng Thị Thư", "Tòng Thị Ngân"]
    assert entry.changes["khối lượng"] == ["100 m", "400 m"]
    assert entry.changes["làm sau"] == ["", before.text]
    assert entry.note == "Giao trường làm cùng."
    assert Notice.objects.get(title__startswith="Được giao").recipient == cast.accountant
    assert "Giao trường làm cùng." in answer.content.decode()
    # Saved again without a change: nothing is written, nobody hears of it.
    change(signed_in(cast.officer), task)
    assert (
        Entry.objects.filter(action="task.saved").count(),
        Notice.objects.filter(title__startswith="Được giao").count(),
    ) == (1, 1)


def test_tasks_that_wait_for_one_another_are_refused_by_name(cast: Cast, block: Block, signed_in: SignIn) -> None:
    first, second, third = fill(cast, block, 3)
    second.after.add(first)
    third.after.add(second)
    answer = change(signed_in(cast.officer), first, after=[third.pk])
    fault = answer.context["form"].errors["after"][0]
    assert fault.startswith("Các nhiệm vụ chờ nhau thành vòng: ")
    for task in (first, second, third):
        assert f"“{task.text}”" in fault
    assert not first.after.exists()
    # A task is not offered to itself, and asked for by hand is refused.
    assert "after" in change(signed_in(cast.officer), first, after=[first.pk]).context["form"].errors


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"starts_on": "30/9/2026", "deadline": "1/9/2026"}, "deadline", "Hạn phải từ ngày bắt đầu trở đi."),
        ({"deadline": "31/2/2026"}, "deadline", "Tháng 2/2026 chỉ có 28 ngày"),
        ({"volume": "-3"}, "volume", "từ 0 trở lên"),
        ({"volume": "nhiều"}, "volume", "Nhập số"),
        ({"volume": "5", "measure": ""}, "measure", "Ghi đơn vị tính"),
        ({"dropped": "on"}, "note", "Ghi rõ lý do"),
        ({"owner": "999999"}, "owner", ""),
        ({"measure": "x" * 51}, "measure", "nhiều nhất 50 ký tự"),
    ],
)
def test_what_cannot_be_gets_a_sentence(
    cast: Cast, block: Block, signed_in: SignIn, values: dict[str, str], field: str, sentence: str
) -> None:
    task = fill(cast, block, 1)[0]
    errors = change(signed_in(cast.officer), task, **values).context["form"].errors
    assert sentence in " ".join(errors[field])
    assert not Entry.objects.filter(action="task.saved").exists()


def test_people_villages_and_bodies_of_other_communes_are_not_offered(
    cast: Cast, block: Block, signed_in: SignIn
) -> None:
    task = fill(cast, block, 1)[0]
    errors = change(
        signed_in(cast.officer), task, owner=cast.neighbour.pk, organisation=cast.next_committee.pk, area=cast.next_commune.pk
    ).context["form"].errors  # fmt: skip
    assert set(errors) == {"owner", "organisation", "area"}


def test_two_officers_do_not_write_over_one_another(cast: Cast, block: Block, signed_in: SignIn) -> None:
    task = fill(cast, block, 1)[0]
    client = signed_in(cast.officer)
    seen = client.get(reverse("campaigns:task_edit", args=[task.pk])).context["form"]["seen"].value()
    change(client, task, deadline="1/12/2026")
    answer = change(client, task, deadline="15/12/2026", seen=seen)
    assert "vừa được người khác sửa" in answer.content.decode()
    task.refresh_from_db()
    assert task.deadline == date(2026, 12, 1)


def test_a_task_is_dropped_with_a_reason_and_taken_up_again(cast: Cast, block: Block, signed_in: SignIn) -> None:
    task = fill(cast, block, 1)[0]
    client = signed_in(cast.officer)
    change(client, task, dropped="on", note="Đã có dự án khác làm.")
    task.refresh_from_db()
    assert task.state == TaskState.DROPPED
    assert task.text not in signed_in(cast.village_head).get(reverse("campaigns:my_tasks")).content.decode()
    form = client.get(reverse("campaigns:task_edit", args=[task.pk])).context["form"]
    client.post(
        reverse("campaigns:task_edit", args=[task.pk]), {"seen": form["seen"].value(), "volume": "100", "measure": "m"}
    )
    task.refresh_from_db()
    assert task.state == TaskState.OPEN


def test_drafts_are_changed_where_they_are_composed(cast: Cast, signed_in: SignIn) -> None:
    draft = factories.plan(cast.commune, cast.committee, by=cast.officer)
    task = Task.objects.create(plan=draft, position=1, text="Trồng cây")
    answer = signed_in(cast.officer).get(reverse("campaigns:task_edit", args=[task.pk]), follow=True)
    assert "bản nháp sửa ở mục Soạn" in answer.content.decode()


def test_the_first_page_hears_what_is_due(cast: Cast, block: Block) -> None:
    late, soon, far, done = fill(cast, block, 4)
    today = clock.today()
    Task.objects.filter(pk=soon.pk).update(deadline=today + timedelta(days=14))
    Task.objects.filter(pk=far.pk).update(deadline=today + timedelta(days=15))
    Task.objects.filter(pk=done.pk).update(state=TaskState.DONE)
    head = User.objects.get(pk=cast.village_head.pk)
    assert list(due_tasks(head, today)) == [late, soon]
    assert list(due_tasks(User.objects.get(pk=cast.neighbour.pk), today)) == []
