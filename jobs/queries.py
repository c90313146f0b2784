"""Reading jobs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Coalesce

from core import clock
from jobs.enums import LIVE, JobState
from jobs.models import Heartbeat, Job

if TYPE_CHECKING:
    from accounts.models import User


def of_owner(user: User) -> QuerySet[Job]:
    """The person's jobs, newest first."""
    return Job.objects.filter(owner_id=user.pk)


def live_job(kind: str, key: str) -> Job | None:
    """The job of this kind and key that waits or runs."""
    return Job.objects.filter(kind=kind, key=key, state__in=LIVE).first()


def last_job(kind: str, key: str) -> Job | None:
    """The newest job of this kind and key, in whatever state."""
    return Job.objects.filter(kind=kind, key=key).first()


def last_jobs(kind: str, keys: Iterable[str]) -> dict[str, Job]:
    """The same for several keys, by key; one query, none for no keys."""
    keys = list(keys)
    rows = Job.objects.filter(kind=kind, key__in=keys).order_by("created_at", "pk") if keys else ()
    return {job.key: job for job in rows}


def last_heard() -> dict[str, datetime]:
    """When "beat" and each queue's worker were last heard of; who was never heard of is missing."""
    return dict(Heartbeat.objects.values_list("name", "at"))


def waiting() -> dict[str, tuple[int, datetime]]:
    """How many jobs of each queue wait, and since when the one waits that was asked for first; empty queues are missing.

    A job that is tried again waits since its first try; one that is not to start yet does not wait.
    """
    due = Q(next_try_at__lte=clock.now()) | Q(started_at__isnull=False)
    rows = Job.objects.filter(due, state=JobState.QUEUED).order_by().values_list("queue")
    found = rows.annotate(count=Count("pk"), since=Min(Coalesce("started_at", "next_try_at")))
    return {queue: (count, since) for queue, count, since in found}
