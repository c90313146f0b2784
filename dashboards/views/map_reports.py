"""The map coloured by reports in time: which share of those that fell due was sent by its last day."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from areas.models import Area
from core import clock
from core.pages import answer
from core.sheets import sheet_response
from dashboards import access
from dashboards.papers import map_reports as papers
from dashboards.queries import map_reports as queries
from dashboards.views.map_drawn import drawn

#: ?theo= of the map.
BY = "bao-cao"


def map_of_reports(request: HttpRequest, area: Area | None, mine: Sequence[Area]) -> HttpResponse:
    """The communes of the area, or one's own areas beside each other; ?han= the month in which reports fell due ("2026-10"), the
    last 31 days without. ?export=xlsx the table as a sheet. The caller has asked whether the person may know it."""
    today = clock.today()
    months = queries.months_before(today)
    month = next((one for one in months if f"{one:%Y-%m}" == request.GET.get("han")), None)
    first, last = queries.days_of(month, today)
    rows = queries.of_communes(area, first, last) if area else queries.of_offices(mine, first, last)
    found = papers.map_of_reports(rows, first, last)
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.reports_sheet(found), f"ban-do-bao-cao-{clock.today():%Y%m%d}.xlsx")
    asked = {"theo": BY} | ({"han": f"{month:%Y-%m}"} if month else {})
    context = drawn(found, area, mine, last, urlencode(asked)) | {
        "mine": mine, "options": access.map_choices(mine, last), "first": first, "last": last, "now": clock.now(),
        "months": [(f"{one:%Y-%m}", f"Tháng {one.month}/{one.year}", one == month) for one in months],
        "owed": sum(row.shares.owed for row in rows), "on_time": sum(row.shares.on_time for row in rows),
    }  # fmt: skip
    return answer(request, "dashboards/map_reports.html", context)
