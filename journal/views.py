"""The inbox."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.pages import page_of, signed_in
from journal import access, actions, queries


@never_cache
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    page = page_of(request, queries.inbox(user))
    return render(request, "journal/inbox.html", {"page": page, "unread": queries.unread_count(user)})


@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    user = signed_in(request)
    notice = access.get_notice(user, pk)
    actions.mark_read(queries.inbox(user).filter(pk=pk))
    return redirect(notice.url)


@require_POST
def mark_all_read(request: HttpRequest) -> HttpResponse:
    actions.mark_read(queries.inbox(signed_in(request)))
    return redirect("journal:inbox")
