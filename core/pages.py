"""What views share: who asks, a list cut into pages, and the whole page or only its rows as the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from core.database import from_nearer_end

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 25
#: From so many rows on, a page is sought by ids alone, and from the nearer end.
FAR = 1000


def signed_in(request: HttpRequest) -> User:
    """The person before the screen, in a view that needs a sign-in."""
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware lets nobody else in


class Parts(Protocol):
    """Rows that are read a page at a time; both questions ask the database."""

    def __len__(self) -> int: ...
    def __getitem__(self, part: slice, /) -> Sequence[Any]: ...


class _Pages(Paginator):
    """Pages whose cost hardly grows with their number: the database would put all rows before them in order, whole."""

    def page(self, number: int | str) -> Page[Any]:
        """The page; from row `FAR` on with one query more."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: Any = self.object_list
        if first < FAR or not _is_one_order(rows):
            return super().page(number)
        return Page(_far(rows, first, min(first + self.per_page, self.count), self.count), number, self)


def _is_one_order(rows: Any) -> bool:
    """Whether these are objects in an order without ties, so that it can be read from its end too."""
    if not isinstance(rows, QuerySet) or rows.query.distinct or rows.query.combinator or rows.query.values_select:
        return False
    # What a window counts over all rows it would count over those of the page alone.
    if any(one.contains_over_clause for one in rows.query.annotations.values()):
        return False
    order = rows.query.order_by or (rows.query.default_ordering and rows.query.get_meta().ordering) or ("",)
    return order[-1] in {"pk", "-pk"}


def _far(rows: QuerySet[Any], first: int, end: int, count: int) -> list[Any]:
    """Rows first … end of all `count`, found by their ids: two queries."""
    found = from_nearer_end(rows.values_list("pk", flat=True), first, end, count)
    by_id = rows.order_by().in_bulk(found)
    return [by_id[pk] for pk in found if pk in by_id]


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any] | Parts, *, per_page: int = PER_PAGE
) -> Page[Any]:
    """The page the address asks for (?trang=); a number out of range gives the nearest page. Two queries; from row `FAR` on three,
    where the order of the rows ends with their id."""
    pages: Any = _Pages
    return pages(rows, per_page).get_page(request.GET.get("trang"))


def answer(request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "rows") -> HttpResponse:
    """The page, or for an HTMX request that replaces it only the named partial of the same template."""
    wants_part = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    response = render(request, f"{template}#{part}" if wants_part else template, context)
    # One address has two answers, so a cache (the browser's "back" too) must tell them apart.
    patch_vary_headers(response, ["HX-Request"])
    return response
