"""Who got a password from somebody else chooses an own one before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_OPEN = {"accounts:password_change", "accounts:sign_out", "healthz", "readyz"}


class OwnPasswordFirstMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        must = getattr(request.user, "must_change_password", False)
        if must and request.resolver_match and request.resolver_match.view_name not in _OPEN:
            return redirect("accounts:password_change")
        return None
