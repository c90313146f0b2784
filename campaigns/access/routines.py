"""May this person see, note or correct the turns of a routine? The only doors to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand, has_anywhere, may
from accounts.enums import Right
from areas.models import Area
from areas.queries import subtree
from campaigns.access.places import places_to_write
from campaigns.access.plans import visible_plans
from campaigns.models import Plan, Routine, RoutineTurn, TurnPhoto
from campaigns.queries.routines import with_people, with_plan
from documents.access import visible_if

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile

_TO_DOCUMENT = "plan__document__"


def get_routine(user: User, pk: int) -> Routine:
    """The routine of a plan the person may read; else 404."""
    return get_object_or_404(with_plan(Routine.objects.filter(visible_if(user, _TO_DOCUMENT))), pk=pk)


def turn_places(user: User, plan: Plan) -> QuerySet[Area]:
    """Where the person may note turns of this plan: the plan's area and those below it that are the person's; perhaps none."""
    if not has_anywhere(user, Right.WRITE_PLANS):
        return Area.objects.none()
    return places_to_write(user, Right.WRITE_PLANS).filter(pk__in=subtree(plan.area).values("pk"))


def demand_places(places: QuerySet[Area]) -> None:
    """Answer 403 where there is no area on which the person may note turns."""
    if not places:
        raise PermissionDenied


def get_turn(user: User, pk: int, right: Right | None = None) -> RoutineTurn:
    """One turn of a routine the person may read (else 404), with the right on the turn's own area (else 403)."""
    turns = with_people(RoutineTurn.objects.filter(visible_if(user, f"routine__{_TO_DOCUMENT}")))
    rows = turns.select_related(
        "area", "by", "routine", "routine__plan", "routine__plan__area", "routine__plan__document"
    )
    turn = get_object_or_404(rows.defer("routine__plan__facts", "routine__plan__document__context"), pk=pk)
    if right is not None:
        demand(user, right, turn.area)
    return turn


def may_correct(user: User, turn: RoutineTurn) -> bool:
    return may(user, Right.WRITE_PLANS, turn.area)


def get_turn_photo(user: User, pk: int, photo_pk: int) -> TurnPhoto:
    """A photo of a turn the person may correct; else 404 or 403."""
    turn = get_turn(user, pk, Right.WRITE_PLANS)
    photo = get_object_or_404(turn.photos.select_related("file"), pk=photo_pk)
    photo.turn = turn
    return photo


def may_fetch_turn_photo(user: User, stored: StoredFile) -> bool:
    """Check for photos of turns: who reads the plan sees them."""
    plans = visible_plans(user).values("pk")
    return TurnPhoto.objects.filter(turn__routine__plan__in=plans, file=stored).exists()
