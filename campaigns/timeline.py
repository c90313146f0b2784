"""A plan's timeline, drawn from its tasks: for the page, and as a sheet that is printed as a job.

WeasyPrint takes a second to load and one or two more for 500 tasks, so web processes leave it to the worker.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from campaigns.access.plans import visible_plans
from campaigns.enums import TaskState
from campaigns.models import Plan, Task
from campaigns.papers.targets import span_of as period_of
from campaigns.papers.timeline import SHEETS, Row, paper_picture
from campaigns.papers.timeline_rows import Line, lines_of, milestone_rows
from campaigns.papers.timeline_sheet import Heading, measure, sheet_html
from campaigns.queries.plans import with_people
from campaigns.queries.timeline import scheduled_tasks, waits_of
from campaigns.rules.schedule import Item, Schedule, schedule
from core import clock
from core.errors import RuleError
from core.formats import vndate
from documents import job_files
from documents.context import Paper
from documents.enums import Purpose
from documents.files import keep_file, settled_id
from jobs.actions import enqueue

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

KIND = "campaigns.timeline"
NOTHING_TO_PRINT = "Kế hoạch chưa có nhiệm vụ nên chưa có tiến độ để in."


@dataclass(frozen=True, slots=True)
class Drawn:
    """The plan's tasks in its order, the lines as grouped, and the milestones that stand above them."""

    tasks: list[Task]
    lines: list[Line]
    milestones: list[Row]
    schedule: Schedule

    @property
    def rows(self) -> list[Row]:
        return [*self.milestones, *(line.row for line in self.lines)]


def drawn(plan: Plan, *, by_unit: bool) -> Drawn | None:
    """The plan's tasks in their schedule; None where it has no task. RuleError where tasks wait in a circle."""
    tasks, waits = scheduled_tasks(plan), waits_of(plan)
    begin, end = period_of(plan)
    made = schedule((_item(task, waits.get(task.pk, ())) for task in tasks), begin=begin, end=end)
    if made is None:
        return None
    lines = lines_of(tasks, waits, made, by_unit=by_unit)
    return Drawn(tasks, lines, milestone_rows(plan.milestones.all()), made)


def _item(task: Task, after: tuple[int, ...]) -> Item:
    return Item(
        key=task.pk, name=task.text, start=task.starts_on, deadline=task.due_on,  # type: ignore[attr-defined]
        after=after, done=task.state == TaskState.DONE,
    )  # fmt: skip


# --- The sheet ---


def request_sheet(plan: Plan, *, sheet: str, by_unit: bool, by: User) -> Job:
    """Order the sheet ("A3" or "A4") as a PDF in "Tệp của tôi"; asked again while it is being made, it is made once."""
    return enqueue(
        KIND, key=f"{plan.pk}:{sheet}:{int(by_unit)}:{by.pk}", owner=by, area=plan.area,
        payload={"plan": plan.pk, "sheet": sheet, "by_unit": by_unit}, title=f"Tiến độ khổ {sheet}: {plan.title}"[:250],
    )  # fmt: skip


def print_sheet(job: Job) -> dict[str, Any]:
    """Work of a "campaigns.timeline" job; safe to run twice: the same sheet of the same day is kept once."""
    from documents.render.pdf import html_to_pdf

    plan = with_people(visible_plans(job.owner)).filter(pk=job.payload["plan"]).first() if job.owner else None
    if plan is None:
        raise RuleError("Anh/chị không còn quyền xem kế hoạch này.")
    picture = drawn(plan, by_unit=job.payload["by_unit"])
    if picture is None:
        raise RuleError(NOTHING_TO_PRINT)
    today = clock.today()
    html = timeline_html(plan, picture, job.payload["sheet"], today)
    id = settled_id("timeline", plan.pk, job.owner_id, hashlib.sha256(html.encode()).hexdigest())
    stored = job_files.kept_before(id) or keep_file(
        name=f"Tiến độ {plan.document.number_and_symbol.replace('/', '-') or plan.pk} {job.payload['sheet']}.pdf",
        data=html_to_pdf(html, Paper(uid=f"ntm-tien-do-{id}", moment=_moment(today))), content_type="application/pdf",
        purpose=Purpose.TIMELINE, area=plan.area, by=job.owner, id=id, kept_until=job_files.last_day(),
    )  # fmt: skip
    return job_files.result_of(stored)


def timeline_html(plan: Plan, picture: Drawn, size: str, today: date) -> str:
    """What is printed; the same on the same day while nothing changes."""
    sheet = SHEETS[size]
    document = plan.document
    number = f" (số {document.number_and_symbol} ngày {vndate(document.issued_on)})" if document.issued_on else ""
    heading = Heading(
        issuer=str(document.issuer or plan.area).upper(), title="TIẾN ĐỘ THỰC HIỆN KẾ HOẠCH",
        subject=f"{plan.title}{number}", printed_on=f"In ngày {vndate(today)}", moment=_moment(today),
    )  # fmt: skip
    return sheet_html(paper_picture(picture.rows, sheet, today=today, measure=measure), sheet, heading)


def _moment(today: date) -> str:
    return f"{today.isoformat()}T00:00:00+07:00"
