"""Tasks and milestones with their place in the schedule, as the picture, its table and the printed sheet show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaigns.enums import TaskState
from campaigns.models import Milestone, Task
from campaigns.papers.follow import NO_BLOCK, NO_UNIT
from campaigns.papers.timeline import Row
from core.text import sort_key

if TYPE_CHECKING:
    from campaigns.rules.schedule import Schedule, Span

MILESTONES = "Mốc thời gian"


@dataclass(frozen=True, slots=True)
class Line:
    """A task in the table beside the picture."""

    row: Row
    task: Task
    slack: int
    #: Numbers of the tasks it waits for: "3, 12".
    waits: str
    #: A sentence about dates that cannot hold; empty where all is well.
    conflict: str


def numbered(tasks: Sequence[Task]) -> dict[int, str]:
    """What each task is called by: its place in the plan, whichever way the list is grouped."""
    return {task.pk: str(place) for place, task in enumerate(tasks, 1)}


def lines_of(
    tasks: Sequence[Task], waits: dict[int, tuple[int, ...]], schedule: Schedule, *, by_unit: bool
) -> list[Line]:
    """The tasks in the order of the plan, or unit by unit; needs `scheduled_tasks`."""
    numbers = numbered(tasks)
    conflicts = {conflict.key: conflict for conflict in schedule.conflicts}
    if by_unit:
        tasks = sorted(tasks, key=lambda task: sort_key(_unit(task)))
    lines = []
    for task in tasks:
        conflict = conflicts.get(task.pk)
        row = _row(task, numbers, waits.get(task.pk, ()), schedule.spans[task.pk], by_unit=by_unit)
        befores = ", ".join(numbers[key] for key in row.after)
        lines.append(Line(row, task, schedule.spans[task.pk].slack, befores, conflict.sentence if conflict else ""))
    return lines


def _row(task: Task, numbers: dict[int, str], after: tuple[int, ...], span: Span, *, by_unit: bool) -> Row:
    due = task.due_on  # type: ignore[attr-defined]
    late = (span.finish - due).days if due and task.state != TaskState.DONE else 0
    return Row(
        key=task.pk, number=numbers[task.pk], text=task.text, group=_unit(task) if by_unit else _block(task),
        begins=span.start, ends=span.finish if span.has_deadline else span.room_until, deadline=due,
        percent=task.percent, critical=span.critical, days_late=max(0, late), open_note=_open_note(span),
        after=tuple(key for key in after if key in numbers),
    )  # fmt: skip


def _open_note(span: Span) -> str:
    if span.has_deadline:
        return "" if span.has_start else "chưa có ngày bắt đầu"
    return "chưa có hạn" if span.has_start else "chưa có ngày"


def _block(task: Task) -> str:
    return str(task.block) if task.block else NO_BLOCK


def _unit(task: Task) -> str:
    return task.unit_name or NO_UNIT  # type: ignore[attr-defined]


def milestone_rows(milestones: Iterable[Milestone]) -> list[Row]:
    """Milestones by day; their keys are below zero, since those above are tasks'."""
    ordered = sorted(milestones, key=lambda one: (one.on, one.position))
    return [
        Row(
            key=-one.pk, number="", text=f"{one.what} ({one.get_rule_display()})", group=MILESTONES, begins=one.on,
            ends=one.on, milestone=True,
        )
        for one in ordered
    ]  # fmt: skip


def spoken(schedule: Schedule, lines: Sequence[Line]) -> str:
    """The picture in one sentence, for those who do not see it."""
    critical = sum(line.row.critical for line in lines)
    undated = sum(bool(line.row.open_note) for line in lines)
    return (
        f"Biểu đồ tiến độ {len(lines)} nhiệm vụ, {schedule.days} ngày; {critical} nhiệm vụ thuộc đường găng, "
        f"{undated} nhiệm vụ chưa có đủ ngày. Bảng bên dưới ghi đủ các ngày."
    )
