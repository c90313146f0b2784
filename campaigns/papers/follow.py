"""What pages and workbooks show of tasks: plain values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from campaigns.enums import TaskState
from campaigns.models import Task, TaskReport
from core.formats import number, vndatetime
from core.sheets import Column, Sheet
from documents.photos import PHOTO_TYPE

NO_UNIT = "Chưa rõ đơn vị"
NO_BLOCK = "Nhiệm vụ chung"


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task in a list; `part` of `whole` is drawn, `figure` says it in words."""

    task: Task
    unit: str
    owner: str
    due: date | None
    late: bool
    part: Any
    whole: Any
    figure: str
    #: Tone of the bar: met when done, unmet when late.
    tone: str
    #: Code of the chip: late before all, else the state.
    status: str
    #: Hidden field of the form "Báo đã xong"; empty where it is not offered.
    key: str = ""


def task_row(task: Task, today: date, *, key: str = "") -> TaskRow:
    """Needs `with_due`, `with_names` and `with_unit`."""
    due: date | None = task.due_on  # type: ignore[attr-defined]
    late = due is not None and due < today and task.state in {TaskState.OPEN, TaskState.UNDER_WAY}
    owner = task.owner or (task.block.owner if task.block else None)
    done = task.state == TaskState.DONE
    return TaskRow(
        task=task, unit=task.unit_name, owner=str(owner or ""), due=due, late=late,  # type: ignore[attr-defined]
        part=task.percent if done or not task.volume else task.done_volume or 0,
        whole=100 if done or not task.volume else task.volume,
        figure=figure_of(task), status="task_late" if late else f"task_{task.state}", tone="met" if done else "unmet" if late else "", key=key,
    )  # fmt: skip


def figure_of(task: Task) -> str:
    """ "260/400 m (65 %)", "40 %"."""
    if not task.volume:
        return f"{task.percent} %"
    return f"{number(task.done_volume or 0, 3)}/{number(task.volume, 3)} {task.measure} ({task.percent} %)".replace(
        "  ", " "
    )


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    rows: list[TaskRow]


def grouped(rows: Sequence[TaskRow], *, by_unit: bool) -> list[Group]:
    """Rows in their order under the heading of their unit or criterion."""
    if by_unit:
        return [Group(title or NO_UNIT, list(part)) for title, part in groupby(rows, key=lambda row: row.unit)]
    return [
        Group(str(block) if block else NO_BLOCK, list(part))
        for block, part in groupby(rows, key=lambda row: row.task.block)
    ]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report with its photos and papers apart."""

    report: TaskReport
    figure: str
    photos: list[Any]
    papers: list[Any]


def report_rows(task: Task, reports: Iterable[TaskReport]) -> list[ReportRow]:
    """Needs `reports_of`."""
    rows = []
    for report in reports:
        files = list(report.files.all())
        amount = f"{number(report.done_volume, 3)} {task.measure}".strip() if report.done_volume is not None else ""
        figure = f"{amount}, {report.percent} %" if amount else f"{report.percent} %"
        rows.append(
            ReportRow(
                report, figure,
                photos=[file for file in files if file.file.content_type == PHOTO_TYPE],
                papers=[file for file in files if file.file.content_type != PHOTO_TYPE],
            )
        )  # fmt: skip
    return rows


def task_sheet(rows: Iterable[TaskRow]) -> Sheet:
    """The list of tasks as a sheet, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Tiêu chí", 30), Column("Nhiệm vụ", 60), Column("Đơn vị thực hiện", 26),
        Column("Người phụ trách", 22), Column("Bắt đầu", 12, kind="date"), Column("Hạn", 12, kind="date"),
        Column("Khối lượng", 12, kind="number"), Column("Đã làm", 12, kind="number"), Column("Đơn vị tính", 12),
        Column("Tiến độ (%)", 10, kind="number"), Column("Tình trạng", 14), Column("Báo cáo gần nhất", 18),
        Column("Khó khăn", 40),
    )  # fmt: skip
    lines = (_sheet_line(place, row) for place, row in enumerate(rows, 1))
    return Sheet("Nhiệm vụ", columns, lines)


def _sheet_line(place: int, row: TaskRow) -> tuple[Any, ...]:
    task = row.task
    state = f"{TaskState(task.state).label}{', quá hạn' if row.late else ''}"
    last_at, trouble = task.last_at, task.last_trouble  # type: ignore[attr-defined]
    return (
        place, str(task.block or ""), task.text, row.unit, row.owner, task.starts_on, row.due, task.volume, task.done_volume,
        task.measure, task.percent, state, vndatetime(last_at) if last_at else "", trouble or "",
    )  # fmt: skip
