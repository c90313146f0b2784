"""Workbooks: rows come from papers.py, the format is made here and nowhere else."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = {"date": "dd/mm/yyyy", "money": "#,##0", "number": "General", "text": "@"}
#: Height of one line of 12-point text, in points.
_LINE = 16.5
_THIN = Side(style="thin")


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    #: Width in characters.
    width: float = 12
    kind: Literal["text", "number", "money", "date"] = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]


def workbook(sheet: Sheet) -> bytes:
    """The sheet as XLSX: heading row repeated in print, frozen, A4 landscape; text stays text, never a formula."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.title[:31])
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    titles = tuple(column.title for column in sheet.columns)
    page.row_dimensions[1].height = _LINE * _lines(titles, sheet.columns)
    page.append([_cell(page, title, "text", bold=True) for title in titles])
    for number, row in enumerate(sheet.rows, 2):
        page.row_dimensions[number].height = _LINE * _lines(row, sheet.columns)
        page.append([_cell(page, value, column.kind) for value, column in zip(row, sheet.columns, strict=True)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(row: tuple[Any, ...], columns: tuple[Column, ...]) -> int:
    """Lines the fullest cell of the row needs; not every program works this out for itself when it opens the file."""
    return max(
        1,
        *(
            math.ceil(len(str(value)) * 1.1 / column.width)
            for value, column in zip(row, columns, strict=True)
            if isinstance(value, str)
        ),
    )


def _cell(page: Any, value: Any, kind: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(page, value=value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula
    cell.number_format = _FORMATS[kind]
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if bold else None)
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    return cell


def sheet_response(sheet: Sheet, name: str) -> HttpResponse:
    """The workbook as a download."""
    response = HttpResponse(workbook(sheet), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
