"""Paragraphs and figures as a page shows them and as people type them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import shorten

from campaigns.papers.changes import mark_of
from core import formats
from core.errors import RuleError
from core.text import nfc
from reporting.models import Cell, Passage
from reporting.read.tables import Column, ColumnKind, Row, TableForm, table

_MOST = Decimal(10) ** 17
#: So many of a row's words name it.
_NAMING, _NAME_AT_MOST = 3, 120


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person put in a cell: a figure, words, or neither."""

    value: Decimal | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as shown: its fixed form, where it has one, and a cell (or nothing) for each column."""

    form: Row | None
    cells: tuple[tuple[Column, Cell | None], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A table with its rows."""

    form: TableForm
    lines: tuple[Line, ...]


def mark_of_passage(passage: Passage) -> str:
    """The mark of a paragraph as read."""
    return mark_of({"đoạn": passage.text})


def mark_of_cell(cell: Cell) -> str:
    """The mark of a cell as read."""
    return mark_of({"ô": f"{'' if cell.value is None else cell.value.normalize()}|{cell.text}"})


def mark_of_text(text: str) -> str:
    """The mark of a section typed as plain text."""
    return mark_of({"mục": text})


def lines_of(typed: str) -> list[str]:
    """The paragraphs of a section typed as plain text: its lines, without the empty ones."""
    return [line for line in (nfc(line).strip() for line in typed.splitlines()) if line]


def text_of(rows: Iterable[Passage]) -> str:
    """Paragraphs as plain text to type in, a line each."""
    return "\n".join(" ".join(row.text.split()) for row in rows)


def shown(cell: Cell, *, drafted: bool = False) -> str:
    """A cell as text; what was drafted with `drafted`. A figure nobody has is a dash."""
    value, text = (cell.drafted_value, cell.drafted_text) if drafted else (cell.value, cell.text)
    if value is None:
        return text or formats.DASH
    match kind_of(cell):
        case ColumnKind.MONEY:
            return formats.money(value)
        case ColumnKind.PERCENT:
            return formats.percent(value)
        case _:
            return formats.number(value, 4)


def column_of(cell: Cell) -> Column | None:
    """The cell's column; None where the form of the table has changed since."""
    return next((column for column in table(cell.table).columns if column.code == cell.column), None)


def row_of(cell: Cell) -> Row | None:
    """The cell's row in the form; None where rows come from the data."""
    return next((row for row in table(cell.table).rows if row.code == cell.row), None)


def kind_of(cell: Cell) -> ColumnKind:
    """How the cell is written and typed: a row with a unit of its own (công, m²) holds plain numbers in a column of money."""
    column, row = column_of(cell), row_of(cell)
    if column is None:
        return ColumnKind.TEXT if cell.value is None else ColumnKind.NUMBER
    return ColumnKind.NUMBER if column.kind == ColumnKind.MONEY and row is not None and row.unit else column.kind


def holds_figure(cell: Cell) -> bool:
    """Whether the form has a figure here: a column of words holds none, whatever stands in it."""
    column, row = column_of(cell), row_of(cell)
    return column is not None and column.kind != ColumnKind.TEXT and not (row is not None and row.heading)


def name_of(cell: Cell, of_row: Iterable[Cell] = ()) -> str:
    """The cell as a person names it: table, row and column. A row of the data is called by the first words of its cells (`of_row`)."""
    form, row, column = table(cell.table), row_of(cell), column_of(cell)
    said = {one.column: one.text for one in of_row}
    leading = (
        said.get(one.code, "") for one in form.columns if one.kind == ColumnKind.TEXT and one.code != cell.column
    )
    words = row.label if row else ", ".join([text for text in leading if text][:_NAMING])
    return ", ".join(
        part
        for part in (form.title, shorten(words, _NAME_AT_MOST, placeholder="…"), column.label if column else "")
        if part
    )


def read_typed(cell: Cell, typed: str) -> Typed:
    """A cell's content as typed: money, a number or words by its kind. RuleError for what is none."""
    kind, typed = kind_of(cell), nfc(typed).strip()
    if kind == ColumnKind.TEXT:
        return Typed(text=typed)
    if typed in {"", formats.DASH, "-"}:
        return Typed()
    value = Decimal(formats.parse_money(typed)) if kind == ColumnKind.MONEY else formats.parse_number(typed)
    if abs(value) > _MOST or value != round(value, 4):
        raise RuleError("Số quá lớn hoặc có hơn bốn chữ số thập phân; đề nghị kiểm tra lại.")
    return Typed(value=value)


def for_typing(cell: Cell) -> str:
    """A cell's content as it stands in the box to type in."""
    said = shown(cell)
    return "" if cell.value is None and not cell.text else said.replace("\u00a0%", "")


def tables_of(codes: Sequence[str], cells: Iterable[Cell]) -> list[Shown]:
    """The form's tables with the report's cells: fixed rows in the order of the form, then rows of the data in theirs."""
    by_table: dict[str, dict[str, dict[str, Cell]]] = {code: {} for code in codes}
    for cell in cells:
        if cell.table in by_table:
            by_table[cell.table].setdefault(cell.row, {})[cell.column] = cell
    return [_shown(table(code), rows) for code, rows in by_table.items()]


def _shown(form: TableForm, rows: dict[str, dict[str, Cell]]) -> Shown:
    fixed = {row.code: row for row in form.rows}
    names: list[str] = [*fixed, *(name for name in rows if name not in fixed)]
    lines = (
        Line(fixed.get(name), tuple((column, rows.get(name, {}).get(column.code)) for column in form.columns))
        for name in names
    )
    return Shown(form, tuple(lines))
