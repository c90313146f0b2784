from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from jobs import actions
from jobs.models import Job
from ntm import processes
from tests.jobs import kinds  # noqa: F401 - registers the kinds of work
from tests.processes import ROOT, Program


@pytest.fixture
def officer(db: None) -> User:
    return User.objects.create_user("0900000101", "Lê Thị Mận", "mat-khau-thu")


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the handlers wrote down, one line each."""
    path = tmp_path / "log.txt"
    path.touch()
    return path


@pytest.fixture
def ask(officer: User, log: Path) -> Callable[..., Job]:
    """Enqueue work of a kind for the officer."""

    def enqueue(kind: str, key: str = "so-1", **payload: Any) -> Job:
        return actions.enqueue(kind, key=key, payload={"log": str(log), **payload}, owner=officer, title=f"Sổ {key}")

    return enqueue


class KindsWorker(Program):
    """The worker of the project, on the same command line, that knows the kinds of these tests besides."""

    def start(self) -> None:
        line = [*processes.command("worker"), "tests.jobs.kinds"]
        environment = {**os.environ, "LOG_LEVEL": "INFO", **self.env}
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(
                line, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )


@pytest.fixture(scope="module", autouse=True)
def _no_other_worker(_worker_program: Program) -> None:
    """A worker that tests before these started would take their jobs, and knows none of their kinds."""
    _worker_program.stop()


@pytest.fixture(scope="module")
def _kinds_worker(_worker_program: Program) -> Iterator[Program]:
    _worker_program.stop()  # both would listen to the same queue
    program = KindsWorker("worker", {"JOB_LEASE_SECONDS": "1"})
    yield program
    program.stop()


@pytest.fixture
def worker(transactional_db: None, _kinds_worker: Program) -> Program:
    """In this folder: a worker that knows the kinds of these tests, with a lease of one second."""
    if not _kinds_worker.alive:
        _kinds_worker.start_and_wait(" ready.")
    return _kinds_worker


@pytest.fixture
def administrator(db: None, client: Client) -> Client:
    """The administrator, signed in."""
    person = User.objects.create_superuser("0900000109", "Lý Văn Quản", "mat-khau-thu")
    client.force_login(person, backend="accounts.backends.PhoneOrEmailBackend")
    return client
