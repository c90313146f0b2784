"""Changing tasks of issued plans: who, when, how much, after what; and moving them from one person to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from campaigns.enums import TaskState
from campaigns.models import Block, Plan, Task
from campaigns.queries import follow as queries
from campaigns.rules.circles import circle_in
from campaigns.rules.progress import percent_of
from core import clock
from core.errors import RuleError
from core.formats import number, vndate
from documents.enums import DocumentState
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation


class CircleError(RuleError):
    """The task would wait for itself; said of the field "làm sau"."""


@dataclass(frozen=True, slots=True)
class TaskChange:
    """All that an officer sets on a task of an issued plan; its words stay as the paper has them."""

    owner: User | None
    organisation: Organisation | None
    area: Area | None
    starts_on: date | None
    deadline: date | None
    volume: Decimal | None
    measure: str
    dropped: bool
    after: Collection[Task]


@transaction.atomic
def save_task(task: Task, change: TaskChange, *, note: str, seen: str, by: User) -> Task:
    """Write the change with its journal entry; nothing where nothing differs. Tells a new owner.

    RuleError where the plan is not in force, dates are not in order, a task is dropped without a reason, somebody else
    changed the task since `seen` (`stamp`); CircleError where tasks would wait for one another.
    """
    # The plan's row is the lock: two changes of different tasks could close a circle together.
    plan = Plan.objects.select_for_update(of=("self",)).select_related("document", "area").get(pk=task.plan_id)
    if plan.document.state != DocumentState.ISSUED:
        raise RuleError("Chỉ giao lại nhiệm vụ của kế hoạch đang có hiệu lực; bản nháp sửa ở mục Soạn.")
    task = Task.objects.select_for_update(of=("self",)).select_related("owner", "organisation", "area").get(pk=task.pk)
    if seen != stamp(task):
        raise RuleError("Nhiệm vụ vừa được người khác sửa hoặc báo cáo; đề nghị mở lại trang để xem số liệu mới.")
    _refuse(task, change, note)
    before, owner_before = _told(task), task.owner_id
    _write(task, change)
    after = _told(task)
    changes = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changes:
        record("task.saved", task, by=by, area=plan.area, changes=changes, note=note)
    if task.owner is not None and task.owner_id not in (owner_before, by.pk):
        url = reverse("campaigns:task", args=[task.pk])
        notify(
            [task.owner],
            key=f"task:{task.pk}:owner:{clock.now():%Y%m%d%H%M%S%f}",
            title=f"Được giao: {task.text}",
            url=url,
        )
    return task


def stamp(task: Task) -> str:
    """What a person saw when the form was opened: changes with everything that the form may write over."""
    values = (
        task.owner_id,
        task.organisation_id,
        task.area_id,
        task.starts_on,
        task.deadline,
        task.volume,
        task.measure,
        task.state == TaskState.DROPPED,
    )
    waits = sorted(task.after.values_list("pk", flat=True))
    return "|".join(str(value) for value in (*values, waits))


def _refuse(task: Task, change: TaskChange, note: str) -> None:
    if change.starts_on and change.deadline and change.deadline < change.starts_on:
        raise RuleError("Hạn phải từ ngày bắt đầu trở đi.")
    if change.dropped and task.state != TaskState.DROPPED and not note:
        raise RuleError("Đề nghị ghi rõ lý do thôi làm nhiệm vụ này.")
    links = Task.after.through.objects.filter(from_task__plan_id=task.plan_id).exclude(from_task=task)
    edges = [*links.values_list("from_task_id", "to_task_id"), *((task.pk, before.pk) for before in change.after)]
    circle = circle_in(edges)
    if circle is not None:
        raise CircleError(circle_sentence(circle, {row.pk: row.text for row in Task.objects.filter(pk__in=circle)}))


def circle_sentence(circle: list[int], names: dict[int, str]) -> str:
    """ "Các nhiệm vụ chờ nhau thành vòng: “A” → “B” → “A”; …": each waits for the next."""
    told = " → ".join(f"“{names[pk][:60]}”" for pk in circle)
    return f"Các nhiệm vụ chờ nhau thành vòng: {told}; bỏ bớt một quan hệ."


def _write(task: Task, change: TaskChange) -> None:
    for name in ("owner", "organisation", "area", "starts_on", "deadline", "volume", "measure"):
        setattr(task, name, getattr(change, name))
    if change.dropped:
        task.state = TaskState.DROPPED
    else:
        _take_up(task)
    task.save()
    task.after.set(change.after)


def _take_up(task: Task) -> None:
    """Percent follows the volume asked for; a dropped task that is taken up again stands where its reports left it."""
    if task.volume and task.done_volume is not None and task.state != TaskState.DONE:
        task.percent = percent_of(task.done_volume, task.volume)
    if task.state != TaskState.DROPPED and task.percent < 100:
        return
    task.state = TaskState.DONE if task.percent == 100 else TaskState.UNDER_WAY if task.percent else TaskState.OPEN


def _told(task: Task) -> dict[str, str]:
    """The task in words, for the journal."""
    volume = f"{number(task.volume, 3)} {task.measure}".strip() if task.volume is not None else ""
    waits = "; ".join(row.text[:60] for row in task.after.order_by("position"))
    return {
        "người phụ trách": str(task.owner or ""), "tổ chức": str(task.organisation or ""), "thôn": str(task.area or ""),
        "bắt đầu": vndate(task.starts_on), "hạn": vndate(task.deadline), "khối lượng": volume,
        "tình trạng": TaskState(task.state).label, "làm sau": waits,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    tasks: int
    blocks: int


@transaction.atomic
def move_tasks(from_: User, to: User, area: Area, *, by: User, reason: str) -> Moved:
    """Give all open tasks and running criteria of one person in the area's issued plans to another.

    Both are told; each task and criterion says so in its history. Asked again it finds nothing and writes nothing.
    """
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do chuyển việc.")
    if from_.pk == to.pk:
        raise RuleError("Chọn người nhận khác với người đang phụ trách.")
    open_tasks = queries.open_tasks_of(from_, area).values("pk")
    owned = queries.blocks_owned(from_, area, clock.today().year).values("pk")
    tasks = list(Task.objects.select_for_update(of=("self",)).filter(pk__in=open_tasks, owner=from_).order_by("pk"))
    blocks = list(Block.objects.select_for_update(of=("self",)).filter(pk__in=owned, owner=from_).order_by("pk"))
    if not tasks and not blocks:
        return Moved(0, 0)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(owner=to)
    Block.objects.filter(pk__in=[block.pk for block in blocks]).update(owner=to)
    rows: Iterable[Any] = (*tasks, *blocks)
    for row in rows:
        record(
            "task.moved", row, by=by, area=area, changes={"người phụ trách": [str(from_), str(to)]}, note=reason.strip()
        )
    counts = ", ".join(
        f"{count} {word}" for count, word in ((len(tasks), "nhiệm vụ"), (len(blocks), "tiêu chí")) if count
    )
    moment = f"{clock.now():%Y%m%d%H%M%S%f}"
    url = reverse("campaigns:my_tasks")
    notify([to], key=f"moved:{area.pk}:to:{moment}", title=f"Nhận {counts} của {from_}", url=url)
    notify([from_], key=f"moved:{area.pk}:from:{moment}", title=f"Đã chuyển {counts} cho {to}", url=url)
    return Moved(len(tasks), len(blocks))
