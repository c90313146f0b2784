"""The whole card at once: the grid and the workbook that comes in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.access import may
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.uploads import read_upload
from criteria import access
from criteria.actions.sheets import RowChange, RowsRefusedError, refusals, save_rows
from criteria.forms.sheets import GridRow, ImportForm, are_valid, grid_rows
from criteria.forms.sheets_import import read_card
from criteria.models import Scorecard
from criteria.queries.cards import lines_of


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """All rows of the card in one grid; who may not fill sees them without boxes."""
    user = signed_in(request)
    card = access.get_card(user, pk, Right.WRITE_SCORECARDS if request.method == "POST" else None)
    rows = grid_rows(lines_of(card, on=clock.today()), request.POST if request.method == "POST" else None)
    if request.method == "POST" and are_valid(rows):
        try:
            saved = save_rows(card, changes_of(rows), by=user)
        except RowsRefusedError as error:
            tell(rows, error.rows)
        else:
            messages.success(request, f"Đã lưu {saved} dòng." if saved else "Không có dòng nào thay đổi.")
            return redirect("criteria:entry", card.pk)
    return _grid(request, card, rows)


def _grid(request: HttpRequest, card: Scorecard, rows: list[GridRow]) -> HttpResponse:
    context = {
        "card": card, "rows": rows, "may_fill": may(signed_in(request), Right.WRITE_SCORECARDS, card.area),
        "wrong": [row for row in rows if row.form.errors],
    }  # fmt: skip
    return render(request, "criteria/entry.html", context)


def import_card(request: HttpRequest, pk: int) -> HttpResponse:
    """A workbook in the columns of the export: first what would change, then, confirmed, the good rows are written."""
    user = signed_in(request)
    card = access.get_card(user, pk, Right.WRITE_SCORECARDS)
    if "xac-nhan" in request.POST:
        return _confirmed(request, card)
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, object] = {"card": card, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            name, data = read_upload(form.cleaned_data["file"])
            read = read_card(lines_of(card, on=clock.today()), name, data)
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            read.refuse(refusals(card, changes_of(read.readable), by=user))
            context |= {"read": read, "name": name}
    return render(request, "criteria/import_card.html", context)


def _confirmed(request: HttpRequest, card: Scorecard) -> HttpResponse:
    """What the preview showed comes back as the grid would send it, and is read and judged in the same way."""
    rows = grid_rows(lines_of(card, on=clock.today()), request.POST)
    if are_valid(rows):
        try:
            source = request.POST.get("tep", "")[:150] or "Excel"
            saved = save_rows(card, changes_of(rows), by=signed_in(request), source=source)
        except RowsRefusedError as error:
            tell(rows, error.rows)
        else:
            messages.success(request, f"Đã nhập {saved} dòng từ Excel." if saved else "Không có dòng nào thay đổi.")
            return redirect(card)
    messages.warning(request, "Chưa nhập: có dòng vừa được người khác sửa; xem lại các dòng được đánh dấu rồi lưu.")
    return _grid(request, card, rows)


def changes_of(rows: list[GridRow], *, judge_again: bool = False) -> list[RowChange]:
    """What the person changed, with the moment of the result that was read; of valid rows only.

    `judge_again` adds the rows that nobody changed since they were read: their level may have.
    """
    return [
        RowChange(
            key=row.prefix, criterion=row.line.criterion, indicator_id=row.row.indicator.pk if row.row else None,
            entered=row.form.entered(), read_at=row.result.at if row.result else None,
        )
        for row in rows
        if row.is_changed or (judge_again and row.is_untouched)
    ]  # fmt: skip


def tell(rows: list[GridRow], refused: dict[str, str]) -> None:
    """Put the sentence of each refused row beside it."""
    for row in rows:
        if row.prefix in refused:
            row.form.add_error(None, refused[row.prefix])
