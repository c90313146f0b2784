"""Reading routines and the times they were kept."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from areas.enums import Level
from areas.models import Area
from areas.queries import in_force, villages_of
from campaigns.models import Plan, PlanVillage, Routine, RoutineTurn
from core import clock


def with_plan(routines: QuerySet[Routine]) -> QuerySet[Routine]:
    return routines.select_related(
        "plan", "plan__area", "plan__area__parent", "plan__document", "plan__document__issuer"
    ).defer("plan__facts", "plan__document__context")


def with_people(turns: QuerySet[RoutineTurn]) -> QuerySet[RoutineTurn]:
    """Turns with who noted them, where, and their photos."""
    return turns.select_related("area", "by").prefetch_related("photos__file")


def turn_of_day(routine: Routine, area: Area, day: date) -> RoutineTurn | None:
    return routine.turns.select_related("area", "by").filter(area=area, held_on=day).first()


def turns_of(routines: Iterable[Routine]) -> QuerySet[RoutineTurn]:
    """The figures of all turns of these routines, without texts."""
    return RoutineTurn.objects.filter(routine__in=list(routines)).only(
        "routine", "area", "held_on", "people", "labour_days"
    )


def villages_asked(plan: Plan) -> list[Area]:
    """Villages of which the plan asks its routines: those it names, else all of its commune that exist today."""
    if plan.area.level == Level.VILLAGE:
        return [plan.area]
    named = PlanVillage.objects.filter(plan=plan).exclude(area=None).values("area")
    chosen = Area.objects.filter(pk__in=named)
    if plan.area.level == Level.COMMUNE and not chosen.exists():
        chosen = in_force(villages_of(plan.area), clock.today())
    return list(chosen.order_by("sort_key"))


def areas_by_id(ids: Iterable[int]) -> dict[int, Area]:
    return Area.objects.in_bulk(list(ids))
