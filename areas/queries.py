"""Reading the map."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation, PostHolder
from core import text


def in_force(rows: QuerySet, on: date) -> QuerySet:
    """Those of areas, organisations, holders … whose span holds the day."""
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


#: Matches no row: what a person without any role sees.
NOTHING = Q(pk__in=())


def below(areas: Sequence[Area], path_field: str) -> Q:
    """A condition for rows on these areas and everything under them."""
    if not areas:
        return NOTHING
    return reduce(or_, (Q(**{f"{path_field}__startswith": area.path}) for area in areas))


def subtree(area: Area) -> QuerySet[Area]:
    """The area and everything below it."""
    return Area.objects.filter(path__startswith=area.path or "-")


def ids_on(path: str | None) -> list[int]:
    """Ids of the area with this path and of those above it, from the province down to itself."""
    return [int(part) for part in (path or "").split("/") if part]


def ids_above(path: str | None) -> list[int]:
    """The same without the area itself."""
    return ids_on(path)[:-1]


def ancestors(area: Area) -> QuerySet[Area]:
    """From the province down to the area's parent."""
    return Area.objects.filter(pk__in=ids_above(area.path)).order_by("path")


def found_by(rows: QuerySet, words: str) -> QuerySet:
    """Rows whose stored search key holds every word, with or without diacritics."""
    for word in text.search_key(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def villages_of(commune: Area) -> QuerySet[Area]:
    return Area.objects.filter(parent=commune, level=Level.VILLAGE)


def issuers_on(area: Area) -> QuerySet[Organisation]:
    """Organisations of the area that issue papers (they have letters for their symbol)."""
    return Organisation.objects.filter(area=area).exclude(symbol_letters="").order_by("sort_key")


def peoples_committee(area: Area, day: date) -> Organisation | None:
    """The area's people's committee that exists on a day; None while it is not declared."""
    return in_force(issuers_on(area).filter(kind=OrganisationKind.PEOPLES_COMMITTEE), day).first()


def signer_on(organisation: Organisation, on: date) -> PostHolder | None:
    """Who signs for the organisation on a day: the first of its signing posts that has a holder then."""
    holders = in_force(PostHolder.objects.filter(post__organisation=organisation, post__signs=True), on)
    return holders.select_related("post").order_by("post__rank").first()


def bodies_of(areas: Sequence[Area]) -> QuerySet[Organisation]:
    """The organisations of these areas that still exist."""
    return (
        Organisation.objects.filter(area__in=areas, valid_to=None).select_related("area").order_by("kind", "sort_key")
    )
