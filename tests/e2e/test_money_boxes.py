"""What a person types into a money box is grouped only where it can mean one thing; all else reaches the server as typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.models import User
from areas.models import BankAccount
from contributions.enums import BookForm, CampaignState
from contributions.models import BankLine, Book, Campaign, Receipt
from core.clock import today
from tests.cast import Cast
from tests.contributions.givers import campaign_of, line
from tests.contributions.test_bank_pages import bring_in, credits, xlsx
from tests.e2e.conftest import SignIn

SHAPE = "Nhập số tiền như 1.500.000, 1500000, 2tr5 hoặc 450k."


@pytest.fixture
def campaign(cast: Cast) -> Campaign:
    """An open campaign with somebody on its roster, and a book."""
    made = campaign_of(cast)
    Campaign.objects.filter(pk=made.pk).update(state=CampaignState.OPEN)
    Book.objects.create(
        area=cast.commune, year=today().year, form=BookForm.RECEIPT, code="01", opened_on=date(today().year, 1, 1)
    )
    line(cast, made, "Lò Văn An")
    line(cast, made, "Lò Thị Bình")
    return made


def test_only_clear_figures_are_grouped(cast: Cast, campaign: Campaign, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.accountant)
    page.goto(reverse("contributions:issue", args=[campaign.pk]))
    box = page.locator("[name=amount]")
    for typed, stands in (
        ("1500000", "1.500.000"), ("0450000", "450.000"), ("1.500.000", "1.500.000"), ("1 500 000", "1.500.000"),
        (" 900 ", "900"), ("1.500.00", "1.500.00"), ("1500.5", "1500.5"), ("15.00", "15.00"), ("1500.000", "1500.000"),
        ("1.500 000", "1.500 000"), ("1,500", "1,500"), ("2tr5", "2tr5"), ("-500000", "-500000"),
    ):  # fmt: skip
        box.fill(typed)
        box.blur()
        expect(box).to_have_value(stands)


@pytest.mark.parametrize("typed", ["1.500.00", "1500.5"])
def test_an_unclear_amount_is_refused_and_stays(
    typed: str, cast: Cast, campaign: Campaign, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, cast.accountant)
    page.goto(reverse("contributions:issue", args=[campaign.pk]))
    page.locator("[name=payer]").fill("Khách qua đường")
    page.locator("[name=text]").fill("Ủng hộ làm đường")
    page.locator("[name=amount]").fill(typed)
    page.get_by_role("button", name="Ghi thu", exact=True).click()
    expect(page.locator(".n-field", has=page.locator("[name=amount]"))).to_contain_text(SHAPE)
    expect(page.locator("[name=amount]")).to_have_value(typed)
    expect(page.locator("[name=payer]")).to_have_value("Khách qua đường")
    assert not Receipt.objects.exists()


def test_the_sum_of_a_pile_leaves_out_what_is_unclear(
    cast: Cast, campaign: Campaign, page: Page, sign_in: SignIn
) -> None:
    sign_in(page, cast.accountant)
    page.goto(f"{reverse('contributions:fast', args=[campaign.pk])}?quyen={Book.objects.get().pk}")
    for place, (giver, amount) in enumerate((("Khách một", "450000"), ("Khách hai", "1.500.00"))):
        if place:
            page.locator("[data-add]").click()
        page.locator(f"[name='to-{place}-giver']").fill(giver)
        page.locator(f"[name='to-{place}-amount']").fill(amount)
    expect(page.locator("[data-pile-sum]")).to_have_text(
        "Đã nhập 2 tờ, 450.000 đồng (chưa kể 1 ô không viết như 1.500.000)."
    )


def test_the_sum_of_a_split_transfer_leaves_out_what_is_unclear(
    cast: Cast, campaign: Campaign, page: Page, sign_in: SignIn, signed_in: Callable[[User], Client]
) -> None:
    account = BankAccount.objects.create(
        organisation=cast.committee, number="8800000000001", bank="Ngân hàng Thử", bin="970405"
    )
    Campaign.objects.filter(pk=campaign.pk).update(account=account)
    bring_in(signed_in(cast.accountant), account, xlsx(*credits((800_000, "TRUONG TIEU HOC NOP"))))
    sign_in(page, cast.accountant)
    page.goto(f"{reverse('contributions:bank_line', args=[BankLine.objects.get().pk])}?q=lo")
    boxes, said = page.locator("input[data-money]"), page.locator("[data-split-said]")
    expect(boxes).to_have_count(2)
    boxes.first.fill("300000")
    expect(said).to_have_text("Đã chia 300.000 đồng, còn 500.000 đồng")
    boxes.last.fill("2tr5")
    expect(said).to_have_text("Đã chia 300.000 đồng, còn 500.000 đồng (chưa kể 1 ô không viết như 1.500.000)")
