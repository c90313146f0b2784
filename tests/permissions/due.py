"""What is due for me: everybody has the own page and answers for the own things; the calendar opens with its secret alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from campaigns.models import Task
from core.clock import today
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.permissions.rows import PEOPLE, Row, without

_HERS = {person: 409 for person in PEOPLE if person != "officer"}
TABLE = (
    Row("reminders:due", PEOPLE, {}),
    Row("reminders:calendar_address", PEOPLE, {}, method="post", done=302),
    Row("reminders:answer_due", ("officer",), _HERS, method="post", of="due_task", data={"answer": "seen", "due_on": ""}, done=302),
    Row("documents:open", ("officer", "leader", "clerk", "accountant", "administrator"), without(), of="draft", done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    plan = issued_plan(cast, title="Kế hoạch có hạn")
    on = today() + timedelta(days=3)
    task = Task.objects.create(plan=plan, position=1, text="Làm đường trục xóm 2", owner=cast.officer, deadline=on)
    # The day of the address's answer is known only now.
    TABLE[2].data["due_on"] = on.isoformat()
    return {"due_task": ("task", task.pk)}


PAGES = (("officer", "reminders:due", ""),)
NO_PAGES = ("documents:open", "reminders:feed")
