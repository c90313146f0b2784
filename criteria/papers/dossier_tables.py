"""The tables of a dossier's papers (official-forms 3.2, tables 1 and 6). Pure."""

from __future__ import annotations

from core.formats import grouped
from criteria.papers.results import HEAD, WIDTHS, ResultForm
from criteria.sources import Debt
from documents.context import Table
from documents.nd30 import DOTS

_DEBTS = (
    "STT", "Công trình", "Quyết định phê duyệt", "Tổng mức đầu tư", "Giá trị nghiệm thu", "Vốn đã bố trí", "Đã giải ngân",
    "Nợ đọng", "Nguồn và lộ trình xử lý", "Ghi chú",
)  # fmt: skip


def results_table(form: ResultForm) -> Table:
    """Every indicator of the card: criteria as rows of their own, their indicators below."""
    return Table((HEAD, *(row.cells for row in form.rows)), widths=WIDTHS, align="cllclllcclll")


def debts_table(debts: list[Debt]) -> Table:
    """Works that are owed for, amounts in đồng, with their sum; how they will be paid is for a person to write."""
    rows = [
        (
            str(place), row.work, row.decision, _money(row.total), _money(row.accepted), _money(row.funded), _money(row.paid),
            _money(row.debt), DOTS, "",
        )
        for place, row in enumerate(debts, 1)
    ]  # fmt: skip
    accepted, paid, owed = (_money(sum(getattr(row, name) for row in debts)) for name in ("accepted", "paid", "debt"))
    rows.append(("", "Tổng cộng", "", "", accepted, "", paid, owed, "", ""))
    widths = (0.05, 0.16, 0.12, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.07)
    return Table(rows=(_DEBTS, *rows), widths=widths, align="cllrrrrrll")


def _money(amount: int | None) -> str:
    return "" if amount is None else grouped(amount)
