"""The office opens "Cần xử lý", goes to the card that waits and accepts it; back again, it is gone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from criteria.enums import RoundCardState, State
from tests.cast import Cast
from tests.e2e.cards import sent_card
from tests.e2e.conftest import SignIn


def test_from_what_waits_to_an_accepted_card(cast: Cast, page: Page, phone: Page, sign_in: SignIn) -> None:
    round_card = sent_card(cast, State.MET)

    sign_in(page, cast.coordination)
    page.goto("/")
    page.get_by_role("link", name="1 phiếu chờ thẩm tra").click()
    group = page.get_by_role("region", name="Phiếu chờ thẩm tra")
    expect(group.get_by_text("Gửi hôm nay")).to_be_visible()
    group.get_by_role("link", name="Thẩm tra: Xã An Bình").click()
    page.get_by_role("button", name="Chấp nhận phiếu").click()
    expect(page.get_by_text("Đã chấp nhận phiếu của Xã An Bình")).to_be_visible()
    round_card.refresh_from_db()
    assert round_card.state == RoundCardState.ACCEPTED

    page.get_by_role("link", name="Tổng quan").first.click()
    page.get_by_role("link", name="Cần xử lý").click()
    expect(page.get_by_role("heading", name="Cần xử lý")).to_be_visible()
    expect(page.get_by_role("region", name="Phiếu chờ thẩm tra")).to_have_count(0)
    expect(page.get_by_text("Không có phiếu nào chờ thẩm tra.")).to_be_visible()

    sign_in(phone, cast.coordination)
    phone.goto("/tong-quan/can-lam/")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing stands out at the side"
