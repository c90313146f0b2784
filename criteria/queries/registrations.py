"""Reading registrations: the list with its filters, what goes on the list of a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet

from areas.enums import Level
from areas.models import Area
from areas.queries import found_by, rows_of
from criteria.enums import RegistrationState, SetLevel
from criteria.models import CriteriaSet, Registration, RegistrationList
from documents.models import Document

#: Level of an area → the sets that it, or a household in it, can aim at.
_LEVELS = {Level.COMMUNE: (SetLevel.COMMUNE,), Level.VILLAGE: (SetLevel.VILLAGE, SetLevel.GARDEN)}


def with_people(registrations: QuerySet[Registration]) -> QuerySet[Registration]:
    return registrations.select_related("area", "area__parent", "criteria_set", "card")


def filtered(
    registrations: QuerySet[Registration], *, words: str = "", year: int | None = None, state: str = "",
    criteria_set: int | None = None,
) -> QuerySet[Registration]:  # fmt: skip
    """Those that meet every condition given; an unknown state is no condition."""
    if words:
        registrations = found_by(registrations, words)
    if year is not None:
        registrations = registrations.filter(year=year)
    if state in RegistrationState.values:
        registrations = registrations.filter(state=state)
    if criteria_set is not None:
        registrations = registrations.filter(criteria_set=criteria_set)
    return registrations


def years_of(registrations: QuerySet[Registration]) -> list[int]:
    return list(registrations.order_by("-year").values_list("year", flat=True).distinct())


def sets_of(registrations: QuerySet[Registration]) -> QuerySet[CriteriaSet]:
    """The sets that any of these aims at."""
    return CriteriaSet.objects.filter(pk__in=registrations.order_by().values("criteria_set")).order_by("name")


def sets_open_to(areas: Sequence[Area]) -> QuerySet[CriteriaSet]:
    """The sets that these areas, or households in them, can aim at; also one whose rows are not established yet."""
    levels = {level for area in areas for level in _LEVELS.get(Level(area.level), ())}
    return CriteriaSet.objects.filter(level__in=levels).order_by("level", "-period", "name")


def places_among(areas: Sequence[Area], on: date) -> QuerySet[Area]:
    """Of these, what may still be registered: villages that are no more are left out; a commune of the past keeps its books."""
    mine = rows_of(areas)
    closed = mine.filter(level=Level.VILLAGE, valid_to__lt=on)
    return mine.exclude(pk__in=closed.values("pk")).select_related("parent").order_by("level", "sort_key")


def fits(area: Area, criteria_set: CriteriaSet) -> bool:
    """Whether the area, or a household in it, can aim at the set."""
    return criteria_set.level in _LEVELS.get(Level(area.level), ())


def recognisable_with(registration: Registration) -> QuerySet[Registration]:
    """Others that the same decision may name: assessed as met, same set and year, same commune."""
    area = registration.area
    commune = area.parent_id if area.level == Level.VILLAGE else area.pk
    same = (
        Q(area__parent=commune, area__level=Level.VILLAGE)
        if area.level == Level.VILLAGE
        else Q(area__parent=area.parent)
    )
    return with_people(
        Registration.objects.filter(
            same, criteria_set=registration.criteria_set_id, year=registration.year, state=RegistrationState.ASSESSED,
            found_met=True,
        ).exclude(pk=registration.pk)
    )  # fmt: skip


def on_list(area: Area, year: int) -> list[Registration]:
    """What the commune's list of a year names: its own aims, its villages', its gardens'; withdrawn ones are left out."""
    mine = Q(area=area) | Q(area__parent=area, area__level=Level.VILLAGE)
    rows = Registration.objects.filter(mine, year=year).exclude(state=RegistrationState.WITHDRAWN)
    return list(with_people(rows).order_by("criteria_set__level", "criteria_set__name", "sort_key", "pk"))


def page_of_list(document: Document) -> str | None:
    """For documents.registry: the page of a list of registrations."""
    found = RegistrationList.objects.filter(document=document).first()
    return found.get_absolute_url() if found else None
