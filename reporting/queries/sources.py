"""What a report is drafted from: tasks, targets, proposals, people, reports of villages; each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet

from accounts.enums import Role
from accounts.models import Assignment
from areas.enums import Level
from areas.models import Area
from areas.queries import in_force, villages_of
from campaigns.enums import ProposalState, TaskState
from campaigns.models import Block, Proposal, Solution, Target, TargetValue, Task, TaskReport
from campaigns.queries.follow import of_plans_in_force, with_due, with_names, with_unit
from core import clock
from documents.enums import DocumentState
from reporting.enums import ReportState
from reporting.models import Passage, PeriodicReport

if TYPE_CHECKING:
    from reporting.context import Scope


def end_of(day: date) -> datetime:
    """The first moment after a day in Vietnam."""
    return clock.start_of(day + timedelta(days=1))


# --- Tasks ---


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A task as it stood at the end of the scope's days. `task` carries `due_on` and `unit_name`."""

    task: Any
    #: Reports up to then, oldest first.
    reports: tuple[TaskReport, ...]

    @property
    def last(self) -> TaskReport | None:
        return self.reports[-1] if self.reports else None

    @property
    def percent(self) -> int:
        return self.last.percent if self.last else 0

    @property
    def done(self) -> bool:
        return self.last is not None and self.last.percent == 100

    def done_since(self, since: date) -> bool:
        """Done by then, and not yet before that day."""
        before = [row for row in self.reports if row.at < clock.start_of(since)]
        return self.done and not (before and before[-1].percent == 100)

    def reports_since(self, since: date) -> list[TaskReport]:
        return [row for row in self.reports if row.at >= clock.start_of(since)]


def task_facts(scope: Scope) -> list[TaskFact]:
    """Tasks of issued plans of the area (of the drive's plan; for a village those that are its) in the order of their deadlines.

    Tasks given up are left out, those of plans of other years too unless still open at the scope's first day. Two queries.
    """
    rows = of_plans_in_force(Task.objects.exclude(state=TaskState.DROPPED))
    if scope.drive is not None:
        rows = rows.filter(Q(plan=scope.drive.plan_id) | Q(entry_works__drive=scope.drive)).distinct()
    elif scope.area.level == Level.VILLAGE:
        rows = rows.filter(Q(plan__area=scope.area) | Q(area=scope.area))
    else:
        rows = rows.filter(plan__area=scope.area)
    if scope.drive is None:
        rows = rows.filter(Q(plan__year=scope.upto.year) | Q(plan__year=None) | ~Q(state=TaskState.DONE))
        rows = rows.filter(Q(plan__year=None) | Q(plan__year__lte=scope.upto.year))
    reports = TaskReport.objects.filter(at__lt=end_of(scope.upto)).select_related("by").order_by("at", "pk")
    rows = with_unit(with_due(with_names(rows))).prefetch_related(Prefetch("reports", reports))
    found = [TaskFact(task, tuple(task.reports.all())) for task in rows]
    return sorted(found, key=lambda fact: (fact.task.due_on or date.max, fact.task.plan_id, fact.task.position))


# --- Targets, plan, proposals ---


def targets_of(scope: Scope) -> list[Target]:
    """Targets of the area's issued plans of the year, each with `monthly`: its rows up to the scope's last month, oldest first.

    Two queries.
    """
    values = TargetValue.objects.filter(month__lte=scope.upto).select_related("by").order_by("month", "at", "pk")
    rows = Target.objects.filter(
        plan__area=scope.area, plan__year=scope.upto.year, plan__document__state=DocumentState.ISSUED,
        value__isnull=False,
    )  # fmt: skip
    rows = rows.select_related("plan__document").defer("plan__facts", "plan__document__context")
    return list(rows.prefetch_related(Prefetch("values", values, to_attr="monthly")).order_by("plan", "position"))


def blocks_of(scope: Scope) -> list[Block]:
    """Criteria of the area's issued plans of the year with tasks, solutions and the plan's targets. Four queries."""
    rows = Block.objects.filter(
        plan__area=scope.area, plan__year=scope.upto.year, plan__document__state=DocumentState.ISSUED
    )
    rows = rows.select_related("plan__document", "owner").defer("plan__facts", "plan__document__context")
    return list(
        rows.prefetch_related(
            Prefetch("tasks", Task.objects.exclude(state=TaskState.DROPPED).order_by("position")),
            Prefetch("solutions", Solution.objects.order_by("position")),
            Prefetch("plan__targets", Target.objects.order_by("position")),
        ).order_by("plan", "position")
    )


def proposals_of(scope: Scope) -> list[Proposal]:
    """What the area asked of superior bodies and has no settlement of yet, made up to the scope's last day. One query."""
    open_ = (ProposalState.DRAFTED, ProposalState.SENT, ProposalState.ANSWERED)
    rows = Proposal.objects.filter(area=scope.area, state__in=open_, created_at__lt=end_of(scope.upto))
    return list(rows.select_related("created_by").order_by("created_at", "pk"))


# --- People and villages ---


def names_with(role: Role, areas: Iterable[Area] | QuerySet[Area], on: date) -> dict[int, list[str]]:
    """By area's id, who held a role there on the day. One query."""
    rows = in_force(Assignment.objects.filter(role=role, area__in=areas, user__is_active=True), on)
    found: dict[int, list[str]] = {}
    for area, name in rows.order_by("user__sort_key").values_list("area", "user__full_name"):
        found.setdefault(area, []).append(name)
    return found


def people_on(area: Area, role: Role, on: date) -> str:
    """ "Lò Thị Mến, Cầm Văn Hạnh": who holds the role on the area; empty where nobody does. One query."""
    return ", ".join(names_with(role, [area], on).get(area.pk, []))


@dataclass(frozen=True, slots=True)
class VillageFact:
    """A village with its sent reports that end in the scope's days, and who writes them."""

    village: Area
    heads: list[str]
    reports: tuple[PeriodicReport, ...]


def village_facts(scope: Scope) -> list[VillageFact]:
    """Villages of the commune on the scope's last day, in order of their names. Four queries; none for other levels."""
    if scope.area.level != Level.COMMUNE:
        return []
    villages = list(in_force(villages_of(scope.area), scope.upto).order_by("sort_key"))
    heads = names_with(Role.VILLAGE_REPORTER, villages, scope.upto)
    rows = PeriodicReport.objects.filter(
        area__in=villages, form__level=Level.VILLAGE, drive=None, ends_on__gte=scope.since, ends_on__lte=scope.upto,
        state__in=(ReportState.SENT, ReportState.RECEIVED),
    )  # fmt: skip
    passages = Passage.objects.exclude(text="").order_by("section", "position", "pk")
    reports: dict[int, list[PeriodicReport]] = {}
    for row in (
        rows.select_related("form", "sent_by").prefetch_related(Prefetch("passages", passages)).order_by("ends_on")
    ):
        reports.setdefault(row.area_id, []).append(row)
    return [VillageFact(area, heads.get(area.pk, []), tuple(reports.get(area.pk, ()))) for area in villages]
