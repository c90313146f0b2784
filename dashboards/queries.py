"""What waits for a person: read from every room, written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from accounts.access import areas_held
from accounts.enums import Right
from campaigns.access import open_imports, visible_plans
from campaigns.models import Plan, PlanImport
from campaigns.queries import with_finding_counts, with_people, without_texts
from documents.enums import DocumentState

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Todo:
    title: str
    note: str
    url: str
    verb: str
    #: A status code of core.templatetags.ui.
    status: str
    since: datetime


def waiting_for(user: User) -> list[Todo]:
    """What the person has to do next, oldest first: files to compare, drafts to send, papers to sign, papers to number."""
    todos = [_of_import(row) for row in open_imports(user)[:_SHOWN]]
    for right, state, verb in (
        (Right.WRITE_PLANS, DocumentState.DRAFT, "Soạn tiếp"),
        (Right.APPROVE_PAPERS, DocumentState.SUBMITTED, "Xem và duyệt"),
        (Right.NUMBER_PAPERS, DocumentState.APPROVED, "Cấp số"),
    ):
        areas = areas_held(user, right)
        if areas:
            plans = visible_plans(user).filter(document__state=state, area__in=areas)
            rows = with_finding_counts(without_texts(with_people(plans))).order_by("document__updated_at")[:_SHOWN]
            todos += [_of_plan(plan, verb) for plan in rows]
    return sorted(todos, key=lambda todo: todo.since)


def _of_import(row: PlanImport) -> Todo:
    return Todo(
        f"Đối chiếu tệp {row.file.name}", "Đã đọc xong; so với câu nguồn rồi lưu thành kế hoạch.",
        reverse("campaigns:import", args=[row.pk]), "Đối chiếu", "to_compare", row.created_at,
    )  # fmt: skip


def _of_plan(plan: Plan, verb: str) -> Todo:
    errors, warnings = plan.errors, plan.warnings  # type: ignore[attr-defined]
    note = f"{plan.area}. Kiểm tra: {errors} lỗi, {warnings} cảnh báo." if errors or warnings else f"{plan.area}."
    return Todo(plan.title, note, plan.get_absolute_url(), verb, plan.document.state, plan.document.updated_at)


def latest_plans(user: User, count: int = 5) -> list[Plan]:
    """The newest issued plans the person may read."""
    plans = without_texts(with_people(visible_plans(user))).filter(document__state=DocumentState.ISSUED)
    return list(plans.order_by("-document__issued_on", "-pk")[:count])
