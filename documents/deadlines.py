"""What is due of papers, for reminders.sources: those that wait for a signature, and those that wait for their number.

A signed paper goes out on the day it is signed or on the next working day (NĐ 30/2020/NĐ-CP, điều 18). How long a paper may
wait for its signature no law says: the house does (settings.PAPER_WAITING_DAYS).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from accounts.access import areas_held, ids_who_may
from accounts.enums import Right
from areas.enums import Level
from core import clock
from documents.enums import DocumentState
from documents.models import Document
from reminders.queries.workdays import calendar
from reminders.sources import Due, Span, commune_of_village, is_in, owed_by, whole

if TYPE_CHECKING:
    from accounts.models import User

#: Of so many working days, at most so many calendar days: a week has five, and around Tết some two weeks have none.
_SPAN = 2
_TET = 20


@dataclass(frozen=True, slots=True)
class _Wait:
    """A state in which a paper waits for somebody."""

    kind: str
    verb: str
    state: str
    right: Right
    days: int


def _signature() -> _Wait:
    return _Wait("paper_to_sign", "Duyệt", DocumentState.SUBMITTED, Right.APPROVE_PAPERS, settings.PAPER_WAITING_DAYS)


def _number() -> _Wait:
    return _Wait("paper_to_number", "Cấp số, phát hành", DocumentState.APPROVED, Right.NUMBER_PAPERS, 1)


def to_sign_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Papers waiting for a signature. Three queries."""
    return _between(_signature(), spans)


def to_sign_of(user: User, upto: date) -> list[Due]:
    return _of_user(_signature(), user, upto)


def still_to_sign(ids: Iterable[int]) -> set[int]:
    return _still(_signature(), ids)


def to_number_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Signed papers waiting for their number. Three queries."""
    return _between(_number(), spans)


def to_number_of(user: User, upto: date) -> list[Due]:
    return _of_user(_number(), user, upto)


def still_to_number(ids: Iterable[int]) -> set[int]:
    return _still(_number(), ids)


def _waiting(wait: _Wait) -> QuerySet[Document]:
    return Document.objects.filter(state=wait.state).order_by()


def _between(wait: _Wait, spans: Sequence[Span]) -> Iterator[Due]:
    """The last day follows from the day the paper arrived, which its last change tells: nobody edits it while it waits."""
    first, last = whole(spans)
    earliest = first - timedelta(days=wait.days * _SPAN + _TET)
    papers = _waiting(wait).filter(
        updated_at__gte=clock.start_of(earliest), updated_at__lt=clock.start_of(last + timedelta(days=1))
    )
    return (due for due in _dues(wait, papers) if is_in(due.on, spans))


def _of_user(wait: _Wait, user: User, upto: date) -> list[Due]:
    held = areas_held(user, wait.right)
    mine = Q(area__in=held) | Q(area__parent__in=held, area__level=Level.VILLAGE)
    return [due for due in owed_by(user, _dues(wait, _waiting(wait).filter(mine))) if due.on <= upto] if held else []


def _still(wait: _Wait, ids: Iterable[int]) -> set[int]:
    return set(_waiting(wait).filter(pk__in=list(ids)).values_list("pk", flat=True))


def _dues(wait: _Wait, papers: QuerySet[Document]) -> Iterator[Due]:
    rows: list[Any] = list(papers.values("pk", "subject", "updated_at", "area_id", "area__level", "area__parent_id"))
    if not rows:
        return
    places = {row["area_id"]: commune_of_village(row) for row in rows}
    people = ids_who_may(wait.right, places)
    days = calendar()
    for row in rows:
        yield Due(
            wait.kind, row["pk"], f"{wait.verb} “{Truncator(row['subject']).chars(120)}”",
            days.add(timezone.localdate(row["updated_at"]), wait.days), reverse("documents:open", args=[row["pk"]]),
            people[row["area_id"]], row["area_id"],
        )  # fmt: skip
