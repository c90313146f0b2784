"""The lease on a running job: renewed while the work goes on, so that silence means a dead worker."""

from __future__ import annotations

import logging
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connection

from core import clock
from jobs.enums import JobState
from jobs.models import Heartbeat, Job

logger = logging.getLogger(__name__)


class LeaseLostError(Exception):
    """The job was cancelled or taken up by another worker; what this one did is dropped."""


def length() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


def beat_heart(name: str) -> None:
    """Note that a process of this name (a queue's for its worker, "beat") lives."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=clock.now())], update_conflicts=True, unique_fields=["name"], update_fields=["at"]
    )


def show_life(name: str) -> None:
    """As beat_heart, but of many short jobs one after the other every few seconds only one writes."""
    now = time.monotonic()
    if now - _shown.get(name, -_SHOW_AGAIN) >= _SHOW_AGAIN:
        _shown[name] = now
        beat_heart(name)


_SHOW_AGAIN = 5.0  # seconds
#: When this process last wrote, by name.
_shown: dict[str, float] = {}


class Lease:
    """Renews the lease of a claimed job in a thread of its own, every third of its length, until the block ends."""

    def __init__(self, job: Job) -> None:
        self._job_id, self._claim, self._queue = job.pk, job.claim, job.queue
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew_until_ended, name=f"lease-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _renew_until_ended(self) -> None:
        try:
            while not self._ended.wait(settings.JOB_LEASE_SECONDS / 3):
                if not self._renew():
                    return
        finally:
            connection.close()  # the connection is this thread's own

    def _renew(self) -> bool:
        """Whether it is worth going on; a database out of reach for a moment is asked again next time."""
        try:
            beat_heart(self._queue)
            mine = Job.objects.filter(pk=self._job_id, claim=self._claim, state=JobState.RUNNING)
            return mine.update(lease_until=clock.now() + length()) == 1
        except DatabaseError:
            logger.warning("lease of job %s not renewed", self._job_id, exc_info=True)
            connection.close()
            return True
