"""May this person see, write or confirm this model or club? The only doors to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from areas.models import Area
from campaigns.access.places import own_if, places_to_write
from campaigns.models import ModelOrClub
from campaigns.queries.models_and_clubs import with_people

if TYPE_CHECKING:
    from accounts.models import User


def visible_models(user: User) -> QuerySet[ModelOrClub]:
    """Models and clubs on one's own areas and below; a village sees its own alone."""
    return ModelOrClub.objects.filter(own_if(user))


def get_model(user: User, pk: int, right: Right | None = None) -> ModelOrClub:
    """The model, if the person may read it (else 404) and has the right there (else 403)."""
    model = get_object_or_404(with_people(visible_models(user)), pk=pk)
    if right is not None:
        demand(user, right, model.area)
    return model


def model_places(user: User, now: Area | None = None) -> QuerySet[Area]:
    """The areas on which the person records models; 403 for those who record none."""
    return places_to_write(user, Right.WRITE_PLANS, now)
