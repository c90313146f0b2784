"""Kinds of work for the tests, known in the test process and, by `python -m ntm.workers tests.jobs.kinds`, in real workers."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import RuleError
from core.transport import BusyError
from jobs import registry
from jobs.queues import EXPORTS, MAIL, PAPERS

if TYPE_CHECKING:
    from jobs.models import Job


def _log(job: Job, line: str) -> None:
    with Path(job.payload["log"]).open("a", encoding="utf-8") as log:
        log.write(f"{line}\n")


def write(job: Job) -> dict[str, Any]:
    _log(job, f"written {job.key}")
    return {"url": f"/tep/{job.key}/", "name": f"{job.key}.pdf"}


def refuse(job: Job) -> None:
    raise RuleError("Văn bản chưa có người ký nên chưa dựng được.")


def break_down(job: Job) -> None:
    raise ZeroDivisionError("division by zero")


def call(job: Job) -> None:
    """Finds the other side's door shut while its file is there."""
    if Path(job.payload["shut"]).exists():
        raise BusyError("451 come back later")
    _log(job, f"called {job.key}")


def sleep(job: Job) -> None:
    """Takes as many seconds as the payload says, unless it is stopped."""
    from jobs import actions

    _log(job, f"begun {job.key}")
    for _ in range(10 * job.payload["seconds"]):
        time.sleep(0.1)
        actions.report_progress(job, 50)
    _log(job, f"slept {job.key}")


def sleep_deeply(job: Job) -> None:
    """As sleep, but deaf to being told to stop."""
    for _ in range(3):
        try:
            sleep(job)
        except Exception:  # noqa: BLE001 - this is how work gets deaf
            _log(job, f"ignored {job.key}")


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
registry.register("test.break", label="Xuất bảng thử", run=break_down)
registry.register("test.call", label="Gọi máy chủ thử", run=call)
registry.register("test.letter", label="Gửi thư thử", run=call, queue=MAIL)
registry.register("test.export", label="Xuất bảng chậm thử", run=sleep, queue=EXPORTS)
registry.register("test.paper", label="Dựng bản in chậm thử", run=sleep, queue=PAPERS)
registry.register("test.deaf", label="Dựng bản in lì thử", run=sleep_deeply, queue=PAPERS)
registry.register("test.paint", label="Vẽ bản đồ thử", run=paint_slowly)
registry.register("test.shared", label="Lập danh sách thử", run=write, may_see=lambda user, job: user.is_staff)
