"""The ledger: what is issued has a number without gaps, is never changed, and every sum of it agrees."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions import ledger
from contributions.actions.receipts import (
    Entry,
    Item,
    Share,
    ask_reversal,
    assign_receipt,
    confirm_receipt,
    decide_reversal,
    issue_batch,
    issue_receipt,
    reverse_receipt,
)
from contributions.enums import BookForm, BookKind, CampaignState, NumberState, Way
from contributions.models import Allocation, Book, BookNumber, Campaign, Receipt, RosterLine
from core.clock import now, today
from core.errors import RuleError
from tests.cast import Cast
from tests.contributions.conftest import Drive, book

Giver = Callable[..., RosterLine]


def entry(**values: Any) -> Entry:
    said = {
        "way": Way.CASH, "payer": "Lò Văn An", "received_on": today(), "text": "Đóng góp làm đường", "key": uuid4(), "amount": 450_000,
    }  # fmt: skip
    return Entry(**{**said, **values})


def test_a_receipt_has_number_words_and_balance(cast: Cast, drive: Drive, giver: Giver) -> None:
    an = giver("Lò Văn An")
    receipt = issue_receipt(
        entry(shares=(Share(an, 300_000),), amount=300_000),
        campaign=drive.campaign,
        book=drive.receipts,
        by=cast.accountant,
    )
    assert (receipt.number, receipt.in_words) == (1, "Ba trăm nghìn đồng")
    line = ledger.with_balance(drive.campaign.lines.all()).get()
    assert (line.given_amount, line.left) == (300_000, 150_000)


def test_a_doubled_click_writes_one_receipt(cast: Cast, drive: Drive) -> None:
    said = entry()
    first = issue_receipt(said, campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
    assert issue_receipt(said, campaign=drive.campaign, book=drive.receipts, by=cast.accountant) == first
    assert Receipt.objects.count() == 1
    drive.receipts.refresh_from_db()
    assert drive.receipts.issued_to == 1


def test_one_receipt_for_many_and_many_for_one(cast: Cast, drive: Drive, giver: Giver) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low)
    issue_receipt(
        entry(amount=800_000, payer="Trường Tiểu học", shares=(Share(an, 450_000), Share(binh, 300_000))),
        campaign=drive.campaign, book=drive.receipts, by=cast.accountant,
    )  # fmt: skip
    second = issue_receipt(
        entry(amount=50_000, shares=(Share(an, 50_000),)),
        campaign=drive.campaign,
        book=drive.receipts,
        by=cast.accountant,
    )
    rows = {row.party.name: (row.given_amount, row.left) for row in ledger.with_balance(drive.campaign.lines.all())}
    assert rows == {"Lò Văn An": (500_000, -50_000), "Lò Thị Bình": (300_000, 0)}
    assert ledger.unassigned(second) == 0
    assert ledger.campaign_totals(drive.campaign).given.cash == 850_000


def test_labour_goods_and_land_have_their_worth(cast: Cast, drive: Drive, giver: Giver) -> None:
    an = giver("Lò Văn An")
    issue_receipt(
        entry(way=Way.LABOUR, days=Decimal("1.5"), shares=(Share(an, 225_000, Decimal("1.5")),)), campaign=drive.campaign,
        book=drive.labour, by=cast.accountant,
    )  # fmt: skip
    issue_receipt(
        entry(way=Way.GOODS, items=(Item("Xi măng", "bao", Decimal(10), 85_000),)), campaign=drive.campaign, book=drive.goods,
        by=cast.accountant,
    )  # fmt: skip
    issue_receipt(
        entry(way=Way.LAND, items=(Item("Đất vườn", "m²", Decimal("120.5"), 100_000, plot="thửa 12, tờ 3"),)),
        campaign=drive.campaign, book=drive.goods, by=cast.accountant,
    )  # fmt: skip
    given_ = ledger.campaign_totals(drive.campaign).given
    assert (given_.labour_days, given_.labour, given_.goods, given_.land) == (
        Decimal("1.50"),
        225_000,
        850_000,
        12_050_000,
    )
    assert given_.total == 13_125_000
    assert ledger.land_area(drive.campaign) == Decimal("120.500")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": 0}, "lớn hơn 0"),
        ({"amount": -5}, "lớn hơn 0"),
        ({"received_on": today() + timedelta(days=1)}, "sau hôm nay"),
        ({"way": Way.LABOUR, "days": Decimal(1)}, "không dùng cho"),
        ({"way": Way.GOODS}, "không dùng cho"),
    ],
)
def test_what_cannot_be_is_refused_and_no_number_lost(
    cast: Cast, drive: Drive, values: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        issue_receipt(entry(**values), campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
    assert issue_receipt(entry(), campaign=drive.campaign, book=drive.receipts, by=cast.accountant).number == 1


def test_parts_never_exceed_the_receipt_nor_come_from_elsewhere(cast: Cast, drive: Drive, giver: Giver) -> None:
    an = giver("Lò Văn An")
    with pytest.raises(RuleError, match=r"vượt số tiền của chứng từ 50\.000 đồng"):
        issue_receipt(
            entry(amount=400_000, shares=(Share(an, 450_000),)),
            campaign=drive.campaign,
            book=drive.receipts,
            by=cast.accountant,
        )
    other = Campaign.objects.create(
        area=cast.next_commune, name="Đợt của xã bên", code="XABEN", year=today().year, purpose="x", pot="work",
        state=CampaignState.OPEN, created_by=cast.neighbour, created_at=now(),
    )  # fmt: skip
    with pytest.raises(RuleError, match="không thuộc địa bàn"):
        issue_receipt(entry(), campaign=other, book=drive.receipts, by=cast.neighbour)


def test_assigned_anew_keeps_what_stood_before(cast: Cast, drive: Drive, giver: Giver) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình")
    receipt = issue_receipt(
        entry(shares=(Share(an, 450_000),)), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
    )
    for _ in range(2):
        assign_receipt(receipt, shares=[Share(binh, 450_000)], by=cast.accountant)
    assert [(row.line.party.name, row.amount) for row in receipt.allocations.all()] == [
        ("Lò Văn An", 450_000), ("Lò Văn An", -450_000), ("Lò Thị Bình", 450_000),
    ]  # fmt: skip
    balances = {row.party.name: row.given_amount for row in ledger.with_balance(drive.campaign.lines.all())}
    assert balances == {"Lò Văn An": 0, "Lò Thị Bình": 450_000}


def test_a_reversal_takes_everything_back_once(cast: Cast, drive: Drive, giver: Giver) -> None:
    an = giver("Lò Văn An")
    receipt = issue_receipt(
        entry(shares=(Share(an, 450_000),)), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
    )
    key = uuid4()
    reversal = reverse_receipt(receipt, reason="Ghi nhầm người", book=drive.receipts, key=key, by=cast.accountant)
    again = reverse_receipt(receipt, reason="Ghi nhầm người", book=drive.receipts, key=key, by=cast.accountant)
    assert again == reversal
    assert (reversal.number, reversal.amount, reversal.reverses) == (2, -450_000, receipt)
    assert ledger.campaign_totals(drive.campaign).given.total == 0
    assert ledger.with_balance(drive.campaign.lines.all()).get().given_amount == 0
    with pytest.raises(RuleError, match="đã được điều chỉnh"):
        reverse_receipt(receipt, reason="Lần nữa", book=drive.receipts, key=uuid4(), by=cast.accountant)
    with pytest.raises(RuleError, match="chứng từ điều chỉnh"):
        reverse_receipt(reversal, reason="Lần nữa", book=drive.receipts, key=uuid4(), by=cast.accountant)


def test_above_the_limit_the_leader_decides(cast: Cast, drive: Drive) -> None:
    drive.campaign.reversal_limit = 1_000_000
    drive.campaign.save()
    receipt = issue_receipt(entry(amount=1_000_000), campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
    with pytest.raises(RuleError, match="lãnh đạo duyệt"):
        reverse_receipt(receipt, reason="Nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)
    request = ask_reversal(receipt, reason="Nhầm số tiền", by=cast.accountant)
    assert ask_reversal(receipt, reason="Nhầm số tiền", by=cast.accountant) == request
    key = uuid4()
    for _ in range(2):
        decide_reversal(request, granted=True, answer="Đồng ý", book=drive.receipts, key=key, by=cast.leader)
    assert receipt.reversed_by.amount == -1_000_000


def test_maker_and_checker_are_two(cast: Cast, drive: Drive, cashier: Any) -> None:
    receipt = issue_receipt(entry(), campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
    with pytest.raises(RuleError, match="hai người"):
        confirm_receipt(receipt, by=cast.accountant)
    assert confirm_receipt(receipt, by=cashier) == confirm_receipt(receipt, by=cashier)


def test_a_pile_matches_its_control_figures_or_says_why(cast: Cast, drive: Drive) -> None:
    pile = [entry(amount=100_000), entry(amount=250_000)]
    said: dict[str, Any] = {
        "campaign": drive.campaign,
        "book": drive.receipts,
        "by": cast.accountant,
        "control_count": 2,
    }
    with pytest.raises(RuleError, match=r"350\.000 đồng; số kiểm tra là 2 tờ, 400\.000 đồng"):
        issue_batch(pile, control_total=400_000, reason="", **said)
    assert Receipt.objects.count() == 0
    batch = issue_batch(pile, control_total=350_000, reason="", **said)
    assert issue_batch(pile, control_total=350_000, reason="", **said) == batch
    assert [row.number for row in batch.receipts.order_by("number")] == [1, 2]


def test_a_preprinted_book_takes_each_number_once(cast: Cast, drive: Drive) -> None:
    printed = book(cast, BookForm.RECEIPT, "15", kind=BookKind.PREPRINTED, first_number=701, last_number=750)
    BookNumber.objects.create(
        book=printed, number=702, state=NumberState.VOID, reason="rách", by=cast.accountant, at=now()
    )
    issue_receipt(entry(number=701), campaign=drive.campaign, book=printed, by=cast.accountant)
    for number, sentence in ((701, "đã ghi"), (702, "đã ghi"), (700, "từ 701 đến 750"), (None, "từ 701 đến 750")):
        with pytest.raises(RuleError, match=sentence):
            issue_receipt(entry(number=number), campaign=drive.campaign, book=printed, by=cast.accountant)


def test_the_database_refuses_to_change_the_ledger(cast: Cast, drive: Drive, giver: Giver) -> None:
    an = giver("Lò Văn An")
    receipt = issue_receipt(
        entry(shares=(Share(an, 450_000),)), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
    )
    for change in (
        lambda: Receipt.objects.filter(pk=receipt.pk).update(amount=1),
        lambda: Allocation.objects.filter(receipt=receipt).delete(),
        lambda: Receipt.objects.filter(pk=receipt.pk)._raw_delete("default"),
        lambda: Book.objects.filter(pk=drive.receipts.pk).update(issued_to=0),
    ):
        with pytest.raises((IntegrityError, DatabaseError)), transaction.atomic():
            change()


#: Sequences of what may happen: (what, whom, thousands of đồng).
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(("cash", "transfer", "labour", "reverse", "assign")), st.integers(0, 2), st.integers(1, 900)
    ),
    max_size=14,
)


@given(steps=_STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_books_balance_whatever_happens(
    cast: Cast, drive: Drive, giver: Giver, steps: list[tuple[str, int, int]]
) -> None:
    """Numbers without gaps, no balance below zero, and the sum of the parts is the total in every table."""
    campaign, lines = _fresh(drive, giver)
    expected = 0
    for what, who, thousands in steps:
        expected += _step(what, lines[who], thousands * 1000, campaign, drive, cast)
    totals = ledger.campaign_totals(campaign)
    assert totals.given.total == expected
    balances = [line.given_amount for line in ledger.with_balance(campaign.lines.all())]
    assert min(balances) >= 0
    by_village = ledger.totals_by(campaign, "village").values()
    free = sum(ledger.unassigned(receipt) for receipt in campaign.receipts.all())
    assert sum(row.given.total for row in by_village) == sum(balances) == expected - free
    by_each = ledger.totals_by_each(campaign, "village", "party")
    assert by_each == [ledger.totals_by(campaign, "village"), ledger.totals_by(campaign, "party")]
    assert [ledger.added_up(rows.values(), totals.given) for rows in by_each] == [totals, totals]
    days = set(campaign.receipts.values_list("received_on", flat=True))
    assert sum(ledger.given(campaign.receipts.filter(received_on=day)).total for day in days) == expected
    assert ledger.money_left(campaign) == totals.given.money >= 0
    for a_book in (drive.receipts, drive.labour):
        numbers = sorted(a_book.receipts.values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def _fresh(drive: Drive, giver: Giver) -> tuple[Campaign, list[RosterLine]]:
    """A campaign of its own for each example, with three givers, one of them of no village."""
    campaign = Campaign.objects.get(pk=drive.campaign.pk)
    campaign.pk, campaign.code = None, uuid4().hex[:6].upper()
    campaign.save()
    lines = [giver(name) for name in ("Lò Văn An", "Lò Thị Bình", "Cầm Văn Cường")]
    RosterLine.objects.filter(pk__in=[line.pk for line in lines]).update(campaign=campaign)
    campaign.lines.filter(pk=lines[0].pk).update(village=None)
    return campaign, list(campaign.lines.all())


def _step(what: str, line: RosterLine, amount: int, campaign: Campaign, drive: Drive, cast: Cast) -> int:
    """Do it, or be refused; what it adds to the campaign."""
    live = campaign.receipts.filter(reverses=None, reversed_by=None).order_by("pk").first()
    if what == "reverse" and live is not None:
        a_book = drive.labour if live.way == Way.LABOUR else drive.receipts
        return reverse_receipt(live, reason="thử", book=a_book, key=uuid4(), by=cast.accountant).amount
    if what == "assign" and live is not None and live.way != Way.LABOUR:
        try:
            assign_receipt(live, shares=[Share(line, amount)], by=cast.accountant)
        except RuleError:
            assert amount > live.amount
        return 0
    if what == "labour":
        said = entry(way=Way.LABOUR, days=Decimal(2), shares=(Share(line, 300_000, Decimal(2)),))
        return issue_receipt(said, campaign=campaign, book=drive.labour, by=cast.accountant).amount
    if what in {"cash", "transfer"}:
        said = entry(way=what, amount=amount, shares=(Share(line, amount),))
        return issue_receipt(said, campaign=campaign, book=drive.receipts, by=cast.accountant).amount
    return 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_clerks_at_the_same_moment_leave_no_gap(cast: Cast, drive: Drive) -> None:
    """Eight at once, each key sent twice: as many receipts as keys, numbers 1 to n."""
    keys = [uuid4() for _ in range(40)]

    def write(key: Any) -> int:
        try:
            return issue_receipt(
                entry(key=key, amount=1000), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
            ).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(write, [*keys, *keys]))
    assert sorted(set(numbers)) == list(range(1, 41))
    assert Receipt.objects.count() == 40
