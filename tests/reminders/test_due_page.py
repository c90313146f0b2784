"""Việc đến hạn: everything a person owes on one page, and the answers that stop the reminders."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import TaskState
from campaigns.models import Plan, Task
from core import clock as the_clock
from documents import actions as papers
from journal.models import Notice
from reminders.models import Acknowledgement
from reminders.queries.workdays import calendar
from reminders.rules.due_list import left_words
from tests import factories
from tests.campaigns.years import SCRIPT
from tests.reminders.conftest import task

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast

SignIn = Callable[["User"], Client]
ADDRESS = "/viec-den-han/"


def words(response: Any) -> str:
    """What a person reads of the page, in one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def answered(client: Client, row: Task, answer: str = "seen", **data: Any) -> Any:
    address = reverse("reminders:answer_due", args=["task", row.pk])
    return client.post(address, {"answer": answer, "due_on": row.deadline.isoformat(), **data})  # type: ignore[union-attr]


def test_the_page_groups_what_is_due_by_when(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    for day in (date(2026, 6, 26), date(2026, 7, 1), date(2026, 7, 8), date(2026, 7, 20)):
        task(plan, day, cast.officer, f"Việc ngày {day.day}")
    task(plan, date(2026, 9, 30), cast.officer, "Việc còn xa")
    response = signed_in(cast.officer).get(ADDRESS)
    told = words(response)
    places = [told.index(part) for part in (
        "Quá hạn (1)", "Thứ Sáu, ngày 26/6/2026", "quá 3 ngày làm việc", "Việc ngày 26", "Hôm nay (1)", "hôm nay là hạn", "7 ngày tới (1)",
        "còn 5 ngày làm việc", "Sau đó (1)", "còn 13 ngày làm việc",
    )]  # fmt: skip
    assert places == sorted(places)
    assert "Việc còn xa" not in told
    assert "4 việc có hạn đến hết ngày 30/8/2026 , 1 việc quá hạn" in told


def test_each_kind_can_be_looked_at_alone(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    task(plan, date(2026, 7, 3), cast.leader, "Nhiệm vụ của chủ tịch")
    paper = factories.document(cast.commune, cast.committee, by=cast.officer, subject="Kế hoạch chờ ký")
    papers.submit(paper, by=cast.officer)
    client = signed_in(cast.leader)
    everything = words(client.get(ADDRESS))
    assert "Nhiệm vụ của chủ tịch" in everything
    assert "Duyệt “Kế hoạch chờ ký”" in everything
    assert "Văn bản chờ ký 1" in everything
    alone = words(client.get(ADDRESS, {"loai": "paper_to_sign"}))
    assert "Duyệt “Kế hoạch chờ ký”" in alone
    assert "Nhiệm vụ của chủ tịch" not in alone
    assert "Không có việc nào đến hạn" in words(client.get(ADDRESS, {"loai": "session"}))
    assert client.get(reverse("documents:open", args=[paper.pk])).status_code == 302


def test_who_owes_nothing_sees_nothing_of_others(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    task(plan, date(2026, 7, 3), cast.officer)
    for person in (cast.leader, cast.neighbour, cast.stranger):
        assert "Không có việc nào đến hạn" in words(signed_in(person).get(ADDRESS))


def test_the_page_asks_as_much_for_many_things_as_for_one(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ADDRESS).status_code == 200
        return len(queries)

    task(plan, date(2026, 7, 3), cast.officer)
    asked()
    one = asked()
    for _ in range(2):
        task(plan, date(2026, 7, 3), cast.officer)
    assert asked() == one


def test_words_of_a_plan_stay_words(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    task(plan, date(2026, 7, 3), cast.officer, SCRIPT)
    content = signed_in(cast.officer).get(ADDRESS).content.decode()
    assert SCRIPT not in content
    assert "&lt;script&gt;alert" in content


def test_an_answer_is_kept_once_and_another_takes_its_place(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    row = task(plan, date(2026, 7, 3), cast.officer)
    notice = Notice.objects.create(
        recipient=cast.officer, key="k", title="Sắp đến hạn", url="/", created_at=the_clock.now(), thing=f"task:{row.pk}",
        due_on=row.deadline,
    )  # fmt: skip
    client = signed_in(cast.officer)
    for _ in range(2):
        response = answered(client, row)
        assert response.status_code == 302
        assert response.url == f"/viec-den-han/#viec-task-{row.pk}"
    page = client.get(ADDRESS)
    assert "Đã ghi “Đã xem”; việc này không nhắc lại với hạn này nữa." in words(page)
    assert f'value="seen" id="seen-task-{row.pk}" aria-pressed="true"' in page.content.decode()
    assert answered(client, row, "doing", loai="task").url == f"/viec-den-han/?loai=task#viec-task-{row.pk}"
    assert list(Acknowledgement.objects.values_list("user", "thing", "due_on", "answer")) == [
        (cast.officer.pk, f"task:{row.pk}", date(2026, 7, 3), "doing")
    ]
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_with_htmx_only_the_buttons_come_back(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    row = task(plan, date(2026, 7, 3), cast.officer)
    address = reverse("reminders:answer_due", args=["task", row.pk])
    response = signed_in(cast.officer).post(
        address, {"answer": "doing", "due_on": "2026-07-03", "what": SCRIPT}, headers={"HX-Request": "true"}
    )
    content = response.content.decode()
    assert response.status_code == 200
    assert "<html" not in content
    assert SCRIPT not in content
    assert "Không nhắc lại với hạn này." in content


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"answer": "never", "due_on": "2026-07-03"}, "Chọn “Đã xem” hoặc “Đang làm”."),
        ({"answer": "seen", "due_on": "hôm kia"}, "ngày"),
        ({"answer": "seen", "due_on": "2026-07-04"}, "không cần trả lời"),
    ],
)
def test_a_wrong_answer_is_said_in_a_sentence(
    cast: Cast, plan: Plan, signed_in: SignIn, sent: dict[str, str], said: str
) -> None:
    row = task(plan, date(2026, 7, 3), cast.officer)
    response = signed_in(cast.officer).post(reverse("reminders:answer_due", args=["task", row.pk]), sent)
    assert response.status_code == 409
    assert said in words(response)
    assert not Acknowledgement.objects.exists()


def test_what_is_done_or_somebody_elses_needs_no_answer(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    row = task(plan, date(2026, 7, 3), cast.officer)
    assert answered(signed_in(cast.leader), row).status_code == 409
    row.state = TaskState.DONE
    row.save()
    assert answered(signed_in(cast.officer), row).status_code == 409
    assert signed_in(cast.officer).post("/viec-den-han/khong_co/1/tra-loi/", {"answer": "seen", "due_on": "2026-07-03"}).status_code == 409  # fmt: skip
    assert not Acknowledgement.objects.exists()


def test_the_first_page_and_the_inbox_lead_here(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    for address in ("/", "/hop-thu/"):
        assert f'href="{ADDRESS}"' in client.get(address).content.decode()


def test_a_long_list_comes_in_pages(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    for number in range(60):
        task(plan, date(2026, 7, 3), cast.officer, f"Việc thứ {number}.")
    client = signed_in(cast.officer)
    both = words(client.get(ADDRESS)) + words(client.get(ADDRESS, {"trang": "2"}))
    assert all(f"Việc thứ {number}." in both for number in range(60))


@pytest.mark.parametrize(
    ("on", "said"),
    [
        ("2026-07-03", "hôm nay là hạn"),
        ("2026-07-06", "còn 1 ngày làm việc"),
        ("2026-07-05", "hạn rơi vào ngày nghỉ, không còn ngày làm việc nào"),
        ("2026-07-02", "quá 1 ngày làm việc"),
        ("2026-09-02", "còn 41 ngày làm việc"),
    ],
)
def test_distances_are_working_days(db: None, on: str, said: str) -> None:
    """Seen from Friday 3 July 2026; 2 September is a holiday, and so is the first."""
    assert left_words(date.fromisoformat(on), date(2026, 7, 3), calendar()) == said


def test_on_days_off_nothing_is_later_than_it_was(db: None) -> None:
    sunday = date(2026, 7, 5)
    assert left_words(sunday - timedelta(days=1), sunday, calendar()) == "quá hạn, từ đó đến nay là ngày nghỉ"
