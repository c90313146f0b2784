"""Spending: never more than was raised, never for another purpose than it was given for."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Work
from contributions import ledger
from contributions.actions.receipts import issue_receipt, reverse_receipt
from contributions.actions.spending import Spent, reverse_spending, spend
from contributions.enums import SpendingKind
from contributions.models import Campaign, Spending
from core.clock import now, today
from core.errors import RuleError
from core.formats import vndate
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.test_ledger import entry

_numbers = count(1)


def spent(amount: int, **values: Any) -> Spent:
    """A payment by a voucher of its own, unless `values` say otherwise."""
    said = {
        "kind": SpendingKind.SPENT, "spent_on": today(), "voucher": f"PC{next(_numbers)}", "payee": "Cửa hàng xi măng", "text": "Mua xi măng", "key": uuid4(),
    }  # fmt: skip
    return Spent(amount=amount, **{**said, **values})


@pytest.fixture
def road(cast: Cast) -> Work:
    return Work.objects.create(area=cast.commune, name="Đường hoa Nà Cốc", created_at=now(), updated_at=now())


def give(drive: Drive, cast: Cast, amount: int, **values: Any) -> Any:
    return issue_receipt(
        entry(amount=amount, **values), campaign=drive.campaign, book=drive.receipts, by=cast.accountant
    )


def test_no_more_than_was_raised(cast: Cast, drive: Drive) -> None:
    give(drive, cast, 450_000)
    with pytest.raises(RuleError, match=r"còn 450\.000 đồng"):
        spend(spent(450_001), campaign=drive.campaign, by=cast.accountant)
    said = spent(450_000)
    assert spend(said, campaign=drive.campaign, by=cast.accountant) == spend(
        said, campaign=drive.campaign, by=cast.accountant
    )
    assert ledger.money_left(drive.campaign) == 0


def test_not_before_it_came(cast: Cast, drive: Drive) -> None:
    give(drive, cast, 450_000)
    with pytest.raises(RuleError, match="còn 0 đồng"):
        spend(spent(100, spent_on=today() - timedelta(days=1)), campaign=drive.campaign, by=cast.accountant)
    with pytest.raises(RuleError, match="sau hôm nay"):
        spend(spent(100, spent_on=today() + timedelta(days=1)), campaign=drive.campaign, by=cast.accountant)


def test_money_for_one_work_is_not_spent_on_another(cast: Cast, drive: Drive, road: Work) -> None:
    give(drive, cast, 300_000, work=road)
    give(drive, cast, 100_000)
    with pytest.raises(RuleError, match=r"chưa gắn với công trình nào: còn 100\.000 đồng"):
        spend(spent(150_000), campaign=drive.campaign, by=cast.accountant)
    spend(spent(350_000, work=road), campaign=drive.campaign, by=cast.accountant)
    assert (ledger.money_left(drive.campaign), ledger.bound_to_works(drive.campaign)) == (50_000, 0)


def test_taking_back_free_money_does_not_eat_that_of_a_work(cast: Cast, drive: Drive, road: Work) -> None:
    free = give(drive, cast, 100_000)
    give(drive, cast, 300_000, work=road)
    spend(spent(100_000), campaign=drive.campaign, by=cast.accountant)
    with pytest.raises(RuleError, match="đã chi"):
        reverse_receipt(free, reason="Nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)


def test_what_was_spent_is_not_taken_back_from_the_giver(cast: Cast, drive: Drive) -> None:
    receipt = give(drive, cast, 450_000)
    payment = spend(spent(200_000), campaign=drive.campaign, by=cast.accountant)
    with pytest.raises(RuleError, match="đã chi"):
        reverse_receipt(receipt, reason="Nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)
    key = uuid4()
    for _ in range(2):
        reverse_spending(payment, reason="Trả lại hàng", key=key, by=cast.accountant)
    with pytest.raises(RuleError, match="đã được điều chỉnh"):
        reverse_spending(payment, reason="Lần nữa", key=uuid4(), by=cast.accountant)
    reverse_receipt(receipt, reason="Nhầm", book=drive.receipts, key=uuid4(), by=cast.accountant)
    assert ledger.money_left(drive.campaign) == 0


def test_a_voucher_pays_once_in_a_year(cast: Cast, drive: Drive) -> None:
    """Another date or sum under the same number is the same voucher; taken back, it may be written anew."""
    day = today()
    give(drive, cast, 450_000)
    first = spend(spent(100_000, voucher="PC 05"), campaign=drive.campaign, by=cast.accountant)
    for again in (spent(200_000, voucher="PC 05"), spent(100_000, voucher="pc05", kind=SpendingKind.HANDED_OVER)):
        with pytest.raises(RuleError, match=rf"PC 05 năm {day.year} đã ghi .* ngày {vndate(day)}, 100\.000 đồng; "):
            spend(again, campaign=drive.campaign, by=cast.accountant)
        with pytest.raises(IntegrityError), transaction.atomic():
            _written(first, voucher=again.voucher, spent_on=day)
    assert _written(first, voucher="PC 05", spent_on=day.replace(year=day.year - 1, day=1)).pk
    reverse_spending(first, reason="Sai số tiền", key=uuid4(), by=cast.accountant)
    spend(spent(200_000, voucher="PC 05"), campaign=drive.campaign, by=cast.accountant)
    assert ledger.money_left(drive.campaign) == 250_000 - 1


def _written(like: Spending, **values: Any) -> Spending:
    """A payment written past the actions."""
    said = {"campaign": like.campaign, "kind": like.kind, "payee": like.payee, "text": like.text}
    return Spending.objects.create(**said, amount=1, key=uuid4(), by=like.by, at=now(), **values)


_STEPS = st.lists(
    st.tuples(st.sampled_from(("give", "work", "spend", "spend work", "back", "undo")), st.integers(1, 9)), max_size=16
)


@given(steps=_STEPS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_falls_below_zero(cast: Cast, drive: Drive, road: Work, steps: list[tuple[str, int]]) -> None:
    """Whatever is given, spent, reversed and refused: the campaign's money and each work's stay at or above zero."""
    campaign = Campaign.objects.get(pk=drive.campaign.pk)
    campaign.pk, campaign.code = None, uuid4().hex[:6].upper()
    campaign.save()
    for what, size in steps:
        with contextlib.suppress(RuleError):
            _step(what, size * 1000, campaign, drive, cast, road)
        assert ledger.money_left(campaign) >= ledger.bound_to_works(campaign) >= 0
    total = sum(campaign.receipts.values_list("amount", flat=True)) - sum(
        Spending.objects.filter(campaign=campaign).values_list("amount", flat=True)
    )
    assert ledger.money_left(campaign) == total


def _step(what: str, amount: int, campaign: Campaign, drive: Drive, cast: Cast, road: Work) -> None:
    by = cast.accountant
    if what in {"give", "work"}:
        said = entry(amount=amount, work=road if what == "work" else None)
        issue_receipt(said, campaign=campaign, book=drive.receipts, by=by)
    elif what in {"spend", "spend work"}:
        spend(spent(amount, work=road if what == "spend work" else None), campaign=campaign, by=by)
    elif what == "back" and (receipt := campaign.receipts.filter(reverses=None, reversed_by=None).first()):
        reverse_receipt(receipt, reason="thử", book=drive.receipts, key=uuid4(), by=by)
    elif what == "undo" and (row := campaign.spendings.filter(reverses=None, reversed_by=None).first()):
        reverse_spending(row, reason="thử", key=uuid4(), by=by)
