"""Every write on jobs. Each step is one conditional update, so two workers or sweepers never both do it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from core import clock
from core.errors import RuleError
from core.transport import is_transport_error
from jobs import lease, registry
from jobs.enums import LIVE, RETRYABLE, JobState
from jobs.lease import LeaseLostError
from jobs.models import FOR_A_DAY, IdempotencyKey, Job
from jobs.queues import QUEUES
from jobs.tasks import run_job

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

logger = logging.getLogger(__name__)

#: The doorbell is heard within moments; a job that still waits after so long is rung again.
RING_AGAIN = timedelta(seconds=5)
LONGEST_RING = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
#: However long the job waited before (the machine was off, say), a neighbour that is away is asked so often.
LEAST_TRIES = 5
#: A dead worker (restart, power cut) is seldom its job's fault, so many of them are borne.
MOST_DEATHS = 10
SWEEP_AT_MOST = 200
WORKER_DIED = "Máy chủ dừng giữa chừng nhiều lần khi {what}; đã ghi lại để xử lý."
HANDLER_FAILED = "Máy chủ gặp lỗi khi {what}; đã ghi lại để xử lý."
NO_WAY_NOW = "Chưa {what} được vì máy chủ liên quan chưa đáp ứng; hệ thống sẽ tự làm lại."
NO_WAY = "Không {what} được vì máy chủ liên quan không đáp ứng, dù đã thử nhiều lần; đã ghi lại để xử lý."
TOO_LONG = "Đã dừng vì quá {minutes} phút mà chưa xong khi {what}; đề nghị chọn phạm vi nhỏ hơn hoặc thử lại khi máy chủ ít việc."


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    owner: User | None = None,
    area: Area | None = None,
    title: str = "",
    not_before: datetime | None = None,
) -> Job:
    """Ask for work of a registered kind; the job of this kind and key that still lives is given back instead of a second.

    `key` names the work by nature and should change when its outcome would (e.g. "17/pdf/<hash of the text>");
    `payload` holds ids, no content. `title` is what "Tệp của tôi" shows. Rings the doorbell after the transaction;
    with the broker down the row waits for the sweeper, and the request goes through all the same. With `not_before` the
    sweeper rings at that moment, and no worker takes it earlier.
    """
    queue, now = registry.find(kind).queue, clock.now()
    waits = not_before is not None and not_before > now
    fresh: dict[str, Any] = {
        "queue": queue,
        "title": title,
        "payload": payload,
        "owner": owner,
        "area": area,
        "created_at": now,
        "next_try_at": not_before if waits else now,
        "ring_at": not_before if waits else now + RING_AGAIN,
    }
    with transaction.atomic():
        job, created = Job.objects.get_or_create(kind=kind, key=key, state__in=LIVE, defaults=fresh)
        if created and not waits:
            _ring(job)
    return job


def claim(job_id: int) -> Job | None:
    """Take a queued job whose time has come, for one lease; None when it is not to be had (done, taken, too early)."""
    now, token = clock.now(), uuid.uuid4()
    taken = Job.objects.filter(pk=job_id, state=JobState.QUEUED, next_try_at__lte=now).update(
        state=JobState.RUNNING,
        claim=token,
        lease_until=now + lease.length(),
        attempts=F("attempts") + 1,
        started_at=Coalesce("started_at", now),
        progress=0,
        progress_text="",
        reason="",
        cause="",
    )
    return Job.objects.filter(pk=job_id, claim=token).first() if taken else None


def run(job_id: int) -> None:
    """Do the work of a job, if it is to be had: claim it, renew its lease, store the outcome if the job still is ours."""
    job = claim(job_id)
    if job is None:
        return
    lease.show_life(job.queue)
    with lease.Lease(job):
        try:
            result = registry.find(job.kind).run(job)
            if job.state != JobState.DONE:
                finish(job, result)
        except LeaseLostError:
            logger.warning("job %s (%s) was lost while running; its result is dropped", job.pk, job.kind)
        except RuleError as error:
            _leave(job, JobState.FAILED, finished_at=clock.now(), reason=error.message)
        except Exception as error:  # noqa: BLE001 - _leave_after logs it and stores what it means
            _leave_after(job, error)


def finish(job: Job, result: dict[str, Any] | None = None) -> None:
    """Mark a running job done; LeaseLostError when it is no longer this worker's.

    A handler that writes rows calls it inside the same transaction, so both are stored once or not at all.
    """
    done = _leave(job, JobState.DONE, finished_at=clock.now(), progress=100, progress_text="", result=result)
    if not done:
        raise LeaseLostError
    job.state = JobState.DONE


def report_progress(job: Job, percent: int, text: str = "") -> None:
    """Show how far a running job is (0–100) and what it does; LeaseLostError, to stop useless work, when it is not ours.

    Call it outside transactions: others see it only once committed.
    """
    if not _mine(job).update(progress=max(0, min(100, percent)), progress_text=text[:200]):
        raise LeaseLostError


def cancel(job: Job) -> None:
    """Stop a job that waits or runs; what a running one still brings is dropped. RuleError when it has ended."""
    stopped = Job.objects.filter(pk=job.pk, state__in=LIVE).update(
        state=JobState.CANCELLED, claim=None, lease_until=None, finished_at=clock.now(), reason=""
    )
    if not stopped:
        raise RuleError("Việc này đã kết thúc nên không dừng được nữa.")


def retry(job: Job) -> None:
    """Queue a failed or cancelled job anew, with all its attempts; asking twice is asking once."""
    now = clock.now()
    try:
        with transaction.atomic():
            queued = Job.objects.filter(pk=job.pk, state__in=RETRYABLE).update(
                state=JobState.QUEUED,
                attempts=0,
                failures=0,
                progress=0,
                progress_text="",
                reason="",
                cause="",
                started_at=None,
                finished_at=None,
                next_try_at=now,
                ring_at=now + RING_AGAIN,
            )
            if queued:
                _ring(job)
    except IntegrityError:
        raise RuleError("Việc này đã được yêu cầu lại và đang chờ làm.") from None
    job.refresh_from_db()
    if not queued and not job.is_live:
        raise RuleError("Việc này đã xong nên không cần làm lại.")


def sweep(queue: str) -> None:
    """Take up what dead workers of a queue left and ring again for what still waits; two sweepers at once do no harm."""
    _take_up_the_orphans(queue)
    _ring_for_the_waiting(queue)


def once(user: User, *, purpose: str, key: str, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Answer of `do()`, which is done in one transaction at the first request with this key and never again.

    `do` answers something JSON can hold; when it raises, nothing is kept.
    """
    with transaction.atomic():
        row, created = IdempotencyKey.objects.get_or_create(
            user_id=user.pk, purpose=purpose, key=key, defaults={"created_at": clock.now()}
        )
        if created:
            row.response = do()
            row.save(update_fields=["response"])
    return row.response


def forget_keys() -> int:
    """Forget what other systems' requests were answered more than 24 hours ago; says how many."""
    old = IdempotencyKey.objects.filter(purpose=FOR_A_DAY, created_at__lt=clock.now() - timedelta(hours=24))
    return old.delete()[0]


def _ring(job: Job) -> None:
    """Into the job's queue, with the limits of that queue, which Celery keeps."""
    limits = QUEUES[job.queue]

    def knock() -> None:
        run_job.apply_async(
            (job.pk,), queue=job.queue, soft_time_limit=limits.soft_limit, time_limit=limits.hard_limit, retry=False
        )

    # Robust: a broker that is down costs a line in the log, never the request; the sweeper comes by later.
    # (Robust hooks must be plain functions: Django 5.2 asks a failed one for its name.)
    transaction.on_commit(knock, robust=True)


def _mine(job: Job) -> models.QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, claim=job.claim, state=JobState.RUNNING)


def _leave(job: Job, state: JobState, **fields: Any) -> bool:
    return _mine(job).update(state=state, claim=None, lease_until=None, **fields) == 1


def _pause(times: int) -> timedelta:
    """5 s after the first time, doubled with each."""
    return min(FIRST_PAUSE * 2 ** min(times - 1, 10), LONGEST_PAUSE)


def _what(kind: str) -> str:
    label = registry.label(kind)
    return label[:1].lower() + label[1:]


def _leave_after(job: Job, error: Exception) -> None:
    """Store what an error means for the job: the way was blocked, its time was up, or the program is at fault."""
    if not connection.in_atomic_block:
        connection.close()  # the error may have come in the middle of a question to the database
    now, what = clock.now(), _what(job.kind)
    told: dict[str, Any] = {"failures": job.failures + 1, "cause": f"{type(error).__qualname__}: {error}"[:2000]}
    # A kind unknown here waits for the worker of the newer version that ordered it.
    may_pass = is_transport_error(error) or isinstance(error, registry.UnknownKindError)
    if may_pass and _is_worth_another_try(job, now):
        logger.warning("job %s (%s) is tried again later: %r", job.pk, job.kind, error)
        later = now + _pause(job.failures + 1)
        _leave(job, JobState.QUEUED, next_try_at=later, ring_at=later, reason=NO_WAY_NOW.format(what=what), **told)
        return
    logger.error("job %s (%s) ended in an error", job.pk, job.kind, exc_info=error)
    if isinstance(error, SoftTimeLimitExceeded):
        reason = TOO_LONG.format(minutes=QUEUES[job.queue].soft_limit // 60, what=what)
    else:
        reason = (NO_WAY if may_pass else HANDLER_FAILED).format(what=what)
    _leave(job, JobState.FAILED, finished_at=now, reason=reason, **told)


def _is_worth_another_try(job: Job, now: datetime) -> bool:
    assert job.started_at is not None
    return job.failures + 1 < LEAST_TRIES or now < job.started_at + registry.patience(job.kind)


def _take_up_the_orphans(queue: str) -> None:
    now = clock.now()
    orphans = Job.objects.filter(queue=queue, state=JobState.RUNNING, lease_until__lt=now).order_by("lease_until")
    for job in orphans[:SWEEP_AT_MOST]:
        deaths = job.attempts - job.failures
        # Its worker may renew the lease at this very moment: then it lives, and the update finds no row.
        mine = orphans.filter(pk=job.pk, claim=job.claim).order_by()
        if deaths >= MOST_DEATHS:
            reason = WORKER_DIED.format(what=_what(job.kind))
            mine.update(state=JobState.FAILED, claim=None, lease_until=None, finished_at=now, reason=reason)
        else:
            later = now + _pause(deaths - 1) if deaths > 1 else now
            mine.update(state=JobState.QUEUED, claim=None, lease_until=None, next_try_at=later, ring_at=later)


def _ring_for_the_waiting(queue: str) -> None:
    now = clock.now()
    waiting = Job.objects.filter(queue=queue, state=JobState.QUEUED, ring_at__lte=now).order_by("ring_at")
    for job in waiting[:SWEEP_AT_MOST]:
        if waiting.filter(pk=job.pk).order_by().update(ring_at=_next_ring(job, now)):
            _ring(job)


def _next_ring(job: Job, now: datetime) -> datetime:
    """The longer it waits, the rarer: a long queue behind busy workers must not fill the broker with doorbells."""
    return now + min(max(RING_AGAIN, now - job.next_try_at), LONGEST_RING)
