"""The timeline, and plans asked of the levels below."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from campaigns.actions.levels import Unit, ask_for_plans
from campaigns.models import Milestone, Plan, Task
from core import clock
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, PEOPLE, Row

#: The plan is issued and not a neighbour's: everybody inside sees it.
SEEN = (*COLLEAGUES, "village_head", "coordination")
#: Only the officer writes plans on the commune; the others of the commune see what it asks.
NOT_WRITERS = {person: 403 for person in SEEN if person != "officer"} | NOT_INSIDE
#: The office above does not answer for a village.
ANSWERERS = ("officer", "village_head")
INSIDE = (*COLLEAGUES, "village_head")

TABLE = (
    Row("campaigns:timeline", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:timeline", SEEN, NOT_INSIDE, of="asking_plan"),
    Row("campaigns:timeline_pdf", SEEN, NOT_INSIDE, method="post", of="asking_plan", done=302),
    Row("campaigns:requests", COLLEAGUES, HIDDEN, of="plan"),
    Row("campaigns:requests", SEEN, NOT_INSIDE, of="asking_plan"),
    Row("campaigns:requests", ("officer",), NOT_WRITERS, method="post", of="asking_plan"),
    Row("campaigns:remind_requests", ("officer",), NOT_WRITERS, method="post", of="asking_plan", done=302),
    Row("campaigns:request", (*INSIDE, "coordination"), NOT_INSIDE, of="request"),
    Row(
        "campaigns:request", ANSWERERS,
        {person: 403 for person in SEEN if person not in ANSWERERS} | NOT_INSIDE, method="post", of="request", done=302,
    ),
    Row("campaigns:withdraw_request", ("officer",), NOT_WRITERS, method="post", of="request", done=302),
)  # fmt: skip
assert set(SEEN) | set(NOT_INSIDE) == set(PEOPLE)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """The issued plan with tasks and a milestone, which asks the village for its own plan."""
    plan = Plan.objects.get(pk=made["issued_plan"])
    first = Task.objects.create(
        plan=plan, position=90, text="Giải phóng mặt bằng đường trục thôn Nà Cốc", starts_on=date(2026, 1, 5),
        deadline=date(2026, 6, 30), percent=40,
    )  # fmt: skip
    Task.objects.create(plan=plan, position=91, text="Đổ bê tông", deadline=date(2026, 6, 15)).after.add(first)
    Task.objects.create(plan=plan, position=92, text="Trồng cây dọc đường")
    Milestone.objects.create(plan=plan, position=90, what="Sơ kết sáu tháng", on=date(2026, 7, 1))
    (request,) = ask_for_plans(
        plan, [Unit(cast.village)], due_on=clock.today() + timedelta(30), note="Nêu rõ việc của thôn.", by=cast.officer
    )
    return {"asking_plan": plan.pk, "request": request.pk}


PAGES = (
    ("officer", "campaigns:timeline", "asking_plan"),
    ("officer", "campaigns:timeline", "plan"),
    ("officer", "campaigns:requests", "asking_plan"),
    ("officer", "campaigns:requests", "plan"),
    ("village_head", "campaigns:request", "request"),
)
