"""What waits for a person: read from every room, written nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from accounts.access import areas_held
from accounts.enums import Right
from areas.enums import Level
from campaigns.access.levels import waiting_requests
from campaigns.access.plans import open_imports, visible_plans
from campaigns.models import Plan, PlanImport, PlanRequest, Task
from campaigns.queries.follow import due_tasks
from campaigns.queries.plans import with_finding_counts
from contributions.queries.waiting import waiting_for as money_waiting_for
from core import clock
from core.formats import vndate
from core.todos import Todo
from documents.enums import DocumentState
from documents.models import Document
from reminders.sources import label_of

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area
    from reminders.sources import Due

T = TypeVar("T", bound=Model)
#: What a line about a plan and one about a request for a plan name.
_PLAN = ("title", "area__kind_word", "area__name", "document__state", "document__updated_at")
_REQUEST = (
    "due_on", "created_at", "area__kind_word", "area__name", "organisation__name", "plan__title",
    "plan__document__number_and_symbol",
)  # fmt: skip


def waiting_for(user: User) -> list[Todo]:
    """All the plans, tasks and money the person has to do something for next, oldest first: plans asked for, files to compare,
    drafts to send, papers to sign or number, tasks, receipts to confirm and what else contributions.queries.waiting says.

    Papers of villages are signed and numbered at the commune. A fixed number of queries.
    """
    todos = [_of_import(row) for row in open_imports(user).select_related(None).select_related("file")]
    todos += [_of_request(row) for row in _shown(waiting_requests(user), *_REQUEST)]
    for right, state, verb in (
        (Right.WRITE_PLANS, DocumentState.DRAFT, "Soạn tiếp"),
        (Right.APPROVE_PAPERS, DocumentState.SUBMITTED, "Xem và duyệt"),
        (Right.NUMBER_PAPERS, DocumentState.APPROVED, "Cấp số"),
    ):
        areas = areas_held(user, right)
        if areas:
            mine = Q(area__in=areas) if right == Right.WRITE_PLANS else _with_villages(areas)
            plans = visible_plans(user).filter(mine, document__state=state)
            todos += [_of_plan(plan, verb) for plan in with_finding_counts(_shown(plans, *_PLAN))]
    todos += [_of_task(task) for task in _shown(due_tasks(user, clock.today()), "text")]
    todos += money_waiting_for(user)
    return sorted(todos, key=lambda todo: todo.since)


def beside(todos: Sequence[Todo], dues: Iterable[Due]) -> list[Todo]:
    """Of what is due (reminders.queries.due says it of the same person), soonest first, what is not among these things to do."""
    named = {todo.url for todo in todos}
    named |= {reverse("documents:open", args=[todo.paper]) for todo in todos if todo.paper}
    return [_of_due(due) for due in dues if due.url not in named]


def _shown(rows: QuerySet[T], *fields: str) -> QuerySet[T]:
    """The rows with these fields alone: most people find nothing here, and every table joined is weighed for each of them."""
    joined = {field.rpartition("__")[0] for field in fields} - {""}
    narrow = rows.select_related(None).only(*fields)
    return narrow.select_related(*sorted(joined)) if joined else narrow


def _with_villages(areas: Sequence[Area]) -> Q:
    """On these areas, and on the villages of those that are communes: their papers are signed and numbered there."""
    return Q(area__in=areas) | Q(area__parent__in=areas, area__level=Level.VILLAGE)


def papers_waiting(user: User) -> QuerySet[Document]:
    """Papers of any kind that the person approves or numbers, without their texts."""
    mine = Q(pk__in=())
    for right, state in (
        (Right.APPROVE_PAPERS, DocumentState.SUBMITTED),
        (Right.NUMBER_PAPERS, DocumentState.APPROVED),
    ):
        mine |= Q(_with_villages(areas_held(user, right)), state=state)
    return Document.objects.filter(mine).select_related("area").defer("context")


def _of_task(task: Task) -> Todo:
    due: date = task.due_on  # type: ignore[attr-defined]  # due_tasks adds it
    late = due < clock.today()
    return Todo(
        task.text, f"{'Quá hạn' if late else 'Hạn'} {vndate(due)}.", reverse("campaigns:task", args=[task.pk]), "Báo cáo",
        "task_late" if late else "task_open", clock.start_of(due),
    )  # fmt: skip


def _of_due(due: Due) -> Todo:
    today = clock.today()
    status = "task_late" if due.on < today else "due_today" if due.on == today else "due_soon"
    note = f"{label_of(due.kind)}, hạn {vndate(due.on)}."
    return Todo(due.what, note, due.url, "Mở để làm", status, clock.start_of(due.on))


def _of_import(row: PlanImport) -> Todo:
    return Todo(
        f"Đối chiếu tệp {row.file.name}", "Đã đọc xong; so với câu nguồn rồi lưu thành kế hoạch.",
        reverse("campaigns:import", args=[row.pk]), "Đối chiếu", "to_compare", row.created_at,
    )  # fmt: skip


def _of_request(row: PlanRequest) -> Todo:
    return Todo(
        f"Lập kế hoạch của {row.organisation or row.area}",
        f"Gửi chậm nhất ngày {vndate(row.due_on)}, theo {row.plan.document.number_and_symbol}: {row.plan.title}.",
        reverse("campaigns:request", args=[row.pk]), "Xem yêu cầu", "asked", row.created_at,
    )  # fmt: skip


def _of_plan(plan: Plan, verb: str) -> Todo:
    errors, warnings = plan.errors, plan.warnings  # type: ignore[attr-defined]
    note = f"{plan.area}. Kiểm tra: {errors} lỗi, {warnings} cảnh báo." if errors or warnings else f"{plan.area}."
    return Todo(
        plan.title, note, plan.get_absolute_url(), verb, plan.document.state, plan.document.updated_at, plan.document_id
    )


def latest_plans(user: User, count: int = 5) -> list[Plan]:
    """The newest issued plans the person may read."""
    issued = visible_plans(user).filter(document__state=DocumentState.ISSUED)
    plans = _shown(issued, "title", "document__number_and_symbol")
    return list(plans.order_by("-document__issued_on", "-pk")[:count])
