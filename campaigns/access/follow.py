"""May this person see, report on or change this task? The only doors to tasks, their reports and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand, may
from accounts.enums import Right, Role
from accounts.models import Assignment, User
from areas.models import Area, Organisation
from areas.queries import below, in_force
from campaigns.access.plans import visible_plans
from campaigns.enums import TaskState
from campaigns.models import Task, TaskFile
from campaigns.queries import follow as queries
from core import clock
from core.database import one_of
from documents.access import visible_if
from documents.enums import FROZEN, DocumentState

if TYPE_CHECKING:
    from documents.models import StoredFile


def visible_tasks(user: User) -> QuerySet[Task]:
    """Tasks of the plans the person may read, and of any issued plan that names the person, the village or the unit."""
    if not user.assignments_today:
        return Task.objects.none()
    issued = Q(plan__document__state__in=sorted(FROZEN))
    return Task.objects.filter(visible_if(user, "plan__document__") | (issued & queries.owed_by(user)))


def my_tasks(user: User) -> QuerySet[Task]:
    """What the person, the person's village or unit owes in issued plans."""
    if not user.assignments_today:
        return Task.objects.none()
    return queries.of_plans_in_force(Task.objects.filter(queries.owed_by(user)))


def get_task(user: User, pk: int) -> Task:
    """The task with its names and `due_on`, if the person may see it; else 404."""
    tasks = queries.with_unit(queries.with_due(queries.with_names(one_of(visible_tasks(user), pk))))
    return get_object_or_404(tasks.select_related("plan__document").defer("plan__facts", "plan__document__context"))


def is_followed(task: Task) -> bool:
    """Whether the task still counts: its plan is in force and nobody dropped it."""
    return task.plan.document.state == DocumentState.ISSUED and task.state != TaskState.DROPPED


def may_report(user: User, task: Task) -> bool:
    """Owner, people of its village or unit (not mere readers), and officers of the plan's area, while it is followed."""
    if not is_followed(task):
        return False
    roles = [role for role in user.assignments_today if role.role != Role.READER]
    named = task.owner_id == user.pk or (
        task.owner is None and task.block is not None and task.block.owner_id == user.pk
    )
    return bool(roles) and (
        named
        or any(role.area_id == task.area_id for role in roles)
        or any(role.organisation_id and role.organisation_id == task.organisation_id for role in roles)
        or may(user, Right.WRITE_PLANS, task.plan.area)
    )


def demand_report(user: User, task: Task) -> None:
    """403 for those who may only read the task."""
    if not may_report(user, task):
        raise PermissionDenied


def get_task_to_edit(user: User, pk: int) -> Task:
    """A task whose plan's officer the person is; 404 where it is not to be seen, 403 without the right."""
    task = get_task(user, pk)
    demand(user, Right.WRITE_PLANS, task.plan.area)
    return task


def may_open_plan(user: User, task: Task) -> bool:
    return visible_plans(user).filter(pk=task.plan_id).exists()


def may_fetch_task_file(user: User, stored: StoredFile) -> bool:
    """Check for photos and papers of reports: who may see the task."""
    return TaskFile.objects.filter(file=stored, report__task__in=visible_tasks(user)).exists()


def colleagues_on(area: Area) -> QuerySet[User]:
    """People who may own tasks of this area's plans: active, with a role on it or below it."""
    held = in_force(Assignment.objects.filter(below([area], "area__path")), clock.today())
    people = User.objects.filter(is_active=True, pk__in=held.exclude(role=Role.READER).values("user_id"))
    return people.order_by("sort_key")


def organisations_on(area: Area) -> QuerySet[Organisation]:
    """Organisations of the area that still exist."""
    return in_force(Organisation.objects.filter(area=area), clock.today()).order_by("sort_key")


def places_under(area: Area) -> QuerySet[Area]:
    """The areas right under this one: a commune's villages."""
    return in_force(Area.objects.filter(parent=area), clock.today()).order_by("sort_key")


# --- load per officer ---


def load_areas(user: User) -> list[Area]:
    """The areas whose load the person reads: those of the own roles, each once."""
    return list({area.pk: area for area in areas_held(user, Right.READ_PLANS)}.values())


def may_move(user: User, area: Area) -> bool:
    """Officers and leaders of the area move tasks from one person to another."""
    return may(user, Right.WRITE_PLANS, area) or may(user, Right.APPROVE_PAPERS, area)


def get_load_area(user: User, pk: int) -> Area:
    """An own area on which the person may move tasks; 404 for others' areas, 403 without the right."""
    area = next((area for area in load_areas(user) if area.pk == pk), None)
    if area is None:
        raise Http404
    if not may_move(user, area):
        raise PermissionDenied
    return area


def get_person_with_tasks(area: Area, pk: int) -> User:
    """Somebody who owns tasks or criteria of the area's plans, or works there; else 404. Locked accounts included."""
    owns = Q(pk__in=Task.objects.filter(plan__area=area).values("owner")) | Q(pk__in=area.plans.values("blocks__owner"))
    return get_object_or_404(User.objects.filter(owns | Q(pk__in=colleagues_on(area).values("pk"))), pk=pk)
