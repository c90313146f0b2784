"""The grid for a pile of receipts: rows whose date, text and way are carried down, control count and control total."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.db.models import QuerySet

from campaigns.forms import grids
from campaigns.forms.grids import Grid, RowForm
from campaigns.forms.places import ListName
from contributions.enums import MONEY, BookKind, Way
from contributions.forms.givers import GiverField, meant
from contributions.forms.receipts import MOST_MONEY
from contributions.queries.receipts import resolved
from core import clock
from core.forms import HouseForm, MoneyField, NfcCharField, NumberField

if TYPE_CHECKING:
    from contributions.models import Book, RosterLine

PILE = ListName("to", "Xấp biên lai", "Tờ")


class FastRow(RowForm):
    """One receipt of the pile; blank date, way and text mean those of the row above."""

    giver = GiverField(label="Người nộp: mã hoặc tên")
    amount = grids.money("Số tiền (đồng)", least=1, most=MOST_MONEY)
    received_on = grids.day("Ngày")
    way = grids.choice("Hình thức", [(way.value, way.label) for way in MONEY], empty="Như dòng trên")
    text = grids.line("Nội dung", max_length=500)
    css: ClassVar[Mapping[str, str]] = {
        "giver": "n-c-wide", "amount": "n-c-money", "received_on": "n-c-date", "way": "n-c-pick", "text": "n-c-mid", "number": "n-c-num",
    }  # fmt: skip
    needs = "giver"
    line: RosterLine | None = None


class NumberedRow(FastRow):
    """A receipt of a pre-printed book: its number is typed, or is one more than that of the row above."""

    number = grids.whole("Số in sẵn", most=2_000_000_000)


class PileForm(HouseForm):
    """What was counted before typing."""

    control_count = NumberField(label="Số tờ đếm được", places=0, least=1, most=grids.MOST_ROWS)
    control_total = MoneyField(label="Tổng tiền cộng trước", least=1, most=10**15)
    reason = NfcCharField(
        label="Lý do chênh lệch", max_length=300, required=False, help_text="Chỉ ghi khi số đã nhập khác số kiểm tra."
    )
    key = forms.UUIDField(widget=forms.HiddenInput)


def row_class(book: Book) -> type[FastRow]:
    return NumberedRow if book.kind == BookKind.PREPRINTED else FastRow


def pile_rows(grid: Grid, lines: QuerySet[RosterLine], first_text: str) -> list[dict[str, Any]]:
    """The receipts of a valid grid, what was left blank carried down; errors stand at their rows (then the rows are no use).

    Each has `row` (its place in the form, which stays while others are struck out), `line` (None: outside the roster) and
    the values of an entry.
    """
    rows = [cast("FastRow", row) for row in grid.shown_forms if row in grid.live_forms]
    found = resolved(lines, [row.cleaned_data.get("giver") or "" for row in rows])
    carried: dict[str, Any] = {"received_on": clock.today(), "way": Way.CASH.value, "text": first_text, "number": None}
    made = []
    for row in rows:
        data = row.cleaned_data
        _check(row, found)
        if data.get("number") is None and "number" in row.fields:
            data["number"] = carried["number"] + 1 if carried["number"] else None
            if data["number"] is None:
                row.add_error("number", "Nhập số của tờ đầu tiên.")
        carried = {name: data.get(name) or value for name, value in carried.items()}
        made.append(
            {**carried, "row": row.row_number, "line": row.line, "payer": _name(row), "amount": data.get("amount")}
        )
    return made


def _check(row: FastRow, found: Mapping[str, list[RosterLine]]) -> None:
    data = row.cleaned_data
    if data.get("giver"):
        try:
            row.line = meant(data["giver"], found, may_be_outside=True)
        except forms.ValidationError as error:
            row.add_error("giver", error)
    if not data.get("amount") and "amount" not in row.errors:
        row.add_error("amount", "Nhập mục này.")
    day = data.get("received_on")
    if day is not None and day > clock.today():
        row.add_error("received_on", "Ngày này chưa đến.")


def _name(row: FastRow) -> str:
    line = row.line
    return line.party.name if line is not None else (row.cleaned_data.get("giver") or "")
