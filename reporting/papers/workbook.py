"""A report as a workbook: each table as the form prints it, and one tidy sheet with a row a figure. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from core.formats import vndate
from core.sheets import Column, Heading, Sheet
from reporting.papers.report import subject_of
from reporting.papers.shown import Line, Shown, column_of, kind_of, row_of, tables_of
from reporting.papers.tables import headings, lead_of, unit_line
from reporting.read.tables import ColumnKind, TableForm
from reporting.read.tables import table as form_of

if TYPE_CHECKING:
    from reporting.models import Cell, PeriodicReport

#: So many sources of a figure are written out.
_NAMED = 10
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def workbook_sheets(report: PeriodicReport, cells: Sequence[Cell], *, as_sent: bool) -> list[Sheet]:
    """The form's tables, then the sheet "Số liệu". `as_sent`: without what was drafted and why it was changed, which stay with
    those who wrote it."""
    shown = tables_of(report.form.tables, cells)
    return [
        *(_printed(report, table, place) for place, table in enumerate(shown)),
        _tidy(cells, as_sent=as_sent),
    ]


def _printed(report: PeriodicReport, table: Shown, place: int) -> Sheet:
    form = table.form
    heads = headings(form)
    lead = len(heads) - len(form.columns)
    kinds: list[Any] = ["text"] * lead + [_kind(table, n) for n in range(len(form.columns))]
    widths = [5 if n == 0 else 38 if n == 1 else 12 for n in range(lead)] + [
        _width(table, n) for n in range(len(form.columns))
    ]
    unit = unit_line(form)
    span = f"Số liệu từ ngày {vndate(report.starts_on)} đến hết ngày {vndate(report.ends_on)}"
    title = (form.title.upper(), f"({subject_of(report)})", f"{span}. {unit}" if unit else span)
    return Sheet(
        f"Biểu {_ROMAN[place]}",
        tuple(Column(head, width, kind) for head, width, kind in zip(heads, widths, kinds, strict=True)),
        [_row(form, line, n) for n, line in enumerate(table.lines, 1)],
        heading=Heading((str(report.area).upper(),), (f"Biểu {_ROMAN[place]}",), title),
    )


def _kind(table: Shown, place: int) -> str:
    """Grouped as money where every figure is whole; with half days or parts of m² in the rows, as they are. Shares are kept in
    hundredths, so no format of per cent."""
    column = table.form.columns[place]
    if column.kind == ColumnKind.TEXT:
        return "text"
    cells = (line.cells[place][1] for line in table.lines)
    whole = all(cell is None or cell.value is None or cell.value == int(cell.value) for cell in cells)
    return "money" if column.kind == ColumnKind.MONEY and whole else "number"


def _width(table: Shown, place: int) -> float:
    column = table.form.columns[place]
    if column.kind != ColumnKind.TEXT:
        return 17
    longest = max((len(cell.text) for line in table.lines if (cell := line.cells[place][1]) is not None), default=0)
    return max(9, min(longest + 2, 36))


def _row(form: TableForm, line: Line, place: int) -> tuple[Any, ...]:
    return (*lead_of(form, line, place), *(_value(cell) for _, cell in line.cells))


def _value(cell: Cell | None) -> Any:
    """A figure stays a figure; what nobody knows is empty."""
    if cell is None:
        return None
    return cell.value if cell.value is not None else cell.text or None


def _tidy(cells: Iterable[Cell], *, as_sent: bool) -> Sheet:
    columns = [
        Column("Mã biểu", 12), Column("Biểu", 30), Column("Mã dòng", 22), Column("Dòng", 34), Column("Cột", 24),
        Column("Đơn vị", 10), Column("Giá trị", 18, "number"), Column("Chữ", 30),
    ]  # fmt: skip
    if not as_sent:
        columns += [Column("Số đã soạn", 18, "number"), Column("Chữ đã soạn", 30), Column("Lý do sửa", 30)]
    columns.append(Column("Nguồn", 60))
    return Sheet("Số liệu", tuple(columns), [_facts(cell, as_sent=as_sent) for cell in cells])


def _facts(cell: Cell, *, as_sent: bool) -> tuple[Any, ...]:
    column, row, form = column_of(cell), row_of(cell), form_of(cell.table)
    unit = (row.unit if row and kind_of(cell) == ColumnKind.NUMBER else "") or (column.unit if column else "")
    facts: tuple[Any, ...] = (
        cell.table, form.title, cell.row, row.label if row else "", column.label if column else cell.column, unit, cell.value,
        cell.text,
    )  # fmt: skip
    if not as_sent:
        facts += (cell.drafted_value, cell.drafted_text, cell.reason)
    return (*facts, _said(cell.sources))


def _said(sources: Sequence[dict[str, Any]]) -> str:
    said = "; ".join(source["label"] for source in sources[:_NAMED])
    return f"{said}; và {len(sources) - _NAMED} nguồn khác" if len(sources) > _NAMED else said
