"""Reading what is told to people, the quotas, and the facts a text is drafted from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.models import Area
from areas.queries import in_force, with_children
from campaigns.enums import TaskState
from campaigns.models import Outreach, OutreachQuota, Plan
from core import clock

#: Roles that look at the programme but do none of its work.
_LOOKING_ON = (Role.READER, Role.ADMINISTRATOR)


def with_people(items: QuerySet[Outreach]) -> QuerySet[Outreach]:
    """For lists: with owners, without the texts."""
    return items.select_related("owner").defer("text")


def with_plan(items: QuerySet[Outreach]) -> QuerySet[Outreach]:
    return items.select_related(
        "plan", "plan__area", "plan__area__parent", "plan__document", "plan__document__issuer", "owner", "photo"
    ).defer("plan__facts", "plan__document__context")


def in_month(items: QuerySet[Outreach], month: date | None) -> QuerySet[Outreach]:
    """Those due in the month of its first day; all without one."""
    return items.filter(due_on__year=month.year, due_on__month=month.month) if month else items


def months_of(items: QuerySet[Outreach]) -> list[tuple[date, int]]:
    """First days of the months something is due in, with how much."""
    found: dict[date, int] = {}
    for due in items.exclude(due_on=None).order_by("due_on").values_list("due_on", flat=True):
        if due is not None:
            month = due.replace(day=1)
            found[month] = found.get(month, 0) + 1
    return list(found.items())


def quotas_of(plan: Plan) -> QuerySet[OutreachQuota]:
    return plan.quotas.prefetch_related("people").order_by("pk")


def out_by_person(plan: Plan, month: date) -> dict[tuple[str, int | None], int]:
    """(medium, owner) → how many pieces due in the month went out."""
    out = in_month(plan.outreach.exclude(published_on=None), month)
    rows = out.order_by().values("medium", "owner").annotate(out=Count("pk"))
    return {(row["medium"], row["owner"]): row["out"] for row in rows}


def out_of(counts: dict[tuple[str, int | None], int], medium: str) -> int:
    """Of a quota nobody is named for, whoever does a piece does it for all."""
    return sum(out for (kind, _), out in counts.items() if kind == medium)


def officials_of(area: Area) -> QuerySet[User]:
    """Active people who work for the area or one of its villages."""
    held = in_force(Assignment.objects.filter(area__in=with_children(area)), clock.today())
    return User.objects.filter(is_active=True, pk__in=held.exclude(role__in=_LOOKING_ON).values("user_id"))


def facts_for_text(plan: Plan, today: date) -> dict[str, Any]:
    """Rows of the plan that a text may speak of, in a fixed number of queries; nothing of people."""
    tasks = plan.tasks.exclude(state=TaskState.DROPPED)
    return {
        "targets": list(plan.targets.prefetch_related("values")),
        "tasks": tasks.aggregate(total=Count("pk"), done=Count("pk", filter=Q(state=TaskState.DONE))),
        "done": list(tasks.filter(state=TaskState.DONE).order_by("-deadline", "position")[:5]),
        "ahead": list(
            tasks.filter(deadline__gte=today).exclude(state=TaskState.DONE).order_by("deadline", "position")[:8]
        ),
        "works": list(plan.works.order_by("sort_key")[:8]),
        "milestones": list(plan.milestones.filter(on__gte=today).order_by("on")[:6]),
        "events": list(plan.events.exclude(held_on=None).order_by("held_on")),
        "routines": list(
            plan.routines.annotate(times=Count("turns"), people=Sum("turns__people"), days=Sum("turns__labour_days"))
        ),
    }


def of_telling(plan: Plan) -> Iterable[str]:
    """Monthly routines of the plan that speak of telling people: what its quotas come from."""
    words = ("tin bài", "bản tin", "truyền thanh", "tuyên truyền", "đăng tải", "trang thông tin")
    for routine in plan.routines.filter(every="month"):
        if any(word in routine.what.lower() for word in words):
            yield routine.what
