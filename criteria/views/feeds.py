"""What villages and gardens tell a card, and taking a figure of it into a row."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from criteria import access
from criteria.actions.feeds import take_feed as take
from criteria.forms.feeds import TakeFeedForm
from criteria.queries.cards import lines_of
from criteria.queries.feeds import feeds_for


@require_GET
def feeds(request: HttpRequest, pk: int) -> HttpResponse:
    """By set, what the registrations below say; who fills the card may take a figure into a row of it."""
    user = signed_in(request)
    card = access.get_card(user, pk)
    found = feeds_for(card)
    may_fill = may(user, Right.WRITE_SCORECARDS, card.area)
    form = TakeFeedForm(found, lines_of(card, on=clock.today())) if found and may_fill else None
    return render(request, "criteria/feeds.html", {"card": card, "feeds": found, "form": form})


@require_POST
def take_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one figure into one row; what it is taken from stands as the row's reason."""
    user = signed_in(request)
    card = access.get_card(user, pk, Right.WRITE_SCORECARDS)
    form = TakeFeedForm(feeds_for(card), lines_of(card, on=clock.today()), request.POST)
    if not form.is_valid():
        raise RuleError("Chọn số liệu và chỉ tiêu để đưa vào phiếu.")
    indicator = form.indicator()
    words = take(card, indicator, key=form.cleaned_data["figure"], by=user)
    messages.success(request, f"Đã đưa vào chỉ tiêu {indicator}. {words}.")
    return redirect("criteria:criterion", card.pk, indicator.criterion.number)
