from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere
from accounts.enums import Right
from campaigns.queries.follow import SOON
from core import clock
from core.pages import page_of, signed_in
from dashboards import access
from dashboards.queries import waiting
from dashboards.queries.office.needs import strip_of
from reminders.queries.due import AHEAD, due_for

_PER_PAGE = 20


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Start page: what waits for me and is due within SOON days, how much is due later; for an office above communes, how much
    waits in its area."""
    user, today = signed_in(request), clock.today()
    until = today + timedelta(days=SOON)
    office = access.strip_scope(user)
    dues = due_for(user, today + AHEAD)
    todos = waiting.waiting_for(user, [due for due in dues if due.on <= until])
    context = {
        "strip": strip_of(office) if office else [], "has_office": access.scope_of(user) is not None,
        "page": page_of(request, todos, per_page=_PER_PAGE), "latest": waiting.latest_plans(user), "today": today,
        "until": until, "later": sum(due.on > until for due in dues), "later_until": today + AHEAD,
        "may_write": has_anywhere(user, Right.WRITE_PLANS), "may_read": has_anywhere(user, Right.READ_PLANS),
    }  # fmt: skip
    return render(request, "dashboards/home.html", context)
