"""Which rounds and areas a person may look over, and which communes in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, has_anywhere
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import below, ids_above, ids_on, in_force, stands
from core import clock
from criteria.access import visible_rounds
from criteria.models import Round, RoundCard, RoundSummary
from dashboards.queries.office.groups import Scope

if TYPE_CHECKING:
    from accounts.models import User

T = TypeVar("T", bound=Model)

_ABOVE_COMMUNES = (Level.PROVINCE, Level.DISTRICT)


def rounds_of(user: User) -> list[Round]:
    """Rounds with communes the person may read, newest first; villages see none. Three queries.

    Many rounds are of few sets and offices: each of those is read once, not with every round.
    """
    above = [area for area in areas_held(user, Right.READ_SCORECARDS) if area.level != Level.VILLAGE]
    if not above:
        return []
    return list(visible_rounds(user).prefetch_related("area", "criteria_set").order_by("-deadline", "-pk"))


def scope_of(user: User) -> Scope | None:
    """What "Cần xử lý" looks over for the person: the areas where one verifies, receives reports, or sends the cards up; None
    for whoever does none of it, and for villages."""
    areas = {
        area.pk: area
        for right in (Right.VERIFY_SCORECARDS, Right.RECEIVE_REPORTS, Right.SUBMIT_SCORECARDS)
        for area in areas_held(user, right)
        if area.level != Level.VILLAGE
    }
    return Scope(user, tuple(areas.values()), clock.today(), clock.now()) if areas else None


def strip_scope(user: User) -> Scope | None:
    """The same for the strip on the start page, which is the office's alone."""
    return scope_of(user) if has_anywhere(user, Right.VERIFY_SCORECARDS) else None


def get_round(rounds: Sequence[Round], pk: str) -> Round | None:
    """The round of the address among these (404 for another), else the newest; None where there is none."""
    if not pk:
        return next(iter(rounds), None)
    return _of(rounds, pk)


def parts_of(user: User, round_: Round) -> list[Area]:
    """The districts between the round's office and its communes that the person reads, of those there are on the day until
    which cards are sent, in Vietnamese order. One query for whoever reads more than districts of the province, else none."""
    if round_.area.level != Level.PROVINCE:
        return []
    held = areas_held(user, Right.READ_SCORECARDS)
    if {area.pk for area in held}.isdisjoint(ids_on(round_.area.path)):
        own = {area.pk: area for area in held if area.parent_id == round_.area_id and area.level == Level.DISTRICT}
        return sorted((area for area in own.values() if stands(area, round_.deadline)), key=lambda area: area.sort_key)
    districts = Area.objects.filter(below(held, "path"), parent=round_.area, level=Level.DISTRICT)
    return list(in_force(districts, round_.deadline).order_by("sort_key"))


def get_part(areas: Sequence[Area], pk: str) -> Area | None:
    """One of these areas by the id in the address; None where it names none, 404 for another."""
    return _of(areas, pk) if pk else None


def map_areas(user: User) -> list[Area]:
    """The highest provinces and districts whose communes the person reads, in Vietnamese order."""
    return [area for area in area_roots(user) if area.level in _ABOVE_COMMUNES]


def reads_reports(user: User, areas: Sequence[Area]) -> bool:
    """Whether the person may know of all these areas which of their communes' reports came, and when."""
    held = {area.pk for right in (Right.READ_REPORTS, Right.RECEIVE_REPORTS) for area in areas_held(user, right)}
    return bool(areas) and all(not held.isdisjoint(ids_on(area.path)) for area in areas)


def map_choices(areas: Sequence[Area], day: date) -> list[Area]:
    """Of `map_areas`, and of the districts in them, those that exist on the day; one query."""
    mine = Q(pk__in=[area.pk for area in areas]) | Q(below(areas, "path"), level=Level.DISTRICT)
    found = in_force(Area.objects.filter(mine), day)
    return sorted(found, key=lambda area: (area not in areas, area.sort_key))


def get_map_area(areas: Sequence[Area], pk: str) -> Area | None:
    """One of `map_areas` or a district in them; None where the address names none, 404 for another."""
    if not pk:
        return None
    found = get_area(areas, int(pk) if pk.isascii() and pk.isdigit() else 0)
    if found.level not in _ABOVE_COMMUNES:
        raise Http404
    return found


def area_roots(user: User) -> list[Area]:
    """The highest areas on which the person reads cards, villages left out, in Vietnamese order."""
    held = {area.pk: area for area in areas_held(user, Right.READ_SCORECARDS) if area.level != Level.VILLAGE}
    roots = (area for area in held.values() if held.keys().isdisjoint(ids_above(area.path)))
    return sorted(roots, key=lambda area: area.sort_key)


def get_area(roots: Sequence[Area], pk: int) -> Area:
    """One of these areas or a province, district or commune below them; 404 for any other. At most one query."""
    for area in roots:
        if area.pk == pk:
            return area
    return get_object_or_404(Area.objects.filter(below(roots, "path")).exclude(level=Level.VILLAGE), pk=pk)


def _of(rows: Sequence[T], pk: str) -> T:
    found = {str(row.pk): row for row in rows}
    if pk not in found:
        raise Http404
    return found[pk]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page looks: the area chosen (None: everything one may read), and which may be chosen from here."""

    areas: list[Area]
    chosen: Area | None
    options: list[Area]
    #: Whether this is everything one may read.
    whole: bool


def round_cards_in(place: Place, group: str, rounds: Sequence[Round]) -> QuerySet[RoundCard]:
    """Cards in these rounds (the caller names which of them), of the place and group: see `_cards_if`."""
    return RoundCard.objects.filter(_cards_if(place.areas, group, rounds))


def cards_in(user: User, rounds: Sequence[Round]) -> QuerySet[RoundCard]:
    """Cards the person may read in these rounds (the caller names which of them): see `_cards_if`."""
    return RoundCard.objects.filter(_cards_if(areas_held(user, Right.READ_SCORECARDS), "", rounds))


def round_summaries_in(place: Place, group: str, rounds: Sequence[Round]) -> QuerySet[RoundSummary]:
    """The summaries of the same cards."""
    return RoundSummary.objects.filter(_cards_if(place.areas, group, rounds, "round_card__"))


def _cards_if(areas: Sequence[Area], group: str, rounds: Sequence[Round], prefix: str = "") -> Q:
    """The condition "a card of these areas, and of one column of levels where a group is asked for", for rows of these rounds
    that reach the card in its round by `prefix`; the areas are those where the person reads cards.

    A round's communes lie below the area that opened it, and areas never move: where all rounds were opened in these areas, no
    card's area is asked for.
    """
    found = Q(**{f"{prefix}card__scope": group}) if group else Q()
    here = {area.pk for area in areas}
    if rounds and all(not here.isdisjoint(ids_on(one.area.path)) for one in rounds):
        return found
    return found & below(areas, f"{prefix}card__area__path")


def get_place(user: User, right: Right, pk: str, day: date) -> Place:
    """The area of the address among those on or below which the person holds the right, villages left out (404 for another).

    Without one: the person's only area, or all of several. To choose from: the own areas, those above the chosen one within
    them, and those right below it (beside it, where it is a commune) that exist on the day, or did when it ended. Two queries.
    """
    roots = list({area.pk: area for area in areas_held(user, right) if area.level != Level.VILLAGE}.values())
    readable = Area.objects.filter(below(roots, "path")).exclude(level=Level.VILLAGE)
    chosen = roots[0] if len(roots) == 1 else None
    if pk:
        chosen = get_object_or_404(readable, pk=pk if pk.isascii() and pk.isdigit() else 0)
    kept = [area.pk for area in roots]
    near = Area.objects.none()
    if chosen is not None:
        kept += ids_on(chosen.path)
        above = chosen.parent_id if chosen.level == Level.COMMUNE and chosen.parent_id else chosen.pk
        near = in_force(Area.objects.filter(parent=above), min(day, chosen.valid_to or day))
    found = readable.filter(Q(pk__in=kept) | Q(pk__in=near.values("pk")))
    options = sorted(found, key=lambda area: ((area.path or "").count("/"), area.sort_key))
    return Place([chosen] if chosen else roots, chosen, options, chosen is None or [chosen] == roots)
