"""Who comes in: everybody signs in but where a page is for all, and chooses an own password before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

_OPEN = {"accounts:password_change", "accounts:sign_out", "healthz", "readyz"}


class SignInMiddleware(LoginRequiredMiddleware):
    """Django's, but a page for everybody (login_not_required) is answered without looking at who comes: no session is read,
    so caches may keep the page for all."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class OwnPasswordFirstMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        if not getattr(view, "login_required", True):
            return None  # a page for everybody does not ask who comes: caches may keep it for all
        must = getattr(request.user, "must_change_password", False)
        if must and request.resolver_match and request.resolver_match.view_name not in _OPEN:
            return redirect("accounts:password_change")
        return None
