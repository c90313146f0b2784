"""The queue with real processes: a worker, beat, and kill -9."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from jobs import actions, queries
from jobs.enums import LIVE, JobState
from jobs.models import IdempotencyKey, Job
from jobs.queues import EXPORTS, PAPERS, QUEUES
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
    assert set(queries.last_heard()) == {*QUEUES, "beat"}


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
    actions.sweep("ntm")
    actions.sweep("ntm")
    wait_until(lambda: state_of(job) == JobState.FAILED, "the sweeper rang")
    assert job.attempts == 2


@pytest.fixture
def stopped_after(transactional_db: None) -> Iterator[None]:
    """What still works when the test ends is stopped, so that the next one finds idle workers."""
    yield
    for job in Job.objects.filter(state__in=LIVE):
        actions.cancel(job)


def test_a_slow_queue_stops_no_other(worker: Program, ask: Ask, tmp_path: Path, stopped_after: None) -> None:
    """More slow exports and papers than their workers take; mail and all the rest go on beside them."""
    slow = [ask(kind, f"{kind}-{number}", seconds=120) for kind in ("test.export", "test.paper") for number in range(4)]
    wait_until(
        lambda: set(Job.objects.filter(state=JobState.RUNNING).values_list("queue", flat=True)) == {EXPORTS, PAPERS},
        "both slow queues are at work",
    )
    quick = [ask(kind, f"{kind}-{number}", shut=str(tmp_path / "open"))
             for kind in ("test.letter", "test.call") for number in range(5)]  # fmt: skip
    wait_until(lambda: {state_of(job) for job in quick} == {JobState.DONE}, "mail and the rest are done")
    assert {state_of(job) for job in slow} == {JobState.RUNNING, JobState.QUEUED}
    assert Job.objects.filter(queue=EXPORTS, state=JobState.RUNNING).count() == 1, "exports come one after the other"


def test_work_over_its_time_ends_as_failed(
    worker: Program, ask: Ask, monkeypatch: pytest.MonkeyPatch, stopped_after: None
) -> None:
    monkeypatch.setitem(QUEUES, PAPERS, replace(QUEUES[PAPERS], soft_limit=1, hard_limit=60))
    job = ask("test.paper", seconds=60)
    wait_until(lambda: state_of(job) == JobState.FAILED, "the work was told to stop")
    assert job.reason.startswith("Đã dừng vì quá 15 phút mà chưa xong khi dựng bản in chậm thử;")
    assert job.is_retryable


def test_work_that_does_not_listen_is_cut_off_and_taken_up_again(
    worker: Program, ask: Ask, log: Path, monkeypatch: pytest.MonkeyPatch, stopped_after: None
) -> None:
    monkeypatch.setitem(QUEUES, PAPERS, replace(QUEUES[PAPERS], soft_limit=1, hard_limit=2))
    job = ask("test.deaf", seconds=60)

    def begun_anew() -> bool:
        actions.sweep(PAPERS)
        return state_of(job) == JobState.RUNNING and job.attempts == 2

    wait_until(begun_anew, "another worker has it")
    assert log.read_text().count("begun") >= 2
