"""The pieces of "Cần xử lý": for whom it is read, one line, one group of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Window

from areas.enums import Level
from areas.models import titled
from areas.queries import below, ids_above
from core.formats import vndate
from criteria.models import Round
from criteria.queries.rounds import opening_on
from reminders.queries.workdays import calendar

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: What was due longer ago is asked for no more, as with reports that are opened by themselves (reporting.actions.opening).
LOOK_BACK = timedelta(days=366)


class Opened(NamedTuple):
    """A round, and the path of the area that opened it."""

    pk: int
    area_id: int
    criteria_set_id: int
    name: str
    deadline: date
    path: str


@dataclass(frozen=True)
class Scope:
    """Who looks, and over which areas (of which none is a village) on which day."""

    user: User
    areas: tuple[Area, ...]
    today: date
    now: datetime

    @property
    def offices(self) -> list[Area]:
        """Those of the areas that have communes below them."""
        return [area for area in self.areas if area.level != Level.COMMUNE]

    @property
    def communes(self) -> list[Area]:
        return [area for area in self.areas if area.level == Level.COMMUNE]

    @cached_property
    def rounds(self) -> list[Opened]:
        """Rounds opened on the areas, below them or above them, the latest first; one query, the first time."""
        above_us = {pk for area in self.areas for pk in ids_above(area.path)}
        rows = Round.objects.filter(Q(area__in=opening_on(self.areas)) | Q(area__in=sorted(above_us)))
        rows = rows.order_by("-deadline", "-pk")
        found = rows.values_list("pk", "area_id", "criteria_set_id", "name", "deadline", "area__path")
        return [Opened._make((*row, path or "")) for *row, path in found]

    @property
    def running(self) -> list[Opened]:
        """Those of the rounds that anybody still asks about."""
        return [one for one in self.rounds if one.deadline >= self.today - LOOK_BACK]

    def within(self, path: str) -> Q:
        """The condition "on one of the areas or below", for rows that reach the area's path by `path`."""
        return below(self.areas, path)


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is about, how bad it is, and where it is dealt with."""

    title: str
    note: str
    #: "Quá 3 ngày làm việc": how bad, in words.
    due: str
    #: Colour word of templates/ui/todo.html; goes with `due`, never instead of it.
    tone: str
    url: str
    verb: str
    #: The last day, or the day from which it waits; None where there is none.
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Lines of one kind, the worst first; `count` is how many there are, `items` may be fewer."""

    code: str
    title: str
    #: What is counted, after the number: "báo cáo".
    unit: str
    #: What the number counts, in one sentence.
    hint: str
    #: What stands there when there is none.
    empty: str
    count: int
    items: tuple[Item, ...]
    #: The list that holds all of them; "" for the group alone on this page.
    all_url: str = ""

    @property
    def rest(self) -> int:
        return self.count - len(self.items)


def worst(rows: QuerySet[Any, Any], limit: int | None) -> tuple[list[Any], int]:
    """The first rows (objects or, of `values`, dictionaries), and how many there are in all: the database counts while it sorts. One query."""
    found = list(rows.annotate(in_all=Window(Count("pk")))[:limit])
    if not found:
        return [], 0
    first = found[0]
    return found, first["in_all"] if isinstance(first, dict) else first.in_all


def place(row: dict[str, Any], prefix: str) -> str:
    """ "Xã An Bình": a row's area, or with "area__parent" the one above it."""
    return titled(row[f"{prefix}__kind_word"], row[f"{prefix}__name"])


def above(scope: Scope, row: dict[str, Any], prefix: str) -> str:
    """ "tỉnh Thử Nghiệm. " before a note, where the area does not lie right below the one area that is looked over."""
    parent = row[f"{prefix}__parent_id"]
    mine = {area.pk for area in scope.areas}
    if parent is None or row[f"{prefix}_id"] in mine or (len(mine) == 1 and parent in mine):
        return ""
    return f"{place(row, f'{prefix}__parent')}. "


def place_fields(prefix: str) -> tuple[str, ...]:
    """What `above` and a title need of a row's area, for `values`."""
    return tuple(
        f"{prefix}{end}"
        for end in ("_id", "__kind_word", "__name", "__parent_id", "__parent__kind_word", "__parent__name")
    )


def overdue(items: Sequence[Item], today: date) -> tuple[Item, ...]:
    """The lines with "Quá … ngày làm việc" from their last day (`since`). One query, none for no lines."""
    if not items:
        return ()
    found, working = [], calendar()
    known: dict[date, int] = {}
    for item in items:
        assert item.since is not None
        days = known.get(item.since)
        if days is None:
            days = known[item.since] = working.distance(item.since, today)
        # Over a weekend no working day has passed yet.
        words = f"Quá {days} ngày làm việc" if days else f"Quá hạn từ {vndate(item.since)}"
        found.append(replace(item, due=words, tone="unmet"))
    return tuple(found)
