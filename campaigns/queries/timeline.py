"""Reading what the timeline of a plan is drawn from."""

from __future__ import annotations

from collections import defaultdict

from campaigns.enums import TaskState
from campaigns.models import Plan, Task
from campaigns.queries.follow import by_criterion, with_due, with_unit


def scheduled_tasks(plan: Plan) -> list[Task]:
    """The plan's tasks that were not dropped, in its order, with `due_on`, `unit_name` and their criterion; one query."""
    tasks = plan.tasks.exclude(state=TaskState.DROPPED).select_related("block")
    return list(by_criterion(with_unit(with_due(tasks))))


def waits_of(plan: Plan) -> dict[int, tuple[int, ...]]:
    """For each task that waits: the ids of the tasks it waits for; one query."""
    waits: dict[int, list[int]] = defaultdict(list)
    links = Task.after.through.objects.filter(from_task__plan=plan).order_by("to_task_id")
    for task, before in links.values_list("from_task_id", "to_task_id"):
        waits[task].append(before)
    return {task: tuple(befores) for task, befores in waits.items()}
