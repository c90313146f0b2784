"""What the broker carries: ids, and the knock of the sweeper."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import after_task_publish
from django.db import close_old_connections

from jobs import lease

SWEEP = "jobs.sweep"


@shared_task(name="jobs.run")
def run_job(job_id: int) -> None:
    """The doorbell of one job; ringing twice does no harm."""
    from jobs import actions

    actions.run(job_id)


@shared_task(name=SWEEP)
def sweep(queue: str) -> None:
    """Sent by beat to each queue every few seconds; also the sign that the queue's worker lives."""
    from jobs import actions

    lease.beat_heart(queue)
    actions.sweep(queue)


@shared_task(name="jobs.forget_keys")
def forget_keys() -> None:
    from jobs import actions

    actions.forget_keys()


@after_task_publish.connect(sender=SWEEP)
def beat_was_heard(**_: Any) -> None:
    """Only beat publishes the sweep, so this runs in beat, after the broker took the message."""
    close_old_connections()  # beat has no requests or tasks that would do it
    lease.beat_heart("beat")
