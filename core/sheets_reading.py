"""Workbooks that come in: an XLSX whose columns are found by their headings, read row by row.

    read = read_rows(name, data, (Wanted("code", "Chỉ tiêu"), Wanted("note", "Ghi chú", required=False)))
    for row in read.rows:
        row.place, row.text("code"), row.values["note"]

What belongs to the file (not a workbook, macros, merged headings, missing columns, a million empty rows) is refused with one
sentence, a RuleError; what belongs to a row is the caller's to say, with `row.place` as the row that Excel shows.
A cell merged over several rows has its value in the first of them only: read_rows refuses it, read_table tells it.
Nothing of the file is ever run: formulas give the value they had when the file was saved.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from core.errors import RuleError
from core.formats import number as shown
from core.text import nfc, search_key

#: Data rows of one sheet, unless the caller says otherwise.
MOST_ROWS = 5_000
#: The heading stands within the first rows: above it are the office, the title, the date.
_HEADING_WITHIN = 30
#: Empty rows after one another; a sheet with more was formatted to its end by mistake.
_MOST_EMPTY = 1_000
_MOST_COLUMNS = 200
#: What a file may swell to when it is unpacked, in bytes: a small archive can hold gigabytes of nothing.
_MOST_UNPACKED = 150 * 1024 * 1024
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]+\d+:[A-Z]+\d+)"')
_SAVE_AS = "Mở tệp bằng Excel, chọn Lưu thành, kiểu Excel Workbook (.xlsx), rồi nạp lại."
_BROKEN = f"Không đọc được tệp Excel này; tệp có thể bị hỏng hoặc không phải bảng tính. {_SAVE_AS}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column to look for. Headings are compared without case, diacritics and spaces around; `also` are other names of it."""

    key: str
    title: str
    required: bool = True
    also: tuple[str, ...] = ()


def text_of(value: Any) -> str:
    """A cell as a person reads it: figures with a decimal comma, a date as 30/6/2024, nothing as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, Decimal):
        return shown(value, places=10)
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, (date, datetime)) else str(value)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row that is not empty. `values` has every wanted key: None for an empty cell or a column that is not there.

    A value is a str (NFC, trimmed), Decimal (a percentage cell, shown "95 %", gives 95), bool, date or datetime.
    """

    place: int
    values: dict[str, Any]

    def text(self, key: str) -> str:
        """The cell as a person reads it: figures with a decimal comma, a date as 30/6/2024, nothing as ""."""
        return text_of(self.values.get(key))


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """The sheet that has the headings: its name, its rows, the wanted keys it has, headings that nobody asked for."""

    title: str
    rows: list[ReadRow]
    columns: frozenset[str]
    ignored: tuple[str, ...]


def read_rows(name: str, data: bytes, wanted: Sequence[Wanted], *, most: int = MOST_ROWS) -> ReadSheet:
    """The rows of the first visible sheet that has the wanted headings, in any order. RuleError: one sentence for the person."""
    best: list[str] = [column.title for column in wanted if column.required]
    for sheet, merged in _visible_sheets(name, data):
        found, missing = _read_sheet(sheet, wanted, most, merged)
        if found is not None:
            return found
        best = min(best, missing, key=len)
    titles = ", ".join(f"“{title}”" for title in best)
    raise RuleError(f"Không thấy cột {titles} ở dòng tiêu đề. Dùng tệp đã tải về từ trang này hoặc ghi đúng tên cột.")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A sheet of which only its maker knows the columns: its name, its headings, and each row's place with its cells.

    Cells are as in ReadRow; a row has as many as there are headings. A value merged over several rows of one column stands on
    each of them, and `merged` names the columns with such cells (index → the first one, "B3:B7"): whether all these rows may have
    the whole value, as with a village, or not, as with an amount, is the caller's to say (`refuse_merged`).
    """

    title: str
    headings: list[str]
    rows: list[tuple[int, list[Any]]]
    merged: dict[int, str] = field(default_factory=dict)


def read_table(name: str, data: bytes, *, known: Callable[[str], bool], most: int = MOST_ROWS) -> ReadTable:
    """The first visible sheet with a heading row, whatever its columns are called. RuleError: one sentence for the person.

    The heading row is the one among the first rows with the most headings that are `known`; else the first with two texts.
    """
    for sheet, merged in _visible_sheets(name, data):
        found = _read_table(sheet, known, most, merged)
        if found is not None:
            return found
    raise RuleError("Không thấy dòng tiêu đề cột trong tệp; đặt tên cho từng cột ở dòng trên danh sách rồi nạp lại.")


def refuse_merged(heading: str, reference: str) -> None:
    """RuleError for a cell merged over several rows of a column in which each row needs a value of its own."""
    raise RuleError(
        f"Cột “{heading}” có ô gộp {reference} qua nhiều dòng nên không rõ giá trị của từng dòng; bỏ gộp, ghi vào từng dòng rồi "
        "nạp lại."
    )


# --- The file ---


@contextmanager
def _readable() -> Iterator[None]:
    """openpyxl raises whatever it stumbles over (SyntaxError is broken XML); to a person it is one thing: not readable."""
    try:
        yield
    except (
        InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError,
        zlib.error,
    ):  # fmt: skip
        raise RuleError(_BROKEN) from None


def _visible_sheets(name: str, data: bytes) -> Iterator[tuple[Any, list[str]]]:
    """The sheets a person sees, each with its merged ranges."""
    _refuse_by_look(name, data)
    merged = _merged_by_part(data)
    with _readable():
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [(sheet, merged.get(_part(sheet), [])) for sheet in book.worksheets if sheet.sheet_state == "visible"]
    yield from sheets


def _refuse_by_look(name: str, data: bytes) -> None:
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsm":
        raise RuleError(f"Tệp .xlsm có macro nên không nhận. {_SAVE_AS}")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise RuleError(f"Tệp là Excel đời cũ (.xls) hoặc có đặt mật khẩu nên không đọc được. {_SAVE_AS}")
    if suffix != "xlsx" or not data.startswith(b"PK\x03\x04"):
        raise RuleError(f"Tệp “{name}” không phải là bảng tính .xlsx. {_SAVE_AS}")


def _merged_by_part(data: bytes) -> dict[str, list[str]]:
    """Merged ranges by the sheet's part of the package; reading row by row does not tell them. Refuses what is no honest workbook."""
    found: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_UNPACKED or len(entries) > 2_000:
                raise RuleError(
                    "Bảng tính quá lớn khi mở ra; xóa các dòng, cột trống có định dạng và các trang tính thừa rồi nạp lại."
                )
            if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
                raise RuleError(f"Tệp có macro nên không nhận. {_SAVE_AS}")
            for entry in entries:
                if not entry.filename.endswith((".xml", ".rels")):
                    continue
                with package.open(entry) as part:
                    if b"<!DOCTYPE" in part.read(2_000):  # workbooks have none; entities in one can swell without end
                        raise RuleError(_BROKEN)
                if entry.filename.startswith("xl/worksheets/"):
                    found[entry.filename] = [match.decode() for match in _MERGED.findall(_tail(package, entry))]
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error):
        raise RuleError(_BROKEN) from None
    return found


def _tail(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """What follows the cells: merged ranges stand there."""
    content = package.read(entry)
    return content[content.rfind(b"sheetData>") + 1 :]


def _part(sheet: Any) -> str:
    return str(sheet._worksheet_path).lstrip("/")  # noqa: SLF001 - openpyxl tells it nowhere else


# --- One sheet ---


def _read_sheet(
    sheet: Any, wanted: Sequence[Wanted], most: int, merged: list[str]
) -> tuple[ReadSheet | None, list[str]]:
    """The sheet's rows, or None and the required headings that its likeliest heading row lacks."""
    missing = [column.title for column in wanted if column.required]
    rows = _rows(sheet)
    for place, cells in rows:
        if place > _HEADING_WITHIN:
            break
        columns, ignored = _columns(cells, wanted)
        lacking = [column.title for column in wanted if column.required and column.key not in columns]
        if lacking:
            missing = min(missing, lacking, key=len)
            continue
        _refuse_merged_heading(place, merged)
        tall: dict[int, str] = {}
        read = list(_data(_spread(rows, place, merged, tall), columns, wanted, most))
        for column in wanted:
            if columns.get(column.key) in tall:
                refuse_merged(column.title, tall[columns[column.key]])
        return ReadSheet(sheet.title, read, frozenset(columns), ignored), []
    return None, missing


def _read_table(sheet: Any, known: Callable[[str], bool], most: int, merged: list[str]) -> ReadTable | None:
    """The sheet's table, or None where no row looks like a heading."""
    rows = _rows(sheet)
    first: list[tuple[int, list[Any]]] = []
    for row in rows:
        first.append(row)
        if row[0] >= _HEADING_WITHIN:
            break

    def likeness(row: tuple[int, list[Any]]) -> tuple[int, bool]:
        texts = [cell for cell in row[1] if isinstance(cell, str)]
        return sum(known(text) for text in texts), len(texts) > 1

    heading = max(first, key=likeness, default=None)
    if heading is None or likeness(heading) == (0, False):
        return None
    _refuse_merged_heading(heading[0], merged)
    width = max(index for index, cell in enumerate(heading[1], 1) if cell is not None)
    headings = [" ".join(str(cell or "").split()) for cell in heading[1][:width]]
    read: list[tuple[int, list[Any]]] = []
    tall: dict[int, str] = {}
    below = chain((row for row in first if row[0] > heading[0]), rows)
    for place, cells in _spread(below, heading[0], merged, tall):
        if all(cell is None for cell in cells[:width]):
            continue
        if len(read) == most:
            raise RuleError(f"Bảng tính có hơn {shown(most)} dòng; chia thành nhiều tệp rồi nạp từng tệp.")
        read.append((place, (cells + [None] * width)[:width]))
    return ReadTable(sheet.title, headings, read, {column: tall[column] for column in sorted(tall) if column < width})


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows with anything in them, with their number; refuses a sheet that goes on for ever with nothing."""
    empty = 0
    with _readable():
        # The size that the file states may be wrong, and then rows would be cut.
        sheet.reset_dimensions()
        for place, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
            values = [None if cell is EMPTY_CELL else _value(cell) for cell in cells]
            if any(value is not None for value in values):
                empty = 0
                yield place, values
            else:
                empty += 1
                if empty > _MOST_EMPTY:
                    raise RuleError(
                        f"Trang tính “{sheet.title}” có hơn {shown(_MOST_EMPTY)} dòng trống liền nhau sau dòng {place - empty}; "
                        "xóa hẳn các dòng trống đó rồi nạp lại."
                    )


def _columns(cells: list[Any], wanted: Sequence[Wanted]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Where each wanted key stands in a heading row, and the other headings. RuleError when a heading stands twice."""
    names = {_key(title): column.key for column in wanted for title in (column.title, *column.also)}
    found: dict[str, int] = {}
    ignored: list[str] = []
    for place, cell in enumerate(cells):
        if not isinstance(cell, str):
            continue
        key = names.get(_key(cell))
        if key is None:
            ignored.append(" ".join(cell.split()))
        elif key in found:
            raise RuleError(f"Cột “{' '.join(cell.split())}” có hai lần ở dòng tiêu đề; giữ lại một cột rồi nạp lại.")
        else:
            found[key] = place
    return found, tuple(ignored)


def _bounds(reference: str) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of "A3:B7", from 1."""
    with _readable():
        left, top, right, bottom = range_boundaries(reference)
        return int(left or 0), int(top or 0), int(right or 0), int(bottom or 0)


def _refuse_merged_heading(place: int, merged: list[str]) -> None:
    for reference in merged:
        _, top, _, bottom = _bounds(reference)
        if top <= place <= bottom:
            raise RuleError(
                f"Dòng tiêu đề (dòng {place}) có ô gộp {reference}; bỏ gộp để mỗi cột có một tiêu đề rồi nạp lại."
            )


def _spread(
    rows: Iterator[tuple[int, list[Any]]], heading: int, merged: list[str], tall: dict[int, str]
) -> Iterator[tuple[int, list[Any]]]:
    """The rows below the heading, a value merged over several rows of one column on each; `tall` is told the columns of such cells."""
    begins: defaultdict[int, list[tuple[int, int, int, str]]] = defaultdict(list)
    for reference in merged:
        left, top, right, bottom = _bounds(reference)
        if heading < top < bottom:
            begins[top].append((left - 1, min(right, _MOST_COLUMNS), bottom, reference))
    over: dict[int, tuple[int, Any]] = {}  # column → the last row and the value of the cell that lies over it
    for place, cells in rows:
        for first, end, bottom, reference in begins.get(place, ()):
            if first >= len(cells) or cells[first] is None:
                continue
            for column in range(first, end):
                tall.setdefault(column, reference)
            if end - first == 1:
                over[first] = bottom, cells[first]
        for column, (bottom, value) in over.items():
            if place <= bottom and column < len(cells):
                cells[column] = value
        yield place, cells


def _data(
    rows: Iterator[tuple[int, list[Any]]], columns: dict[str, int], wanted: Sequence[Wanted], most: int
) -> Iterator[ReadRow]:
    count = 0
    for place, cells in rows:
        values = {
            column.key: cells[columns[column.key]] if columns.get(column.key, len(cells)) < len(cells) else None
            for column in wanted
        }
        if all(value is None for value in values.values()):
            continue
        count += 1
        if count > most:
            raise RuleError(f"Bảng tính có hơn {shown(most)} dòng; chia thành nhiều tệp rồi nạp từng tệp.")
        yield ReadRow(place, values)


def _key(heading: str) -> str:
    return " ".join(search_key(heading).replace("*", " ").replace(":", " ").split())


def _value(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        return nfc(value.replace("\r\n", "\n")).strip() or None
    if isinstance(value, bool) or value is None or not isinstance(value, (int, float)):
        return value
    try:
        # Excel keeps 15 figures; the rest is noise of binary fractions (0.1 + 0.2).
        figure = Decimal(f"{value:.15g}")
    except (InvalidOperation, ValueError):
        return None
    return figure * 100 if "%" in str(cell.number_format or "") else figure
