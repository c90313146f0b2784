"""A scorer's own page: marks of exactly this person, kept one by one as they are typed."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.errors import RuleError
from core.formats import number
from core.pages import signed_in
from emulation.access import scoring as access
from emulation.actions import marks as actions
from emulation.enums import ItemSource, ScoringState
from emulation.forms.scoring import MarkForm
from emulation.models import Entry, Mark, ScoreItem, Scorer
from emulation.queries import scoring as queries


@dataclass(frozen=True, slots=True)
class Row:
    """One entry with the person's own marks of it, in the sheet's order."""

    entry: Entry
    cells: list[tuple[ScoreItem, Mark | None]]

    @property
    def given(self) -> int:
        return sum(mark is not None for _, mark in self.cells)


def _rows(scorer: Scorer) -> tuple[list[Row], list[Entry]]:
    """What the person scores, and what the person does not, both by name."""
    scoring = scorer.scoring
    barred = queries.barred(scoring, [scorer.user_id])[scorer.user_id]
    own = queries.own_marks(scorer)
    items = [item for item in queries.items_of(scoring) if item.source == ItemSource.JUDGED]
    entries = list(queries.competitors(scoring))
    rows = [
        Row(entry, [(item, own.get((item.pk, entry.pk))) for item in items])
        for entry in entries
        if entry.pk not in barred
    ]
    return rows, [entry for entry in entries if entry.pk in barred]


@require_GET
def marks(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """The entries to score, and a grid on wide screens; ?don-vi=… one entry with all its items, for phones."""
    scorer = access.get_scorer(signed_in(request), pk, scoring_pk)
    rows, apart = _rows(scorer)
    chosen = request.GET.get("don-vi", "")
    place = next((at for at, row in enumerate(rows) if str(row.entry.pk) == chosen), None)
    context = {
        "scoring": scorer.scoring, "drive": scorer.scoring.drive, "scorer": scorer, "rows": rows, "apart": apart,
        "items": [item for item, _ in rows[0].cells] if rows else [], **_progress(rows),
        "open": scorer.scoring.state == ScoringState.MARKING and scorer.left_out_at is None,
        "chosen": rows[place] if place is not None else None,
        "before": rows[place - 1] if place else None,
        "after": rows[place + 1] if place is not None and place + 1 < len(rows) else None,
    }  # fmt: skip
    return render(request, "emulation/marks.html", context)


def _progress(rows: list[Row]) -> dict[str, int]:
    return {"given": sum(row.given for row in rows), "asked": sum(len(row.cells) for row in rows)}


@require_POST
def save_mark(request: HttpRequest, pk: int, scoring_pk: int) -> HttpResponse:
    """Keep one mark; what was typed stays on the screen, and a line beside it says that it is kept or why not."""
    user = signed_in(request)
    scorer = access.get_scorer(user, pk, scoring_pk)
    form = MarkForm(request.POST)
    fault, stands = "", str(form.data.get("seen", ""))[:30]
    mark: Mark | None = None
    if form.is_valid():
        data = form.cleaned_data
        item, entry = access.get_pair(scorer.scoring, data["item"], data["entry"])
        said = actions.Said(data["points"], form.note_or_none(), data["seen"])
        try:
            mark = actions.save_mark(scorer, item, entry, said, by=user)
            stands = number(mark.points) if mark else ""
        except actions.ChangedElsewhereError as error:
            fault, stands = error.message, "" if error.points is None else number(error.points)
        except RuleError as error:
            fault = error.message
    else:
        fault = str(next(iter(next(iter(form.errors.values())))))
    return _answer(request, scorer, fault=fault, stands=stands, mark=mark)


def _answer(request: HttpRequest, scorer: Scorer, *, fault: str, stands: str, mark: Mark | None) -> HttpResponse:
    if getattr(request, "htmx", False):
        rows, _ = _rows(scorer)
        context = {"fault": fault, "stands": stands, "mark": mark, "answer": True, **_progress(rows)}
        return render(request, "emulation/mark_said.html", context, status=422 if fault else 200)
    if fault:
        messages.error(request, fault)
    else:
        messages.success(request, "Đã lưu điểm.")
    entry = request.POST.get("entry", "")
    page = reverse("emulation:marks", args=[scorer.scoring.drive_id, scorer.scoring.pk])
    return redirect(f"{page}?don-vi={entry}" if entry.isdecimal() else page)
