from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere
from accounts.enums import Right
from core import clock
from core.pages import signed_in
from dashboards import access
from dashboards.queries import waiting
from dashboards.queries.office.needs import strip_of


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Start page: what waits for me; for an office above communes, how much waits in its area."""
    user = signed_in(request)
    office = access.strip_scope(user)
    context = {
        "strip": strip_of(office) if office else [],
        "todos": waiting.waiting_for(user), "latest": waiting.latest_plans(user), "today": clock.today(),
        "may_write": has_anywhere(user, Right.WRITE_PLANS), "may_read": has_anywhere(user, Right.READ_PLANS),
    }  # fmt: skip
    return render(request, "dashboards/home.html", context)
