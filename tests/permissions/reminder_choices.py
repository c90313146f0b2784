"""How a person is reminded: everybody with an account, each only for themselves. The worker is public (house.PUBLIC)."""

from __future__ import annotations

from typing import Any

from core.clock import now
from reminders.models import PushSubscription
from tests.cast import Cast
from tests.permissions.rows import PEOPLE, Row

TABLE = (
    Row("reminders:choices", PEOPLE, {}),
    Row("reminders:choices", PEOPLE, {}, method="post", data={"quiet_from": "20:00", "quiet_to": "6:00"}, done=302),
    Row("reminders:send_test", PEOPLE, {}, method="post", data={"channel": "email"}, done=302),
    Row("reminders:add_machine", PEOPLE, {}, method="post", done=302),
    Row("reminders:remove_machine", ("officer",), {person: 404 for person in PEOPLE if person != "officer"}, method="post", of="push_machine", done=302),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    machine = PushSubscription.objects.create(
        user=cast.officer,
        endpoint="https://fcm.googleapis.com/fcm/send/quyen",
        p256dh="a" * 87,
        auth="a" * 22,
        created_at=now(),
    )
    return {"push_machine": machine.pk}


PAGES = (("officer", "reminders:choices", ""),)
NO_PAGES = ("reminders:push_worker",)
