"""Reminders with real processes: two beats ask at once, four worker processes send, and all are killed in the middle of it."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from time import sleep
from typing import Any

import pytest
from django.conf import settings

from accounts.enums import Role
from accounts.models import User
from bench import reminder_world
from jobs.enums import LIVE
from jobs.models import Job
from jobs.queues import DEFAULT, MAIL
from jobs.tasks import sweep
from journal.models import Notice
from ntm import processes
from reminders import tasks
from reminders.enums import MessageState
from reminders.models import Message, MessageLine, Turn
from tests import factories
from tests.cast import Cast
from tests.processes import ROOT, Program, wait_until

PEOPLE, KILLS = 20, 2
MORNING = "2026-11-20 07:00"


class RemindingWorker(Program):
    """The worker of the project that knows the made-up kinds besides."""

    def start(self) -> None:
        line = [*processes.command("worker"), "tests.reminders.kinds"]
        environment = {**os.environ, "LOG_LEVEL": "INFO", **self.env}
        with self.log.open("wb") as log:
            self._child = subprocess.Popen(
                line, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
            )


@pytest.fixture
def mail_server() -> Iterator[reminder_world.MailServer]:
    server = reminder_world.MailServer()
    yield server
    server.stop()


@pytest.fixture
def worker(
    transactional_db: None, _worker_program: Program, mail_server: reminder_world.MailServer
) -> Iterator[Program]:
    """With four processes for each queue that may have more than one; the worker of other tests listens to the same queues and must be gone."""
    _worker_program.stop()
    environment = {"EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}", "JOB_LEASE_SECONDS": "3"}
    program = RemindingWorker("worker", {**environment, "WORKER_PROCESSES": "4"})
    program.start_and_wait(" ready.")
    yield program
    program.stop()


def people_with_work(cast: Cast) -> list[User]:
    reminder_world.make_table()
    people = [factories.person(f"Người thứ {number}", Role.NTM_OFFICER, cast.commune) for number in range(PEOPLE)]
    for number, user in enumerate(people):
        User.objects.filter(pk=user.pk).update(email=f"nguoi{number}@xa.example")
        for turn, due in enumerate(("2026-11-20", "2026-11-26")):
            reminder_world.put(
                2 * number + turn,
                "viec",
                f"Việc {number}/{turn}",
                date.fromisoformat(due),
                (user.pk,),
                cast.commune.pk,
                is_open=True,
            )
    return people


def test_killed_workers_and_two_beats_tell_everybody_once(
    cast: Cast, worker: Program, mail_server: reminder_world.MailServer, clock: Any
) -> None:
    people_with_work(cast)
    clock.set(MORNING)

    def beats() -> None:
        """Two beats, each with all it asks for every few seconds."""
        sleep(1)
        for _ in range(2):
            tasks.daily.apply_async(retry=False)
            for queue in (DEFAULT, MAIL):
                sweep.apply_async((queue,), queue=queue, retry=False)

    def some_more() -> bool:
        beats()
        return len(mail_server.taken) > taken or not waiting()

    def waiting() -> bool:
        return Message.objects.count() < PEOPLE or Job.objects.filter(state__in=LIVE).exists()

    for _ in range(KILLS):
        taken = len(mail_server.taken)
        wait_until(some_more, "some mail is under way", 60)
        worker.kill()
        worker.start_and_wait(" ready.")
    wait_until(lambda: beats() or not waiting(), "everything is sent", 120)  # type: ignore[func-returns-value]
    assert Turn.objects.get().found == Notice.objects.count() == MessageLine.objects.count() == 2 * PEOPLE
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    # A mail cut off between the server's "250" and our commit comes again under its settled Message-ID; no other does.
    by_id = Counter(str(mail["Message-ID"]) for mail in mail_server.taken)
    assert len(by_id) == PEOPLE == len({mail["To"] for mail in mail_server.taken})
    assert sum(by_id.values()) - PEOPLE <= KILLS * 4
    for mail in mail_server.taken:
        number = mail["To"].partition("@")[0].removeprefix("nguoi")
        body = mail.get_body(("plain",)).get_content()
        assert f"Đến hạn hôm nay: Việc {number}/0" in body
        assert f"hạn 26/11/2026: Việc {number}/1" in body
    assert settings.PUBLIC_URL in body
