"""Load per officer, and moving everything of one person to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from campaigns.actions.tasks_of_plans import move_tasks
from campaigns.enums import TaskState
from campaigns.models import Block, Plan, Task
from core import clock
from core.errors import RuleError
from documents import actions as papers
from documents.enums import DocumentState
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """Nine criteria on one officer, two on a printed post, one without a name; one task late."""
    made = factories.plan(
        cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer, year=clock.today().year
    )
    papers.issue(made.document, by=cast.clerk)
    for place in range(1, 13):
        block = Block.objects.create(
            plan=made, position=place, number=f"1.{place}", title=f"Tiêu chí {place}", lead="Phó Chủ tịch UBND xã",
            owner=cast.accountant if place <= 9 else None,
            responsible="" if place == 12 else "Công chức Văn hóa - Xã hội",
        )  # fmt: skip
        deadline = clock.today() + timedelta(days=-3 if place == 1 else 20)
        Task.objects.create(
            plan=made, block=block, position=place, text=f"Việc {place}", unit=block.responsible, deadline=deadline
        )
    mine = Task.objects.create(plan=made, position=20, text="Việc riêng", owner=cast.accountant)
    Task.objects.create(
        plan=made, position=21, text="Việc đã xong", owner=cast.accountant, state=TaskState.DONE, percent=100
    )
    assert mine.state == TaskState.OPEN
    return made


def test_who_carries_far_more_is_said(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    answer = signed_in(cast.leader).get(reverse("campaigns:load"))
    rows = {row.name: row for row in answer.context["rows"]}
    accountant = rows[cast.accountant.full_name]
    assert (len(accountant.blocks), accountant.tasks, accountant.open_tasks, accountant.late) == (9, 11, 10, 1)
    assert accountant.far_more
    post = rows["Công chức văn hóa - xã hội"]
    assert (post.user, len(post.blocks), post.open_tasks, post.far_more) == (None, 2, 2, False)
    assert len(rows["Phó Chủ tịch UBND xã"].led) == 12
    assert "9 tiêu chí / 1 người" in answer.content.decode()


def test_only_the_own_area_and_issued_plans_count(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    draft = factories.plan(cast.commune, cast.committee, by=cast.officer, year=clock.today().year)
    Block.objects.create(plan=draft, position=1, title="Nháp", owner=cast.leader)
    rows = signed_in(cast.leader).get(reverse("campaigns:load")).context["rows"]
    assert cast.leader.full_name not in {row.name for row in rows}
    assert (
        signed_in(cast.neighbour).get(reverse("campaigns:load") + f"?dia-ban={cast.commune.pk}").context["rows"] == []
    )
    assert signed_in(cast.leader).get(reverse("campaigns:load") + "?nam=2019").context["rows"] == []
    assert signed_in(cast.leader).get(reverse("campaigns:load") + "?nam=x&dia-ban=<b>").status_code == 200


def test_everything_moves_in_one_step(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    address = reverse("campaigns:move_tasks", args=[cast.commune.pk, cast.accountant.pk])
    leader = signed_in(cast.leader)
    page = leader.get(address).content.decode()
    assert "Tiêu chí: 1.1 Tiêu chí 1" in page
    assert "Việc riêng" in page
    assert "Việc đã xong" not in page
    answer = leader.post(address, {"to": cast.clerk.pk, "reason": "Chuyển công tác."}, follow=True)
    assert "Đã chuyển 1 nhiệm vụ, 9 tiêu chí cho Quàng Thị Thư." in answer.content.decode()
    assert not Block.objects.filter(owner=cast.accountant).exists()
    assert [task.text for task in Task.objects.filter(owner=cast.accountant)] == ["Việc đã xong"]
    assert Task.objects.get(text="Việc riêng").owner == cast.clerk
    entries = Entry.objects.filter(action="task.moved")
    assert entries.count() == 10
    assert {entry.note for entry in entries} == {"Chuyển công tác."}
    assert entries[0].changes == {"người phụ trách": ["Tòng Thị Ngân", "Quàng Thị Thư"]}
    told = {notice.recipient_id: notice.title for notice in Notice.objects.filter(key__startswith="moved")}
    assert told == {
        cast.clerk.pk: "Nhận 1 nhiệm vụ, 9 tiêu chí của Tòng Thị Ngân",
        cast.accountant.pk: "Đã chuyển 1 nhiệm vụ, 9 tiêu chí cho Quàng Thị Thư",
    }
    # A second tap finds nothing and tells nobody.
    leader.post(address, {"to": cast.clerk.pk, "reason": "Chuyển công tác."})
    assert (entries.count(), Notice.objects.filter(key__startswith="moved").count()) == (10, 2)
    assert "Không còn việc nào để chuyển" in leader.get(address).content.decode()


def test_who_may_not_move(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    address = reverse("campaigns:move_tasks", args=[cast.commune.pk, cast.accountant.pk])
    said = {"to": cast.clerk.pk, "reason": "Thử."}
    for person, status in (
        (cast.accountant, 403),
        (cast.village_head, 404),
        (cast.neighbour, 404),
        (cast.coordination, 404),
    ):
        assert signed_in(person).post(address, said).status_code == status
    assert Block.objects.filter(owner=cast.accountant).count() == 9
    officer = signed_in(cast.officer)
    assert set(officer.post(address, {"to": cast.neighbour.pk, "reason": ""}).context["form"].errors) == {
        "to",
        "reason",
    }
    assert officer.get(reverse("campaigns:move_tasks", args=[cast.commune.pk, cast.neighbour.pk])).status_code == 404
    with pytest.raises(RuleError, match="người nhận khác"):
        move_tasks(cast.clerk, cast.clerk, cast.commune, by=cast.officer, reason="Thử.")
