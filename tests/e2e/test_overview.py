"""The office's way from the matrix to one returned indicator, by keyboard."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from criteria.enums import RoundCardState, State
from tests.cast import Cast
from tests.e2e.cards import sent_card
from tests.e2e.conftest import SignIn


def test_from_the_matrix_to_a_returned_indicator(cast: Cast, page: Page, sign_in: SignIn) -> None:
    round_card = sent_card(cast, State.UNMET)

    sign_in(page, cast.coordination)
    page.goto("/tieu-chi/")
    page.get_by_role("navigation", name="Mục chính").get_by_role("link", name="Tổng quan").click()
    page.get_by_label("Chưa đạt tiêu chí").select_option("1")
    page.get_by_role("button", name="Xem").click()
    cell = page.get_by_role("row", name="Xã An Bình").get_by_role("cell", name="Chưa đạt")
    expect(cell).to_have_count(1)
    first = page.locator("[data-matrix] tbody td").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(cell).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("row", name="Xã Bình Yên").get_by_role("cell").nth(2)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")

    page.get_by_label("Ý kiến về dòng 1.1").fill("Đề nghị bổ sung quyết định phê duyệt.")
    page.get_by_role("button", name="Trả lại với ý kiến đã ghi").click()
    expect(page.get_by_text("Đề nghị bổ sung quyết định phê duyệt.").first).to_be_visible()
    round_card.refresh_from_db()
    assert round_card.state == RoundCardState.RETURNED
    page.goto("/tong-quan/")
    expect(page.get_by_role("row", name="Xã An Bình").get_by_text("Đã trả lại, xã đang sửa")).to_have_count(1)
