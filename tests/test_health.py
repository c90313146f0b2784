"""/healthz and /readyz: what the machinery that runs us is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from core import clock
from jobs.models import Heartbeat
from ntm import health
from tests.processes import Program, wait_until


def heard(name: str, seconds_ago: float) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now() - timedelta(seconds=seconds_ago)})


def test_alive_asks_nobody(client: Client) -> None:
    """No database fixture here: a query would fail the test."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_worker_and_beat_were_heard_of(client: Client, db: None) -> None:
    heard("worker", 5)
    heard("beat", 30)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": True, "broker": True, "storage": True, "worker": True, "beat": True},
    }
    assert answer["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


@pytest.mark.parametrize("silent", ["worker", "beat"])
def test_not_ready_when_one_was_silent_for_a_minute(client: Client, db: None, silent: str) -> None:
    heard("worker", 5)
    heard("beat", 5)
    heard(silent, 61)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "waiting"
    assert [name for name, well in answer.json()["checks"].items() if not well] == [silent]


def test_not_ready_when_nobody_was_ever_heard(client: Client, db: None) -> None:
    assert client.get("/readyz").json()["checks"] == {
        "database": True,
        "broker": True,
        "storage": True,
        "worker": False,
        "beat": False,
    }


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
