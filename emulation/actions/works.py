"""Writing the works of an entry: the village's own plan below the commune's, its tasks, and which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from campaigns.actions.levels import Unit, answer_request, ask_for_plans
from campaigns.actions.paper import put_paper
from campaigns.actions.tasks_of_plans import TaskChange, circle_sentence, save_task, stamp
from campaigns.actions.versions import before_edit
from campaigns.enums import TaskState
from campaigns.models import Plan, PlanRequest, Task
from campaigns.papers.changes import differences, mark_of
from campaigns.queries.plans import with_people
from campaigns.rules.circles import circle_in
from core import clock
from core.errors import RuleError
from documents.enums import DocumentState
from documents.models import Document
from emulation.actions.entries import locked_entry
from emulation.enums import EntryKind, EntryState
from emulation.models import Entry, EntryWork
from emulation.papers.entries import WorkInput, said_of_work
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from contributions.models import Campaign

_ONCE = "Việc “{text}” đã tính trong đợt thi đua này; một việc tính ở nhiều đợt, nhưng mỗi đợt một lần."


# --- The plan below ---


@transaction.atomic
def start_entry_plan(entry: Entry, *, by: User) -> Plan:
    """The entry's own plan below the drive's, through the request that asks for it; made once, then answered as it is.

    RuleError for persons and households, whose works are tasks of the commune's plan, and where the commune's plan is no
    longer in force.
    """
    entry = _working(entry)
    if entry.plan is not None:
        return entry.plan
    if entry.kind not in (EntryKind.VILLAGE, EntryKind.COLLECTIVE):
        raise RuleError("Cá nhân, hộ gia đình không lập kế hoạch riêng; chọn việc trong kế hoạch của xã.")
    above = entry.drive.plan
    asked = PlanRequest.objects.filter(plan=above, area=entry.area, organisation=entry.organisation)
    if not asked.exists():
        due = max(clock.today(), entry.drive.starts_on)
        ask_for_plans(
            above, [Unit(entry.area, entry.organisation)], due_on=due, note=f"Đợt thi đua: {entry.drive.name}", by=by
        )
    plan = answer_request(asked.get(), by=by)
    entry.plan = plan
    entry.save(update_fields=["plan"])
    record("entry.changed", entry, by=by, area=entry.area, changes={"kế hoạch của đơn vị": ["", str(plan)]})
    return plan


# --- Works ---


def add_work(entry: Entry, given: WorkInput, *, key: str, by: User) -> EntryWork:
    """Add a task to the entry's own plan and count it in the drive; the form sent twice (`key`) adds one.

    The plan's paper is put anew. RuleError where the entry has no plan, or its plan is beyond its draft: what an issued
    paper says is changed by an amending one. Writes the journal of the entry and of the plan.
    """

    def do() -> dict[str, int]:
        locked = _working(entry)
        plan = _draft_of(locked)
        before_edit(plan, by)
        last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
        area = entry.area if entry.kind == EntryKind.VILLAGE else None
        task = Task(plan=plan, position=last + 1, area=area, organisation=entry.organisation, unit=entry.name)
        _write_task(task, given)
        record(
            "plan.block_saved",
            plan,
            by=by,
            area=plan.area,
            changes={"Nhiệm vụ (thêm)": ["", task.text]},
            note=entry.drive.name,
        )
        put_paper(plan, by=by)
        return {"pk": _count(locked, task, given.campaign, by).pk}

    return EntryWork.objects.get(pk=once(by, purpose=f"emulation.work-{entry.pk}", key=key, do=do)["pk"])


@transaction.atomic
def save_work(work: EntryWork, given: WorkInput, *, seen: str, note: str = "", by: User) -> EntryWork:
    """Change a work's volume, dates, owner, order, campaign; in a draft also its words and money. The journal keeps both.

    `seen` is the mark of what the person read: RuleError where somebody saved since, where dates are not in order, tasks wait
    in a circle, or the plan lies with the leader just now.
    """
    work = _locked_work(work)
    before = _said(work)
    if seen != mark_of(before):
        raise RuleError("Việc này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    _check_dates(given)
    task, plan = work.task, work.task.plan
    if plan.document.state == DocumentState.DRAFT:
        before_edit(plan, by)
        _write_task(task, given)
        put_paper(_fresh(plan), by=by)
    elif _changes_task(task, given):
        _change_issued(task, given, note, by)
    work.campaign = given.campaign
    work.save(update_fields=["campaign"])
    changes = differences(before, _said(EntryWork.objects.select_related("task__owner", "campaign").get(pk=work.pk)))
    if changes:
        record("entry.work_changed", work.entry, by=by, area=work.entry.area, changes=changes, note=note)
    return work


def mark(work: EntryWork) -> str:
    """The mark of the work as it stands, for the form that shows it."""
    return mark_of(_said(work))


@transaction.atomic
def drop_work(work: EntryWork, *, by: User) -> None:
    """Count a task no longer in the drive; it stays in its plan. One dropped before is gone already.

    RuleError once a report speaks of it.
    """
    rows = EntryWork.objects.select_related("entry", "task").filter(pk=work.pk)
    found = rows.first()
    if found is None:
        return
    entry = locked_entry(found.entry)
    if found.lines.exists() or found.proposals.exists():
        raise RuleError("Việc này đã có báo cáo nên không bỏ được; sửa khối lượng hoặc thời hạn.")
    record("entry.work_dropped", entry, by=by, area=entry.area, changes={"việc": [found.task.text, ""]})
    found.delete()


@transaction.atomic
def take_works(entry: Entry, tasks: Sequence[Task], *, campaign: Campaign | None, by: User) -> int:
    """Count tasks that are in a plan already; answers how many. Those that count for the entry already are passed by.

    RuleError where a task counts for another entry of the drive: several drives, but once in each.
    """
    entry = _working(entry)
    there = set(entry.works.values_list("task", flat=True))
    new = [task for task in tasks if task.pk not in there]
    for task in new:
        _count(entry, task, campaign, by)
    return len(new)


def _working(entry: Entry) -> Entry:
    entry = locked_entry(entry)
    if entry.state == EntryState.WITHDRAWN:
        raise RuleError("Đăng ký này đã rút; đăng ký lại rồi ghi việc.")
    return entry


def _draft_of(entry: Entry) -> Plan:
    if entry.plan_id is None:
        raise RuleError("Lập kế hoạch của đơn vị trước, rồi thêm việc vào kế hoạch đó.")
    plan = _fresh(entry.plan)  # type: ignore[arg-type]
    state = Document.objects.select_for_update().values_list("state", flat=True).get(pk=plan.document_id)
    if state != DocumentState.DRAFT or not plan.composed:
        raise RuleError(
            "Kế hoạch của đơn vị đã trình hoặc đã ban hành nên không thêm việc vào được; chọn việc có sẵn trong kế hoạch "
            "hoặc lập kế hoạch bổ sung."
        )
    return plan


def _fresh(plan: Plan) -> Plan:
    return with_people(Plan.objects.all()).get(pk=plan.pk)


def _locked_work(work: EntryWork) -> EntryWork:
    entry = locked_entry(work.entry)
    rows = EntryWork.objects.select_for_update(of=("self",))
    work = rows.select_related("task__plan__document", "task__plan__area", "task__owner", "campaign").get(pk=work.pk)
    work.entry = entry
    return work


def _write_task(task: Task, given: WorkInput) -> None:
    _check_dates(given)
    for name in ("text", "volume", "measure", "starts_on", "deadline", "cost", "owner"):
        setattr(task, name, getattr(given, name))
    task.save()
    links = Task.after.through.objects.filter(from_task__plan_id=task.plan_id).exclude(from_task=task)
    edges = [*links.values_list("from_task_id", "to_task_id"), *((task.pk, before.pk) for before in given.after)]
    circle = circle_in(edges)
    if circle is not None:
        raise RuleError(circle_sentence(circle, {row.pk: row.text for row in Task.objects.filter(pk__in=circle)}))
    task.after.set(given.after)


def _check_dates(given: WorkInput) -> None:
    if given.starts_on and given.deadline and given.deadline < given.starts_on:
        raise RuleError("Hạn phải từ ngày bắt đầu trở đi.")


def _changes_task(task: Task, given: WorkInput) -> bool:
    names = ("volume", "measure", "starts_on", "deadline", "owner")
    after = set(task.after.values_list("pk", flat=True))
    return any(getattr(task, name) != getattr(given, name) for name in names) or after != {
        row.pk for row in given.after
    }


def _change_issued(task: Task, given: WorkInput, note: str, by: User) -> None:
    change = TaskChange(
        owner=given.owner, organisation=task.organisation, area=task.area, starts_on=given.starts_on, deadline=given.deadline,
        volume=given.volume, measure=given.measure, dropped=task.state == TaskState.DROPPED, after=given.after,
    )  # fmt: skip
    save_task(task, change, note=note, seen=stamp(task), by=by)


def _said(work: EntryWork) -> dict[str, str]:
    return said_of_work(work.task, work.campaign, work.task.after.order_by("position"))


def _count(entry: Entry, task: Task, campaign: Campaign | None, by: User) -> EntryWork:
    try:
        with transaction.atomic():
            work = EntryWork.objects.create(entry=entry, drive=entry.drive, task=task, campaign=campaign)
    except IntegrityError as error:
        raise RuleError(_ONCE.format(text=task.text[:80])) from error
    record("entry.work_added", entry, by=by, area=entry.area, changes={"việc": ["", task.text]})
    return work
