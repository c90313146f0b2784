"""Every change of a plan is told, and any two of its versions are compared in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from campaigns.actions.versions import before_edit, keep_version
from campaigns.models import PartState, Plan, PlanVersion, Task
from core import clock as house_clock
from documents import actions as papers
from documents.context import Paragraph, Section
from journal.actions import record
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return factories.plan(cast.commune, cast.committee, by=cast.officer)


def reworded(plan: Plan, by: User, *lines: str) -> None:
    paper = factories.paper(content=(Section("I", "MỤC TIÊU", tuple(Paragraph(line) for line in lines)),))
    papers.edit_document(plan.document, paper=paper, by=by)


def test_each_step_keeps_its_version_and_the_same_words_keep_one(cast: Cast, plan: Plan) -> None:
    document = plan.document
    papers.submit(document, by=cast.officer)
    papers.return_to_draft(document, remark="Sửa.", by=cast.leader)
    papers.submit(document, by=cast.officer)
    assert [(row.number, row.why) for row in plan.versions.all()] == [(1, "Trình duyệt")]
    papers.return_to_draft(document, remark="Sửa.", by=cast.leader)
    reworded(plan, cast.officer, "- Thu nhập đạt 55,0 triệu đồng.")
    papers.submit(document, by=cast.officer)
    papers.approve(document, by=cast.leader)
    papers.issue(document, by=cast.clerk)
    assert [(row.number, row.why, str(row.by)) for row in plan.versions.all()] == [
        (3, "Ban hành", "Quàng Thị Thư"), (2, "Trình duyệt", "Lò Thị Mến"), (1, "Trình duyệt", "Lò Thị Mến"),
    ]  # fmt: skip


def test_what_another_left_behind_is_kept_before_one_edits(cast: Cast, plan: Plan, clock: Any) -> None:
    before_edit(plan, cast.officer)
    assert plan.versions.count() == 1
    PartState.objects.create(plan=plan, slug="muc-tieu", saves=1, by=cast.officer, at=house_clock.now())
    reworded(plan, cast.officer, "- Thu nhập đạt 54,1 triệu đồng.")
    before_edit(plan, cast.officer)
    assert plan.versions.count() == 1  # the same person goes on
    before_edit(plan, cast.leader)
    assert [row.by for row in plan.versions.all()] == [cast.officer, cast.officer]
    reworded(plan, cast.officer, "- Thu nhập đạt 55,0 triệu đồng.")
    clock.move(hours=2)
    before_edit(plan, cast.officer)
    assert plan.versions.count() == 3


def test_the_history_tells_who_and_from_what_to_what(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    task = Task.objects.create(plan=plan, position=1, text="Làm 3 km đường <b>")
    record(
        "task.saved", task, by=cast.officer, changes={"deadline": ["2026-06-30", "2026-09-30"], "hạn cũ": [None, ""]}
    )
    record(
        "plan.block_saved",
        plan,
        by=cast.leader,
        changes={"Mục tiêu 1": ["54,1", "55,0"]},
        note="<script>alert(1)</script>",
    )
    text = signed_in(cast.accountant).get(f"/ke-hoach/{plan.pk}/lich-su/").content.decode()
    for said in (
        "Sửa nhiệm vụ: Làm 3 km đường &lt;b&gt;",
        "30/6/2026",
        "30/9/2026",
        "<b>hạn:</b>",
        "Cầm Văn Hạnh",
        "54,1",
        "55,0",
        "để trống",
    ):
        assert said in text, said
    assert "<script>alert(1)" not in text
    assert text.index("Sửa nội dung kế hoạch") < text.index("Sửa nhiệm vụ")


def test_two_versions_are_compared_side_by_side(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    reworded(
        plan,
        cast.officer,
        "- Thu nhập bình quân đạt 54,1 triệu đồng.",
        "- Giữ vững 15 tiêu chí.",
        "- Việc sẽ bỏ hẳn, không làm nữa.",
    )
    keep_version(plan, "Trình duyệt", cast.officer)
    reworded(
        plan,
        cast.officer,
        "- Thu nhập bình quân đạt 55,0 triệu đồng.",
        "- Giữ vững 15 tiêu chí.",
        "- <script>alert(1)</script> Trồng mới 2.000 cây.",
    )
    keep_version(plan, "Trình duyệt", cast.officer)
    officer = signed_in(cast.officer)
    answer = officer.get(f"/ke-hoach/{plan.pk}/lich-su/", {"cu": "1", "moi": "2"})
    assert (answer.status_code, answer["Location"]) == (302, f"/ke-hoach/{plan.pk}/lich-su/1/2/")
    text = officer.get(answer["Location"]).content.decode()
    assert "Số liệu đã đổi" in text
    assert "</span>54,1</del>" in text
    assert "</span>55,0</ins> triệu đồng" in text
    assert "Bớt đoạn" in text
    assert "Thêm đoạn" in text
    assert "<script>alert(1)" not in text
    # Against the text as it stands, nothing differs.
    assert "Hai bản giống nhau từng chữ" in officer.get(f"/ke-hoach/{plan.pk}/lich-su/2/0/").content.decode()
    assert officer.get(f"/ke-hoach/{plan.pk}/lich-su/9/0/").status_code == 404


def test_versions_stay_inside_the_commune(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    papers.submit(plan.document, by=cast.officer)
    papers.approve(plan.document, by=cast.leader)
    papers.issue(plan.document, by=cast.clerk)
    coordination = signed_in(cast.coordination)
    page = coordination.get(f"/ke-hoach/{plan.pk}/lich-su/").content.decode()
    assert "Ban hành" in page
    assert "Các bản đã giữ" not in page
    assert coordination.get(f"/ke-hoach/{plan.pk}/lich-su/1/0/").status_code == 404
    assert signed_in(cast.village_head).get(f"/ke-hoach/{plan.pk}/lich-su/1/0/").status_code == 404


def test_pages_ask_as_often_for_many_as_for_one(
    cast: Cast, plan: Plan, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    officer = signed_in(cast.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/ke-hoach/{plan.pk}/lich-su/").status_code == 200
        return len(queries)

    keep_version(plan, "Trình duyệt", cast.officer)
    record("plan.revised", plan, by=cast.officer)
    asked()
    once = asked()
    for number in range(5):
        reworded(plan, cast.officer, f"- Việc {number}.")
        keep_version(plan, "Trình duyệt", cast.leader)
        record("task.saved", Task.objects.create(plan=plan, position=number, text="Việc"), by=cast.officer)
    assert asked() == once


def test_versions_are_numbered_without_a_gap(cast: Cast, plan: Plan, clock: Any) -> None:
    for number in range(3):
        reworded(plan, cast.officer, f"- Việc {number}.")
        clock.move(minutes=1)
        keep_version(plan, "Trình duyệt", cast.officer)
    assert list(PlanVersion.objects.values_list("number", flat=True)) == [3, 2, 1]
    ats = list(PlanVersion.objects.values_list("at", flat=True))
    assert ats[0] - ats[-1] >= timedelta(minutes=2)


def test_what_colleagues_say_to_one_another_stays_among_them(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    document = plan.document
    papers.submit(document, by=cast.officer)
    papers.return_to_draft(document, remark="Số liệu chép sai của xã bên.", by=cast.leader)
    record("plan.finding_kept", plan, by=cast.leader, area=plan.area, note="Tổng lệch. Lý do: chờ tỉnh trả lời.")
    papers.submit(document, by=cast.officer)
    papers.approve(document, by=cast.leader)
    papers.issue(document, by=cast.clerk)
    history = f"/ke-hoach/{plan.pk}/lich-su/"
    for elsewhere in (cast.village_head, cast.coordination):
        for page in (plan.get_absolute_url(), history):
            text = signed_in(elsewhere).get(page).content.decode()
            assert "Trả lại" in text
            assert "xã bên" not in text
            assert "chờ tỉnh" not in text
    text = signed_in(cast.accountant).get(history).content.decode()
    assert "Số liệu chép sai của xã bên." in text
    assert "chờ tỉnh trả lời" in text
