"""A table of a report as the official paper prints it: all columns of the form, blank where nobody knows, a line of sums. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from core.formats import money
from documents.context import Table
from reporting.papers.shown import Line, Shown, shown
from reporting.read.tables import Column, ColumnKind, TableForm

_COUNT = "TT"
_NAME = "Nội dung"
_UNIT = "Đơn vị tính"
#: Shares of the width where a page is too narrow for columns as wide as their words (those of the card's own form of results).
_WIDTHS = {
    "criteria": (0.05, 0.085, 0.232, 0.05, 0.1, 0.073, 0.075, 0.075, 0.075, 0.075, 0.06, 0.05),
    "plan": (0.04, 0.16, 0.13, 0.17, 0.15, 0.09, 0.1, 0.09, 0.07),
}
_FIGURES = (ColumnKind.MONEY, ColumnKind.NUMBER)


def paper_table(table: Shown) -> Table:
    """The table with its heads and, where its rows come from the data, the sums of its columns of money."""
    form = table.form
    rows = [
        (
            *lead_of(form, line, place),
            *("" if cell is None or (cell.value is None and not cell.text) else shown(cell) for _, cell in line.cells),
        )
        for place, line in enumerate(table.lines, 1)
    ]  # fmt: skip
    heads = headings(form)
    sums = [_sum(form, column, table.lines) for column in form.columns]
    if len(rows) > 1 and any(value is not None for value in sums):
        total = [*[""] * (len(heads) - len(sums)), *("" if value is None else money(value) for value in sums)]
        # The word stands before the first sum, in the widest sense of "name" that the table has.
        words = [place for place, column in enumerate(form.columns) if column.kind == ColumnKind.TEXT]
        total[len(heads) - len(sums) + words[0] if words else 0] = "Cộng"
        rows.append(tuple(total))
    lead = "c" + "lc"[: len(heads) - len(form.columns) - 1] if len(heads) > len(form.columns) else ""
    return Table(
        (heads, *rows), widths=_WIDTHS.get(form.code), align=lead + "".join(_align(column) for column in form.columns)
    )


def headings(form: TableForm) -> tuple[str, ...]:
    """The heads of all columns, with what stands before the form's own."""
    common = _common_unit(form)
    heads = []
    for column in form.columns:
        named = column.kind in _FIGURES and column.unit and column.unit != common and not _has_units(form)
        heads.append(f"{column.label} ({column.unit})" if named else column.label)
    return (*_lead(form), *heads)


def unit_line(form: TableForm) -> str:
    """ "Đơn vị tính: đồng" where all figures count in one unit; else each head, or each row, names its own."""
    unit = _common_unit(form)
    return f"Đơn vị tính: {unit}" if unit else ""


def lead_of(form: TableForm, line: Line, place: int) -> tuple[str, ...]:
    """What stands before the form's columns in a row: its number; where the form fixes rows also name and unit."""
    if _has_own_number(form):
        return ()
    if line.form is None:
        return (str(place), *[""] * (len(_lead(form)) - 1))
    unit = "" if line.form.heading else line.form.unit or _money_unit(form)
    return (line.form.number, line.form.label, *((unit,) if _has_units(form) else ()))


def _lead(form: TableForm) -> tuple[str, ...]:
    if _has_own_number(form):
        return ()
    return (_COUNT, *((_NAME,) if form.rows else ()), *((_UNIT,) if _has_units(form) else ()))


def _has_own_number(form: TableForm) -> bool:
    return bool(form.columns) and form.columns[0].code == "number"


def _has_units(form: TableForm) -> bool:
    """Rows count in units of their own (công, m²), so that a column names them."""
    return any(row.unit for row in form.rows)


def _money_unit(form: TableForm) -> str:
    return next((column.unit for column in form.columns if column.kind == ColumnKind.MONEY), "")


def _common_unit(form: TableForm) -> str:
    units = {column.unit for column in form.columns if column.kind in _FIGURES}
    return units.pop() if len(units) == 1 and not _has_units(form) else ""


def _sum(form: TableForm, column: Column, lines: Iterable[Line]) -> Decimal | None:
    """None where the form fixes its rows (and its own totals), the column does not add or nothing is known."""
    if form.rows or not column.adds or column.kind != ColumnKind.MONEY:
        return None
    cells = [cell for line in lines for of, cell in line.cells if of == column]
    values = [cell.value for cell in cells if cell is not None and cell.value is not None]
    return sum(values, Decimal(0)) if values else None


def _align(column: Column) -> str:
    if column.code == "number":
        return "c"
    return "l" if column.kind == ColumnKind.TEXT else "r"
