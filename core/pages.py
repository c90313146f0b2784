"""What views share: who asks, a list cut into pages, and the whole page or only its rows as the answer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from accounts.models import User

PER_PAGE = 25


def signed_in(request: HttpRequest) -> User:
    """The person before the screen, in a view that needs a sign-in."""
    return request.user  # type: ignore[return-value]  # LoginRequiredMiddleware lets nobody else in


def page_of(request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, per_page: int = PER_PAGE) -> Page[Any]:
    """The page the address asks for (?trang=); a number out of range gives the nearest page."""
    return Paginator(rows, per_page).get_page(request.GET.get("trang"))


def answer(request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "rows") -> HttpResponse:
    """The page, or for an HTMX request that replaces it only the named partial of the same template."""
    wants_part = getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    response = render(request, f"{template}#{part}" if wants_part else template, context)
    # One address has two answers, so a cache (the browser's "back" too) must tell them apart.
    patch_vary_headers(response, ["HX-Request"])
    return response
