"""Scoring of a drive: the list, one of them with its steps, and the ranking."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.sheets import sheet_response
from emulation.access import scoring as access
from emulation.access.drives import get_drive
from emulation.actions import scoring as actions
from emulation.enums import ItemSource, ScoringState
from emulation.forms.scoring import CorrectionForm, ReasonForm, SeenPairsForm
from emulation.models import Scoring
from emulation.papers import scoring as papers
from emulation.queries import scoring as queries
from emulation.standing import Standing, standing_of, without_figures
from journal.papers import history_lines
from journal.queries import history_of


@require_GET
def scorings(request: HttpRequest, pk: int) -> HttpResponse:
    user = signed_in(request)
    drive = get_drive(user, pk)
    rows = list(queries.in_order(access.visible_scorings(user, drive)))
    context = {
        "drive": drive, "rows": rows, "mine": queries.scored_by(user, rows),
        "may_write": may(user, Right.WRITE_DRIVES, drive.area),
    }  # fmt: skip
    return render(request, "emulation/scoring_list.html", context)


@require_GET
def scoring(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """One scoring: its sheet, how far marking is, and once closed what came out. No points before that, for nobody."""
    user = signed_in(request)
    found = access.get_scoring(user, pk, scoring_pk)
    area, runs = found.drive.area, access.runs(user, found.drive)
    items = queries.items_of(found)
    sees = access.sees_results(user, found)
    standing = standing_of(found) if sees and found.state == ScoringState.CLOSED else None
    may_write, may_freeze = may(user, Right.WRITE_DRIVES, area), may(user, Right.FREEZE_RANKING, area)
    context: dict[str, Any] = {
        "scoring": found, "drive": found.drive, "items": items, "runs": runs, "sees": sees, "standing": standing,
        "total": sum((item.points for item in items), Decimal(0)), "steps": papers.steps_of(found),
        "rules": papers.rules_in_words(found), "mine": access.scorer_of(user, found),
        "rows": _ranked(found, standing) if sees else [], "may_write": may_write, "may_freeze": may_freeze,
        "too_early": clock.today() < found.review_on,
        "corrections": queries.corrections_of(found) if sees and runs else [],
        "history": history_lines(history_of(found)) if runs else [], "draft": found.state == ScoringState.DRAFT,
        "marking": found.state == ScoringState.MARKING, "closed": found.state == ScoringState.CLOSED,
        "frozen": found.state == ScoringState.FROZEN,
        "empty": [(cell.item, cell.entry) for cell in standing.unconfirmed] if standing else [],
    }  # fmt: skip
    if runs and found.state in {ScoringState.DRAFT, ScoringState.MARKING}:
        missing = queries.missing_of(found)
        scorers = queries.scorers_of(found)
        context |= {
            "entries": list(queries.competitors(found)), "empty": without_figures(found),
            "scorers": [(scorer, len(missing[scorer.pk])) for scorer in scorers],
            "left_out": queries.left_out_of(found), "missing": sum(map(len, missing.values())),
        }  # fmt: skip
    return render(request, "emulation/scoring.html", context)


def _ranked(found: Scoring, standing: Standing | None) -> list[papers.Ranked]:
    if found.state == ScoringState.FROZEN:
        return papers.ranked_frozen(list(found.ranking.all()), queries.items_of(found))
    return papers.ranked_now(standing or standing_of(found))


@require_POST
def step_scoring(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """Open marking, or close it; what stands in the way is said on the scoring's page."""
    user = signed_in(request)
    found = access.get_scoring(user, pk, scoring_pk, Right.WRITE_DRIVES)
    try:
        if request.POST.get("to") == ScoringState.MARKING:
            actions.open_marking(found, by=user)
            messages.success(request, "Đã mở chấm điểm; người chấm nhận được thông báo.")
        elif request.POST.get("to") == ScoringState.CLOSED:
            actions.close_marking(found, confirmed=SeenPairsForm(request.POST).confirmed(), by=user)
            messages.success(request, "Đã kết thúc chấm điểm.")
    except RuleError as error:
        messages.error(request, error.message)
    return redirect(found)


@require_POST
def freeze_scoring(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    user = signed_in(request)
    found = access.get_scoring(user, pk, scoring_pk, Right.FREEZE_RANKING)
    try:
        actions.freeze_ranking(found, confirmed=SeenPairsForm(request.POST).confirmed(), by=user)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(found)
    messages.success(request, "Đã chốt xếp hạng.")
    return redirect("emulation:ranking", pk, scoring_pk)


def _closed(request: HttpRequest, pk: int, scoring_pk: int) -> Scoring:
    """A scoring whose points may be looked into by those who write drives; RuleError before it is closed."""
    found = access.get_scoring(signed_in(request), pk, scoring_pk, Right.WRITE_DRIVES)
    if found.state in {ScoringState.DRAFT, ScoringState.MARKING}:
        raise RuleError("Điểm chỉ xem được sau khi kết thúc chấm.")
    return found


def explain_spread(request: HttpRequest, pk: int, scoring_pk: int, item_pk: int, entry_pk: int) -> HttpResponse:
    """Marks that lie far apart, with who gave them, and the reason."""
    found = _closed(request, pk, scoring_pk)
    item, entry = access.get_pair(found, item_pk, entry_pk)
    stored = item.spreads.filter(entry=entry).first()
    form = ReasonForm(request.POST or None, initial={"reason": stored.text if stored else ""})
    if request.method == "POST" and form.is_valid():
        try:
            actions.explain_spread(item, entry, text=form.cleaned_data["reason"], by=signed_in(request))
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã ghi lý do chênh lệch.")
            return redirect(found)
    context = {
        "scoring": found, "drive": found.drive, "item": item, "entry": entry, "form": form,
        "marks": queries.marks_with_people(item, entry), "frozen": found.state == ScoringState.FROZEN,
    }  # fmt: skip
    return render(request, "emulation/scoring_explain.html", context)


def correct_points(request: HttpRequest, pk: int, scoring_pk: int, item_pk: int, entry_pk: int) -> HttpResponse:
    """Put the points of one item of an entry right, with the reason."""
    found = _closed(request, pk, scoring_pk)
    item, entry = access.get_pair(found, item_pk, entry_pk)
    form = CorrectionForm(item, request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.correct_points(
                item, entry, after=said["after"], reason=said["reason"], key=said["key"], by=signed_in(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã điều chỉnh điểm.")
            return redirect(found)
    cells = {(cell.item.pk, cell.entry.pk): cell for cell in standing_of(found).cells}
    context = {
        "scoring": found, "drive": found.drive, "item": item, "entry": entry, "form": form,
        "now": papers.shown(cells[item.pk, entry.pk].kept), "judged": item.source == ItemSource.JUDGED,
        "frozen": found.state == ScoringState.FROZEN,
        "corrections": [row for row in queries.corrections_of(found) if (row.item_id, row.entry_id) == (item.pk, entry.pk)],
    }  # fmt: skip
    return render(request, "emulation/scoring_correct.html", context)


@require_GET
def ranking(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """The ranking, frozen or as it stands for those who may see it; ?export=xlsx takes it along."""
    user = signed_in(request)
    found = access.get_scoring(user, pk, scoring_pk)
    sees = access.sees_results(user, found)
    items = queries.items_of(found)
    rows = _ranked(found, None) if sees else []
    if request.GET.get("export") == "xlsx":
        if not sees:
            raise RuleError("Xếp hạng chưa chốt nên chưa xuất được.")
        return sheet_response(papers.ranking_sheet(found, items, rows), "xep-hang-thi-dua.xlsx")
    context = {
        "scoring": found, "drive": found.drive, "items": items, "rows": rows, "sees": sees,
        "rules": papers.rules_in_words(found), "frozen": found.state == ScoringState.FROZEN,
        "may_award": may(user, Right.WRITE_AWARDS, found.drive.area),
    }  # fmt: skip
    return render(request, "emulation/ranking.html", context)
