"""A card filled in Excel comes back: what changes is shown first, good rows are written, a second time nothing is."""

from __future__ import annotations

import html as markup
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from accounts.models import User
from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Scorecard
from journal.queries import history_of
from tests.cast import Cast

SignIn = Callable[[User], Client]
Cells = dict[str, dict[str, Any]]


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)


def exported(client: Client, card: Scorecard) -> Workbook:
    return load_workbook(io.BytesIO(client.get(f"/tieu-chi/{card.pk}/?export=xlsx").content))


def filled(book: Workbook, cells: Cells) -> bytes:
    """The exported workbook with these cells typed in, by indicator code and heading."""
    page = book.active
    assert page is not None
    heads = {cell.value: place for place, cell in enumerate(page[1], 1)}
    for line in page.iter_rows(min_row=2):
        for title, value in cells.get(str(line[1].value or ""), {}).items():
            page.cell(int(line[0].row or 0), heads[title]).value = value
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: Client, card: Scorecard, data: bytes, name: str = "phieu.xlsx") -> str:
    answer = client.post(f"/tieu-chi/{card.pk}/nhap-excel/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 200
    return markup.unescape(answer.content.decode())


def confirm(client: Client, card: Scorecard, html: str) -> str:
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))
    answer = client.post(f"/tieu-chi/{card.pk}/nhap-excel/", sent, follow=True)
    return markup.unescape(answer.content.decode())


GOOD: Cells = {
    "1.1": {"Giá trị (chữ)": "Đạt", "Kết quả": "Đạt"},
    "2.1": {"Giá trị": 97.5, "Kết quả": "Đạt", "Lý do, nhận xét": "Đường đã bàn giao."},
    "13.3": {"Giá trị (chữ)": "không đạt", "Kết quả": None},
}


def test_preview_then_write_then_nothing(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    data = filled(exported(officer, card), GOOD)
    html = upload(officer, card, data)
    assert "3</b> dòng sẽ thay đổi" in html
    assert "97,5; Đạt; lý do: Đường đã bàn giao." in html
    assert not card.results.exists(), "a preview writes nothing"

    assert "Đã nhập 3 dòng từ Excel." in confirm(officer, card, html)
    assert card.results.get(indicator__code="13.3").text == "Không đạt"
    assert card.results.get(indicator__code="2.1").number == 97.5
    assert any(
        entry.action == "card.imported" and "3 dòng từ tệp phieu.xlsx" in entry.note for entry in history_of(card)
    )

    before = list(card.results.values().order_by("pk"))
    assert "không làm thay đổi phiếu" in upload(officer, card, data)
    confirm(officer, card, html)
    assert list(card.results.values().order_by("pk")) == before
    assert "không làm thay đổi phiếu" in upload(officer, card, saved(exported(officer, card))), "its own export"


def test_a_result_that_nobody_judged_follows_the_new_value(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """Somebody changes the value in Excel and leaves the column of results as it was exported."""
    officer = signed_in(cast.officer)
    criterion = card.criteria_set.criteria.get(number=1)
    rows = {criterion.indicators.get(code="1.1").pk: Entered(Value(text="Đạt"))}
    save_criterion(card, criterion, rows=rows, whole=None, by=cast.officer)
    html = upload(officer, card, filled(exported(officer, card), {"1.1": {"Giá trị (chữ)": "Không đạt"}}))
    confirm(officer, card, html)
    assert (card.results.get().text, card.results.get().state) == ("Không đạt", State.UNMET)


def test_wrong_rows_are_told_and_good_ones_go(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    wrong: Cells = {
        "2.1": {"Giá trị": "không"}, "2.2": {"Giá trị": 140}, "3.1": {"Kết quả": "Tạm đạt"},
        "2.3": {"Kết quả": "Đạt"}, "1.2": {"Giá trị (chữ)": "Khá"}, "4.2": {"Kết quả": "Không đánh giá"},
        "3.2": {"Giá trị (nữ)": 5},
    }  # fmt: skip
    book = exported(officer, card)
    page = book.active
    assert page is not None
    page.append(["20", "20.1", "Chỉ tiêu lạ", "", None, None, "Đạt"])
    html = upload(officer, card, filled(book, wrong | {"1.1": GOOD["1.1"]}))
    for words in (
        "không có chỉ tiêu “20.1”", "không quá 100", "không hiểu “Tạm đạt”", "Đề nghị ghi lý do khi xét 2.3",
        "“Khá” không phải là một trong các mức Đạt, Không đạt", "không ghi “Không đánh giá” được", "không nhận giá trị ở cột này",
        "Giá trị: Nhập số",
    ):  # fmt: skip
        assert words in html, words
    assert '<b class="tnum">8</b> dòng có lỗi' in html
    confirm(officer, card, html)
    assert [str(result.indicator) for result in card.results.all()] == ["1.1"]


def test_columns_in_any_order_and_percentages(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["PHIẾU TỰ ĐÁNH GIÁ XÃ AN BÌNH"])
    page.merge_cells("A1:D1")
    page.append([])
    page.append(["Lý do", "GIÁ TRỊ", "Ghi thêm", " chỉ tiêu "])
    page.append(["", 0.925, "x", 2.1])
    page["B4"].number_format = "0.0%"
    page.append(["", "88,5 %", "y", "2.2"])
    html = upload(officer, card, saved(book))
    assert "Bỏ qua các cột: Ghi thêm." in html
    confirm(officer, card, html)
    assert {str(row.indicator): row.number for row in card.results.all()} == {"2.1": 92.5, "2.2": 88.5}


def test_a_code_that_stands_twice_is_taken_from_neither(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """17.10 typed as a figure is 17.1 to Excel."""
    officer = signed_in(cast.officer)
    book = Workbook()
    page = book.active
    assert page is not None
    for line in (["Chỉ tiêu", "Giá trị"], ["17.1", 80], [17.10, 90], ["2.1", 70]):
        page.append(line)
    html = upload(officer, card, saved(book))
    assert "17.1 có 2 dòng (2, 3)" in html
    assert "1</b> dòng sẽ thay đổi" in html


def test_a_claim_and_a_whole_criterion(cast: Cast, card: Scorecard, signed_in: SignIn) -> None:
    """Whole criteria are read where a person judges them, and left alone where their rows decide."""
    officer = signed_in(cast.officer)
    book = exported(officer, card)
    page = book.active
    assert page is not None
    page["H2"] = "Đạt"
    assert "theo từng chỉ tiêu" in upload(officer, card, saved(book))

    chosen = CriteriaSet.objects.get(code="ntm-2026-2030")
    new = open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
    book = exported(officer, new)
    page = book.active
    assert page is not None
    page["H2"], page["I2"] = "Đạt", "Họp ngày 2/3."
    confirm(officer, new, upload(officer, new, saved(book)))
    assert new.results.get().state == State.MET


def test_changed_meanwhile_is_not_written_over(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    html = upload(officer, card, filled(exported(officer, card), GOOD))
    criterion = card.criteria_set.criteria.get(number=1)
    other = {criterion.indicators.get(code="1.1").pk: Entered(Value(text="Không đạt"))}
    save_criterion(card, criterion, rows=other, whole=None, by=cast.officer)
    assert "vừa được người khác sửa" in confirm(officer, card, html)
    assert card.results.get().text == "Không đạt"


def test_files_that_are_no_workbook(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    good = saved(exported(officer, card))
    merged = exported(officer, card)
    assert merged.active is not None
    merged.active.merge_cells("E1:F1")
    for name, data, words in (
        ("phieu.xlsm", good, "có macro"), ("phieu.csv", b"a,b", "không phải là bảng tính .xlsx"),
        ("phieu.xlsx", b"PK\x03\x04rac", "Không đọc được tệp Excel này"), ("phieu.xlsx", good[:3000], "Không đọc được"),
        ("phieu.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600, "Excel đời cũ"), ("phieu.xlsx", b"", "trống"),
        ("phieu.xlsx", saved(Workbook()), "Không thấy cột “Chỉ tiêu”"), ("phieu.xlsx", saved(merged), "ô gộp E1:F1"),
    ):  # fmt: skip
        assert words in upload(officer, card, data, name), name
    assert not card.results.exists()


def test_who_may_import(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    assert signed_in(cast.leader).get(f"/tieu-chi/{card.pk}/nhap-excel/").status_code == 403
    assert signed_in(cast.neighbour).get(f"/tieu-chi/{card.pk}/nhap-excel/").status_code == 404
