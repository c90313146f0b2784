"""What waits of the money on the start page: for the cashier, the accountant, who holds a book, the leader."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from areas.models import BankAccount
from contributions.actions.books import hand_over
from contributions.actions.labour import add_muster, take_muster
from contributions.actions.receipts import ask_reversal, confirm_receipt
from contributions.enums import BookForm
from contributions.models import ReversalRequest, RosterLine
from contributions.queries.waiting import waiting_for
from core.clock import today
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive, book
from tests.contributions.test_bank import bring_in, line
from tests.contributions.test_books import collect

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]


def told(user: User) -> list[str]:
    return [row.title for row in waiting_for(User.objects.get(pk=user.pk))]


def test_receipts_wait_for_the_cashier_until_confirmed(
    cast: Cast, drive: Drive, cashier: User, signed_in: SignIn
) -> None:
    assert "Không có kế hoạch, nhiệm vụ đang chờ" in signed_in(cashier).get("/").content.decode()
    receipts = [collect(cast, drive, drive.receipts, None, amount) for amount in (100_000, 250_000)]
    page = signed_in(cashier).get("/").content.decode()
    assert "Xác nhận 2 chứng từ thu" in page
    assert "Chung sức xây dựng nông thôn mới. Trị giá 350.000 đồng." in page
    link = f"/dong-gop/{drive.campaign.pk}/chung-tu/?tinh-trang=chua-xac-nhan"
    assert link in page
    assert "0000002" in signed_in(cashier).get(link).content.decode()
    stranger = factories.person("Thủ quỹ xã khác", Role.CASHIER, cast.next_commune)
    assert told(stranger) == told(cast.accountant) == told(cast.officer) == []
    for receipt in receipts:
        confirm_receipt(receipt, by=cashier)
    assert told(cashier) == []


def test_lines_of_the_bank_and_muster_sheets_wait_for_the_accountant(
    cast: Cast, drive: Drive, account: BankAccount, giver: Giver, signed_in: SignIn
) -> None:
    bring_in(account, cast, [line(), line(-5_000, "Phí SMS"), line(200_000, "Ung ho")])
    muster = add_muster(
        drive.campaign, village=cast.village, held_on=today(), text="Đổ đường", work=None, days={giver("Lò Văn An"): Decimal("1.5")},
        key=uuid4().hex, by=cast.village_head,
    )  # fmt: skip
    page = signed_in(cast.accountant).get("/").content.decode()
    for words in (
        "Khớp 2 dòng tiền vào của sao kê",
        "650.000 đồng chưa ghi sổ",
        "Ghi sổ 1 bảng chấm công",
        "1,5 ngày công",
    ):
        assert words in page
    take_muster(muster, book=drive.labour, by=cast.accountant)
    assert told(cast.accountant) == ["Khớp 2 dòng tiền vào của sao kê"]


def test_cash_in_hand_waits_for_its_holder_and_the_accountant(cast: Cast, drive: Drive) -> None:
    collector = factories.person("Lường Văn Thu", Role.COLLECTOR, cast.commune)
    held = book(cast, BookForm.RECEIPT, "15", holder=collector)
    for amount in (100_000, 150_000):
        collect(cast, drive, held, None, amount)
    assert told(collector) == told(cast.accountant) == ["Nộp quỹ 250.000 đồng"]
    hand_over(held, to_number=1, voucher="PT 1", handed_on=today(), by=cast.accountant)
    assert told(collector) == ["Nộp quỹ 150.000 đồng"]
    hand_over(held, to_number=2, voucher="PT 2", handed_on=today(), by=cast.accountant)
    assert told(collector) == told(cast.accountant) == []


def test_a_reversal_asked_for_waits_for_the_leader(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    drive.campaign.reversal_limit = 50_000
    drive.campaign.save()
    receipt = collect(cast, drive, drive.receipts, None)
    ask_reversal(receipt, reason="Ghi nhầm người", by=cast.accountant)
    page = signed_in(cast.leader).get("/").content.decode()
    assert "Duyệt điều chỉnh chứng từ 01/0000001" in page
    assert "Lý do: Ghi nhầm người" in page
    ReversalRequest.objects.update(granted=False)
    assert told(cast.leader) == []


@pytest.mark.parametrize("role", [Role.CASHIER, Role.ACCOUNTANT, Role.COLLECTOR, Role.LEADER])
def test_the_start_page_asks_as_much_for_few_as_for_many(
    cast: Cast, drive: Drive, signed_in: SignIn, role: Role
) -> None:
    user = factories.person("Người làm quỹ", role, cast.commune)
    client, counts = signed_in(user), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        counts.append(len(asked))
        for _ in range(3):
            collect(cast, drive, drive.receipts, None)
    assert counts[0] == counts[1]
