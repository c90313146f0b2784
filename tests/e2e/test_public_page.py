"""The leader publishes, a citizen reads it on a phone and takes the figures home, the leader takes it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.dashboards import public_story as story
from tests.e2e.conftest import SignIn


def test_published_read_taken_home_withdrawn(
    cast: Cast, page: Page, phone: Page, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    story.accepted_card(cast)
    story.work(cast)
    sign_in(page, cast.leader)
    page.goto("/bao-cao/")
    page.get_by_role("link", name="Công khai số liệu").click()
    page.get_by_role("link", name="Xem trước").click()
    expect(page.get_by_text("Bản xem trước, người ngoài không thấy")).to_be_visible()
    expect(page.get_by_text("Đường trục thôn Nà Cốc")).to_be_visible()
    page.get_by_label("Đường dẫn").get_by_role("link", name="Công khai số liệu").click()
    page.get_by_label("Công trình").check()
    page.get_by_label("Tiêu chí đã được thẩm tra, quyết định công nhận").check()
    page.get_by_role("button", name="Công khai").click()
    expect(page.get_by_text("Đang công khai", exact=True)).to_be_visible()

    phone.goto("/cong-khai/xa/")
    phone.get_by_label("Tìm xã, tỉnh").fill("an binh")
    phone.get_by_role("button", name="Tìm").click()
    phone.get_by_role("link", name="Xã An Bình").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Xã An Bình")
    expect(phone.get_by_text("3/19 tiêu chí")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.evaluate(Axe().axe_script)
    assert phone.evaluate("axe.run(document).then(found => found.violations.map(fault => fault.id))") == []
    with phone.expect_download() as coming:
        phone.get_by_role("link", name="Công trình (CSV)").click()
    text = Path(coming.value.path()).read_text(encoding="utf-8-sig")
    rows: list[dict[str, Any]] = [*csv.DictReader(io.StringIO(text))]
    assert [(row["Tên công trình"], row["Tổng mức"]) for row in rows] == [("Đường trục thôn Nà Cốc", "400000000")]
    assert phone.context.cookies() == []

    page.get_by_text("Thu hồi", exact=True).first.click()
    page.get_by_role("button", name="Thu hồi").click()
    expect(page.get_by_text("không còn mở được")).to_be_visible()
    citizen = other_page()
    citizen.goto("/cong-khai/xa/T1/")
    expect(citizen.get_by_role("heading", name="Không có số liệu công khai")).to_be_visible()
