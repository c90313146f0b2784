"""Kinds of work for the tests, known in the test process and, by `celery -A tests.jobs.kinds`, in a real worker."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RuleError
from jobs import registry
from ntm.celery import app

if TYPE_CHECKING:
    from jobs.models import Job

__all__ = ["app"]


def _log(job: Job, line: str) -> None:
    with Path(job.payload["log"]).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")


def write(job: Job) -> dict[str, Any]:
    _log(job, f"written {job.key}")
    return {"url": f"/tep/{job.key}/", "name": f"{job.key}.pdf"}


def refuse(job: Job) -> None:
    raise RuleError("Văn bản chưa có người ký nên chưa dựng được.")


def break_down(job: Job) -> None:
    raise ZeroDivisionError


def paint_slowly(job: Job) -> None:
    """Takes as many tenths of a second as the payload says; its one row comes with the end of the job or not at all."""
    from django.db import transaction

    from jobs import actions
    from jobs.models import IdempotencyKey

    assert job.owner is not None
    tenths = job.payload["tenths"]
    for tenth in range(tenths):
        time.sleep(0.1)
        actions.report_progress(job, 100 * tenth // tenths, f"phần {tenth + 1} trên {tenths}")
    with transaction.atomic():
        made = IdempotencyKey.objects.filter(user=job.owner, purpose=job.key).count()
        IdempotencyKey.objects.create(user=job.owner, purpose=job.key, key=str(made + 1), created_at=job.created_at)
        actions.finish(job, {"url": f"/tep/{job.key}/"})


registry.register("test.write", label="Ghi sổ thử", run=write)
registry.register("test.refuse", label="Dựng văn bản thử", run=refuse)
registry.register("test.break", label="Xuất bảng thử", run=break_down, max_attempts=3)
registry.register("test.paint", label="Vẽ bản đồ thử", run=paint_slowly)
registry.register("test.shared", label="Lập danh sách thử", run=write, may_see=lambda user, job: user.is_staff)
