"""What can be due: each room registers its kinds in apps.py, with the questions it answers about them.

A thing is named "<kind>:<id>". Nothing is copied here: a room answers from its own rows, so what is done or moved is never
told as if it were open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from areas.enums import Level

if TYPE_CHECKING:
    from accounts.models import User


#: Days in a row: the first and the last of them.
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Due:
    """One open thing and its last day."""

    kind: str
    id: int
    #: What has to be done, in Vietnamese, without the date: "Báo cáo nhiệm vụ “Làm đường trục xóm 2”".
    what: str
    on: date
    #: A path of ours where the person does it.
    url: str
    #: Ids of the people who owe it, and the area whose superiors hear when they do not answer.
    people: tuple[int, ...]
    area: int | None = None

    @property
    def thing(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    label: str
    #: Working days before and after the last day on which people hear, where no Rule says otherwise.
    before: tuple[int, ...]
    on_the_day: bool
    after: tuple[int, ...]
    #: Open things with a last day in one of the spans, with all who owe them; a fixed number of queries, read by an index that
    #: holds open rows only.
    between: Callable[[Sequence[Span]], Iterator[Due]]
    #: Open things this person owes, late or due up to the day, soonest first; a fixed number of queries.
    of_user: Callable[[User, date], list[Due]]
    #: Which of these ids are still open.
    still_open: Callable[[Iterable[int]], set[int]]


def owed_by(user: User, found: Iterable[Due]) -> list[Due]:
    """Of these, what the person owes, soonest first."""
    return sorted((due for due in found if user.pk in due.people), key=lambda due: (due.on, due.id))


def commune_of_village(row: Mapping[str, Any], prefix: str = "area") -> int | None:
    """The commune's id where the area that `prefix` leads to in a row of values is a village; `row` has its level and parent."""
    return row[f"{prefix}__parent_id"] if row[f"{prefix}__level"] == Level.VILLAGE else None


def on_days(field: str, spans: Sequence[Span]) -> Q:
    """A condition for rows whose field lies on one of these days; there is at least one span."""
    return reduce(or_, (Q(**{f"{field}__gte": first, f"{field}__lte": last}) for first, last in spans))


def is_in(day: date, spans: Sequence[Span]) -> bool:
    return any(first <= day <= last for first, last in spans)


def whole(spans: Sequence[Span]) -> Span:
    """From the first day of all to the last, with the days between."""
    return min(first for first, _ in spans), max(last for _, last in spans)


_kinds: dict[str, Kind] = {}


def register(
    code: str,
    *,
    label: str,
    between: Callable[[Sequence[Span]], Iterator[Due]],
    of_user: Callable[[User, date], list[Due]],
    still_open: Callable[[Iterable[int]], set[int]],
    before: tuple[int, ...] = (10, 3, 1),
    on_the_day: bool = True,
    after: tuple[int, ...] = (1, 3, 5),
) -> None:
    """Let things of this kind be reminded of; a second registration is an error. `label` is a noun: "Nhiệm vụ của kế hoạch"."""
    if code in _kinds:
        raise ValueError(f"kind of deadline {code} is registered already")
    _kinds[code] = Kind(code, label, before, on_the_day, after, between, of_user, still_open)


def kinds() -> list[Kind]:
    """All kinds, in the order of registration."""
    return list(_kinds.values())


def find(code: str) -> Kind | None:
    return _kinds.get(code)


def label_of(code: str) -> str:
    """The label of a kind; the code itself where nobody registered it."""
    kind = find(code)
    return kind.label if kind else code
