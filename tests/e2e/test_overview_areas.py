"""From the provinces down to a criterion of one commune, by keyboard; each page read by axe, wide and narrow."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.enums import Role
from accounts.models import Assignment
from areas.enums import Level
from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.actions.rounds import accept_card, open_round, submit_card
from criteria.enums import RoundKind, State
from criteria.judging import Entered
from criteria.models import CriteriaSet, RoundCard
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import SignIn


def check(page: Page) -> None:
    """Nothing that axe finds serious, and no page wider than the screen, on a phone and by night too."""
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        # Without motion: a colour half way between two themes is none of ours.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
        found = Axe().run(page).response["violations"]
        assert [row["id"] for row in found] == [], (page.url, width, scheme, found)


def test_from_the_provinces_to_a_criterion(cast: Cast, page: Page, sign_in: SignIn) -> None:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    other = factories.area("Bên Cạnh", level=Level.PROVINCE, kind_word="tỉnh", code="B")
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=other)
    for area, states in ((cast.commune, (State.MET, State.UNMET)), (cast.next_commune, (State.UNMET,))):
        card = open_card(area=area, criteria_set=chosen, year=today().year, by=cast.officer)
        for number, state in enumerate(states, 1):
            criterion = chosen.criteria.get(number=number)
            rows = {row.pk: Entered(state=state, reason="Xã xét.") for row in criterion.indicators.all()}
            save_criterion(card, criterion, rows=rows, whole=None, by=cast.officer)
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Cả năm", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    accept_card(submit_card(RoundCard.objects.get(card__area=cast.commune), by=cast.leader), by=cast.coordination)

    sign_in(page, cast.coordination)
    page.goto("/tong-quan/")
    page.get_by_role("link", name="Theo địa bàn").click()
    expect(page.get_by_role("row", name="Tỉnh Thử Nghiệm").get_by_text("50%").first).to_be_visible()
    check(page)
    first = page.locator("[data-matrix] tbody td").first
    first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tỉnh Thử Nghiệm", level=1)).to_be_visible()
    expect(page.get_by_role("row", name="Xã Bình Yên").get_by_text("chưa duyệt")).to_be_visible()
    check(page)
    page.get_by_label("Sắp xếp").select_option("kem")
    page.get_by_role("button", name="Xem").click()
    page.locator("[data-matrix] tbody td").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Xã Bình Yên", level=1)).to_be_visible()
    check(page)
    page.get_by_role("link", name="Tỉnh Thử Nghiệm", exact=True).click()
    page.get_by_role("link", name="Xã An Bình", exact=True).click()
    expect(page.get_by_role("link", name="Phiếu đã thẩm tra")).to_be_visible()
    page.get_by_role("link", name="2. Giao thông").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Giao thông")
