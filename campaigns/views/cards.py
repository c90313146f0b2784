"""A plan's results put into the scorecard."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from accounts.enums import Right
from campaigns.access.plans import get_plan
from campaigns.actions import cards as actions
from core.pages import signed_in


@require_POST
def enter_standings(request: HttpRequest, pk: int) -> HttpResponse:
    plan = get_plan(signed_in(request), pk, Right.WRITE_SCORECARDS)
    card = actions.enter_standings(plan, by=signed_in(request))
    messages.success(request, "Đã ghi kết quả nêu trong kế hoạch vào phiếu; những dòng đã có được giữ nguyên.")
    return redirect(card)
