"""Labour days of reports: proposed once, in the ledger once somebody else accepts them, taken back when the report changes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from contributions.enums import BookForm, CampaignState
from contributions.ledger import given
from contributions.models import Book, Receipt
from core import clock
from core.errors import RuleError
from emulation.actions.labour import accept_labour
from emulation.models import LabourProposal
from tests.cast import Cast
from tests.emulation.conftest import Running
from tests.emulation.test_reports import _has_triggers, fields, send

SignIn = Callable[[User], Client]


@pytest.fixture
def book(cast: Cast) -> Book:
    today = clock.today()
    return Book.objects.create(
        area=cast.commune, year=today.year, form=BookForm.LABOUR, code="NC", opened_on=today.replace(month=1, day=1)
    )


class Tale:
    """The village head reports, the accountant takes days into the ledger."""

    def __init__(self, running: Running, head: Client, accountant: Client) -> None:
        self.running, self.head, self.accountant = running, head, accountant
        self.last = ""

    def report(self, days: Any, *, base: str | None = None, **values: Any) -> dict[str, Any]:
        base = self.last if base is None else base
        said = fields(
            self.running.work.pk, quantity=5, people=9, days=days, base=base, reason="Đo lại" if base else "", **values
        )
        told: dict[str, Any] = send(self.head, self.running.duty, clock.today(), said).json()
        self.last = told["key"]
        return told

    def url(self, rest: str = "") -> str:
        return f"/thi-dua/{self.running.drive.pk}/ngay-cong/{rest}"

    def open(self) -> list[LabourProposal]:
        return list(LabourProposal.objects.filter(state="proposed").order_by("pk"))

    def accept(self, row: LabourProposal, **values: Any) -> Any:
        return self.accountant.post(self.url(f"{row.pk}/nhan/"), values)

    def states(self) -> list[tuple[str, Decimal]]:
        return list(LabourProposal.objects.order_by("pk").values_list("state", "days"))


@pytest.fixture
def tale(running: Running, cast: Cast, signed_in: SignIn) -> Tale:
    return Tale(running, signed_in(cast.village_head), signed_in(cast.accountant))


def _days(running: Running) -> Decimal:
    return given(Receipt.objects.filter(campaign=running.campaign)).labour_days


def test_days_go_into_the_ledger_once_somebody_else_accepts(tale: Tale, book: Book, running: Running) -> None:
    tale.report(7)
    (row,) = tale.open()
    assert (row.days, row.people, row.campaign) == (7, 9, running.campaign)
    page = tale.accountant.get(tale.url()).content.decode()
    assert "Đào mương thoát nước" in page
    assert "Hà Văn Thôn báo cáo" in page
    for _ in range(2):  # a doubled click
        assert tale.accept(row, book=book.pk).status_code == 302
    receipt = Receipt.objects.get()
    assert (receipt.way, receipt.days, receipt.amount, receipt.payer) == ("labour", 7, 1_050_000, "Thôn Nà Cốc")
    assert (receipt.village, receipt.received_on, receipt.allocations.count()) == (running.entry.area, clock.today(), 0)
    assert given(Receipt.objects.filter(campaign=running.campaign)).labour_days == 7
    page = tale.accountant.get(tale.url(), {"tinh-trang": "accepted"}).content.decode()
    assert "0000001" in page
    assert "Ngày công đề xuất ghi sổ" in tale.head.get(row.report.get_absolute_url()).content.decode()


def test_the_reporter_never_accepts_his_own(running: Running, cast: Cast, signed_in: SignIn, book: Book) -> None:
    """The officer types in a sheet of the village: another one takes its days."""
    officer = signed_in(cast.officer)
    send(officer, running.duty, clock.today(), fields(running.work.pk, quantity=1, days=4, people=4, way="paper"))
    row = LabourProposal.objects.get()
    url = f"/thi-dua/{running.drive.pk}/ngay-cong/"
    assert "Người báo cáo không tự nhận" in officer.get(url).content.decode()
    answer = officer.post(f"{url}{row.pk}/nhan/", {"book": book.pk})
    assert answer.status_code == 409
    assert "không tự nhận ngày công của mình" in answer.content.decode()
    assert officer.post(f"{url}{row.pk}/khong-nhan/", {"reason": "x"}).status_code == 409
    for person, status in ((cast.village_head, 403), (cast.leader, 403), (cast.neighbour, 404), (cast.stranger, 404)):
        assert signed_in(person).post(f"{url}{row.pk}/nhan/", {"book": book.pk}).status_code == status
    if _has_triggers():
        row.state, row.decided_by, row.receipt = "accepted", cast.officer, _any_receipt(running, cast, book)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def _any_receipt(running: Running, cast: Cast, book: Book) -> Receipt:
    from uuid import uuid4

    from contributions.actions.receipts import Entry, issue_receipt

    entry = Entry(way="labour", payer="x", received_on=clock.today(), text="x", key=uuid4(), days=Decimal(1))
    return issue_receipt(entry, campaign=running.campaign, book=book, by=cast.accountant)


def test_a_corrected_report_drops_what_waits_and_takes_back_what_was_accepted(
    tale: Tale, book: Book, running: Running
) -> None:
    tale.report(7)
    tale.report(8)
    assert tale.states() == [("dropped", 7), ("proposed", 8)]
    tale.accept(tale.open()[0], book=book.pk)
    tale.report(6)
    assert tale.states() == [("dropped", 7), ("accepted", 8), ("proposed", -8), ("proposed", 6)]
    page = tale.accountant.get(tale.url()).content.decode()
    assert "Nhận điều chỉnh" in page
    back, new = tale.open()
    assert tale.accept(back).status_code == 302
    assert tale.accept(new, book=book.pk).status_code == 302
    assert _days(running) == 6
    assert list(Receipt.objects.order_by("pk").values_list("days", flat=True)) == [8, -8, 6]
    # The text alone changes: the days in the ledger are right and stay.
    tale.report(6, text="Đào xong")
    assert tale.open() == []
    tale.report("")
    assert [row.days for row in tale.open()] == [-6]
    tale.report(6)
    assert tale.open() == [], "right again: nothing is to be taken back"
    assert _days(running) == 6


def test_conflicting_versions_propose_nothing_until_decided(
    tale: Tale, book: Book, running: Running, cast: Cast, signed_in: SignIn
) -> None:
    tale.report(7)
    tale.accept(tale.open()[0], book=book.pk)
    other = tale.report(9, base="")
    assert other["state"] == "conflict"
    assert tale.open() == []
    officer = signed_in(cast.officer)
    officer.post(f"/thi-dua/bao-cao/{other['report']}/chon/", {"chosen": other["report"], "reason": "Đã kiểm tra"})
    assert [row.days for row in tale.open()] == [-7, 9]
    back, new = tale.open()
    tale.accept(new, book=book.pk)
    tale.accept(back)
    assert _days(running) == 9


def test_what_waited_comes_back_when_its_version_is_chosen(tale: Tale, cast: Cast, signed_in: SignIn) -> None:
    first = tale.report(7)
    tale.report(9, base="")
    assert tale.states() == [("dropped", 7)]
    chosen = {"chosen": first["report"], "reason": "Đúng"}
    signed_in(cast.officer).post(f"/thi-dua/bao-cao/{first['report']}/chon/", chosen)
    assert tale.states() == [("proposed", 7)]


def test_declined_days_stay_out_with_a_reason(tale: Tale, book: Book) -> None:
    tale.report(7)
    (row,) = tale.open()
    decline = tale.url(f"{row.pk}/khong-nhan/")
    assert tale.accountant.post(decline, {"reason": " "}).status_code == 409
    for _ in range(2):
        assert tale.accountant.post(decline, {"reason": "<script>Đã chấm công riêng"}).status_code == 302
    assert tale.accept(row, book=book.pk).status_code == 409
    assert not Receipt.objects.exists()
    page = tale.accountant.get(tale.url(), {"tinh-trang": "declined"}).content.decode()
    assert "&lt;script&gt;Đã chấm công riêng" in page
    tale.report(7, text="Sửa chữ")
    assert tale.states() == [("declined", 7), ("proposed", 7)], "a corrected report may be asked about again"


def test_the_ledger_says_no_in_its_own_words(tale: Tale, book: Book, running: Running) -> None:
    tale.report(7)
    (row,) = tale.open()
    assert tale.accept(row).status_code == 409
    running.campaign.state = CampaignState.CLOSED
    running.campaign.save()
    answer = tale.accept(row, book=book.pk)
    assert answer.status_code == 409
    assert "đã kết thúc" in answer.content.decode()
    assert tale.states() == [("proposed", 7)]
    book.handed_back_on = clock.today()
    book.save()
    assert "Chưa có quyển giấy báo ngày công" in tale.accountant.get(tale.url()).content.decode()


def test_a_reversal_the_leader_granted_in_the_ledger_is_taken_over(
    tale: Tale, book: Book, running: Running, cast: Cast
) -> None:
    from uuid import uuid4

    from contributions.actions.receipts import reverse_receipt

    tale.report(7)
    tale.accept(tale.open()[0], book=book.pk)
    running.campaign.reversal_limit = 1_000_000
    running.campaign.save()
    tale.report("")
    (back,) = tale.open()
    refused = tale.accept(back)
    assert refused.status_code == 409
    assert "lãnh đạo duyệt điều chỉnh" in refused.content.decode()
    done = reverse_receipt(Receipt.objects.get(), reason="Báo cáo sửa", book=book, key=uuid4(), by=cast.leader)
    assert tale.accept(back).status_code == 302
    back.refresh_from_db()
    assert (back.receipt, _days(running)) == (done, 0)


def test_the_list_asks_the_same_for_one_and_for_many(tale: Tale, book: Book, running: Running, cast: Cast) -> None:
    tale.report(7)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert tale.accountant.get(tale.url()).status_code == 200
        return len(found)

    asked()
    one = asked()
    for back in range(1, 5):
        said = fields(running.work.pk, quantity=1, people=2, days=back)
        send(tale.head, running.duty, clock.today() - timedelta(days=back), said)
    assert len(tale.open()) == 5
    assert asked() == one


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_eight_accountants_accept_at_the_same_moment(tale: Tale, book: Book, running: Running, cast: Cast) -> None:
    """And the village head corrects meanwhile: the ledger has the days once, or a line that takes them back waits."""
    tale.report(7)
    (row,) = tale.open()
    start = threading.Barrier(9)
    refused: list[str] = []

    def accept() -> None:
        start.wait()
        try:
            accept_labour(row, book=book, by=cast.accountant)
        except RuleError as error:
            refused.append(error.message)
        finally:
            connection.close()

    def correct() -> None:
        start.wait()
        tale.report(8)
        connection.close()

    threads = [threading.Thread(target=accept) for _ in range(8)] + [threading.Thread(target=correct)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Receipt.objects.count() in {0, 1}
    if Receipt.objects.exists():
        assert tale.states() == [("accepted", 7), ("proposed", -7), ("proposed", 8)]
    else:
        assert tale.states() == [("dropped", 7), ("proposed", 8)]
        assert len(refused) == 8
