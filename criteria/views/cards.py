"""Scorecards: the list, one card as a matrix, one criterion to fill."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts.access import has_anywhere, may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.sheets import sheet_response
from criteria import access
from criteria.actions import cards as actions
from criteria.actions.sheets import RowsRefusedError, save_rows
from criteria.dossier_material import revocation_for
from criteria.forms.cards import OpenCardForm, RowForm
from criteria.forms.sheets import are_valid, rows_of_line
from criteria.models import Scorecard
from criteria.papers import cards as papers
from criteria.papers.checked import checked_rows, whole_reasons, whole_states
from criteria.papers.sheets import card_sheet
from criteria.queries import cards as queries
from criteria.queries.cares import care_for, cares_of
from criteria.queries.dossiers import day_of_rules
from criteria.queries.evidence import by_row, history_with_evidence
from criteria.queries.neighbours import neighbour_values
from criteria.rules import card_findings
from criteria.sources import papers_say, targets_for, values_for
from criteria.views.sheets import changes_of, tell
from journal.papers import history_lines


@require_GET
def card_list(request: HttpRequest) -> HttpResponse:
    """Cards one may read, newest year first."""
    user = signed_in(request)
    page = page_of(request, queries.NewestFirst(access.visible_cards(user)))
    counts = queries.counts_by_card(list(page))
    context = {
        "page": page, "rows": [(card, counts.get(card.pk, {})) for card in page],
        "may_fill": has_anywhere(user, Right.WRITE_SCORECARDS), "may_gather": access.is_office(user),
    }  # fmt: skip
    return answer(request, "criteria/card_list.html", context)


def open_card(request: HttpRequest) -> HttpResponse:
    """Open the card of an area by a set for a year; one that is there already is shown."""
    user = signed_in(request)
    areas = access.filling_areas(user)
    sets = queries.sets_for_any(areas)
    form = OpenCardForm(areas, sets, request.POST or None, initial={"year": clock.today().year})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            card = actions.open_card(area=data["area"], criteria_set=data["criteria_set"], year=data["year"], by=user)
        except RuleError as error:
            form.add_error("criteria_set", error.message)
        else:
            return redirect(card)
    return render(request, "criteria/open_card.html", {"form": form})


@require_GET
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The matrix: every criterion with its rows, values and states; ?export=xlsx gives the whole card."""
    user = signed_in(request)
    found = access.get_card(user, pk)
    lines = queries.lines_of(found, on=clock.today())
    if request.GET.get("export") == "xlsx":
        return sheet_response(card_sheet(found, lines), f"phieu-tu-danh-gia-{found.year}.xlsx")
    rows, cares = papers.card_rows(lines), cares_of(found)
    proof = by_row(found.area, found.criteria_set, subject=found.subject)
    checked = checked_rows(lines, queries.last_results(found), proof, neighbour_values(found))
    context = {
        "findings": card_findings(
            checked, whole=whole_states(lines), reasons=whole_reasons(lines), on=day_of_rules(found), papers=papers_say(found),
            criteria=[line.criterion.number for line in lines], states={row.line.criterion.number: row.state for row in rows},
        ),
        "revocation": revocation_for(found, {row.line.criterion.number: row.state for row in rows}),
        "card": found, "rows": [(row, care_for(cares, row.line.criterion.pk)) for row in rows], "totals": papers.totals(found, rows), "unconfirmed": queries.unconfirmed(lines),
        "may_fill": may(user, Right.WRITE_SCORECARDS, found.area), "history": history_lines(history_with_evidence(found)[:20]),
    }  # fmt: skip
    return render(request, "criteria/card.html", context)


def criterion(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """One criterion: value, state and reason per row; who may not fill sees the same without fields.

    Only rows that the person changed are written; one that somebody else changed meanwhile is shown with both versions.
    """
    user = signed_in(request)
    found = access.get_card(user, pk, Right.WRITE_SCORECARDS if request.method == "POST" else None)
    lines = queries.lines_of(found, on=clock.today(), number=number)
    if not lines:
        raise Http404
    line, last = lines[0], queries.last_results(found)
    proof = by_row(found.area, found.criteria_set, number=number, subject=found.subject)
    rows = rows_of_line(line, request.POST if request.method == "POST" else None)
    if request.method == "POST" and are_valid(rows):
        try:
            save_rows(found, changes_of(rows, judge_again=True), by=user)
        except RowsRefusedError as error:
            tell(rows, error.rows)
        else:
            messages.success(request, f"Đã lưu tiêu chí {number}.")
            return _onward(found, number, stay="o-lai" in request.POST)
    held = values_for(found)
    context = {
        "card": found, "row": papers.card_rows([line])[0], "whole": next((row for row in rows if row.row is None), None),
        "everything": [row.form for row in sorted(rows, key=lambda row: row.row is None)],
        "lines": [
            {
                "sent": sent, "form": form, "level": papers.level_words(form.row), "stands": papers.value_words(form.row),
                "last": before, "last_words": papers.value_words(form.row, before) if before else "",
                "held": held.get(form.row.indicator.key, []), "proof": proof[line.criterion.pk, form.row.indicator.pk],
            }
            for sent in rows
            if isinstance(form := sent.form, RowForm)
            for before in [last.get(form.row.indicator.pk)]
        ],
        "whole_proof": proof[line.criterion.pk, None],
        "targets": targets_for(found).get(number, []),
        "may_fill": may(user, Right.WRITE_SCORECARDS, found.area),
    }  # fmt: skip
    return render(request, "criteria/criterion.html", context)


def _onward(card: Scorecard, number: int, *, stay: bool) -> HttpResponse:
    """The next criterion of the set; the card after the last one."""
    if stay:
        return redirect("criteria:criterion", card.pk, number)
    following = card.criteria_set.criteria.filter(number__gt=number).first()
    return redirect("criteria:criterion", card.pk, following.number) if following else redirect(card)
