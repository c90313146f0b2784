"""Workbooks: rows come from papers.py, the format is made here and nowhere else. What comes in is read by sheets_reading."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from core.errors import RuleError
from core.formats import grouped

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: [$-42A]: figures grouped as Vietnamese has them, wherever the program follows the cell's language.
_FORMATS = {"date": "dd/mm/yyyy", "money": "[$-42A]#,##0", "number": "General", "percent": "0.00%", "text": "@"}
#: Height of one line of 12-point text, in points.
_LINE = 16.5
#: Characters of a sheet's title.
_TITLE = 31
_THIN = Side(style="thin")
#: Height of a row of titles that stand upright.
_TURNED = 150
#: Rows between two words about how far a list is.
_TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    #: Width in characters.
    width: float = 12
    kind: Literal["text", "number", "money", "percent", "date"] = "text"
    #: The title stands upright, so that a narrow column holds it; what is below is centred.
    turned: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that the reader's program works out, without its "=": COUNTIF(D2:V2,"Đạt"). Only of our own making, never of text
    that somebody typed."""

    text: str
    #: What it works out to, for formats that have no formulas (sheets_long.csv_lines).
    value: Any = None


@dataclass(frozen=True, slots=True)
class Sums:
    """The last row of a table: the columns (from 0) that are added up, by formula, and how many rows there are.

    `count` is how many rows the query counted before they are read: other than that many is a fault, never a shorter file.
    """

    columns: tuple[int, ...]
    #: The column in which "Cộng (60 dòng)" stands.
    label_at: int = 0
    count: int | None = None

    def label(self, rows: int) -> str:
        return f"Cộng ({grouped(rows)} dòng)"

    def check(self, rows: int) -> None:
        """RowCountError where other than the rows that were counted have come."""
        if self.count is not None:
            check_rows(rows, self.count)


class RowCountError(RuleError):
    """The file would have other than the rows that were asked for: it is not given out, the person orders it again."""

    def __init__(self, written: int, asked: int) -> None:
        super().__init__(
            f"Tệp có {grouped(written)} dòng trong khi cần {grouped(asked)} dòng, có thể do số liệu được sửa đúng lúc lập tệp. "
            "Tệp này không dùng được; đề nghị lập lại."
        )


def check_rows(written: int, asked: int) -> None:
    """RowCountError where a list was written with other than the rows that were asked for."""
    if written != asked:
        raise RowCountError(written, asked)


class Counted:
    """Rows that are counted while they are taken; every so many of them, `told(rows so far)` is called."""

    def __init__(self, rows: Iterable[tuple[Any, ...]], told: Callable[[int], None] | None = None) -> None:
        self._rows, self._told, self.read = rows, told, 0

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for row in self._rows:
            if self._told and self.read and self.read % _TELL_EVERY == 0:
                self._told(self.read)
            self.read += 1
            yield row


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above an official table: the office at the left, the state's name (or the form's number) at the right, the
    title across the sheet; one line each."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    title: tuple[str, ...]

    @property
    def height(self) -> int:
        """Rows it takes, the empty one before the table too."""
        return max(len(self.left), len(self.right)) + len(self.title) + 1


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands below: sentences across the sheet, then who signs at the left and at the right, one line each."""

    lines: tuple[str | Formula, ...] = ()
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Any, ...]]
    heading: Heading | None = None
    foot: Foot | None = None
    sums: Sums | None = None


def sheet_title(title: str) -> str:
    """The title, cut at a word where it is longer than the 31 characters Excel takes."""
    return (
        title
        if len(title) <= _TITLE
        else f"{title[: _TITLE - 1].rpartition(' ')[0].rstrip(' ,;') or title[: _TITLE - 1]}…"
    )


def workbook(*sheets: Sheet) -> bytes:
    """The sheets as XLSX: heading row repeated in print, frozen, A4 landscape; text stays text, never a formula.

    Titles are cut at a word (`sheet_title`); they must differ. Rows are taken one by one and may be a generator.
    """
    book, out = Workbook(write_only=True), io.BytesIO()
    try:
        for sheet in sheets:
            _write(book.create_sheet(sheet_title(sheet.title)), sheet)
    except BaseException:
        book.save(io.BytesIO())  # so that openpyxl ends the half-written sheet and takes its own files away
        raise
    book.save(out)
    return out.getvalue()


def _write(page: Any, sheet: Sheet) -> None:
    head = sheet.heading.height + 1 if sheet.heading else 1
    page.freeze_panes = f"A{head + 1}"
    page.print_title_rows = f"{head}:{head}"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    for place, column in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(place)].width = column.width
    if sheet.heading:
        _two_sides(page, 1, sheet.heading.left, sheet.heading.right, sheet.columns)
        for place, line in enumerate(sheet.heading.title, head - len(sheet.heading.title) - 1):
            _across(page, place, line, len(sheet.columns), horizontal="center", bold=True)
        page.append([])
    titles = tuple("" if column.turned else column.title for column in sheet.columns)
    turned = _TURNED if any(column.turned for column in sheet.columns) else 0
    page.row_dimensions[head].height = max(_LINE * _lines(titles, sheet.columns), turned)
    page.append([_title_cell(page, column) for column in sheet.columns])
    number = head
    for number, row in enumerate(sheet.rows, head + 1):
        page.row_dimensions[number].height = _LINE * _lines(row, sheet.columns)
        page.append([_row_cell(page, value, column) for value, column in zip(row, sheet.columns, strict=True)])
    if sheet.sums:
        sheet.sums.check(number - head)
        number += 1
        page.append(_sum_row(page, sheet, sheet.sums, head + 1, number - 1))
    if sheet.foot:
        for number, foot_line in enumerate(sheet.foot.lines, number + 1):  # noqa: B020 - goes on where the rows ended
            _across(page, number, foot_line, len(sheet.columns))
        page.append([])
        _two_sides(page, number + 2, sheet.foot.left, sheet.foot.right, sheet.columns)


def _title_cell(page: Any, column: Column) -> Any:
    cell = _cell(page, column.title, "text", bold=True)
    if column.turned:
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="bottom", text_rotation=90)
    return cell


def _row_cell(page: Any, value: Any, column: Column) -> Any:
    cell = _cell(page, value, column.kind)
    if column.turned:
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="top")
    return cell


def _sum_row(page: Any, sheet: Sheet, sums: Sums, first: int, last: int) -> list[Any]:
    cells: list[Any] = [None] * len(sheet.columns)
    cells[sums.label_at] = sums.label(last - first + 1)
    for place in sums.columns if last >= first else ():
        letter = get_column_letter(place + 1)
        cells[place] = Formula(f"SUM({letter}{first}:{letter}{last})")
    made = [_cell(page, value, column.kind) for value, column in zip(cells, sheet.columns, strict=True)]
    for cell in made:
        cell.font = Font(name="Times New Roman", size=12, bold=True)
    made[sums.label_at].number_format = "General"
    return made


def _two_sides(
    page: Any, first: int, left: tuple[str, ...], right: tuple[str, ...], columns: tuple[Column, ...]
) -> None:
    """Lines at both sides of the sheet's middle, each centred in its half."""
    half, middle = sum(column.width for column in columns) / 2, 1
    while middle < len(columns) - 1 and sum(column.width for column in columns[: middle + 1]) <= half:
        middle += 1
    for place in range(max(len(left), len(right))):
        row: list[Any] = [None] * len(columns)
        for at, end, lines in ((0, middle, left), (middle, len(columns), right)):
            if place < len(lines) and lines[place]:
                row[at] = _plain(page, lines[place], horizontal="center", bold=True)
                _merge(page, first + place, at + 1, end)
        page.append(row)


def _across(page: Any, place: int, line: str | Formula, width: int, **style: Any) -> None:
    page.append([_plain(page, line, **style)])
    _merge(page, place, 1, width)


def _merge(page: Any, place: int, first: int, last: int) -> None:
    if last > first:
        page.merged_cells.add(f"{get_column_letter(first)}{place}:{get_column_letter(last)}{place}")


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


def _plain(page: Any, value: str | Formula, *, bold: bool = False, horizontal: str | None = None) -> Any:
    cell = WriteOnlyCell(page, value=f"={value.text}" if isinstance(value, Formula) else value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes "=1+1" for a formula
    cell.font = Font(name="Times New Roman", size=12, bold=bold)
    cell.alignment = Alignment(wrap_text=bold, vertical="top", horizontal=horizontal)
    return cell


def _cell(page: Any, value: Any, kind: str, *, bold: bool = False) -> Any:
    cell = _plain(page, value, bold=bold, horizontal="center" if bold else None)
    cell.number_format = "General" if isinstance(value, Formula) and kind == "text" else _FORMATS[kind]
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="center" if bold or kind == "date" else None)
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    return cell


def sheet_response(sheet: Sheet, name: str) -> HttpResponse:
    """The workbook as a download."""
    return workbook_response(workbook(sheet), name)


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """A finished workbook as a download."""
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
