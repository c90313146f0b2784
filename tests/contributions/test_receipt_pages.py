"""Receipts on their pages: written, found, confirmed, assigned anew, taken back; a pile typed at one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from contributions import ledger
from contributions.actions.receipts import Entry, Share, issue_receipt
from contributions.enums import BookForm, BookKind, Way
from contributions.models import Batch, Book, Receipt, ReversalRequest, RosterLine
from core.clock import today
from core.formats import vndate
from journal.models import Notice
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive, book

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]
SCRIPT = "<script>alert(1)</script>"


def grid(prefix: str, *rows: dict[str, Any]) -> dict[str, Any]:
    sent: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


def typed(drive: Drive, *shares: dict[str, Any], **changes: Any) -> dict[str, Any]:
    said = {
        "book": drive.receipts.pk, "number": "", "received_on": vndate(today()), "payer": "Lò Văn An", "address": "", "village": "",
        "text": "Đóng góp làm đường", "amount": "450.000", "work": "", "key": str(uuid4()),
    }  # fmt: skip
    return {**said, **grid("phan-bo", *shares), **changes}


def receive(cast: Cast, line: RosterLine, where: Book, amount: int) -> Receipt:
    """A cash receipt of today for one giver of the roster."""
    entry = Entry(
        way=Way.CASH, payer=line.party.name, party=line.party, village=line.village, received_on=today(), text="Ủng hộ", key=uuid4(),
        amount=amount, shares=(Share(line, amount),),
    )  # fmt: skip
    return issue_receipt(entry, campaign=line.campaign, book=where, by=cast.accountant)


def address(drive: Drive, tail: str = "") -> str:
    return f"/dong-gop/{drive.campaign.pk}/chung-tu/{tail}"


# --- One receipt ---


def test_a_receipt_for_somebody_of_the_roster(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an = giver("Lò Văn An")
    accountant = signed_in(cast.accountant)
    page = accountant.get(address(drive, f"moi/?dong={an.pk}")).content.decode()
    assert "AB-00001 – Lò Văn An" in page
    assert "450.000" in page
    sent = typed(drive, payer="1")
    answer = accountant.post(address(drive, "moi/"), sent)
    receipt = Receipt.objects.get()
    assert answer["Location"] == f"/dong-gop/chung-tu/{receipt.pk}/"
    assert (receipt.payer, receipt.party, receipt.village, receipt.amount) == (
        "Lò Văn An", an.party, cast.village, 450_000,
    )  # fmt: skip
    assert [(row.line, row.amount) for row in receipt.allocations.all()] == [(an, 450_000)]
    assert accountant.post(address(drive, "moi/"), sent).status_code == 302
    assert Receipt.objects.count() == 1
    page = accountant.get(answer["Location"]).content.decode()
    for words in ("Bốn trăm năm mươi nghìn đồng", "chưa xác lập", "Chờ xác nhận", "AB-00001"):
        assert words in page


def test_a_school_pays_for_many(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low)
    sent = typed(
        drive, {"giver": "AB-00001 – Lò Văn An", "amount": "450.000"}, {"giver": "lo thi binh", "amount": "300k"},
        {"giver": "", "amount": ""}, payer="Trường THCS số 2", amount="800.000",
    )  # fmt: skip
    signed_in(cast.accountant).post(address(drive, "moi/"), sent)
    receipt = Receipt.objects.get()
    assert (receipt.payer, receipt.party) == ("Trường THCS số 2", None)
    assert {row.line: row.amount for row in receipt.allocations.all()} == {an: 450_000, binh: 300_000}
    page = signed_in(cast.accountant).get(f"/dong-gop/chung-tu/{receipt.pk}/").content.decode()
    assert 'Chưa phân bổ: <b class="tnum">50.000 đồng</b>' in page


def test_labour_goods_and_land(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an = giver("Lò Văn An")
    accountant = signed_in(cast.accountant)
    sent = typed(drive, payer="1", book=drive.labour.pk, days="1,5")
    assert accountant.post(address(drive, "moi/?hinh-thuc=labour"), sent).status_code == 302
    goods = grid("hien-vat", {"what": "Xi măng", "unit": "bao", "quantity": "10", "price": "85.000", "remark": ""})
    sent = typed(drive, payer="1", book=drive.goods.pk, **goods)
    assert accountant.post(address(drive, "moi/?hinh-thuc=goods"), sent).status_code == 302
    land = grid("hien-vat", {"what": "Đất vườn", "plot": "thửa 12", "quantity": "120,5", "price": "100k", "remark": ""})
    sent = typed(drive, payer="Mè Thị Nhung", book=drive.goods.pk, **land)
    assert accountant.post(address(drive, "moi/?hinh-thuc=land"), sent).status_code == 302
    given = ledger.campaign_totals(drive.campaign).given
    assert (given.labour, given.goods, given.land) == (225_000, 850_000, 12_050_000)
    assert ledger.with_balance(drive.campaign.lines.filter(pk=an.pk)).get().given_amount == 1_075_000


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"amount": "0"}, "từ 1 đồng"),
        ({"amount": "-5000"}, "Số tiền"),
        ({"amount": "chín trăm"}, "Số tiền"),
        ({"received_on": "31/2/2026"}, "ngày"),
        ({"received_on": vndate(today() + timedelta(days=2))}, "chưa đến"),
        ({"payer": "AB-00099"}, "không có trong danh sách"),
        ({"payer": "Lò Văn Hai"}, "Có 2 người tên này"),
        ({"text": ""}, "Nhập mục này"),
        ({"text": "x" * 501}, "500"),
        ({"key": "khong-phai"}, "key"),
        (grid("phan-bo", {"giver": "1", "amount": "900.000"}), "vượt số tiền của chứng từ 450.000 đồng"),
        (grid("phan-bo", {"giver": "77", "amount": "1.000"}), "không có trong danh sách"),
        (grid("phan-bo", {"giver": "1", "amount": ""}), "Nhập mục này"),
        (grid("phan-bo", {"giver": "1", "amount": "1"}, {"giver": "1", "amount": "1"}), "chỉ ghi một dòng"),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn, changes: dict[str, Any], sentence: str
) -> None:
    for name in ("Lò Văn An", "Lò Văn Hai", "Lò Văn Hai"):
        giver(name)
    answer = signed_in(cast.accountant).post(address(drive, "moi/"), typed(drive, **changes))
    assert answer.status_code == 200
    assert sentence.lower() in answer.content.decode().lower()
    assert Receipt.objects.count() == 0


def test_a_preprinted_number_is_typed(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    printed = book(cast, BookForm.RECEIPT, "15", kind=BookKind.PREPRINTED, first_number=701, last_number=750)
    accountant = signed_in(cast.accountant)
    assert "nhập số trên tờ" in accountant.post(address(drive, "moi/"), typed(drive, book=printed.pk)).content.decode()
    accountant.post(address(drive, "moi/"), typed(drive, book=printed.pk, number="705"))
    again = accountant.post(address(drive, "moi/"), typed(drive, book=printed.pk, number="705"))
    assert "đã ghi" in again.content.decode()
    assert Receipt.objects.get().number == 705


def test_a_collector_writes_in_his_own_book_only(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    collector = factories.person("Lường Văn Thu", Role.COLLECTOR, cast.commune)
    own = book(cast, BookForm.RECEIPT, "07", holder=collector)
    client = signed_in(collector)
    assert (
        "Chọn một mục" in client.post(address(drive, "moi/"), typed(drive)).content.decode()
        or not Receipt.objects.exists()
    )
    assert client.post(address(drive, "moi/"), typed(drive, book=own.pk)).status_code == 302
    receipt = Receipt.objects.get()
    assert receipt.book == own
    assert client.post(f"/dong-gop/chung-tu/{receipt.pk}/dieu-chinh/").status_code == 403
    assert signed_in(cast.leader).get(address(drive, "moi/")).status_code == 403
    assert signed_in(cast.neighbour).get(address(drive, "moi/")).status_code == 404


# --- The list ---


def test_the_list_finds_and_sums(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn, cashier: User) -> None:
    an, binh = giver("Lò Văn An"), giver("Quàng Thị Bình", drive.low)
    receive(cast, an, drive.receipts, 450_000)
    receive(cast, binh, drive.receipts, 300_000)
    accountant = signed_in(cast.accountant)
    accountant.post(address(drive, "moi/"), typed(drive, payer="Khách thập phương", amount="50.000"))
    page = accountant.get(address(drive)).content.decode()
    assert "800.000" in page
    for query, seen, hidden in (
        ("q=quang+thi", "Quàng Thị Bình", "Lò Văn An"), ("q=0000001", "Lò Văn An", "Quàng"), ("q=AB-00002", "Quàng", "Lò Văn An"),
        ("tinh-trang=chua-phan-bo", "Khách", "Quàng"), ("hinh-thuc=transfer", "Không có chứng từ", "Quàng"), ("thon=0", "Khách", "Quàng"),
        (f"tu={vndate(today() + timedelta(days=1))}", "Không có chứng từ", "Quàng"), ("den=40/40/2026", "ngày", "Không có chứng từ"),
    ):  # fmt: skip
        page = accountant.get(address(drive, f"?{query}")).content.decode()
        assert seen in page, query
        assert hidden not in page, query
    first = Receipt.objects.get(number=1)
    assert signed_in(cashier).post(f"/dong-gop/chung-tu/{first.pk}/xac-nhan/").status_code == 302
    assert signed_in(cast.accountant).post(f"/dong-gop/chung-tu/{first.pk}/xac-nhan/").status_code == 403
    waiting = accountant.get(address(drive, "?tinh-trang=chua-xac-nhan")).content.decode()
    assert "Lò Văn An" not in waiting
    village_head = signed_in(cast.village_head).get(address(drive)).content.decode()
    assert "Lò Văn An" in village_head
    assert "Khách thập phương" not in village_head
    assert "Lò Văn An" not in signed_in(cast.coordination).get(address(drive)).content.decode()


@pytest.mark.parametrize("tail", ["", "moi/", "tim-nguoi/?q=lo"])
def test_more_rows_ask_no_more_queries(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn, tail: str) -> None:
    client, counts = signed_in(cast.accountant), []
    for round_ in range(2):
        for _ in range(1 if round_ == 0 else 4):
            receive(cast, giver("Lò Văn An"), drive.receipts, 1_000)
        client.get(address(drive, tail))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address(drive, tail)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_receipt_of_many_parts_asks_no_more_queries(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn
) -> None:
    client, counts = signed_in(cast.accountant), []
    for many in (1, 5):
        names = [giver("Lò Văn An") for _ in range(many)]
        rows = [{"giver": line.party.code, "amount": "1.000"} for line in names]
        made = client.post(address(drive, "moi/"), typed(drive, *rows, payer="Trường học"))["Location"]
        client.get(made)
        for page in (made, f"{made}phan-bo/"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:2] == counts[2:]


def test_words_are_never_markup(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    client = signed_in(cast.accountant)
    sent = typed(drive, payer=SCRIPT, text=SCRIPT, address=SCRIPT)
    made = client.post(address(drive, "moi/"), sent)["Location"]
    for page in (made, address(drive), address(drive, f"?q={SCRIPT}")):
        assert SCRIPT not in client.get(page).content.decode()


def test_suggestions_are_for_those_who_see_names(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    giver("Lò Văn An")
    rows = signed_in(cast.accountant).get(address(drive, "tim-nguoi/?q=van+an")).json()["rows"]
    assert rows == [{"text": "AB-00001 – Lò Văn An", "place": "Thôn Nà Cốc", "left": 450_000, "days": "3.00"}]
    assert signed_in(cast.coordination).get(address(drive, "tim-nguoi/?q=an")).json() == {"rows": []}


# --- Assigned anew, taken back ---


def test_assigned_anew_on_its_page(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình")
    receipt = receive(cast, an, drive.receipts, 450_000)
    client, at = signed_in(cast.accountant), f"/dong-gop/chung-tu/{receipt.pk}/phan-bo/"
    assert "AB-00001 – Lò Văn An" in client.get(at).content.decode()
    assert client.post(at, grid("phan-bo", {"giver": "2", "amount": "450.000"})).status_code == 302
    assert client.post(at, grid("phan-bo", {"giver": "2", "amount": "450.000"})).status_code == 302
    assert receipt.allocations.count() == 3
    assert ledger.with_balance(drive.campaign.lines.filter(pk=binh.pk)).get().given_amount == 450_000
    assert "vượt" in client.post(at, grid("phan-bo", {"giver": "2", "amount": "1.450.000"})).content.decode()


def test_taken_back_at_once_or_by_the_leader(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    an = giver("Lò Văn An")
    client = signed_in(cast.accountant)
    small, large = receive(cast, an, drive.receipts, 100_000), receive(cast, an, drive.receipts, 900_000)
    drive.campaign.reversal_limit = 500_000
    drive.campaign.save()
    key = str(uuid4())
    at = f"/dong-gop/chung-tu/{small.pk}/dieu-chinh/"
    assert client.post(at, {"reason": "", "key": key}).status_code == 409
    for _ in range(2):
        assert client.post(at, {"reason": "Ghi nhầm người", "key": key}).status_code == 302
    assert small.reversed_by.amount == -100_000
    assert (
        client.post(f"/dong-gop/chung-tu/{large.pk}/dieu-chinh/", {"reason": "x", "key": str(uuid4())}).status_code
        == 409
    )
    at = f"/dong-gop/chung-tu/{large.pk}/de-nghi-dieu-chinh/"
    for _ in range(2):
        assert client.post(at, {"reason": "Nhầm số tiền", "key": str(uuid4())}).status_code == 302
    request = ReversalRequest.objects.get()
    assert Notice.objects.filter(recipient=cast.leader).count() == 1
    page = signed_in(cast.leader).get(f"/dong-gop/chung-tu/{large.pk}/").content.decode()
    assert "Trả lời đề nghị điều chỉnh" in page
    decide = f"/dong-gop/de-nghi-dieu-chinh/{request.pk}/"
    answer = {"granted": "yes", "answer": "Đồng ý", "key": str(uuid4())}
    assert client.post(decide, answer).status_code == 403
    for _ in range(2):
        assert signed_in(cast.leader).post(decide, answer).status_code == 302
    assert large.reversed_by.amount == -900_000
    assert ledger.campaign_totals(drive.campaign).given.total == 0
    assert Notice.objects.filter(recipient=cast.accountant).count() == 1
    assert "đã được điều chỉnh" in client.get(f"/dong-gop/chung-tu/{large.pk}/").content.decode()


# --- A pile ---


def pile(*rows: dict[str, Any], count: int, total: str, **changes: Any) -> dict[str, Any]:
    said = {"control_count": count, "control_total": total, "reason": "", "key": str(uuid4())}
    return {**said, **grid("to", *rows), **changes}


def test_a_pile_is_kept_until_it_matches_and_written_once(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn
) -> None:
    giver("Lò Văn An"), giver("Lò Thị Bình")
    client, at = signed_in(cast.accountant), address(drive, f"nhanh/?quyen={drive.receipts.pk}")
    assert f"?quyen={drive.receipts.pk}" in client.get(address(drive, "nhanh/")).content.decode()
    yesterday = today() - timedelta(days=1)
    rows = (
        {"giver": "1", "amount": "450.000", "received_on": vndate(yesterday), "way": "transfer", "text": "Góp qua ngân hàng"},
        {"giver": "2", "amount": "200k", "received_on": "", "way": "", "text": ""},
        {"giver": "Khách qua đường", "amount": "50.000", "received_on": "", "way": "cash", "text": ""},
    )  # fmt: skip
    sent = pile(*rows, count=3, total="800.000")
    refused = client.post(at, sent)
    assert refused.status_code == 422
    page = refused.content.decode()
    for words in ("700.000 đồng; số kiểm tra là 3 tờ, 800.000 đồng", "Khách qua đường", "200k", "Góp qua ngân hàng"):
        assert words in page
    assert Receipt.objects.count() == 0
    done = client.post(at, sent | {"control_total": "700.000"})
    assert client.post(at, sent | {"control_total": "700.000"})["Location"] == done["Location"]
    batch = Batch.objects.get()
    made = list(
        batch.receipts.order_by("number").values_list("number", "payer", "amount", "way", "received_on", "text")
    )
    assert made == [
        (1, "Lò Văn An", 450_000, Way.TRANSFER, yesterday, "Góp qua ngân hàng"),
        (2, "Lò Thị Bình", 200_000, Way.TRANSFER, yesterday, "Góp qua ngân hàng"),
        (3, "Khách qua đường", 50_000, Way.CASH, yesterday, "Góp qua ngân hàng"),
    ]
    assert "Khách qua đường" in client.get(done["Location"]).content.decode()
    more = client.post(
        at, sent | {"control_total": "700.000"} | {"to-2-amount": "90.000", "reason": "sửa"}, follow=True
    )
    assert "đã ghi trước đó" in more.content.decode()


def test_a_difference_has_its_reason(cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn) -> None:
    giver("Lò Văn An")
    at = address(drive, f"nhanh/?quyen={drive.receipts.pk}")
    sent = pile({"giver": "1", "amount": "450.000"}, count=2, total="900.000", reason="Một tờ hủy")
    page = signed_in(cast.accountant).post(at, sent, follow=True).content.decode()
    assert "Lý do: Một tờ hủy" in page


def test_wrong_rows_of_a_pile_are_told_at_their_place(
    cast: Cast, drive: Drive, giver: Giver, signed_in: SignIn
) -> None:
    giver("Lò Văn An")
    printed = book(cast, BookForm.RECEIPT, "15", kind=BookKind.PREPRINTED, first_number=701, last_number=750)
    client, at = signed_in(cast.accountant), address(drive, f"nhanh/?quyen={printed.pk}")
    wrong = client.post(
        at,
        pile(
            {"giver": "99", "amount": "1.000"}, {"giver": "1", "amount": ""}, {"giver": "1", "amount": "5", "received_on": vndate(today() + timedelta(days=1))},
            count=3, total="1.000",
        ),
    ).content.decode()  # fmt: skip
    for sentence in ("không có trong danh sách", "Nhập mục này", "chưa đến", "Nhập số của tờ đầu tiên"):
        assert sentence in wrong
    rows = ({"giver": "1", "amount": "1.000", "number": "703"}, {"giver": "1", "amount": "2.000", "number": ""})
    assert client.post(at, pile(*rows, count=2, total="3.000")).status_code == 302
    assert list(Receipt.objects.order_by("number").values_list("number", flat=True)) == [703, 704]
    assert "đã ghi" in client.post(at, pile(*rows, count=2, total="3.000")).content.decode()
    assert Receipt.objects.count() == 2
    assert "Chưa có tờ nào" in client.post(at, pile(count=1, total="1")).content.decode()
