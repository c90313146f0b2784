"""The timeline: its picture and table on the screen, and one sheet that holds every task."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date, timedelta
from xml.etree import ElementTree

import pdfplumber
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from campaigns.models import Block, Milestone, Plan, Task
from campaigns.papers.timeline import SHEETS, Row, paper_picture, screen_picture
from campaigns.papers.timeline_scale import span_of, ticks
from campaigns.papers.timeline_sheet import measure
from campaigns.timeline import KIND, print_sheet, request_sheet
from documents.enums import DocumentState, Purpose
from documents.models import StoredFile
from jobs.models import Job
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
TODAY = date(2026, 6, 15)
SCRIPT = "<script>alert('x')</script>"


def rows(count: int, *, groups: int = 5) -> list[Row]:
    """Tasks through the year, each third waiting for the one before."""
    made = []
    for key in range(1, count + 1):
        begins = date(2026, 1, 1) + timedelta(key * 300 // (count + 1))
        made.append(
            Row(
                key=key, number=str(key), text=f"Vận động Nhân dân làm đường bê tông thôn {key}", group=f"1.{key * groups // (count + 1)}",
                begins=begins, ends=begins + timedelta(20), deadline=begins + timedelta(20), percent=key % 101,
                critical=key % 7 == 0, after=(key - 1,) if key % 3 == 0 else (),
            )
        )  # fmt: skip
    return made


def drawn(made: list[Row], today: date = TODAY) -> ElementTree.Element:
    return ElementTree.fromstring(screen_picture(made, today=today, whole=span_of(made, today), label="Tiến độ"))  # noqa: S314 - our own


def texts(svg: ElementTree.Element) -> list[str]:
    return [node.text or "" for node in svg.iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_says_in_words_what_colours_say() -> None:
    row = Row(
        key=1, number="1", text="Đổ bê tông", group="Giao thông", begins=date(2026, 3, 1), ends=date(2026, 7, 31),
        deadline=date(2026, 6, 30), percent=40, critical=True, days_late=31,
    )  # fmt: skip
    words = texts(drawn([row]))
    assert "chậm 31 ngày, găng, 40%" in words
    assert "Hôm nay 15/6" in words
    assert [word for word in words if word in {"Giao thông", "Đổ bê tông", "1"}] == ["Giao thông", "1", "Đổ bê tông"]


def test_open_dates_are_said() -> None:
    row = Row(
        key=1, number="1", text="A", group="B", begins=date(2026, 1, 1), ends=date(2026, 12, 31), open_note="chưa có ngày"
    )  # fmt: skip
    assert "chưa có ngày" in texts(drawn([row]))


def test_what_a_person_typed_stays_text() -> None:
    svg = screen_picture(
        [Row(key=1, number="1", text=SCRIPT, group=SCRIPT, begins=TODAY, ends=TODAY)], today=TODAY,
        whole=(date(2026, 6, 1), date(2026, 7, 1)), label=SCRIPT,
    )  # fmt: skip
    assert "<script" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 - our own


def test_the_scale_shows_weeks_for_a_short_plan_and_months_for_a_year() -> None:
    weeks = ticks(date(2026, 3, 2), date(2026, 5, 4), 7)
    assert [tick.label for tick in weeks[:2]] == ["2/3/2026", "9/3"]
    months = ticks(date(2026, 1, 1), date(2027, 2, 1), 30)
    assert [tick.label for tick in months][:2] == ["T1/2026", "T2"]
    assert months[-1].label == "T1/2027"


def test_labels_of_a_narrow_scale_leave_months_out() -> None:
    assert [tick.label for tick in ticks(date(2026, 1, 1), date(2026, 7, 1), 59)] == ["T1/2026", "", "T3", "", "T5", ""]


@pytest.mark.parametrize(("count", "name", "columns"), [(1, "A4", 1), (60, "A4", 2), (500, "A3", 4)])
def test_all_rows_are_on_the_sheet(count: int, name: str, columns: int) -> None:
    sheet = SHEETS[name]
    picture = paper_picture(rows(count), sheet, today=TODAY, measure=measure)
    numbers = [one for one in picture.words if one.kind == "g-number"]
    assert [one.text for one in numbers] == [str(place) for place in range(1, count + 1)]
    assert len({round(one.x) for one in numbers}) == columns
    assert picture.width <= sheet.width
    assert picture.height <= sheet.height - 40
    assert all(0 <= one.x <= picture.width and 0 <= one.y <= picture.height for one in picture.words)


def test_sixty_tasks_are_readable_on_a4() -> None:
    assert paper_picture(rows(60), SHEETS["A4"], today=TODAY, measure=measure).points >= 6


# --- Pages ---


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.commune, cast.committee, state=DocumentState.DRAFT, by=cast.officer)


def fill(plan: Plan, count: int) -> list[Task]:
    """Tasks in two criteria, every other one waiting for the one before."""
    blocks = [
        Block.objects.create(plan=plan, position=place, number=f"1.{place}", title="Giao thông") for place in (1, 2)
    ]
    made = Task.objects.bulk_create(
        Task(
            plan=plan, block=blocks[place * 2 // (count + 1)], position=place, text=f"Nhiệm vụ thứ {place} của kế hoạch",
            unit=("Văn phòng", "Đoàn Thanh niên")[place % 2], starts_on=date(2026, 1, 1) + timedelta(place * 300 // (count + 1)),
            deadline=date(2026, 1, 20) + timedelta(place * 300 // (count + 1)),
        )
        for place in range(1, count + 1)
    )  # fmt: skip
    links = Task.after.through
    links.objects.bulk_create(
        links(from_task_id=after.pk, to_task_id=before.pk) for before, after in zip(made[::2], made[1::2], strict=False)
    )
    return made


def page(client: Client, plan: Plan, query: str = "") -> str:
    response = client.get(reverse("campaigns:timeline", args=[plan.pk]) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_plan_without_tasks_says_so(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    assert "Kế hoạch chưa có nhiệm vụ" in page(client, plan)
    assert client.post(reverse("campaigns:timeline_pdf", args=[plan.pk])).status_code == 409


def test_the_table_says_what_the_picture_shows(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    first = Task.objects.create(
        plan=plan, position=1, text="Giải phóng mặt bằng", starts_on=date(2026, 1, 1), deadline=date(2026, 6, 30)
    )
    second = Task.objects.create(plan=plan, position=2, text=f"Đổ bê tông {SCRIPT}", deadline=date(2026, 6, 15))
    second.after.add(first)
    Task.objects.create(plan=plan, position=3, text="Đã thôi", state="dropped", deadline=date(2027, 1, 1))
    Milestone.objects.create(plan=plan, position=1, what="Sơ kết", on=date(2026, 7, 1))
    html = page(signed_in(cast.officer), plan)
    assert "nên không thể kịp hạn" in html
    assert "Sơ kết (vào ngày)" in html
    assert "Đã thôi" not in html
    assert SCRIPT not in html
    cells = re.findall(r'<td data-l="Đường găng">(.*?)</td>', html)
    assert cells == ["<b>Có</b>", "<b>Có</b>"]
    assert 'nhiệm vụ <span class="tnum">1</span> → nhiệm vụ <span class="tnum">2</span>' in html


def test_tasks_in_a_circle_are_said_and_break_nothing(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    first, second = fill(plan, 2)
    first.after.add(second)
    client = signed_in(cast.officer)
    assert "chờ lẫn nhau nên không xếp được tiến độ" in page(client, plan)
    assert client.post(reverse("campaigns:timeline_pdf", args=[plan.pk])).status_code == 409


def test_by_unit_keeps_the_numbers(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    fill(plan, 4)
    html = page(signed_in(cast.officer), plan, "?nhom=don-vi")
    assert re.findall(r'<td class="num" data-l="Số">(\d+)</td>', html) == ["1", "3", "2", "4"]
    assert "Đoàn Thanh niên" in html


def test_a_long_list_is_shown_in_parts_on_one_scale(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    fill(plan, 130)
    client = signed_in(cast.officer)
    first, second = page(client, plan), page(client, plan, "?trang=2")
    assert [len(re.findall(r"data-l=.Số.", html)) for html in (first, second)] == [100, 30]
    assert first.count(">T1/2026<") == second.count(">T1/2026<") == 1


def test_the_number_of_queries_does_not_grow(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    fill(plan, 1)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            page(client, plan)
        return len(seen)

    queries()  # what a worker asks once
    few = queries()
    fill(plan, 40)
    assert queries() == few


def printed(plan: Plan, name: str, by: User) -> tuple[str, bytes]:
    """Where the sheet is, and its bytes: the worker's work without the worker."""
    made = print_sheet(request_sheet(plan, sheet=name, by_unit=False, by=by))
    stored = StoredFile.objects.get(purpose=Purpose.TIMELINE, name=made["name"])
    with stored.file.open() as file:
        return made["url"], file.read()


@pytest.mark.parametrize(("count", "name", "size"), [(60, "A4", (842, 595)), (500, "A3", (1191, 842))])
def test_the_sheet_holds_every_task_on_one_page(
    cast: Cast, plan: Plan, count: int, name: str, size: tuple[int, int]
) -> None:
    fill(plan, count)
    _, data = printed(plan, name, cast.officer)
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (sheet,) = pdf.pages
        assert (round(sheet.width), round(sheet.height)) == size
        heading = sheet.crop((0, 0, sheet.width, 90)).extract_text()
        letters = "".join(char["text"] for char in sheet.chars)
    assert "TIẾN ĐỘ THỰC HIỆN KẾ HOẠCH" in heading
    assert "Xây dựng nông thôn mới năm 2026" in heading
    assert ("nên phóng to" in heading) == (count == 500)
    assert [place for place in range(1, count + 1) if f"Nhiệm vụ thứ {place} " not in letters] == []


def test_a_sheet_is_ordered_once_and_only_its_owner_fetches_it(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    fill(plan, 3)
    address = reverse("campaigns:timeline_pdf", args=[plan.pk])
    officer = signed_in(cast.officer)
    for _ in range(2):
        assert officer.post(address, {"kho": "../A9"}).headers["Location"] == reverse("jobs:my_files")
    job = Job.objects.get(kind=KIND)
    assert job.payload["sheet"] == "A3"
    assert "Tiến độ khổ A3" in officer.get(reverse("jobs:my_files")).content.decode()
    url, _ = printed(plan, "A3", cast.officer)
    assert printed(plan, "A3", cast.officer)[0] == url
    assert signed_in(cast.leader).get(url).status_code == 404
    answer = officer.get(url)
    answer.close()
    assert answer.status_code == 200


def test_neighbours_see_nothing(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.neighbour)
    assert client.get(reverse("campaigns:timeline", args=[plan.pk])).status_code == 404
    assert client.post(reverse("campaigns:timeline_pdf", args=[plan.pk])).status_code == 404
