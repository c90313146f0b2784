"""Exports on a schedule, and finished work ordered anew: everybody's own, nobody else's."""

from __future__ import annotations

from typing import Any

from core.clock import now
from documents.models import ScheduledExport
from jobs.models import Job
from tests.cast import Cast
from tests.permissions.rows import PEOPLE, Row

_OWN = ("officer",)
_OTHERS = {person: 404 for person in PEOPLE if person not in _OWN}
TABLE = (
    Row("jobs:anew", _OWN, _OTHERS, method="post", of="made_file", done=302),
    Row("documents:schedules", PEOPLE, {}),
    Row("documents:add_schedule", PEOPLE, {}),
    Row("documents:stop_schedule", _OWN, _OTHERS, method="post", of="schedule", done=302),
    Row("documents:start_schedule", _OWN, _OTHERS, method="post", of="schedule", done=302),
    Row("documents:delete_schedule", _OWN, _OTHERS, method="post", of="schedule", done=302),
)
PAGES = (("officer", "documents:schedules", ""), ("officer", "documents:add_schedule", ""))


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    moment = now()
    job = Job.objects.create(
        kind="documents.register", key="quyen", owner=cast.officer, state="done", result={"url": "/tep/1/", "name": "So.pdf"},
        created_at=moment, finished_at=moment, next_try_at=moment, ring_at=moment,
    )  # fmt: skip
    schedule = ScheduledExport.objects.create(
        owner=cast.officer, export="documents.register", what=str(cast.committee.pk), title="Sổ văn bản đi", format="xlsx",
        every="day", hour=7, next_at=moment, created_at=moment,
    )  # fmt: skip
    return {"made_file": job.pk, "schedule": schedule.pk}
