"""A pile of receipts without a mouse: at most 12 keystrokes a receipt beyond its own text, counted."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from contributions.enums import BookForm, CampaignState
from contributions.models import Batch, Book, Campaign, Receipt, RosterLine
from core.clock import today
from tests.cast import Cast
from tests.contributions.givers import campaign_of, line
from tests.e2e.conftest import SignIn

#: Issue 5: keystrokes a receipt beyond what stands on it.
MOST = 12


@pytest.fixture
def people(cast: Cast) -> list[RosterLine]:
    """Four givers on the roster of an open campaign, and a book."""
    campaign = campaign_of(cast)
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.OPEN)
    Book.objects.create(
        area=cast.commune, year=today().year, form=BookForm.RECEIPT, code="01", opened_on=date(today().year, 1, 1)
    )
    return [line(cast, campaign, name) for name in ("Lò Văn An", "Quàng Thị Bình", "Cà Văn Chại", "Mè Thị Nhung")]


class Keyboard:
    """Types as a person does and counts: what stands on the receipt apart from all other keys."""

    def __init__(self, page: Page) -> None:
        self.page, self.beyond = page, 0

    def own(self, text: str) -> None:
        self.page.keyboard.type(text, delay=5)

    def press(self, key: str) -> None:
        self.beyond += key.count("+") + 1
        self.page.keyboard.press(key)


def at(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.name || '').replace(/^to-/, '')"))


def open_grid(page: Page, sign_in: SignIn, user: User, line_: RosterLine) -> None:
    sign_in(page, user)
    book = Book.objects.get()
    page.goto(f"/dong-gop/{line_.campaign_id}/chung-tu/nhanh/?quyen={book.pk}")


def test_at_most_twelve_keys_a_receipt(cast: Cast, people: list[RosterLine], page: Page, sign_in: SignIn) -> None:
    open_grid(page, sign_in, cast.accountant, people[0])
    keys = Keyboard(page)
    page.locator("[name=control_count]").focus()
    keys.own("5")
    keys.press("Tab")
    keys.own("1750000")
    # Reason and figures are typed once a pile, not once a receipt.
    page.locator("[name$='-0-giver']").focus()
    counted = []
    pile = (("1", ""), ("2", "300000"), ("3", ""), ("4", ""), ("Khách qua đường", "100000"))
    for place, (giver, amount) in enumerate(pile):
        assert at(page) == f"{place}-giver"
        before = keys.beyond
        keys.own(giver)
        keys.press("Enter")
        assert at(page) == f"{place}-amount"
        if amount:
            keys.own(amount)
        else:
            expect(page.locator(f"[name='to-{place}-amount']")).to_have_value("450.000")
        keys.press("Enter")
        counted.append(keys.beyond - before)
    assert max(counted) <= MOST
    expect(page.locator("[data-pile-sum]")).to_have_text("Đã nhập 5 tờ, 1.750.000 đồng.")
    expect(page.locator("[name='to-0-giver']")).to_have_value("AB-00001 – Lò Văn An")
    keys.press("Control+Enter")
    expect(page.get_by_text("Đã ghi 5 tờ, 1.750.000 đồng.")).to_be_visible()
    # Keys of the whole pile, Ctrl + Enter included, still stay under the limit for each receipt.
    assert keys.beyond <= MOST * len(pile)
    assert list(Receipt.objects.order_by("number").values_list("payer", "amount")) == [
        ("Lò Văn An", 450_000), ("Quàng Thị Bình", 300_000), ("Cà Văn Chại", 450_000),
        ("Mè Thị Nhung", 450_000), ("Khách qua đường", 100_000),
    ]  # fmt: skip


def test_a_name_is_picked_and_a_refusal_keeps_the_rows(
    cast: Cast, people: list[RosterLine], other_page: type[Page], sign_in: SignIn
) -> None:
    page = other_page()  # type: ignore[call-arg]  # the refused pile is answered 422, which the console tells
    open_grid(page, sign_in, cast.accountant, people[0])
    page.locator("[name=control_count]").fill("2")
    page.locator("[name=control_total]").fill("500000")
    page.locator("[name$='-0-giver']").focus()
    page.keyboard.type("thi")
    expect(page.locator(".n-suggest [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("[name='to-0-giver']")).to_have_value("AB-00002 – Quàng Thị Bình")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("số kiểm tra là 2 tờ, 500.000 đồng").first).to_be_visible()
    expect(page.locator("[name='to-0-giver']")).to_have_value("AB-00002 – Quàng Thị Bình")
    page.locator("[name=reason]").fill("Một tờ còn thiếu")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Lý do: Một tờ còn thiếu")).to_be_visible()
    assert Batch.objects.count() == 1
