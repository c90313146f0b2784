"""Ordering finished work anew, when its file has expired."""

from __future__ import annotations

from core import clock
from core.errors import RuleError
from jobs import registry
from jobs.actions import enqueue
from jobs.enums import JobState
from jobs.models import Job


def order_anew(job: Job) -> Job:
    """A new job for the same work, as things stand today; the one that waits or runs already is given back. RuleError where there
    is nothing to be made anew. Whether the person still may have it is asked by the work itself."""
    if job.state != JobState.DONE or not job.file_url:
        raise RuleError("Việc này chưa có tệp nên không lập lại được; đề nghị dùng “Thử lại”.")
    try:
        registry.find(job.kind)
    except LookupError:
        raise RuleError("Tệp loại này không còn lập được trên hệ thống.") from None
    # Work that is told its day ("on") is to be told today's.
    payload = {**job.payload, "on": clock.today().isoformat()} if "on" in job.payload else job.payload
    return enqueue(job.kind, key=job.key, payload=payload, owner=job.owner, area=job.area, title=job.title)
