"""The scorecard in a browser: filled by keyboard alone, proved from a phone, returned in one row and accepted."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Page, expect

from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.actions.rounds import open_round
from criteria.enums import RoundCardState, RoundKind, State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Evidence, RoundCard, Scorecard
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.files import chosen


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    call_command("load_criteria", verbosity=0)
    chosen_set = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen_set, year=2026, by=cast.officer)


def test_fifty_seven_indicators_by_keyboard_alone(cast: Cast, card: Scorecard, page: Page, sign_in: SignIn) -> None:
    """Each value is typed or chosen with the arrow keys, Ctrl ↵ saves and goes to the next criterion."""
    sign_in(page, cast.officer)
    page.goto(f"/tieu-chi/{card.pk}/1/")
    for number in range(1, 20):
        expect(page.get_by_role("heading", level=1)).to_contain_text(f"{number}. ")
        boxes = page.locator(
            "form[data-ctrl-enter] [name$='-number'], form[data-ctrl-enter] [name$='-second'], form[data-ctrl-enter] [name$='-text']"
        )
        boxes.first.focus()
        for place in range(boxes.count()):
            while not boxes.nth(place).evaluate("box => box === document.activeElement"):
                page.keyboard.press("Tab")
            if boxes.nth(place).evaluate("box => box.tagName") == "SELECT":
                page.keyboard.press("ArrowDown")
            else:
                page.keyboard.type("95,5")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_text(f"Đã lưu tiêu chí {number}.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Xã An Bình")
    assert card.results.exclude(indicator=None).count() == 57
    assert not card.results.filter(state=State.MET, number=None, text="").exists()


def test_a_phone_adds_a_photo_as_evidence(cast: Cast, card: Scorecard, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.officer)
    phone.goto(f"/tieu-chi/{card.pk}/17/")
    phone.get_by_role("link", name="Thêm minh chứng").first.click()
    out = BytesIO()
    Image.effect_noise((2400, 1200), 30).convert("RGB").save(out, "JPEG")
    phone.get_by_label("Tệp").set_input_files(chosen("rac-thai.jpg", out.getvalue(), "image/jpeg"))
    phone.get_by_label("Tên minh chứng").fill("Điểm tập kết rác thôn Nà Cốc")
    phone.get_by_label("Hết giá trị sau ngày").fill("31/12/2027")
    phone.get_by_role("button", name="Thêm minh chứng").click()
    expect(phone.get_by_text("Đã thêm 1 minh chứng.")).to_be_visible()
    expect(phone.get_by_role("link", name="Điểm tập kết rác thôn Nà Cốc").first).to_be_visible()
    file = Evidence.objects.get().file
    assert file is not None
    assert file.size < len(out.getvalue())


def test_the_office_returns_one_indicator_and_accepts_the_rest(
    cast: Cast, card: Scorecard, page: Page, phone: Page, sign_in: SignIn
) -> None:
    criterion = card.criteria_set.criteria.get(number=1)
    rows = {row.pk: Entered(Value(text="Đạt")) for row in criterion.indicators.all()}
    save_criterion(card, criterion, rows=rows, whole=None, by=cast.officer)
    open_round(
        area=cast.province, criteria_set=card.criteria_set, kind=RoundKind.YEAR, name="Năm 2026", year=2026,
        deadline=today(), by=cast.coordination,
    )  # fmt: skip
    mine = RoundCard.objects.get(card=card)

    sign_in(page, cast.leader)
    page.goto(mine.get_absolute_url())
    page.get_by_role("button", name="Gửi phiếu").click()
    expect(page.get_by_text("Đã gửi phiếu tự đánh giá lên cấp trên.")).to_be_visible()

    sign_in(page, cast.coordination)
    page.goto("/ky-danh-gia/")
    page.get_by_role("link", name="Năm 2026").click()
    page.get_by_role("link", name="Xã An Bình").click()
    page.get_by_label("Ý kiến về dòng 1.2", exact=True).fill("Thiếu quyết định phê duyệt quy hoạch.")
    page.get_by_role("button", name="Trả lại với ý kiến đã ghi").click()
    expect(page.get_by_text("Đã trả lại phiếu với 1 ý kiến.")).to_be_visible()

    sign_in(phone, cast.officer)
    phone.goto(mine.get_absolute_url())
    expect(phone.get_by_text("Thiếu quyết định phê duyệt quy hoạch.").first).to_be_visible()
    sign_in(phone, cast.leader)
    phone.goto(mine.get_absolute_url())
    phone.get_by_role("button", name="Gửi phiếu").click()
    expect(phone.get_by_text("Đã gửi phiếu tự đánh giá lên cấp trên.")).to_be_visible()

    page.goto(mine.get_absolute_url())
    page.get_by_text("Điều chỉnh dòng 1.1", exact=True).click()
    page.get_by_label("Kết quả thẩm tra").locator("visible=true").select_option(label="Chưa đạt")
    page.get_by_label("Lý do").locator("visible=true").fill("Quy hoạch chưa công bố.")
    page.get_by_role("button", name="Điều chỉnh", exact=True).locator("visible=true").click()
    expect(page.get_by_text("Đã điều chỉnh dòng 1.1.")).to_be_visible()
    page.get_by_role("button", name="Chấp nhận phiếu").click()
    expect(page.get_by_text("kết quả của kỳ này không thay đổi nữa")).to_be_visible()
    mine.refresh_from_db()
    assert mine.state == RoundCardState.ACCEPTED
