"""Reading the map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import CharField, Lookup, Q, QuerySet

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation, PostHolder
from core import text


def in_force(rows: QuerySet, on: date) -> QuerySet:
    """Those of areas, organisations, holders … whose span holds the day."""
    return rows.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on))


def stands(area: Area, on: date) -> bool:
    """The same of an area that is already read."""
    return (area.valid_from is None or area.valid_from <= on) and (area.valid_to is None or area.valid_to >= on)


#: Matches no row: what a person without any role sees.
NOTHING = Q(pk__in=())


def below(areas: Sequence[Area], path_field: str) -> Q:
    """A condition for rows on these areas and everything under them."""
    if not areas:
        return NOTHING
    if len(areas) == 1:
        return Q(**{f"{path_field}__startswith": areas[0].path})
    return Q(**{f"{path_field}__{StartsWithAny.lookup_name}": [area.path for area in areas]})


@CharField.register_lookup
class StartsWithAny(Lookup):
    """Whether a text starts with one of several: the SQL of as many `startswith` joined by "or".

    One condition for Django, which would copy and resolve each of them anew for every query that is put together.
    """

    lookup_name = "startswith_any"

    def get_prep_lookup(self) -> list[str]:
        return [str(start) for start in self.rhs]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        one = f"{connection.ops.lookup_cast('startswith') % column} {connection.operators['startswith']}"
        starts = [f"{connection.ops.prep_for_like_query(start)}%" for start in self.rhs]
        return f"({' OR '.join([one] * len(starts))})", tuple(value for start in starts for value in (*params, start))


#: From so many areas on, comparing every path with each of them costs more than asking which provinces are left out.
MANY = 8


def on_areas(areas: Sequence[Area], area_field: str) -> Q:
    """`below` by a field that names an area and is never empty, for long lists: the areas are looked up apart from the rows.

    Who holds most of the provinces is asked for what lies in none of the others; that takes a query at once.
    """
    if len(areas) >= MANY and all(area.parent_id is None for area in areas):
        others = list(Area.objects.filter(parent=None).exclude(pk__in=[area.pk for area in areas]).order_by())
        if len(others) < len(areas):
            return ~Q(**{f"{area_field}__in": Area.objects.filter(below(others, "path")).order_by().values("pk")})
    return Q(**{f"{area_field}__in": Area.objects.filter(below(areas, "path")).order_by().values("pk")})


def rows_of(areas: Iterable[Area]) -> QuerySet[Area]:
    """These areas as rows to choose from, for a field of a form."""
    return Area.objects.filter(pk__in=[area.pk for area in areas])


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


def with_children(area: Area, *, commune: bool = False) -> QuerySet[Area]:
    """The area and those directly below it; with `commune` also the commune of a village. For `area__in`.

    Asked of the areas alone: with an "or" over a join PostgreSQL would hold every row against its area.
    """
    ids = [area.pk, area.parent_id] if commune and area.level == Level.VILLAGE else [area.pk]
    return Area.objects.filter(Q(pk__in=ids) | Q(parent=area)).order_by()


def found_by(rows: QuerySet, words: str) -> QuerySet:
    """Rows whose stored search key holds every word, with or without diacritics."""
    for word in text.search_key(words).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def villages_of(commune: Area) -> QuerySet[Area]:
    return Area.objects.filter(parent=commune, level=Level.VILLAGE)


def commune_names(area: Area) -> list[str]:
    """The name of the commune that the area is or lies in, first, and those of communes that became part of it; none for areas
    above communes. One query."""
    commune = area.parent_id if area.level == Level.VILLAGE else area.pk
    if area.level not in {Level.COMMUNE, Level.VILLAGE} or commune is None:
        return []
    rows = Area.objects.filter(Q(pk=commune) | Q(successor=commune)).values_list("pk", "name")
    return [name for pk, name in sorted(rows, key=lambda row: row[0] != commune)]


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
