"""/healthz and /readyz: what the machinery that runs us is told."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from core import clock
from jobs.models import Heartbeat, Job
from jobs.queues import QUEUES
from ntm import health
from tests.processes import ROOT, Program, wait_until


def heard(name: str, seconds_ago: float) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now() - timedelta(seconds=seconds_ago)})


def test_alive_asks_nobody(client: Client) -> None:
    """No database fixture here: a query would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_the_first_visitor_waits_for_no_view() -> None:
    """A web process has loaded its pages before it answers, and its collector looks at them no more."""
    code = "import gc, sys, ntm.wsgi; print('dashboards.views.matrix' in sys.modules, gc.get_freeze_count() > 0)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    assert done.stdout.split() == ["True", "True"]


def all_heard() -> None:
    for name in (*QUEUES, "beat"):
        heard(name, 5)


def near(seconds: float) -> Any:
    """So many seconds, while the test itself takes a few."""
    return pytest.approx(seconds, abs=3)


def test_ready_when_workers_and_beat_were_heard_of(client: Client, db: None) -> None:
    all_heard()
    heard("mail", 20)
    heard("beat", 30)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    idle = {"heard_seconds_ago": near(5), "waiting": 0, "oldest_waiting_seconds": 0}
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": True, "broker": True, "storage": True, "worker": True, "beat": True},
        "beat_heard_seconds_ago": near(30),
        "queues": {"ntm": idle, "mail": {**idle, "heard_seconds_ago": near(20)}, "papers": idle, "exports": idle},
    }
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize(("silent", "check"), [*((queue, "worker") for queue in QUEUES), ("beat", "beat")])
def test_not_ready_when_one_was_silent_for_a_minute(client: Client, db: None, silent: str, check: str) -> None:
    all_heard()
    heard(silent, 61)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "waiting"
    assert [name for name, well in answer.json()["checks"].items() if not well] == [check]


def test_much_waiting_is_told_and_no_reason_to_be_unready(client: Client, db: None) -> None:
    all_heard()
    now = clock.now()
    job = {"kind": "test.export", "queue": "exports", "created_at": now, "ring_at": now}
    for number in range(30):
        Job.objects.create(**job, key=str(number), next_try_at=now - timedelta(minutes=number))
    Job.objects.create(**job, key="tomorrow", next_try_at=now + timedelta(days=1))
    letter = {**job, "kind": "test.letter", "queue": "mail", "attempts": 3, "failures": 3}
    Job.objects.create(
        **letter, key="tried", started_at=now - timedelta(hours=5), next_try_at=now + timedelta(minutes=9)
    )
    answer = client.get("/readyz")
    queues = answer.json()["queues"]
    assert (answer.status_code, queues["ntm"]["waiting"]) == (200, 0)
    assert (queues["exports"]["waiting"], queues["exports"]["oldest_waiting_seconds"]) == (30, near(29 * 60))
    assert (queues["mail"]["waiting"], queues["mail"]["oldest_waiting_seconds"]) == (1, near(5 * 3600))


def test_not_ready_when_nobody_was_ever_heard(client: Client, db: None) -> None:
    answer = client.get("/readyz").json()
    assert answer["checks"] == {"database": True, "broker": True, "storage": True, "worker": False, "beat": False}
    assert answer["beat_heard_seconds_ago"] is None
    assert {queue["heard_seconds_ago"] for queue in answer["queues"].values()} == {None}


def test_a_storage_that_cannot_be_written_is_told_without_its_place(client: Client, db: None, settings: object) -> None:
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": "/proc/ntm"}},
    }
    answer = client.get("/readyz")
    assert answer.json()["checks"]["storage"] is False
    assert "/proc" not in answer.content.decode()


def test_asking_leaves_no_file_behind(client: Client, db: None) -> None:
    client.get("/readyz")
    folder = settings.DATA_DIR / "files" / "health"
    assert list(folder.iterdir()) == []


def test_the_real_worker_and_beat_make_it_ready(client: Client, worker: Program, beat: Program) -> None:
    wait_until(lambda: client.get("/readyz").status_code == 200, "readyz", 60)


def test_what_is_checked_is_what_is_promised() -> None:
    assert set(health.CHECKS) == {"database", "broker", "storage", "worker", "beat"}
