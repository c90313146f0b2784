"""What the timeline of a drive is drawn from: the tasks of all its accepted entries."""

from __future__ import annotations

from collections import defaultdict

from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.queries.follow import with_due
from emulation.enums import EntryState
from emulation.models import Drive
from emulation.queries.progress import NOTHING, done_by_work, share_done


def drive_tasks(drive: Drive) -> list[Task]:
    """The tasks that count, entry by entry, with `due_on`, and `unit_name` saying the entry; what the drive's reports say is
    done stands in `percent` where it is more than the task's own reports tell. Not to be saved. Three queries.
    """
    works = list(
        drive.works.filter(entry__state=EntryState.ACCEPTED).exclude(task__state=TaskState.DROPPED)
        .select_related("entry").order_by("entry__kind", "entry__sort_key", "entry_id", "task__position", "pk")
    )  # fmt: skip
    tasks = {task.pk: task for task in with_due(Task.objects.filter(entry_works__in=works).select_related("block"))}
    done = done_by_work([work.pk for work in works])
    rows = []
    for work in works:
        task = tasks[work.task_id]
        task.unit_name = work.entry.name  # type: ignore[attr-defined]
        share = share_done(task.volume, done.get(work.pk, NOTHING).quantity)
        task.percent = max(task.percent, int(share * 100) if share is not None else 0)
        rows.append(task)
    return rows


def waits_among(tasks: list[Task]) -> dict[int, tuple[int, ...]]:
    """For each task that waits: the ids of the tasks it waits for; one query."""
    waits: dict[int, list[int]] = defaultdict(list)
    links = Task.after.through.objects.filter(from_task__in=tasks).order_by("to_task_id")
    for task, before in links.values_list("from_task_id", "to_task_id"):
        waits[task].append(before)
    return {task: tuple(befores) for task, befores in waits.items()}
