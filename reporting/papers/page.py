"""A report as its page shows it: sections with paragraphs, tables with figures, each with where it comes from. No writes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reporting.models import Cell, Passage, PeriodicReport
from reporting.papers.shown import column_of, kind_of, row_of, shown, tables_of
from reporting.read.tables import Column, ColumnKind, Row, TableForm

if TYPE_CHECKING:
    from reporting.models import SentVersion


@dataclass(frozen=True, slots=True)
class PassageBox:
    passage: Passage
    text: str
    #: What was drafted, where a person wrote something else.
    drafted: str
    edited: bool


@dataclass(frozen=True, slots=True)
class CellBox:
    cell: Cell
    column: Column | None
    #: "Tiền, lũy kế năm": row and column for who does not see the table.
    label: str
    text: str
    drafted: str
    edited: bool
    figure: bool


@dataclass(frozen=True, slots=True)
class SectionBox:
    place: int
    label: str
    title: str
    items: list[PassageBox]


@dataclass(frozen=True, slots=True)
class LineBox:
    row: Row | None
    boxes: list[tuple[Column, CellBox | None]]


@dataclass(frozen=True, slots=True)
class TableBox:
    form: TableForm
    lines: list[LineBox]


def passage_box(passage: Passage) -> PassageBox:
    edited = passage.edited_by_id is not None
    return PassageBox(passage, passage.text, passage.drafted if edited else "", edited)


def cell_box(cell: Cell) -> CellBox:
    column, row = column_of(cell), row_of(cell)
    edited = cell.edited_by_id is not None
    label = ", ".join(part for part in (row.label if row else "", column.label if column else cell.column) if part)
    figure = kind_of(cell) != ColumnKind.TEXT
    return CellBox(cell, column, label, shown(cell), shown(cell, drafted=True) if edited else "", edited, figure)


def content_shown(report: PeriodicReport, version: SentVersion | None) -> dict[str, Any]:
    """`sections` and `tables` of the report as it is written; with `version` as it went up. Two queries at most."""
    if version is None:
        passages = list(report.passages.select_related("edited_by"))
        cells = list(report.cells.select_related("edited_by"))
    else:
        passages = [
            Passage(section=row["section"], text=row["text"], sources=row["sources"])
            for row in version.content.get("passages", ())
        ]
        cells = sent_cells(version)
    sections = [
        SectionBox(
            place, str(section.get("label", "")), str(section.get("title", "")),
            [passage_box(row) for row in passages if row.section == place],
        )
        for place, section in enumerate(report.form.sections)
    ]  # fmt: skip
    return {"sections": sections, "tables": _tables(report.form.tables, cells)}


def sent_cells(version: SentVersion | None) -> list[Cell]:
    """The cells of a report as it went up, none where it did not."""
    return [
        Cell(**{**row, "value": None if row["value"] is None else Decimal(row["value"])})
        for row in (version.content.get("cells", ()) if version is not None else ())
    ]


def _tables(codes: list[str], cells: list[Cell]) -> list[TableBox]:
    return [
        TableBox(
            table.form,
            [
                LineBox(
                    line.form, [(column, cell_box(cell) if cell is not None else None) for column, cell in line.cells]
                )
                for line in table.lines
            ],
        )
        for table in tables_of(codes, cells)
    ]
