"""The queue with real processes: a worker, beat, and kill -9."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from accounts.models import User
from jobs import actions, queries
from jobs.enums import JobState
from jobs.models import IdempotencyKey, Job
from tests.processes import Program, manage, wait_until

Ask = Callable[..., Job]
#: More of them, and longer, in bench/trial_kills.py.
KILLS = int(os.environ.get("KILLS", "2"))


def state_of(job: Job) -> str:
    job.refresh_from_db()
    return job.state


def test_the_doorbell_starts_the_work_at_once(worker: Program, ask: Ask, log: Path) -> None:
    job = ask("test.write")
    wait_until(lambda: state_of(job) == JobState.DONE, "the job is done")
    assert log.read_text().splitlines() == ["written so-1"]
    assert "beat" not in queries.last_heard()


def test_a_killed_worker_leaves_nothing_lost_and_nothing_doubled(worker: Program, beat: Program, ask: Ask) -> None:
    jobs = [ask("test.paint", f"so-{number}", tenths=15) for number in range(4)]
    under_way = Job.objects.filter(state=JobState.RUNNING, progress__gt=0)
    left: list[Any] = []  # claims of the workers that were killed

    def begun() -> bool:
        return under_way.exclude(claim__in=left).exists()

    for _ in range(KILLS):
        wait_until(begun, "a job is under way", 60)
        worker.kill()
        left += under_way.values_list("claim", flat=True)
        worker.start_and_wait(" ready.")
    wait_until(lambda: not Job.objects.exclude(state=JobState.DONE).exists(), "all jobs are done", 90)
    made = sorted(IdempotencyKey.objects.values_list("purpose", "key"))
    assert made == [(job.key, "1") for job in jobs]
    assert sum(Job.objects.values_list("attempts", flat=True)) >= len(jobs) + KILLS, "each kill hit a job at work"
    assert set(queries.last_heard()) == {"worker", "beat"}


ORDER = """
from accounts.models import User
from jobs import actions
from tests.jobs import kinds
job = actions.enqueue("test.write", key="so-1", payload={"log": %r}, owner=User.objects.get())
print("state:", job.state)
"""


def test_a_request_goes_through_while_the_broker_is_down(
    worker: Program, beat: Program, officer: User, log: Path
) -> None:
    ordered = manage("shell", "-c", ORDER % str(log), env={"REDIS_URL": "redis://127.0.0.1:1/0"})
    assert ordered.stdout.splitlines()[-1] == "state: queued"
    assert "Connection refused" in ordered.stderr, "nobody heard the doorbell, and the log says so"
    wait_until(lambda: Job.objects.get().state == JobState.DONE, "the sweeper rang", 60)
    assert log.read_text().splitlines() == ["written so-1"]


def test_two_sweeps_at_once_ring_for_a_lost_bell(worker: Program, ask: Ask, log: Path, clock: Any) -> None:
    job = ask("test.refuse")
    wait_until(lambda: state_of(job) == JobState.FAILED, "the rule said no")
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED, reason="", finished_at=None)
    clock.move(seconds=60)
    actions.sweep()
    actions.sweep()
    wait_until(lambda: state_of(job) == JobState.FAILED, "the sweeper rang")
    assert job.attempts == 2
