"""Reading jobs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jobs.enums import LIVE
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


def last_heard() -> dict[str, datetime]:
    """When "worker" and "beat" were last heard of; who was never heard of is missing."""
    return dict(Heartbeat.objects.values_list("name", "at"))
