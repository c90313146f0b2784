"""Long lists: the same `Sheet` written by a fast writer whose memory stays flat, and as CSV.

rustpy-xlsxwriter keeps text text ("=1+1" is no formula) but has no formulas of ours inside rows and nothing below the sums, so
it takes plain lists; their signatories stand above the table. Whole numbers past 2^53 would lose their last figures and are
written as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from rustpy_xlsxwriter import Format, write_worksheet

from core.sheets import Foot, Formula, Heading, Sheet, sheet_title, workbook

CSV = "text/csv; charset=utf-8"
#: A plain list with more rows goes to the fast writer.
FAST_FROM = 5_000
_MOST_EXACT = 2**53
_FORMATS = {"date": "dd/mm/yyyy", "money": "[$-42A]#,##0", "number": "General", "percent": "0.00%", "text": "@"}
#: How a cell must not begin in CSV: spreadsheets would take it for a formula.
_LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_sheet(sheet: Sheet, out: BinaryIO) -> None:
    """The sheet as XLSX into `out`, by whichever writer suits its length; RowCountError where rows came or went meanwhile."""
    if sheet.sums and (sheet.sums.count or 0) > FAST_FROM:
        write_long(sheet, out)
    else:
        out.write(workbook(sheet))


def write_long(sheet: Sheet, out: BinaryIO) -> None:
    """A plain list (no Formula in its rows, its titles differ, its sums' count known) as XLSX; memory does not grow with it.

    The label of the sums stands in the first column.
    """
    if sheet.sums is None or sheet.sums.count is None:
        raise ValueError("a long list says beforehand how many rows it has")
    read = 0

    def records() -> Iterator[dict[str, Any]]:
        nonlocal read
        for read, row in enumerate(sheet.rows, 1):  # noqa: B007 - counted for the check below
            yield {title: _plain(value) for title, value in zip(titles, row, strict=True)}

    titles = [column.title for column in sheet.columns]
    above = _above(sheet.heading, sheet.foot, len(titles))
    head = above[-1][0] + 2 if above else 0
    bold = _font().set_bold()
    write_worksheet(
        records(), out, sheet_name=sheet_title(sheet.title), header_row=head, merge_ranges=above or None, freeze_row=head + 1,
        header_format=_font().set_bold().set_text_wrap().set_align("center").set_border("thin"),
        column_widths=[float(column.width) for column in sheet.columns],
        column_formats=[_font().set_num_format(_FORMATS[column.kind]).set_border("thin") for column in sheet.columns],
        totals_row={titles[place]: "sum" for place in sheet.sums.columns}, totals_label=sheet.sums.label(sheet.sums.count),
        totals_format=bold.set_num_format("[$-42A]#,##0").set_border("thin"), datetime_format="dd/mm/yyyy",
        page_setup={"landscape": True, "paper_size": 9, "fit_to_pages": (1, 0), "repeat_rows": head},
    )  # fmt: skip
    sheet.sums.check(read)


def _font() -> Format:
    return Format().set_font_name("Times New Roman").set_font_size(12)


def _plain(value: Any) -> Any:
    if isinstance(value, Formula):
        raise TypeError("the fast writer has no formulas inside rows")
    if isinstance(value, int) and abs(value) > _MOST_EXACT:
        return str(value)
    return value


def _above(heading: Heading | None, foot: Foot | None, width: int) -> list[tuple[Any, ...]]:
    """Lines over the table as merged ranges: offices, title, and who signs."""
    if heading is None:
        return []
    ranges: list[tuple[Any, ...]] = []
    centred = _font().set_bold().set_align("center")
    middle, last = width // 2 - 1, width - 1
    sides = max(len(heading.left), len(heading.right))
    for place in range(sides):
        for first, end, lines in ((0, middle, heading.left), (middle + 1, last, heading.right)):
            if place < len(lines) and lines[place]:
                ranges.append((place, first, place, end, lines[place], centred))
    ranges += [(sides + place, 0, sides + place, last, line, centred) for place, line in enumerate(heading.title)]
    if foot:
        at = sides + len(heading.title) + 1
        for first, end, lines in ((0, middle, foot.left), (middle + 1, last, foot.right)):
            said = ": ".join(line for line in (lines[:1] + lines[-1:]) if line)
            if said:
                ranges.append((at, first, at, end, said, _font().set_align("center")))
    return ranges


def csv_lines(sheet: Sheet) -> Iterator[bytes]:
    """The table as CSV in UTF-8 with its mark, commas, days as 30/06/2026, decimals with a point; the last row adds up.

    Text that a spreadsheet would take for a formula gets an apostrophe in front. RowCountError as in `write_sheet`.
    """
    yield b"\xef\xbb\xbf" + _line([column.title for column in sheet.columns])
    totals: dict[int, Any] = dict.fromkeys(sheet.sums.columns, 0) if sheet.sums else {}
    read = 0
    for read, row in enumerate(sheet.rows, 1):  # noqa: B007 - counted for the check below
        values = [value.value if isinstance(value, Formula) else value for value in row]
        for place in totals:
            totals[place] += values[place] or 0
        yield _line(values)
    if sheet.sums:
        sheet.sums.check(read)
        last: list[Any] = [totals.get(place) for place in range(len(sheet.columns))]
        last[sheet.sums.label_at] = sheet.sums.label(read)
        yield _line(last)


def _line(values: list[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_said(value) for value in values])
    return out.getvalue().encode()


def _said(value: Any) -> Any:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str) and value.startswith(_LIKE_FORMULAS):
        return f"'{value}"
    return value
