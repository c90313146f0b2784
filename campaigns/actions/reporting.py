"""Reporting on a task: stored once, however often the phone sends it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right
from campaigns.enums import TaskState
from campaigns.models import Task, TaskFile, TaskReport
from campaigns.rules.progress import Progress, Said, faults, progress_after, with_measure
from core import clock
from core.errors import RuleError
from core.formats import number
from documents.enums import DocumentState, Purpose
from documents.files import keep_file, settled_id
from documents.photo_fields import CleanPhoto
from jobs.actions import once
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import Plan


def report_task(task: Task, said: Said, *, files: Sequence[CleanPhoto] = (), key: str, by: User) -> TaskReport:
    """Store a report with its photos and papers, and take over its progress, state and percent into the task.

    `files` are cleaned (documents.photo_fields). The same report sent again under the same `key` gives back the first;
    other words or photos under that key are a report of their own. RuleError where the plan is not in force, the task was
    dropped, or the figures cannot be (`campaigns.rules.progress.faults`). Tells the plan's officer of what is done or in
    trouble.
    """

    def store() -> dict[str, Any]:
        return {"report": _store(task, said, files=files, digest=digest, by=by).pk}

    digest = _digest(key, said, files)
    return TaskReport.objects.get(pk=once(by, purpose=f"task-report-{task.pk}", key=digest, do=store)["report"])


def _digest(key: str, said: Said, files: Iterable[CleanPhoto]) -> str:
    words = [key, said.done_volume, said.percent, said.text, said.trouble, said.done]
    words += [hashlib.sha256(file.data).hexdigest() for file in files]
    return hashlib.sha256(json.dumps(words, default=str).encode()).hexdigest()


def _store(task: Task, said: Said, *, files: Sequence[CleanPhoto], digest: str, by: User) -> TaskReport:
    """Inside the transaction of `once`; reports on one task wait for one another."""
    task = Task.objects.select_for_update(of=("self",)).select_related("plan__document", "plan__area").get(pk=task.pk)
    if task.plan.document.state != DocumentState.ISSUED or task.state == TaskState.DROPPED:
        raise RuleError("Nhiệm vụ này không còn theo dõi nên không nhận báo cáo.")
    if found := faults(task, said, files=len(files)):
        raise RuleError(next(iter(found.values())))
    after = progress_after(task, said)
    report = TaskReport.objects.create(
        task=task, done_volume=after.done_volume, percent=after.percent, text=said.text, trouble=said.trouble,
        done=after.done, by=by, at=clock.now(),
    )  # fmt: skip
    for place, file in enumerate(files):
        stored = keep_file(
            name=file.name, data=file.data, content_type=file.content_type, purpose=Purpose.TASK_FILE,
            area=task.plan.area, by=by, id=settled_id("task-report", by.pk, task.pk, digest, place),
        )  # fmt: skip
        TaskFile.objects.create(report=report, file=stored)
    newly_done = after.done and task.state != TaskState.DONE
    changes = _take_over(task, after)
    record("task.reported", task, by=by, area=task.plan.area, changes=changes, note=said.text or said.trouble)
    _tell(task, report, newly_done=newly_done, by=by)
    return report


def _take_over(task: Task, after: Progress) -> dict[str, list[Any]]:
    """The task's figures and state as the newest report has them; answers what changed, in words."""
    before = (_figure(task, task.done_volume), f"{task.percent} %", task.get_state_display())
    task.done_volume, task.percent = after.done_volume, after.percent
    if after.done:
        task.state = TaskState.DONE
    elif after.percent or after.done_volume:
        task.state = TaskState.UNDER_WAY
    else:
        task.state = TaskState.OPEN
    task.save(update_fields=["done_volume", "percent", "state"])
    now = (_figure(task, task.done_volume), f"{task.percent} %", TaskState(task.state).label)
    return {
        name: [old, new]
        for name, old, new in zip(("đã làm", "tiến độ", "tình trạng"), before, now, strict=True)
        if old != new
    }


def _figure(task: Task, volume: Any) -> str:
    return with_measure(task, volume) if volume is not None else number(None)


def _tell(task: Task, report: TaskReport, *, newly_done: bool, by: User) -> None:
    what = "Khó khăn" if report.trouble else "Đã xong"
    if not (report.trouble or newly_done):
        return
    people = [person for person in officers_of(task.plan) if person.pk != by.pk]
    url = reverse("campaigns:task", args=[task.pk])
    notify(people, key=f"task-report:{report.pk}", title=f"{what}: {task.text}", url=url)


def officers_of(plan: Plan) -> list[User]:
    """Who hears of a plan's tasks: its author while he or she writes plans there, else all who do."""
    officers = list(people_who_may(Right.WRITE_PLANS, plan.area))
    return [person for person in officers if person.pk == plan.created_by_id] or officers
