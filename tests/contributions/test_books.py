"""Books: opened, numbers crossed out, what was collected handed in, handed back with every number accounted for."""

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
from contributions.actions.receipts import Entry, issue_receipt
from contributions.enums import BookForm, BookKind, NumberState, Way
from contributions.models import Book, Handover, Receipt
from contributions.queries.books import numbers_of, runs
from core.clock import today
from core.formats import vndate
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive, book

SignIn = Callable[[User], Client]


@pytest.fixture
def collector(cast: Cast) -> User:
    return factories.person("Lường Văn Thu", Role.COLLECTOR, cast.commune)


@pytest.fixture
def printed(cast: Cast, collector: User) -> Book:
    """A pre-printed book of ten numbers that the collector holds."""
    return book(
        cast, BookForm.RECEIPT, "15", kind=BookKind.PREPRINTED, first_number=701, last_number=710, holder=collector
    )


def collect(cast: Cast, drive: Drive, where: Book, number: int | None, amount: int = 100_000, **more: Any) -> Receipt:
    entry = Entry(
        **{"way": Way.CASH, "payer": "Hộ dân", "received_on": today(), "text": "Ủng hộ", "key": uuid4(), "amount": amount, "number": number, **more}
    )  # fmt: skip
    return issue_receipt(entry, campaign=drive.campaign, book=where, by=cast.accountant)


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "area": cast.commune.pk, "form": "receipt", "kind": "preprinted", "code": "16", "first_number": "751", "last_number": "800",
        "holder": "", "opened_on": vndate(today()), **changes,
    }  # fmt: skip


# --- Opened ---


def test_the_accountant_opens_a_book_for_a_collector(cast: Cast, collector: User, signed_in: SignIn) -> None:
    client, sent = signed_in(cast.accountant), typed(cast, holder=collector.pk)
    answer = client.post("/dong-gop/quyen/moi/", sent)
    opened = Book.objects.get()
    assert answer["Location"] == f"/dong-gop/quyen/{opened.pk}/"
    assert client.post("/dong-gop/quyen/moi/", sent).status_code == 302
    assert (opened.first_number, opened.last_number, opened.holder, Book.objects.count()) == (751, 800, collector, 1)
    assert "đã mở" in client.post("/dong-gop/quyen/moi/", sent | {"last_number": "900"}).content.decode()
    page = client.get("/dong-gop/quyen/").content.decode()
    assert "751–800" in page
    assert "Lường Văn Thu" in page
    system = typed(cast, kind="system", code="01", first_number="", last_number="")
    assert client.post("/dong-gop/quyen/moi/", system).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"last_number": ""}, "Nhập mục này với quyển in sẵn"),
        ({"last_number": "700"}, "đến số không nhỏ hơn từ số"),
        ({"last_number": "900000"}, "nhiều nhất 5.000 số"),
        ({"first_number": "-1"}, "từ 1"),
        ({"code": ""}, "Nhập mục này"),
        ({"opened_on": vndate(today() + timedelta(days=1))}, "chưa đến"),
        ({"form": "khac"}, "form"),
    ],
)
def test_what_is_no_book(cast: Cast, signed_in: SignIn, changes: dict[str, Any], sentence: str) -> None:
    answer = signed_in(cast.accountant).post("/dong-gop/quyen/moi/", typed(cast, **changes))
    assert sentence in answer.content.decode()
    assert Book.objects.count() == 0


def test_books_are_of_ones_own_commune(
    cast: Cast, drive: Drive, printed: Book, collector: User, signed_in: SignIn
) -> None:
    assert signed_in(cast.neighbour).get(f"/dong-gop/quyen/{printed.pk}/").status_code == 404
    assert "quyển 15" not in signed_in(cast.neighbour).get("/dong-gop/quyen/").content.decode()
    assert signed_in(cast.officer).get("/dong-gop/quyen/moi/").status_code == 403
    void = f"/dong-gop/quyen/{drive.receipts.pk}/huy-so/"
    assert signed_in(collector).post(void, {"huy-number": "1", "huy-reason": "x"}).status_code == 403
    for client in (signed_in(cast.accountant), signed_in(collector)):
        assert "Giấy báo" not in client.get("/dong-gop/quyen/?loai=receipt").content.decode().split("ket-qua")[2]


# --- Numbers ---


def test_a_spoiled_number_is_crossed_out(
    cast: Cast, drive: Drive, printed: Book, collector: User, signed_in: SignIn
) -> None:
    collect(cast, drive, printed, 701)
    client, at = signed_in(collector), f"/dong-gop/quyen/{printed.pk}/huy-so/"
    for number, sentence in (("701", "đã dùng"), ("711", "từ 701 đến 710"), ("", "Nhập mục này")):
        assert sentence in client.post(at, {"huy-number": number, "huy-reason": "rách"}).content.decode()
    for _ in range(2):
        assert client.post(at, {"huy-number": "702", "huy-reason": "<b>rách</b>"}).status_code == 302
    numbers = numbers_of(printed)
    assert (numbers.used, numbers.void, runs(numbers.left)) == ({701}, {702}, [(703, 710)])
    assert "<b>rách</b>" not in client.get(f"/dong-gop/quyen/{printed.pk}/").content.decode()


def test_the_run_handed_in_goes_on_without_gap(cast: Cast, drive: Drive, printed: Book, signed_in: SignIn) -> None:
    for number in (701, 702, 704):
        collect(cast, drive, printed, number)
    client, at = signed_in(cast.accountant), f"/dong-gop/quyen/{printed.pk}/nop-quy/"

    def hand_in(to: str, voucher: str, day: str = vndate(today())) -> str:
        answer = client.post(at, {"nop-to_number": to, "nop-voucher": voucher, "nop-handed_on": day})
        return "" if answer.status_code == 302 else answer.content.decode()

    assert "còn số chưa ghi: 703" in hand_in("704", "PT 12")
    assert "không trước ngày" in hand_in("702", "PT 12", vndate(today() - timedelta(days=1)))
    assert "Nhập mục này" in hand_in("702", "")
    assert hand_in("702", "PT 12") == ""
    assert hand_in("702", "PT 12") == ""
    assert "bắt đầu từ số 703" in hand_in("702", "PT 13")
    client.post(f"/dong-gop/quyen/{printed.pk}/huy-so/", {"huy-number": "703", "huy-reason": "ghi sai"})
    collect(cast, drive, printed, 705, 50_000, way=Way.TRANSFER)
    assert hand_in("705", "PT 13") == ""
    rows = list(Handover.objects.order_by("from_number").values_list("from_number", "to_number", "total", "voucher"))
    assert rows == [(701, 702, 200_000, "PT 12"), (703, 705, 100_000, "PT 13")]
    page = client.get(f"/dong-gop/quyen/{printed.pk}/").content.decode()
    assert "703–705" in page


def test_a_book_comes_back_when_every_number_is_known(
    cast: Cast, drive: Drive, printed: Book, signed_in: SignIn
) -> None:
    for number in (701, 702):
        collect(cast, drive, printed, number)
    client, at = signed_in(cast.accountant), f"/dong-gop/quyen/{printed.pk}/tra/"

    def give_back(first: str, last: str) -> str:
        said = {"tra-on": vndate(today()), "tra-unused_from": first, "tra-unused_to": last}
        answer = client.post(at, said)
        return "" if answer.status_code == 302 else answer.content.decode()

    assert "2 biên lai tiền mặt của quyển này chưa nộp quỹ" in give_back("703", "710")
    client.post(
        f"/dong-gop/quyen/{printed.pk}/nop-quy/",
        {"nop-to_number": "702", "nop-voucher": "PT 1", "nop-handed_on": vndate(today())},
    )
    assert "Còn 8 số chưa rõ đã dùng, hủy hay trả lại: 703–710" in give_back("", "")
    assert "Còn 1 số chưa rõ đã dùng, hủy hay trả lại: 710" in give_back("703", "709")
    assert "đã dùng: 702" in give_back("702", "710")
    assert "Ghi đủ từ số" in give_back("703", "")
    assert printed.other_numbers.count() == 0
    assert give_back("703", "710") == ""
    assert give_back("703", "710") == ""
    assert printed.other_numbers.filter(state=NumberState.RETURNED).count() == 8
    printed.refresh_from_db()
    assert printed.handed_back_on == today()
    assert "Đã trả" in client.get(f"/dong-gop/quyen/{printed.pk}/").content.decode()


def test_more_books_and_numbers_ask_no_more_queries(cast: Cast, drive: Drive, printed: Book, signed_in: SignIn) -> None:
    client, counts = signed_in(cast.accountant), []
    for number in (701, 702, 703):
        collect(cast, drive, printed, number)
        book(cast, BookForm.CASH_IN, str(number))
        for page in ("/dong-gop/quyen/", f"/dong-gop/quyen/{printed.pk}/", "/dong-gop/quyen/moi/"):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(page).status_code == 200
            counts.append(len(asked))
    assert counts[:3] == counts[3:6] == counts[6:]
