"""The live board of a drive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core import clock
from core.pages import answer, page_of, signed_in
from core.sheets import sheet_response
from emulation.access.drives import get_drive
from emulation.papers.board import board_sheet, counts_of
from emulation.queries.board import standings, time_gone

#: As many rows as the villages of a large commune.
_ROWS = 50


@require_GET
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Where each entry stands; asked again every minute by its own page. ?man-hinh=1: for a hall; ?export=xlsx: the list."""
    drive = get_drive(signed_in(request), pk)
    now, today = clock.now(), clock.today()
    rows = standings(drive, now=now, today=today)
    if request.GET.get("export") == "xlsx":
        return sheet_response(board_sheet(drive, rows, now), f"bang-theo-doi-{drive.pk}.xlsx")
    screen = request.GET.get("man-hinh") == "1"
    context = {
        "drive": drive, "page": page_of(request, rows, per_page=_ROWS), "counts": counts_of(rows), "now": now, "screen": screen,
        "gone": time_gone(drive.starts_on, drive.ends_on, today) * 100,
    }  # fmt: skip
    return answer(request, "emulation/board_screen.html" if screen else "emulation/board.html", context, part="rows")
