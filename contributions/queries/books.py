"""Reading books: which of their numbers are used, void, handed back or left, and what of them was handed in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, QuerySet, Sum

from accounts.access import holders
from accounts.enums import Right
from accounts.models import User
from areas.models import Area
from contributions.enums import BookKind, NumberState, Way
from contributions.models import Book, BookNumber, Handover, Receipt


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a book, each in exactly one of the four."""

    used: frozenset[int]
    void: frozenset[int]
    returned: frozenset[int]
    #: Of a pre-printed book: not accounted for yet.
    left: frozenset[int]


def numbers_of(book: Book) -> Numbers:
    """Every number of the book, in two queries."""
    used = frozenset(book.receipts.order_by().values_list("number", flat=True))
    other = dict(book.other_numbers.order_by().values_list("number", "state"))
    void = frozenset(number for number, state in other.items() if state == NumberState.VOID)
    returned = frozenset(other) - void
    whole = (
        frozenset(range(book.first_number, book.last_number + 1))
        if book.kind == BookKind.PREPRINTED and book.last_number
        else frozenset()
    )
    return Numbers(used, void, returned, whole - used - void - returned)


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers as runs without gap: 1, 2, 3, 7 → (1, 3), (7, 7)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def with_counts(books: QuerySet[Book]) -> QuerySet[Any]:
    """Adds `used`, `total` (đồng) and `last_used` of the receipts in each book."""
    return books.annotate(used=Count("receipts"), total=Sum("receipts__amount"), last_used=Max("receipts__number"))


def void_numbers(book: Book) -> QuerySet[BookNumber]:
    return book.other_numbers.filter(state=NumberState.VOID).select_related("by")


def handovers_of(book: Book) -> QuerySet[Handover]:
    return book.handovers.select_related("by").order_by("from_number")


def handed_to(book: Book) -> int:
    """The last number handed in so far; one before the first where nothing was."""
    last: int | None = book.handovers.aggregate(last=Max("to_number"))["last"]
    return book.first_number - 1 if last is None else last


def cash_of(book: Book, first: int, last: int) -> QuerySet[Receipt]:
    """Cash receipts of a run of numbers, in their order: what a collector has in hand."""
    rows = book.receipts.filter(number__gte=first, number__lte=last, way=Way.CASH)
    return rows.select_related("campaign", "village").order_by("number")


def collectors_of(area: Area) -> QuerySet[User]:
    """Who may hold a book of the commune."""
    return holders(Right.COLLECT, [area]).order_by("sort_key", "pk")
