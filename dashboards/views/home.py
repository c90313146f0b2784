from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
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
    """Start page: plans and tasks that wait for me; for an office above communes, how much waits in its area.

    What else is due is asked of every room and takes three times the page: it comes after it (`due_soon`).
    """
    user = signed_in(request)
    office = access.strip_scope(user)
    strip = strip_of(office) if office else []
    context = {
        "strip": strip, "in_area": sum(count for count, *_ in strip), "has_office": access.scope_of(user) is not None,
        "page": page_of(request, waiting.waiting_for(user), per_page=_PER_PAGE), "latest": waiting.latest_plans(user),
        "today": clock.today(),
        "may_write": has_anywhere(user, Right.WRITE_PLANS), "may_read": has_anywhere(user, Right.READ_PLANS),
    }  # fmt: skip
    return render(request, "dashboards/home.html", context)


@require_GET
def due_soon(request: HttpRequest) -> HttpResponse:
    """The part of the start page with what else is due within SOON days, late things too, and how much is due later; opened
    as a page, "Việc đến hạn" instead."""
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("reminders:due")
    user, today = signed_in(request), clock.today()
    until = today + timedelta(days=SOON)
    dues = due_for(user, today + AHEAD)
    found = waiting.beside(waiting.waiting_for(user), [due for due in dues if due.on <= until])
    context = {
        "todos": found[:_PER_PAGE], "more": len(found[_PER_PAGE:]), "until": until,
        "later": sum(due.on > until for due in dues), "later_until": today + AHEAD,
    }  # fmt: skip
    return render(request, "dashboards/due_soon.html", context)
