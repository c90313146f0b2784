"""The office opens "Cần xử lý", goes to the card that waits and accepts it; back again, it is gone."""

from __future__ import annotations

from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.actions.rounds import open_round, submit_card
from criteria.enums import RoundCardState, RoundKind, State
from criteria.judging import Entered
from criteria.models import CriteriaSet, RoundCard
from tests.cast import Cast
from tests.e2e.conftest import SignIn


def test_from_what_waits_to_an_accepted_card(cast: Cast, page: Page, phone: Page, sign_in: SignIn) -> None:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Năm nay", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    round_card = RoundCard.objects.get(card__area=cast.commune)
    criterion = chosen.criteria.get(number=1)
    rows = {row.pk: Entered(state=State.MET, reason="Xã xét.") for row in criterion.indicators.all()}
    save_criterion(round_card.card, criterion, rows=rows, whole=None, by=cast.officer)
    submit_card(round_card, by=cast.leader)

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
