"""Who looks after which row of a card."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import may
from accounts.enums import Right
from accounts.queries import people_of
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from criteria import access
from criteria.actions.cares import Row, assign_rows, release_rows
from criteria.forms.cares import ROWS, CareForm
from criteria.papers.cares import care_rows, loads
from criteria.queries.cards import CriterionLine, lines_of
from criteria.queries.cares import cares_of


def cares(request: HttpRequest, pk: int) -> HttpResponse:
    """Every row with its owner; the officer chooses rows and says for all of them who and by when."""
    user = signed_in(request)
    card = access.get_card(user, pk, Right.WRITE_SCORECARDS if request.method == "POST" else None)
    lines = lines_of(card, on=clock.today())
    releases = "bo" in request.POST
    form = CareForm(people_of(card.area), request.POST if request.method == "POST" and not releases else None)
    chosen = set(request.POST.getlist(ROWS))
    if request.method == "POST" and (releases or form.is_valid()):
        try:
            rows = _chosen(lines, chosen)
            done = (
                release_rows(card, rows, by=user) if releases else assign_rows(card, rows, **form.cleaned_data, by=user)
            )
        except RuleError as error:
            if releases:
                raise
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã {'bỏ phân công' if releases else 'phân công'} {done} dòng.")
            return redirect("criteria:cares", card.pk)
    rows_shown = care_rows(lines, cares_of(card))
    context = {
        "card": card, "rows": rows_shown, "form": form, "chosen": chosen, "loads": loads(rows_shown),
        "may_fill": may(user, Right.WRITE_SCORECARDS, card.area), "today": clock.today(),
    }  # fmt: skip
    return render(request, "criteria/cares.html", context)


def _chosen(lines: list[CriterionLine], keys: set[str]) -> list[Row]:
    """The rows of this card among the keys that were sent."""
    found: list[Row] = []
    for line in lines:
        if f"tc{line.criterion.pk}" in keys:
            found.append((line.criterion, None))
        found += [(line.criterion, row.indicator) for row in line.rows if f"ct{row.indicator.pk}" in keys]
    return found
