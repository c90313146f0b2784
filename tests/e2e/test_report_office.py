"""The office above at work in a browser: from the table to whom to call, on a phone and a wide screen, by day and by night."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.enums import Role
from tests import factories
from tests.e2e.conftest import PHONE, WIDE, SignIn
from tests.reporting import below

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from tests.conftest import Clock


@pytest.mark.django_db(transaction=True)
def test_the_office_finds_who_is_late_and_reminds(
    page: Page, live_server: LiveServer, sign_in: SignIn, clock: Clock
) -> None:
    clock.set("2024-07-22 09:00")
    made = below.province(6)
    for place, area in enumerate(made.communes[:5]):
        for month in range(2, 8 if place else 7):
            below.send(
                made, area, below.content(area, below.chance(f"{area}{month}")), starts=date(2024, month - 1, 15),
                ends=date(2024, month, 14), due=date(2024, month, 17), at=below.later(place - 3 - 31 * (7 - month)),
            )  # fmt: skip
    factories.person("Lò Thị Chậm", Role.NTM_OFFICER, made.communes[5])
    sign_in(page, made.officer)
    parts = reverse("reporting:rollup_parts", args=[made.form.pk, made.area.pk, "2024-06-15"])
    for name, size in (("wide", WIDE), ("phone", PHONE)):
        for scheme in ("light", "dark"):
            page.set_viewport_size(size)  # type: ignore[arg-type]
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for at, url in (
                ("office", f"{reverse('reporting:office')}?nam=2024"), ("duties", reverse("reporting:duties")),
                ("parts", f"{parts}?bieu=resources&dong=people_cash&cot=year"),
            ):  # fmt: skip
                page.goto(f"{live_server.url}{url}")
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), f"{at} {name}"
                found = Axe().run(page)
                assert found.violations_count == 0, found.generate_report()
                if folder := os.environ.get("NTM_SHOTS"):
                    page.screenshot(path=f"{folder}/{at}-{name}-{scheme}.png", full_page=True)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}{reverse('reporting:office')}?nam=2024")
    page.get_by_role("button", name="Nhắc Xã Mường 006").click()
    expect(page.get_by_text("Đã nhắc 1 địa bàn.")).to_be_visible()
    expect(page.get_by_text("Đã nhắc hôm nay")).to_be_visible()
    page.get_by_role("link", name="Báo cáo tháng 7/2024 của Xã Mường 005: Muộn 1 ngày").or_(
        page.get_by_role("link", name="của Xã Mường 005").first
    ).first.click()
    expect(page.get_by_role("button", name="Nhận báo cáo").or_(page.get_by_text("Đã gửi")).first).to_be_visible()
