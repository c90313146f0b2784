"""Which rounds a person may look over, and which communes in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model
from django.http import Http404

from accounts.access import areas_held
from accounts.enums import Right
from areas.enums import Level
from criteria.access import visible_rounds
from criteria.models import Round

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

T = TypeVar("T", bound=Model)


def rounds_of(user: User) -> list[Round]:
    """Rounds with communes the person may read, newest first; villages see none."""
    above = [area for area in areas_held(user, Right.READ_SCORECARDS) if area.level != Level.VILLAGE]
    if not above:
        return []
    return list(visible_rounds(user).select_related("area", "criteria_set").order_by("-deadline", "-pk"))


def get_round(rounds: Sequence[Round], pk: str) -> Round | None:
    """The round of the address among these (404 for another), else the newest; None where there is none."""
    if not pk:
        return next(iter(rounds), None)
    return _of(rounds, pk)


def get_part(areas: Sequence[Area], pk: str) -> Area | None:
    """One of these areas by the id in the address; None where it names none, 404 for another."""
    return _of(areas, pk) if pk else None


def _of(rows: Sequence[T], pk: str) -> T:
    found = {str(row.pk): row for row in rows}
    if pk not in found:
        raise Http404
    return found[pk]
