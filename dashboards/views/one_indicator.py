"""The section of the comparison that shows one indicator: over the communes of a round, or over several offices' rounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from core import clock
from core.pages import page_of
from core.sheets import Sheet
from dashboards.papers import one_indicator as papers
from dashboards.papers.choices import option_list
from dashboards.queries import one_indicator as queries
from dashboards.queries.indicators import Row, worded

if TYPE_CHECKING:
    from criteria.models import Round
    from dashboards.views.comparison import Asked

_PER_PAGE = 50

_Shown = tuple[dict[str, Any], Callable[[], list[Sheet]] | None]


def section(request: HttpRequest, what: Asked) -> _Shown:
    """?chi-tieu= the indicator, the first with a figure where none is asked for. Whoever looks over several offices without
    choosing one sees the offices, else the communes."""
    on = min(clock.today(), what.round.deadline)
    rows = worded(what.round.criteria_set, on)
    asked = request.GET.get("chi-tieu", "")
    first = next((row for row in rows if row.is_figure), next(iter(rows), None))
    row = next((row for row in rows if str(row.indicator.pk) == asked), first)
    if row is None:
        return {}, None
    context = {
        "row": row, "row_choices": option_list(((one.indicator.pk, one.label) for one in rows), row.indicator.pk),
        "unit": papers.unit_words(row) if row.is_figure else "", "on": on,
    }  # fmt: skip
    beside = queries.together_with(what.round, what.rounds) if what.place.chosen is None else []
    shown, sheets = _offices(row, beside, what) if len(beside) > 1 else _communes(request, row, what)
    return context | shown, sheets


def _communes(request: HttpRequest, row: Row, what: Asked) -> _Shown:
    held = queries.held_by(what.cards, row.indicator)
    levels = queries.levels_of(row, what.round, {one.scope for one in held}, min(clock.today(), what.round.deadline))
    found = papers.Compared(row, held, levels, what.round.criteria_set.scopes, what.where, clock.today())
    charts = found.charts()
    page = page_of(request, found.lines, per_page=_PER_PAGE)
    context = {"compared": found, "page": page, "charts": charts}
    return context, (
        lambda: [found.sheet(), *(chart.sheet(at) for at, chart in enumerate(charts, 2))]
    ) if held else None


def _offices(row: Row, rounds: list[Round], what: Asked) -> _Shown:
    found = queries.by_office(what.everywhere, rounds, row.indicator, row.version.direction)
    offices = papers.worst_offices(row, found)
    said = papers.offices_words(row, offices)
    chart = papers.offices_chart(row, offices, where=what.where, today=clock.today())
    context = {"offices": offices, "said": said, "charts": [chart]}
    return context, (lambda: [papers.offices_sheet(row, offices, said), chart.sheet(2)]) if offices else None
