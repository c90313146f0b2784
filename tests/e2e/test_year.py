"""A year in the browser: Chủ nhật xanh from a phone, the sum at the officer's, and a bulletin that goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from campaigns.models import Outreach, Plan, RoutineTurn, Target
from tests.campaigns.years import green_sunday, issued_plan, photo
from tests.cast import Cast
from tests.e2e.conftest import SignIn


@pytest.fixture
def plan(cast: Cast, clock: Any) -> Plan:
    clock.set("2026-03-02T08:00:00")
    plan = issued_plan(cast)
    green_sunday(plan)
    Target.objects.create(plan=plan, position=1, text="Tỷ lệ hộ dùng nước sạch", value=Decimal(95), unit="%")
    clock.set("2026-03-15T17:30:00")
    return plan


def test_from_the_phone_to_the_sum(
    cast: Cast, plan: Plan, phone: Page, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    sign_in(phone, cast.village_head)
    phone.goto(f"/ke-hoach/{plan.pk}/trong-nam/")
    phone.get_by_role("link", name="Ngày Chủ nhật xanh").click()
    expect(phone.get_by_label("Ngày", exact=True)).to_have_value("15/3/2026")
    phone.get_by_label("Số người tham gia").fill("35")
    phone.get_by_label("Ảnh").set_input_files(
        {"name": "chu-nhat.jpg", "mimeType": "image/jpeg", "buffer": photo().read()}
    )
    phone.get_by_role("button", name="Ghi", exact=True).click()
    expect(phone.get_by_text("Đã ghi: Thôn Nà Cốc, 35 người.")).to_be_visible()
    expect(phone.get_by_role("img", name="Ảnh ngày 15/3/2026: ảnh 1")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Once more the same day: what stands there is shown, and may be put right.
    phone.get_by_label("Số người tham gia").fill("40")
    phone.get_by_role("button", name="Ghi", exact=True).click()
    expect(phone.get_by_role("alert").first).to_contain_text("đã được Hà Văn Thôn ghi: 35 người")
    phone.get_by_role("button", name="Ghi thay số đã có").click()
    expect(phone.get_by_text("Đã ghi thay: Thôn Nà Cốc, 40 người.")).to_be_visible()
    assert RoutineTurn.objects.get().people == 40

    desk = other_page()
    sign_in(desk, cast.officer)
    desk.goto(f"/ke-hoach/{plan.pk}/trong-nam/")
    row = desk.get_by_role("row", name="Ngày Chủ nhật xanh")
    expect(row).to_contain_text("1 lần, 1 / 1 địa bàn")
    row.get_by_role("link", name="Ngày Chủ nhật xanh").click()
    expect(desk.get_by_role("row", name="Thôn Nà Cốc")).to_contain_text("40")


def test_a_bulletin_is_set_drafted_and_goes_out(cast: Cast, plan: Plan, page: Page, sign_in: SignIn) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page, cast.officer)
    page.goto(f"/ke-hoach/{plan.pk}/tuyen-truyen/")
    page.get_by_role("link", name="Đặt chỉ tiêu").click()
    page.locator("#id_loudspeaker-each_month").fill("1")
    page.get_by_role("button", name="Lưu chỉ tiêu").click()
    page.get_by_role("button", name="Lập việc tháng 3/2026").click()
    expect(page.get_by_text("Đã lập 1 việc tuyên truyền tháng 3/2026.")).to_be_visible()
    page.get_by_role("link", name="Bản tin truyền thanh tháng 3/2026").click()
    page.get_by_role("button", name="Soạn từ số liệu").click()
    told = page.locator("#ban-chu")
    expect(told).to_contain_text("Kính thưa Nhân dân xã An Bình.")
    expect(told).to_contain_text("Tỷ lệ hộ dùng nước sạch: 95 %")
    page.get_by_role("button", name="Sao chép").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Kính thưa Nhân dân xã An Bình.")
    page.get_by_label("Nơi phát, đăng").fill("Cụm loa thôn Nà Cốc")
    page.get_by_role("button", name="Ghi đã phát, đăng").click()
    expect(page.get_by_text("Đã ghi nơi phát, đăng.")).to_be_visible()
    assert Outreach.objects.get().published_on == date(2026, 3, 15)
    page.goto(f"/ke-hoach/{plan.pk}/tuyen-truyen/?thang=2026-03")
    expect(page.get_by_role("row", name="Việc chung")).to_contain_text("1 / 1")
