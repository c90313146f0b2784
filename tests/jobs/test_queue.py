"""A job's way through the queue, without a worker process: the steps themselves."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, connection, transaction

from accounts.models import User
from core.clock import now
from core.errors import RuleError
from jobs import actions, registry
from jobs.enums import JobState
from jobs.lease import LeaseLostError
from jobs.models import IdempotencyKey, Job
from tests.processes import wait_until

Ask = Callable[..., Job]


def at_once(times: int, work: Callable[[], Any]) -> list[Any]:
    """The answers of as many threads that all begin at the same moment, each on its own connection."""
    barrier = threading.Barrier(times)

    def one() -> Any:
        try:
            barrier.wait(60)
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return [future.result() for future in [pool.submit(one) for _ in range(times)]]


@pytest.mark.django_db
def test_asked_twice_is_done_once(ask: Ask, log: Path) -> None:
    first, second = ask("test.write"), ask("test.write")
    assert first == second
    actions.run(first.pk)
    actions.run(second.pk)
    assert log.read_text().splitlines() == ["written so-1"]
    first.refresh_from_db()
    assert (first.state, first.progress, first.result) == (
        JobState.DONE,
        100,
        {"url": "/tep/so-1/", "name": "so-1.pdf"},
    )


@pytest.mark.django_db
def test_asked_again_after_the_end_is_new_work(ask: Ask, log: Path) -> None:
    first = ask("test.write")
    actions.run(first.pk)
    again = ask("test.write")
    assert again != first
    actions.run(again.pk)
    assert log.read_text().splitlines() == ["written so-1", "written so-1"]


@pytest.mark.django_db
def test_unknown_kind_is_a_mistake_of_the_programmer() -> None:
    with pytest.raises(LookupError):
        actions.enqueue("test.nobody", key="1", payload={})
    with pytest.raises(ValueError, match="registered already"):
        registry.register("test.write", label="Lần nữa", run=lambda job: None)
    with pytest.raises(ValueError, match="no queue"):
        registry.register("test.nowhere", label="Không có hàng đợi", run=lambda job: None, queue="nobody")


@pytest.mark.django_db
def test_a_worker_of_an_older_version_leaves_new_work_for_later(ask: Ask) -> None:
    job = ask("test.write")
    Job.objects.update(kind="test.of_tomorrow")
    actions.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.reason) == (
        JobState.QUEUED,
        "Chưa làm việc này được vì máy chủ liên quan chưa đáp ứng; hệ thống sẽ tự làm lại.",
    )


@pytest.mark.django_db(transaction=True)
def test_eight_requests_at_once_make_one_job(ask: Ask) -> None:
    jobs = at_once(8, lambda: ask("test.write"))
    assert len({job.pk for job in jobs}) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_do_the_work_once(ask: Ask, log: Path) -> None:
    job = ask("test.write")
    at_once(8, lambda: actions.run(job.pk))
    assert log.read_text().splitlines() == ["written so-1"]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)


@pytest.mark.django_db
def test_a_rule_that_says_no_is_final_and_told_as_it_is(ask: Ask) -> None:
    job = ask("test.refuse")
    actions.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.FAILED, 1)
    assert job.reason == "Văn bản chưa có người ký nên chưa dựng được."


@pytest.mark.django_db
def test_a_fault_of_the_program_ends_the_job_at_once(ask: Ask) -> None:
    job = ask("test.break")
    actions.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.failures) == (JobState.FAILED, 1, 1)
    assert job.reason == "Máy chủ gặp lỗi khi xuất bảng thử; đã ghi lại để xử lý."
    assert job.cause == "ZeroDivisionError: division by zero"


@pytest.fixture
def shut(tmp_path: Path) -> Path:
    """The other side's door; open it by taking the file away."""
    (door := tmp_path / "shut").touch()
    return door


def try_once(job: Job, clock: Any) -> float:
    """Run the job when its time has come; gives the seconds until the next try."""
    clock.move(seconds=max(0.0, (job.next_try_at - now()).total_seconds()) + 1)
    actions.run(job.pk)
    job.refresh_from_db()
    return (job.next_try_at - now()).total_seconds()


@pytest.mark.django_db
def test_a_neighbour_that_is_away_is_asked_again_after_growing_pauses(ask: Ask, clock: Any, shut: Path) -> None:
    job = ask("test.call", shut=str(shut))
    pauses = [round(try_once(job, clock) / 5) for _ in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 120, 120], "5 s doubled, at most 10 minutes"
    assert (job.state, job.cause) == (JobState.QUEUED, "BusyError: 451 come back later")
    assert job.reason == "Chưa gọi máy chủ thử được vì máy chủ liên quan chưa đáp ứng; hệ thống sẽ tự làm lại."
    assert actions.claim(job.pk) is None, "not before its time"
    shut.unlink()
    try_once(job, clock)
    assert (job.state, job.reason, job.cause) == (JobState.DONE, "", "")


@pytest.mark.django_db
def test_after_an_hour_the_waiting_is_given_up_and_told(ask: Ask, clock: Any, shut: Path) -> None:
    job = ask("test.call", shut=str(shut))
    begin = now()
    while job.state == JobState.QUEUED:
        try_once(job, clock)
    assert timedelta(hours=1) < now() - begin < timedelta(hours=1, minutes=12)
    assert job.state == JobState.FAILED
    assert job.reason == (
        "Không gọi máy chủ thử được vì máy chủ liên quan không đáp ứng, dù đã thử nhiều lần; đã ghi lại để xử lý."
    )


@pytest.mark.django_db
def test_a_mail_server_away_for_six_hours_loses_nothing(ask: Ask, clock: Any, log: Path, shut: Path) -> None:
    job = ask("test.letter", shut=str(shut))
    begin = now()
    while now() - begin < timedelta(hours=6):
        try_once(job, clock)
    shut.unlink()
    try_once(job, clock)
    assert job.state == JobState.DONE
    assert now() - begin < timedelta(hours=6, minutes=21)
    assert log.read_text() == "called so-1\n"


@pytest.mark.django_db
def test_a_machine_that_was_off_still_asks_five_times(ask: Ask, clock: Any, shut: Path) -> None:
    job = ask("test.call", shut=str(shut))
    actions.claim(job.pk)  # then the power went
    clock.move(days=4)
    actions.sweep("ntm")
    tries = 0
    while job.state != JobState.FAILED:
        try_once(job, clock)
        tries += 1
    assert tries == 5


@pytest.mark.django_db
def test_a_job_that_takes_too_long_fails_with_its_reason(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, officer: User, log: Path
) -> None:
    """What Celery raises in the handler at the soft limit of its queue."""

    def too_long(seconds: float) -> None:
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(time, "sleep", too_long)
    job = ask("test.paper", seconds=1)
    actions.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.cause) == (JobState.FAILED, "SoftTimeLimitExceeded: SoftTimeLimitExceeded()")
    assert job.reason.startswith("Đã dừng vì quá 15 phút mà chưa xong khi dựng bản in chậm thử;")


@pytest.mark.django_db
def test_a_failed_job_can_be_asked_for_again(ask: Ask) -> None:
    job = ask("test.refuse")
    actions.run(job.pk)
    actions.retry(job)
    actions.retry(job)
    assert (job.state, job.attempts, job.reason) == (JobState.QUEUED, 0, "")
    actions.run(job.pk)
    assert Job.objects.get().state == JobState.FAILED


@pytest.mark.django_db
def test_what_is_done_or_asked_anew_is_not_tried_again(ask: Ask) -> None:
    done = ask("test.write")
    actions.run(done.pk)
    with pytest.raises(RuleError, match="đã xong"):
        actions.retry(done)
    failed = ask("test.refuse")
    actions.run(failed.pk)
    ask("test.refuse")
    with pytest.raises(RuleError, match="đang chờ làm"):
        actions.retry(failed)


@pytest.mark.django_db
def test_a_cancelled_job_is_not_run(ask: Ask, log: Path) -> None:
    job = ask("test.write")
    actions.cancel(job)
    actions.run(job.pk)
    assert log.read_text() == ""
    with pytest.raises(RuleError, match="đã kết thúc"):
        actions.cancel(job)


@transaction.atomic
def store_and_finish(job: Job, person: User) -> None:
    IdempotencyKey.objects.create(user=person, purpose="tệp", key="của người chậm", created_at=now())
    actions.finish(job, {"url": "/cham/"})


@pytest.mark.django_db
def test_who_lost_the_lease_writes_nothing(ask: Ask, clock: Any, officer: User) -> None:
    job = ask("test.write")
    slow = actions.claim(job.pk)
    assert slow is not None
    clock.move(seconds=31)
    actions.sweep("ntm")
    quick = actions.claim(job.pk)
    assert quick is not None
    with pytest.raises(LeaseLostError):
        actions.report_progress(slow, 50, "phần 5 trên 10")
    with pytest.raises(LeaseLostError):
        store_and_finish(slow, officer)
    actions.finish(quick, {"url": "/nhanh/"})
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"url": "/nhanh/"}, 2)
    assert not IdempotencyKey.objects.exists()


def run_elsewhere(job: Job) -> None:
    actions.run(job.pk)
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_result_of_a_job_cancelled_while_running_is_dropped(ask: Ask) -> None:
    job = ask("test.paint", tenths=600)
    running = threading.Thread(target=run_elsewhere, args=(job,))
    running.start()
    wait_until(lambda: Job.objects.get().progress_text, "the work is under way")
    actions.cancel(job)
    running.join(120)
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.CANCELLED, None)
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_goes_on(ask: Ask, settings: Any) -> None:
    settings.JOB_LEASE_SECONDS = 3
    job = ask("test.paint", tenths=50)
    running = threading.Thread(target=run_elsewhere, args=(job,))
    running.start()
    while running.is_alive():
        actions.sweep("ntm")
        running.join(0.1)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert IdempotencyKey.objects.count() == 1


@pytest.mark.django_db
def test_the_sweeper_takes_up_what_a_dead_worker_left(ask: Ask, clock: Any, log: Path) -> None:
    job = ask("test.write")
    actions.claim(job.pk)
    actions.sweep("ntm")
    assert actions.claim(job.pk) is None, "its worker may still live"
    clock.move(seconds=31)
    actions.sweep("ntm")
    actions.sweep("ntm")
    actions.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert log.read_text().splitlines() == ["written so-1"]


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_is_given_up(ask: Ask, clock: Any) -> None:
    job = ask("test.break")
    for _ in range(10):
        assert actions.claim(job.pk) is not None
        clock.move(seconds=700)
        actions.sweep("ntm")
        clock.move(seconds=700)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.failures) == (JobState.FAILED, 10, 0)
    assert job.reason == "Máy chủ dừng giữa chừng nhiều lần khi xuất bảng thử; đã ghi lại để xử lý."


@pytest.mark.django_db
def test_a_lost_doorbell_is_rung_again_but_rarer_and_rarer(ask: Ask, clock: Any) -> None:
    job = ask("test.write")
    gaps = []
    for _ in range(4):
        job.refresh_from_db()
        rung = job.ring_at
        actions.sweep("ntm")
        job.refresh_from_db()
        assert job.ring_at == rung, "not before its time"
        clock.move(seconds=(rung - now()).total_seconds() + 0.5)
        actions.sweep("ntm")
        job.refresh_from_db()
        gaps.append(round((job.ring_at - now()).total_seconds() / 5))
    assert gaps == sorted(set(gaps))
    assert gaps[0] == 1


@pytest.mark.django_db(transaction=True)
def test_eight_sweepers_at_once_queue_an_orphan_once(ask: Ask, clock: Any) -> None:
    job = ask("test.write")
    actions.claim(job.pk)
    clock.move(seconds=31)
    at_once(8, lambda: actions.sweep("ntm"))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 1)
    assert job.ring_at - now() > timedelta(seconds=3), "rung, so not due again at once"


@pytest.mark.django_db
def test_a_request_sent_twice_is_answered_from_the_first(officer: User) -> None:
    done: list[int] = []

    def do() -> dict[str, Any]:
        done.append(1)
        return {"id": 7}

    answers = [actions.once(officer, purpose="thu", key="k-1", do=do) for _ in range(2)]
    assert (answers, done) == ([{"id": 7}, {"id": 7}], [1])


@pytest.mark.django_db
def test_a_request_that_was_refused_may_be_sent_again(officer: User) -> None:
    def refuse() -> dict[str, Any]:
        raise RuleError("Chưa đủ thông tin.")

    with pytest.raises(RuleError):
        actions.once(officer, purpose="thu", key="k-1", do=refuse)
    assert actions.once(officer, purpose="thu", key="k-1", do=lambda: {"id": 8}) == {"id": 8}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "broken",
    [
        {"state": JobState.FAILED, "finished_at": now()},
        {"state": JobState.DONE},
        {"state": JobState.RUNNING},
        {"progress": 101},
        {"failures": 1},
        {"result": {}},
    ],
    ids=["failed without reason", "done without end", "running without claim", "over 100 %", "more failures", "result"],
)
def test_the_database_refuses_what_cannot_be(ask: Ask, broken: dict[str, Any]) -> None:
    job = ask("test.write")
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**broken)


@pytest.mark.django_db
def test_the_database_refuses_a_second_live_job(ask: Ask) -> None:
    job = ask("test.write")
    job.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        job.save(force_insert=True)
