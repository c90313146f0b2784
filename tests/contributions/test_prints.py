"""Printed vouchers: every field of the forms, three copies, copies that say so, reversals that say so, dated form codes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pdfplumber
import pytest
from django.test import Client

from accounts.models import User
from contributions.actions.receipts import Entry, Item, Share, issue_batch, issue_receipt, reverse_receipt
from contributions.enums import BookForm, BookKind, Way
from contributions.models import Book, Receipt, ReceiptPrint, RosterLine
from contributions.read.forms import form_of
from core.clock import today
from core.formats import vndate
from tests.cast import Cast
from tests.contributions.conftest import Drive, book

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]


def issued(cast: Cast, drive: Drive, where: Book, **values: Any) -> Receipt:
    said = {
        "way": Way.CASH, "payer": "Lò Văn An", "address": "Thôn Nà Cốc", "received_on": today(), "text": "Đóng góp làm đường",
        "key": uuid4(), "amount": 450_000,
    }  # fmt: skip
    return issue_receipt(Entry(**{**said, **values}), campaign=drive.campaign, book=where, by=cast.accountant)


def pages(content: bytes) -> list[str]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return [page.extract_text() for page in pdf.pages]


def size(content: bytes) -> tuple[int, int]:
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return round(pdf.pages[0].width), round(pdf.pages[0].height)


def printed(client: Client, receipt: Receipt) -> bytes:
    answer = client.post(f"/dong-gop/chung-tu/{receipt.pk}/in/")
    assert answer["Content-Type"] == "application/pdf"
    return bytes(answer.content)


def test_bien_lai_in_three_copies_then_ban_sao(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an = giver("Lò Văn An")
    receipt = issued(cast, drive, drive.receipts, shares=(Share(an, 450_000),))
    client = signed_in(cast.accountant)
    made = printed(client, receipt)
    first = pages(made)
    assert size(made) == (595, 420)
    assert [next(line for line in page.splitlines() if "Liên" in line).partition("Liên ")[2] for page in first] == [
        "1: Lưu", "2: Giao người nộp tiền", "3: Kế toán",
    ]  # fmt: skip
    for words in (
        "ỦY BAN NHÂN DÂN", "XÃ AN BÌNH", "BIÊN LAI THU TIỀN", f"Quyển số: 01/{today().year}", "Số: 0000001", "Lò Văn An", "Thôn Nà Cốc",
        "Đóng góp làm đường", "450.000", "Bằng chữ: Bốn trăm năm mươi nghìn đồng.", "NGƯỜI NỘP TIỀN", "NGƯỜI THU TIỀN", "Tòng Thị Ngân",
    ):  # fmt: skip
        assert words in first[0], words
    # The regime of today is not established: no code stands on the print.
    assert "Mẫu số" not in first[0]
    assert "BẢN SAO" not in "".join(first)
    assert all("BẢN SAO" in page for page in pages(printed(client, receipt)))
    assert ReceiptPrint.objects.filter(receipt=receipt).count() == 2
    assert "(bản sao)" in client.get(f"/dong-gop/chung-tu/{receipt.pk}/").content.decode()


def test_reversal_and_reversed_say_so(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    receipt = issued(cast, drive, drive.receipts)
    reversal = reverse_receipt(receipt, reason="Ghi nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)
    client = signed_in(cast.accountant)
    year = today().year
    assert f"ĐÃ ĐIỀU CHỈNH bằng số 0000002, quyển 01/{year}" in pages(printed(client, receipt))[0]
    text = pages(printed(client, reversal))[0]
    assert f"ĐIỀU CHỈNH GIẢM cho số 0000001, quyển 01/{year}" in text
    assert "Âm bốn trăm năm mươi nghìn đồng" in text
    assert "Ghi nhầm" in text


def test_the_other_three_forms(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    client, an = signed_in(cast.accountant), giver("Lò Văn An")
    cash = printed(client, issued(cast, drive, book(cast, BookForm.CASH_IN)))
    text = pages(cash)[0]
    for words in ("PHIẾU THU", "Nợ:", "Viết bằng chữ: Bốn trăm", "THỦ TRƯỞNG", "THỦ QUỸ", "Đã nhận đủ số tiền"):
        assert words in text, words
    assert (size(cash), len(pages(cash))) == ((595, 420), 3)
    days = Decimal("1.5")
    labour = issued(cast, drive, drive.labour, way=Way.LABOUR, days=days, shares=(Share(an, 225_000, days),))
    text = pages(printed(client, labour))[0]
    for words in (
        "GIẤY BÁO NGÀY CÔNG LAO ĐỘNG ĐÓNG GÓP",
        "1,5 công",
        "150.000 đồng",
        "225.000 đồng",
        "3 công",
        "Căn cứ",
    ):
        assert words in text, words
    items = (Item("Xi măng", "bao", Decimal(10), 85_000, note="PCB40"), Item("Cát", "m³", Decimal("2.5"), 300_000))
    goods = printed(client, issued(cast, drive, drive.goods, way=Way.GOODS, items=items))
    text = pages(goods)[0]
    for words in ("BẢNG KÊ CÁC KHOẢN ĐÓNG GÓP", "Xi măng", "PCB40", "2,5", "750.000", "1.600.000", "TRƯỞNG THÔN"):
        assert words in text, words
    assert size(goods) == (842, 595)
    land = (Item("Đất vườn", "m²", Decimal("120.5"), 100_000, plot="thửa 12, tờ 3"),)
    assert "thửa 12, tờ 3" in " ".join(
        pages(printed(client, issued(cast, drive, drive.goods, way=Way.LAND, items=land)))[0].split()
    )


@pytest.mark.parametrize(
    ("form", "on", "code"),
    [
        (BookForm.RECEIPT, date(2024, 5, 1), "C27-X"),
        (BookForm.CASH_IN, date(2024, 5, 1), "C40-BB"),
        (BookForm.RECEIPT, date(2019, 12, 31), None),
        (BookForm.RECEIPT, date(2025, 6, 30), "C27-X"),
        (BookForm.RECEIPT, date(2025, 7, 1), None),
        (BookForm.LABOUR, date(2024, 5, 1), None),
    ],
)
def test_form_codes_are_dated(form: str, on: date, code: str | None) -> None:
    found = form_of(form, on)
    assert (found.code if found else None) == code


def test_a_receipt_of_2024_bears_its_code(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    old = Book.objects.create(
        area=cast.commune, year=2024, form=BookForm.RECEIPT, code="03", opened_on=date(2024, 1, 2)
    )
    receipt = issued(cast, drive, old, received_on=date(2024, 5, 1))
    text = pages(printed(signed_in(cast.accountant), receipt))[0]
    assert "Mẫu số: C27-X" in text
    assert "70/2019/TT-BTC" in text


def test_a_pile_is_printed_at_one_go(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    said = {"way": Way.CASH, "received_on": today(), "text": "<script>alert(1)</script> & co", "amount": 1_000}
    pile = [Entry(payer=f"Hộ {place} <b>", key=uuid4(), **said) for place in range(3)]  # type: ignore[arg-type]
    batch = issue_batch(
        pile, campaign=drive.campaign, book=drive.receipts, control_count=3, control_total=3_000, reason="", by=cast.accountant
    )  # fmt: skip
    client = signed_in(cast.accountant)
    at = f"/dong-gop/xap/{batch.pk}/in/"
    made = pages(bytes(client.post(at, {"tu": "0"}).content))
    assert len(made) == 9
    assert "Hộ 2 <b>" in made[6]
    assert "BẢN SAO" in pages(bytes(client.post(at, {"tu": "0"}).content))[0]
    assert client.post(at, {"tu": "3"}).status_code == 409
    assert signed_in(cast.leader).post(at).status_code == 403


def test_what_a_collector_handed_in_and_a_blank_muster_sheet(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn
) -> None:
    an = giver("Lò Văn An")
    own = book(
        cast, BookForm.RECEIPT, "15", kind=BookKind.PREPRINTED, first_number=1, last_number=50, holder=cast.accountant
    )
    for number in (1, 2):
        issued(cast, drive, own, number=number, shares=(Share(an, 450_000),))
    client = signed_in(cast.accountant)
    said = {"nop-to_number": "2", "nop-voucher": "PT 9", "nop-handed_on": vndate(today())}
    assert client.post(f"/dong-gop/quyen/{own.pk}/nop-quy/", said).status_code == 302
    handover = own.handovers.get()
    listed, taken = pages(bytes(client.get(f"/dong-gop/nop-quy/{handover.pk}/bang-ke/").content))
    for words in ("BẢNG KÊ BIÊN LAI THU TIỀN", "900.000", "Chín trăm nghìn đồng", "PT 9", "0000002"):
        assert words in listed, words
    for words in ("PHIẾU THU", "Số: PT 9", "900.000", "bảng kê 2 biên lai"):
        assert words in taken, words
    sheet = client.get(f"/dong-gop/{drive.campaign.pk}/ngay-cong/{cast.village.pk}/mau/")
    text = pages(bytes(sheet.content))[0]
    for words in ("BẢNG CHẤM CÔNG", "Lò Văn An", "AB-00001", "Ký tên", "TRƯỞNG THÔN"):
        assert words in text, words
