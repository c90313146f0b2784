"""Reading tasks, their reports and the figures of targets."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import CharField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf

from campaigns.enums import TaskState
from campaigns.models import Block, Plan, Target, TargetValue, Task, TaskFile, TaskReport
from documents.enums import DocumentState

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: Still to be done.
OPEN_STATES = (TaskState.OPEN, TaskState.UNDER_WAY)
#: How many days ahead a deadline is told on the first page.
SOON = 14


# Annotations stand outside the model, which the type checker does not see through the functions: hence the ignores.


def with_due(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Adds `due_on`: the task's own deadline, else that of its criterion."""
    return tasks.annotate(due_on=Coalesce("deadline", "block__deadline"))


def with_names(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """With all that a row names, without the long texts of its plan."""
    return tasks.select_related("plan__area", "block__owner", "organisation", "area", "owner").defer("plan__facts")


def with_last_report(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Adds `last_at`, `last_by` (a name) and `last_trouble` of the newest report."""
    newest = TaskReport.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk")
    return tasks.annotate(
        last_at=Subquery(newest.values("at")[:1]), last_by=Subquery(newest.values("by__full_name")[:1]),
        last_trouble=Subquery(newest.values("trouble")[:1]),
    )  # fmt: skip


def with_unit(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Adds `unit_name`: the organisation or village that owes the task, else the words the plan prints; may be empty."""
    village = Concat("area__kind_word", Value(" "), "area__name", output_field=TextField())
    return tasks.annotate(
        unit_name=Coalesce(
            Cast("organisation__name", TextField()), NullIf(village, Value(" ")), "unit", output_field=TextField()
        )
    )


def of_plans_in_force(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Tasks of issued plans: those that are followed."""
    return tasks.filter(plan__document__state=DocumentState.ISSUED)


def late(tasks: QuerySet[Task], today: date) -> QuerySet[Task]:
    """Open tasks past their deadline; needs `with_due`."""
    return tasks.filter(state__in=OPEN_STATES, due_on__lt=today)  # type: ignore[misc]


def by_due(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Soonest deadline first, those without one last; needs `with_due`."""
    return tasks.order_by(F("due_on").asc(nulls_last=True), "plan", "position", "pk")


def owned_by(user: User) -> Q:
    """The condition "this person is responsible": owner of the task, or of its criterion where the task names nobody."""
    return Q(owner=user) | Q(owner=None, block__owner=user)


def owed_by(user: User) -> Q:
    """The condition "this person, the person's village or unit owes the task"."""
    roles = user.assignments_today
    places = [role.area_id for role in roles]
    units = [role.organisation_id for role in roles if role.organisation_id]
    return owned_by(user) | Q(area__in=places) | Q(organisation__in=units)


def due_tasks(user: User, today: date, *, days: int = SOON) -> QuerySet[Task]:
    """For the first page: open tasks the person owes that are late or due within so many days, soonest first.

    Rows carry `due_on` and names as in `with_names`; one query.
    """
    tasks = with_due(with_names(of_plans_in_force(Task.objects.filter(owed_by(user), state__in=OPEN_STATES))))
    return by_due(tasks.filter(due_on__lte=today + timedelta(days=days)))  # type: ignore[misc]


def filtered(
    tasks: QuerySet[Task],
    *,
    today: date,
    block: int | None = None,
    unit: str = "",
    state: str = "",
    only_late: bool = False,
) -> QuerySet[Task]:
    """Tasks of a criterion, a unit (as `unit_name` says it), a state; needs `with_due` and `with_unit`."""
    if block:
        tasks = tasks.filter(block=block)
    if unit:
        tasks = tasks.filter(unit_name=unit)  # type: ignore[misc]
    if state in TaskState.values:
        tasks = tasks.filter(state=state)
    return late(tasks, today) if only_late else tasks


def by_criterion(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """In the order of the plan."""
    return tasks.order_by(F("block__position").asc(nulls_last=True), "position", "pk")


def by_unit(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """Unit after unit, each in the order of the plan; needs `with_unit`."""
    key = Coalesce(
        Cast("organisation__sort_key", CharField()),
        Cast("area__sort_key", CharField()),
        "unit",
        output_field=TextField(),
    )
    return tasks.order_by(key, "unit_name", F("block__position").asc(nulls_last=True), "position", "pk")  # type: ignore[misc]


def reports_of(task: Task) -> QuerySet[TaskReport]:
    """Newest first, with who wrote them and their files."""
    files = TaskFile.objects.select_related("file").order_by("pk")
    return task.reports.select_related("by").prefetch_related(Prefetch("files", queryset=files))


def blocks_of_year(areas: Iterable[Area], year: int) -> QuerySet[Block]:
    """Criteria of the issued plans of these areas for a year."""
    blocks = Block.objects.filter(plan__area__in=areas, plan__year=year, plan__document__state=DocumentState.ISSUED)
    return blocks.select_related("owner", "plan").defer("plan__facts").order_by("plan", "position")


def tasks_of_year(areas: Iterable[Area], year: int) -> QuerySet[Task]:
    """Tasks of the same plans that were not dropped, with `due_on`."""
    tasks = of_plans_in_force(Task.objects.filter(plan__area__in=areas, plan__year=year))
    return with_due(tasks.exclude(state=TaskState.DROPPED)).select_related("owner", "block__owner")


def years_followed(areas: Iterable[Area]) -> list[int]:
    """The years these areas have issued plans of, newest first."""
    plans = Plan.objects.filter(area__in=areas, document__state=DocumentState.ISSUED).exclude(year=None)
    return [year for year in plans.values_list("year", flat=True).distinct().order_by("-year") if year]


def open_tasks_of(person: User, area: Area) -> QuerySet[Task]:
    """What a person still has to do by name in the issued plans of an area."""
    tasks = of_plans_in_force(Task.objects.filter(owner=person, plan__area=area, state__in=OPEN_STATES))
    return by_due(with_due(with_names(tasks)))


def blocks_owned(person: User, area: Area, since: int) -> QuerySet[Block]:
    """Criteria the person is responsible for in the issued plans of an area, from a year on (and those without a year)."""
    plans = Q(plan__year=None) | Q(plan__year__gte=since)
    blocks = Block.objects.filter(plans, owner=person, plan__area=area, plan__document__state=DocumentState.ISSUED)
    return blocks.select_related("plan").defer("plan__facts").order_by("plan", "position")


def targets_with_values(plan: Plan) -> QuerySet[Target]:
    """The plan's targets with all their monthly rows, oldest first."""
    values = TargetValue.objects.select_related("by").order_by("month", "at", "pk")
    return plan.targets.prefetch_related(Prefetch("values", queryset=values))
