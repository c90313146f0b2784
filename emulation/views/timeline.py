"""The timeline of a drive: the works of all entries as bars, with the ones that decide its last day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.papers.timeline import KEY, screen_picture
from campaigns.papers.timeline_rows import lines_of, milestone_rows, numbered, spoken
from campaigns.papers.timeline_scale import span_of
from campaigns.rules.schedule import Item, Schedule, schedule
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from emulation.access.drives import get_drive
from emulation.models import Drive
from emulation.queries.timeline import drive_tasks, waits_among

#: So many works make a picture that one still scrolls through.
PER_PICTURE = 100
_WHOLE = 100


@require_GET
def timeline(request: HttpRequest, pk: int) -> HttpResponse:
    """Bars by entry and the same in a table; the critical path goes over all villages of the drive."""
    drive = get_drive(signed_in(request), pk)
    tasks = drive_tasks(drive)
    waits = waits_among(tasks)
    context: dict[str, Any] = {"drive": drive, "key": KEY}
    try:
        made = schedule(
            (_item(task, waits.get(task.pk, ())) for task in tasks), begin=drive.starts_on, end=drive.ends_on
        )
    except RuleError as error:
        return render(request, "emulation/drive_timeline.html", {**context, "fault": error.message})
    if made is not None:
        context |= _drawn(request, drive, tasks, waits, made)
    return render(request, "emulation/drive_timeline.html", context)


def _item(task: Task, after: tuple[int, ...]) -> Item:
    return Item(
        key=task.pk, name=task.text, start=task.starts_on, deadline=task.due_on,  # type: ignore[attr-defined]
        after=after, done=task.state == TaskState.DONE or task.percent == _WHOLE,
    )  # fmt: skip


def _drawn(
    request: HttpRequest, drive: Drive, tasks: list[Task], waits: dict[int, tuple[int, ...]], made: Schedule
) -> dict[str, Any]:
    today, numbers = clock.today(), numbered(tasks)
    lines = lines_of(tasks, waits, made, by_unit=True)
    milestones = milestone_rows(drive.plan.milestones.all())
    page = page_of(request, lines, per_page=PER_PICTURE)
    rows = [line.row for line in page]
    whole = span_of([*milestones, *(line.row for line in lines)], today)
    shown = [*milestones, *rows] if page.number == 1 else rows
    svg = screen_picture(shown, today=today, whole=whole, label=spoken(made, lines))
    return {
        "page": page, "schedule": made, "path": [numbers[key] for key in made.path],
        "picture": mark_safe(svg),  # noqa: S308 - every text in it is escaped
        "critical": sum(line.row.critical for line in lines), "late": sum(bool(line.row.days_late) for line in lines),
        "conflicts": [(conflict, numbers[conflict.key]) for conflict in made.conflicts],
    }  # fmt: skip
