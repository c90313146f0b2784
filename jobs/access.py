"""Who may see a job: its owner, or whoever the check of its kind allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from jobs import registry
from jobs.models import Job

if TYPE_CHECKING:
    from accounts.models import User


def get_job(user: User, pk: int) -> Job:
    """The job, to look at and to ask for again; 404 for everybody else."""
    job = Job.objects.filter(pk=pk).first()
    if job is None or not _may_see(user, job):
        raise Http404
    return job


def _may_see(user: User, job: Job) -> bool:
    try:
        return registry.find(job.kind).may_see(user, job)
    except LookupError:
        return registry.owner_only(user, job)
