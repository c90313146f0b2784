"""Workbooks that come in: columns by their headings, values as people see them, one sentence for what is no workbook."""

from __future__ import annotations

import io
import time
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook

from core.errors import RuleError
from core.sheets import Column, Foot, Formula, Heading, Sheet, workbook
from core.sheets_reading import Wanted, read_rows, read_table

NAME, COUNT, DAY = Wanted("name", "Họ tên"), Wanted("count", "Số lượng"), Wanted("day", "Ngày", required=False)
WANTED = (NAME, COUNT, DAY)


def book_of(*lines: list[Any], before: int = 0) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for place, line in enumerate(lines, 1 + before):
        for column, value in enumerate(line, 1):
            page.cell(place, column).value = value
    return _bytes(book)


def _bytes(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def refused(data: bytes, name: str = "tep.xlsx", **options: Any) -> str:
    with pytest.raises(RuleError) as error:
        read_rows(name, data, WANTED, **options)
    return error.value.message


def test_values_as_people_see_them() -> None:
    read = read_rows("tep.xlsx", book_of(
        ["SỐ LƯỢNG", "Khác", "Ngày", "họ  tên:"], [0.1 + 0.2, "x", date(2026, 11, 22), "  Lò Văn An "],
        [None, "chỉ cột khác", None, None], [1500, None, "1/2/2026", True],
    ), WANTED)  # fmt: skip
    first, second = read.rows
    assert (first.place, first.values["name"], first.values["count"]) == (2, "Lò Văn An", Decimal("0.3"))
    assert (first.text("day"), first.text("count")) == ("22/11/2026", "0,3")
    assert (second.place, second.text("day"), second.text("name"), second.text("count")) == (
        4,
        "1/2/2026",
        "Có",
        "1.500",
    )
    assert read.ignored == ("Khác",)


def test_what_we_write_we_read() -> None:
    """Official heading above, foot below: the table between is found; a formula has no value before a program works it out."""
    data = workbook(Sheet(
        "Bảng", (Column("Họ tên", 20), Column("Số lượng", 10, "number")), [("=1+1", Decimal("2.5")), ("B", Formula("1+1"))],
        Heading(("ỦY BAN NHÂN DÂN",), ("CỘNG HÒA",), ("BẢNG KÊ",)), Foot(("Tổng 2 dòng.",), ("NGƯỜI LẬP",), ("CHỦ TỊCH", "Lò Văn A")),
    ))  # fmt: skip
    rows = read_rows("tep.xlsx", data, (NAME, COUNT)).rows
    assert [(row.values["name"], row.values["count"]) for row in rows[:2]] == [("=1+1", Decimal("2.5")), ("B", None)]


def test_the_first_sheet_with_the_headings_is_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Hướng dẫn"])
    hidden = book.create_sheet("Ẩn")
    hidden.append(["Họ tên", "Số lượng"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Đúng").append(["Họ tên", "Số lượng"])
    assert read_rows("tep.xlsx", _bytes(book), WANTED).title == "Đúng"


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([["Họ tên"]], "Không thấy cột “Số lượng”"),
        ([[]], "“Họ tên”, “Số lượng”"),
        ([["Họ tên", "Số lượng", "Họ tên"]], "hai lần"),
    ],
)
def test_headings_that_do_not_do(lines: list[list[Any]], words: str) -> None:
    assert words in refused(book_of(*lines))


def merged_over(*merges: str) -> bytes:
    """Three people in two villages, each village in one cell; with other cells merged as well."""
    book = Workbook()
    page: Any = book.active
    for row in (
        ("DANH SÁCH", None, None, "x"), (None, None, None, "y"), ("Thôn", "Họ tên", "Số lượng", "Khác"), ("Nà Cốc", "An", 1, "a"),
        (None, "Bình", 2, None), (None, None, None, None), (None, "Chại", None, None), ("Bản Mé", "Dua", 4, None),
    ):  # fmt: skip
        page.append(row)
    for merge in merges:
        page.merge_cells(merge)
    return _bytes(book)


def test_a_value_merged_over_rows_stands_on_each() -> None:
    read = read_table("tep.xlsx", merged_over("A1:C2", "A4:A7", "C7:D7"), known=lambda heading: heading == "Họ tên")
    assert [(place, cells[0], cells[1]) for place, cells in read.rows] == [
        (4, "Nà Cốc", "An"), (5, "Nà Cốc", "Bình"), (7, "Nà Cốc", "Chại"), (8, "Bản Mé", "Dua"),
    ]  # fmt: skip
    assert read.merged == {0: "A4:A7"}, "neither the title above, nor empty cells, nor cells of one row"
    assert read_table("tep.xlsx", merged_over("A4:B5"), known=bool).merged == {0: "A4:B5", 1: "A4:B5"}


def test_a_figure_merged_over_rows_is_refused() -> None:
    assert "Cột “Số lượng” có ô gộp C4:C5 qua nhiều dòng" in refused(merged_over("A4:A7", "C4:C5"))
    read = read_rows("tep.xlsx", merged_over("A1:C2", "A4:A7", "D4:D8"), WANTED)
    assert [row.text("count") for row in read.rows] == ["1", "2", "", "4"], (
        "columns that nobody asked for may be as they like"
    )


def test_too_many_rows() -> None:
    data = book_of(["Họ tên", "Số lượng"], *([f"Người {place}", place] for place in range(12)))
    assert "hơn 10 dòng" in refused(data, most=10)
    assert len(read_rows("tep.xlsx", data, WANTED, most=12).rows) == 12


def test_a_million_empty_rows_are_refused_at_once() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Họ tên", "Số lượng"])
    page.append(["Lò Văn An", 1])
    page.cell(1_048_576, 1).value = "cuối"
    began = time.monotonic()
    assert "dòng trống liền nhau sau dòng 2" in refused(_bytes(book))
    assert time.monotonic() - began < 5


def test_packages_that_swell_or_carry_more_than_cells() -> None:
    def repacked(**more: bytes) -> bytes:
        out = io.BytesIO(book_of(["Họ tên", "Số lượng"]))
        with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
            for name, content in more.items():
                package.writestr(f"xl/{name}", content)
        return out.getvalue()

    assert "macro" in refused(repacked(**{"vbaProject.bin": b"x"}))
    assert "quá lớn khi mở ra" in refused(repacked(**{"media.bin": b"0" * (151 * 1024 * 1024)}))
    assert "Không đọc được" in refused(
        repacked(**{"more.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>'})
    )


@pytest.mark.parametrize("name", ["tep.pdf", "tep", "tep.XLSM"])
def test_other_files(name: str) -> None:
    assert refused(b"%PDF-1.7", name)


def test_every_cut_of_a_workbook_is_one_sentence() -> None:
    """A download that broke off anywhere, or a bit that fell over, never shows an error page."""
    whole = book_of(["Họ tên", "Số lượng"], ["Lò Văn An", 2])
    for end in range(4, len(whole), 97):
        assert refused(whole[:end])
    for place in range(0, len(whole), 61):
        broken = bytearray(whole)
        broken[place] ^= 0xFF
        with suppress(RuleError):
            read_rows("tep.xlsx", bytes(broken), WANTED)
