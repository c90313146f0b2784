"""Việc đến hạn on a small phone: an answer by touch without a new page, and one's own calendar."""

from __future__ import annotations

from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from campaigns.models import Task
from core import clock
from documents import actions as papers
from reminders.models import Acknowledgement
from tests import factories
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.e2e.conftest import SignIn


def test_an_answer_by_touch_stays_on_the_page(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    plan = issued_plan(cast)
    for days in (-4, 0, 3, 20):
        on = clock.today() + timedelta(days=days)
        text = f"Vận động Nhân dân hiến đất, làm đường trục xóm, hạn sau {days} ngày"
        Task.objects.create(plan=plan, position=1, text=text, owner=cast.leader, deadline=on)
    paper = factories.document(cast.commune, cast.committee, by=cast.officer)
    papers.submit(paper, by=cast.officer)
    sign_in(phone, cast.leader)
    phone.goto("/")
    phone.get_by_role("link", name="Việc đến hạn").first.click()
    expect(phone.get_by_role("heading", name="Quá hạn (1)")).to_be_visible()
    expect(phone.get_by_role("heading", name="Hôm nay (1)")).to_be_visible()
    doing = phone.get_by_role("button", name="Đang làm").first
    doing.click()
    expect(doing).to_have_attribute("aria-pressed", "true")
    expect(doing).to_be_focused()
    expect(phone.get_by_text("Không nhắc lại với hạn này.")).to_have_count(1)
    assert phone.url.endswith("/viec-den-han/")
    assert Acknowledgement.objects.get().answer == "doing"
    phone.evaluate(Axe().axe_script)
    assert phone.evaluate("axe.run(document).then(found => found.violations.map(fault => fault.id))") == []
    phone.get_by_role("button", name="Lập địa chỉ lịch").click()
    expect(phone.get_by_role("link", name="Thêm vào lịch")).to_be_visible()
    phone.locator("summary", has_text="Đổi địa chỉ").click()
    phone.locator("details").get_by_role("button", name="Đổi địa chỉ").click()
    expect(phone.get_by_text("địa chỉ cũ không mở được nữa")).to_be_visible()
