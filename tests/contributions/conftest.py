"""One open campaign of xã An Bình, after the manner of Linh Thông: 3 or 2 days at 150.000 đồng, enterprises from 2.000.000."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from accounts.enums import Role
from areas.models import BankAccount
from campaigns.enums import Pot
from contributions.enums import BookForm, CampaignState, Group, PartyKind
from contributions.models import Book, Campaign, Party, Rate, RosterLine
from core.clock import now, today
from tests import factories
from tests.cast import Cast


class Drive(SimpleNamespace):
    campaign: Campaign
    high: Rate
    low: Rate
    firms: Rate
    receipts: Book
    labour: Book
    goods: Book


@pytest.fixture
def drive(cast: Cast) -> Drive:
    """The campaign, its rates and a book of each kind."""
    campaign = Campaign.objects.create(
        area=cast.commune, name="Chung sức xây dựng nông thôn mới", code="CSNTM", year=today().year, purpose="Làm đường thôn",
        pot=Pot.WORK, labour_day_value=150_000, state=CampaignState.OPEN, created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    high = Rate.objects.create(
        campaign=campaign, position=1, group=Group.STAFF, label="Từ 5 triệu", min_income=5_000_000, days=3
    )
    low = Rate.objects.create(
        campaign=campaign, position=2, group=Group.STAFF, label="Dưới 5 triệu", max_income=5_000_000, days=2
    )
    firms = Rate.objects.create(
        campaign=campaign, position=3, group=Group.ENTERPRISE, label="Doanh nghiệp", amount=2_000_000
    )
    return Drive(
        campaign=campaign, high=high, low=low, firms=firms, receipts=book(cast, BookForm.RECEIPT),
        labour=book(cast, BookForm.LABOUR), goods=book(cast, BookForm.GOODS),
    )  # fmt: skip


def book(cast: Cast, form: BookForm, code: str = "01", **values: object) -> Book:
    """A book of the commune for this year."""
    return Book.objects.create(
        area=cast.commune, year=today().year, form=form, code=code, opened_on=date(today().year, 1, 1), **values
    )


@pytest.fixture
def giver(cast: Cast, drive: Drive) -> Callable[..., RosterLine]:
    """`giver("Lò Văn An", drive.high)`: somebody on the campaign's roster with what the rules expect."""
    made = iter(range(1, 10_000))

    def make(name: str, rate: Rate | None = None, **values: object) -> RosterLine:
        rate = rate or drive.high
        party = Party.objects.create(
            area=cast.commune, code=f"AB-{next(made):05d}", kind=PartyKind.PERSON, name=name, created_by=cast.officer,
            created_at=now(), village=cast.village,
        )  # fmt: skip
        worth = rate.amount if rate.amount is not None else int((rate.days or Decimal(0)) * 150_000)
        return RosterLine.objects.create(
            campaign=drive.campaign, party=party, rate=rate, village=cast.village, expected_days=rate.days, expected_amount=worth,
            created_at=now(), **values,
        )  # fmt: skip

    return make


@pytest.fixture
def cashier(cast: Cast) -> object:
    return factories.person("Lò Thị Quỹ", Role.CASHIER, cast.commune)


@pytest.fixture
def account(cast: Cast, drive: Drive) -> BankAccount:
    """A made-up account that takes the campaign's transfers."""
    found = BankAccount.objects.create(
        organisation=cast.committee, number="8800000000001", bank="Ngân hàng Thử", bin="970405"
    )
    drive.campaign.account = found
    drive.campaign.save()
    return found
