"""What the page says of the file of a finished job: {% load job_files %}."""

from __future__ import annotations

from datetime import date

from django import template

from core import clock, formats
from jobs.models import Job

register = template.Library()


def last_day(job: Job) -> date | None:
    """The last day on which the file can be fetched; None for files that stay."""
    said = (job.result or {}).get("until")
    return date.fromisoformat(said) if said else None


@register.filter
def expired(job: Job) -> bool:
    day = last_day(job)
    return day is not None and day < clock.today()


@register.filter
def file_note(job: Job) -> str:
    """ "1,2 MB · 10.000 dòng · giữ đến hết ngày 6/12/2026"; what the job did not tell is left out."""
    told, day = job.result or {}, last_day(job)
    parts = []
    if told.get("size") is not None:
        parts.append(formats.file_size(told["size"]))
    if told.get("rows") is not None:
        parts.append(f"{formats.grouped(told['rows'])} dòng")
    if day is not None:
        parts.append(f"giữ đến hết ngày {formats.vndate(day)}")
    return " · ".join(parts)
