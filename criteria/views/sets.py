"""The criteria sets: the list, one set with all it says, a row compared with the decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.pages import signed_in
from criteria import access
from criteria.actions import checking
from criteria.models import Level
from criteria.papers.sets import set_rows
from criteria.queries.sets import all_sets, summaries, summary, with_rows
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def set_list(request: HttpRequest) -> HttpResponse:
    """Every set with what is known of it."""
    context = {"rows": summaries(all_sets()), "may_decide": bool(access.level_provinces(signed_in(request)))}
    return render(request, "criteria/set_list.html", context)


@require_GET
def one_set(request: HttpRequest, pk: int) -> HttpResponse:
    """Criteria, indicators, wordings and levels, each with where it comes from."""
    user = signed_in(request)
    found = get_object_or_404(with_rows(all_sets().select_related("requires")), pk=pk)
    context = {
        "set": found, "summary": summary(found), "rows": set_rows(found, clock.today()),
        "may_check": access.may_check_rows(user), "decisions": access.visible_decisions(user).filter(criteria_set=found),
        "history": history_lines(history_of(found)[:20]),
    }  # fmt: skip
    return render(request, "criteria/set.html", context)


@require_POST
def check_row(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Say that a wording or a level stands so in the decision."""
    user = signed_in(request)
    row = access.get_checkable(user, kind, pk)
    provinces = access.level_provinces(user)
    checking.check_row(row, by=user, area=provinces[0] if provinces else None)
    version = row.version if isinstance(row, Level) else row
    messages.success(request, f"Đã ghi là đã đối chiếu: chỉ tiêu {version.indicator}.")
    return redirect(f"{reverse('criteria:set', args=[checking.set_of(version).pk])}#ct{version.indicator_id}")
