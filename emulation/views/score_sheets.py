"""Preparing a scoring: its days and rules, its sheet of items, its scorers."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.enums import Right
from accounts.queries import with_roles_under
from campaigns.forms.places import rows_of
from campaigns.papers.changes import mark_of
from core.errors import RuleError
from core.pages import signed_in
from emulation.access import scoring as access
from emulation.access.drives import get_drive
from emulation.actions import score_sheets as actions
from emulation.enums import ItemSource, ScoringState
from emulation.forms.scoring import ReasonForm, ScorersForm, ScoringForm, item_grid
from emulation.models import ScoreItem, Scoring
from emulation.papers.scoring import items_from_plan, said_of_items, said_of_scoring
from emulation.queries import scoring as queries


def new_scoring(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = get_drive(user, pk, Right.WRITE_DRIVES)
    form = ScoringForm(drive, queries.scorings_to_copy(drive.area), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.new_scoring(
                drive, values=form.values(), like=form.cleaned_data["like"], key=form.cleaned_data["key"], by=user
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập lần chấm điểm; soạn thang điểm rồi giao người chấm.")
            return redirect("emulation:score_items", drive.pk, made.pk)
    return render(request, "emulation/scoring_form.html", {"form": form, "drive": drive, "scoring": None})


def edit_scoring(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    user = signed_in(request)
    scoring = access.get_scoring(user, pk, scoring_pk, Right.WRITE_DRIVES)
    first = {**ScoringForm.first_of(scoring), "key": mark_of(said_of_scoring(scoring))}
    form = ScoringForm(scoring.drive, None, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_scoring(scoring, values=form.values(), seen=form.cleaned_data["key"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu.")
            return redirect(scoring)
    return render(request, "emulation/scoring_form.html", {"form": form, "drive": scoring.drive, "scoring": scoring})


def score_items(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """The sheet; while it is empty, what the plan says of scoring stands in it as a proposal."""
    user = signed_in(request)
    scoring = access.get_scoring(user, pk, scoring_pk, Right.WRITE_DRIVES)
    stored = queries.items_of(scoring)
    fault, proposed = "", []
    if request.method == "POST":
        grid = item_grid(stored, request.POST)
        if grid.is_valid():
            rows = [(row["text"], row["points"], row["source"]) for row in rows_of(grid)]
            try:
                actions.save_items(scoring, rows=rows, seen=request.POST.get("seen", "")[:60], by=user)
            except RuleError as error:
                fault = error.message
            else:
                messages.success(request, "Đã lưu thang điểm.")
                return redirect(scoring)
    else:
        proposed = [] if stored else _proposed(scoring)
        grid = item_grid(stored or proposed)
    context = {
        "scoring": scoring, "drive": scoring.drive, "grid": grid, "fault": fault, "from_plan": len(proposed),
        "seen": mark_of(said_of_items(stored)), "items": stored, "draft": scoring.state == ScoringState.DRAFT,
        "total": sum((item.points for item in stored or proposed if item.points is not None), Decimal(0)),
    }  # fmt: skip
    return render(request, "emulation/scoring_items.html", context)


def _proposed(scoring: Scoring) -> list[ScoreItem]:
    """Rows that are not stored; points that the plan does not name stay empty."""
    rows = []
    for text, points in items_from_plan(queries.lines_of_plan(scoring.drive)):
        row = ScoreItem(text=text, source=ItemSource.JUDGED)
        if points is not None:
            row.points = points
        rows.append(row)
    return rows


def scorers(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """Who scores, and what each of them does not score."""
    user = signed_in(request)
    scoring = access.get_scoring(user, pk, scoring_pk, Right.WRITE_DRIVES)
    people = queries.possible_scorers(scoring.drive.area)
    stored = queries.scorers_of(scoring)
    if scoring.state != ScoringState.DRAFT:
        people = people.exclude(pk__in=[scorer.user_id for scorer in stored])
    roles = with_roles_under(list(people), [scoring.drive.area])
    first = {"people": [scorer.user_id for scorer in stored]}
    form = ScorersForm(people, roles, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_scorers(scoring, people=form.cleaned_data["people"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu người chấm điểm.")
            return redirect("emulation:scorers", pk, scoring_pk)
    barred = queries.barred(scoring, [scorer.user_id for scorer in stored])
    names = {entry.pk: entry.name for entry in queries.competitors(scoring)}
    apart = [(scorer, [name for key, name in names.items() if key in barred[scorer.user_id]]) for scorer in stored]
    context = {
        "scoring": scoring, "drive": scoring.drive, "form": form, "apart": apart, "entries": len(names),
        "draft": scoring.state == ScoringState.DRAFT, "open": scoring.state == ScoringState.MARKING,
    }  # fmt: skip
    return render(request, "emulation/scoring_scorers.html", context)


def leave_out_scorer(request: HttpRequest, pk: int, scoring_pk: int, scorer_pk: int) -> HttpResponse:
    """Somebody's marks count no more; the reason is asked for."""
    user = signed_in(request)
    scoring = access.get_scoring(user, pk, scoring_pk, Right.WRITE_DRIVES)
    scorer = access.get_own_scorer(scoring, scorer_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.leave_out(scorer, reason=form.cleaned_data["reason"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Điểm của người này không được tính; đã ghi lý do.")
            return redirect(scoring)
    context = {"scoring": scoring, "drive": scoring.drive, "scorer": scorer, "form": form}
    return render(request, "emulation/scoring_leave_out.html", context)
