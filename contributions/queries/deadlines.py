"""What is due of contributions, for reminders.sources: campaigns that end, books of receipts to hand back.

Each question is a fixed number of queries. Those over days read an index that holds open rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.access import areas_held, ids_who_may
from accounts.enums import Right
from areas.enums import Level
from contributions.enums import BookForm, CampaignState
from contributions.models import Book, Campaign
from reminders.sources import Due, Span, commune_of_village, is_in, on_days, owed_by

if TYPE_CHECKING:
    from accounts.models import User


def _places(rows: list[Any]) -> dict[int, int | None]:
    """By area's id, its commune's where it is a village."""
    return {row["area_id"]: commune_of_village(row) for row in rows}


def _here(user: User, right: Right) -> Q:
    """On areas on which the person holds the right, or villages of theirs."""
    held = areas_held(user, right)
    return Q(area__in=held) | Q(area__parent__in=held, area__level=Level.VILLAGE)


# --- Campaigns ---


def _running() -> QuerySet[Campaign]:
    return Campaign.objects.filter(state=CampaignState.OPEN).order_by()


def campaigns_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Campaigns that are to end. Two queries."""
    return _campaigns(_running().filter(on_days("deadline", spans)))


def campaigns_of(user: User, upto: date) -> list[Due]:
    return owed_by(user, _campaigns(_running().filter(_here(user, Right.WRITE_CAMPAIGNS), deadline__lte=upto)))


def open_campaigns(ids: Iterable[int]) -> set[int]:
    return set(_running().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _campaigns(campaigns: QuerySet[Campaign]) -> Iterator[Due]:
    """Those who keep the commune's campaigns: the accountant and the officer."""
    rows: list[Any] = list(campaigns.values("pk", "name", "deadline", "area_id", "area__level", "area__parent_id"))
    people = ids_who_may(Right.WRITE_CAMPAIGNS, _places(rows))
    for row in rows:
        yield Due(
            "campaign", row["pk"], f"Kết thúc vận động đóng góp “{row['name'][:120]}”", row["deadline"],
            reverse("contributions:campaign", args=[row["pk"]]), people[row["area_id"]], row["area_id"],
        )  # fmt: skip


# --- Books ---


def _held() -> QuerySet[Book]:
    """Books in somebody's hands; those the system numbers for everybody are held by nobody."""
    return Book.objects.filter(handed_back_on=None, holder__isnull=False).order_by()


def books_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Books of receipts to hand back: a book is of one year and closes with it. Two queries."""
    ends = (date(year, 12, 31) for first, last in spans for year in range(first.year, last.year + 1))
    return _books(_held().filter(year__in=[end.year for end in ends if is_in(end, spans)]))


def books_of(user: User, upto: date) -> list[Due]:
    last = upto.year if upto >= date(upto.year, 12, 31) else upto.year - 1
    return owed_by(user, _books(_held().filter(Q(holder=user) | _here(user, Right.WRITE_MONEY), year__lte=last)))


def open_books(ids: Iterable[int]) -> set[int]:
    return set(_held().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _books(books: QuerySet[Book]) -> Iterator[Due]:
    """Who holds the book hands it back, to the accountant: both hear."""
    rows: list[Any] = list(
        books.values("pk", "form", "code", "year", "holder_id", "holder__is_active", "area_id", "area__level", "area__parent_id")
    )  # fmt: skip
    people = ids_who_may(Right.WRITE_MONEY, _places(rows))
    for row in rows:
        holder = {row["holder_id"]} if row["holder__is_active"] else set()
        form = BookForm(row["form"]).label.lower()
        yield Due(
            "receipt_book", row["pk"], f"Trả, quyết toán quyển {form} số {row['code']}/{row['year']}",
            date(row["year"], 12, 31), reverse("contributions:book", args=[row["pk"]]),
            tuple(sorted({*people[row["area_id"]], *holder})), row["area_id"],
        )  # fmt: skip
