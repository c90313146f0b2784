"""The page of what is due for me, my answers to it, and my calendar."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from core import clock
from core.errors import RuleError
from core.formats import parse_date
from core.pages import page_of, signed_in
from reminders import access
from reminders.actions import feed as feed_actions
from reminders.actions.answers import answer
from reminders.enums import Answer
from reminders.papers import calendar as papers
from reminders.queries.due import AHEAD, address_of, answers_of, due_for
from reminders.queries.workdays import calendar
from reminders.rules.due_list import grouped, lines_of
from reminders.sources import kinds

#: How far ahead the calendar looks.
FEED_AHEAD = timedelta(days=366)
PER_PAGE = 50


@never_cache
@require_GET
def due_list(request: HttpRequest) -> HttpResponse:
    """What is due for me over all kinds; ?loai= shows one kind."""
    user, today = signed_in(request), clock.today()
    everything = due_for(user, today + AHEAD)
    chosen = request.GET.get("loai", "")
    found = [due for due in everything if due.kind == chosen] if chosen else everything
    page = page_of(request, found, per_page=PER_PAGE)
    shown = list(page.object_list)
    lines = lines_of(shown, today=today, calendar=calendar(), answers=answers_of(user, shown))
    here = reverse("reminders:due")
    tabs = [{"label": "Tất cả", "url": here, "count": len(everything), "current": not chosen}]
    for kind in kinds():
        count = sum(due.kind == kind.code for due in everything)
        if count or kind.code == chosen:
            url = f"{here}?{urlencode({'loai': kind.code})}"
            tabs.append({"label": kind.label, "url": url, "count": count, "current": kind.code == chosen})
    context = {
        "groups": grouped(lines, today), "page": page, "tabs": tabs, "today": today, "until": today + AHEAD,
        "late": sum(due.on < today for due in found), "total": len(found), "chosen": chosen,
        "address": _public(address_of(user)),
    }  # fmt: skip
    return render(request, "reminders/due.html", context)


@require_POST
def answer_due(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Keep "đã xem" or "đang làm"; answered again, the new answer stands."""
    user = signed_in(request)
    said = request.POST.get("answer", "")
    if said not in Answer.values:
        raise RuleError("Chọn “Đã xem” hoặc “Đang làm”.")
    due_on = parse_date(request.POST.get("due_on", ""))
    answer(user, f"{kind}:{pk}", due_on, Answer(said))
    if getattr(request, "htmx", False):
        context = {"kind": kind, "pk": pk, "on": due_on, "answer": said, "chosen": request.POST.get("loai", "")}
        response = render(request, "reminders/due_answer.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    messages.success(request, f"Đã ghi “{Answer(said).label}”; việc này không nhắc lại với hạn này nữa.")
    chosen = request.POST.get("loai", "")
    back = f"?{urlencode({'loai': chosen})}" if chosen else ""
    return redirect(f"{reverse('reminders:due')}{back}#viec-{kind}-{pk}")


@require_POST
def calendar_address(request: HttpRequest) -> HttpResponse:
    """Make my calendar's address, or another in place of the old one."""
    user, old = signed_in(request), request.POST.get("old", "")
    if old:
        feed_actions.renew(user, old=old)
        messages.success(request, "Đã đổi địa chỉ lịch; địa chỉ cũ không mở được nữa.")
    else:
        feed_actions.make(user)
        messages.success(request, "Đã lập địa chỉ lịch.")
    return redirect(f"{reverse('reminders:due')}#lich")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The person's calendar for programs that cannot sign in: whoever has the address reads it."""
    user = access.get_reader(secret)
    dues = due_for(user, clock.today() + FEED_AHEAD)
    tag = papers.etag(dues, settings.PUBLIC_URL)
    response = get_conditional_response(request, etag=tag)
    if response is None:
        content = papers.feed(dues, now=clock.now(), site=settings.PUBLIC_URL)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="viec-den-han.ics"'
        response["X-Robots-Tag"] = "noindex"
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _public(address: object) -> dict[str, str] | None:
    secret = getattr(address, "secret", None)
    if secret is None:
        return None
    url = f"{settings.PUBLIC_URL}{reverse('reminders:feed', args=[secret])}"
    return {"secret": secret, "url": url, "webcal": f"webcal://{url.partition('://')[2]}"}
