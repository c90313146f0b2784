"""A village head reports from a small phone, with and without a network; the officer reads it at the desk."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from campaigns.enums import TaskState
from campaigns.models import Plan, Task
from core import clock
from documents import actions as papers
from documents.enums import DocumentState
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import PHONE, SignIn
from tests.e2e.files import Chosen, chosen

SEND = re.compile("^Gửi báo cáo$")


@pytest.fixture
def ditch(cast: Cast) -> Task:
    plan: Plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(plan.document, by=cast.clerk)
    return Task.objects.create(
        plan=plan, position=1, text="Đào rãnh thoát nước", area=cast.village, volume=400, measure="m",
        deadline=clock.today() + timedelta(days=2),
    )  # fmt: skip


def photo(name: str, size: tuple[int, int] = (3000, 2000)) -> Chosen:
    out = BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, "JPEG")
    return chosen(name, out.getvalue(), "image/jpeg")


def test_in_a_minute_from_the_phone(cast: Cast, ditch: Task, phone: Page, page: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.village_head)
    phone.goto("/ke-hoach/")
    phone.get_by_role("link", name="Việc của tôi").first.click()
    phone.get_by_role("link", name="Báo cáo: Đào rãnh thoát nước").click()
    phone.get_by_label("Đã làm đến nay").fill("260")
    phone.get_by_label("Kết quả").fill("Đã đào qua nhà văn hóa.")
    # The camera gives one photo at a time; the next one comes to those chosen before.
    phone.get_by_label("Ảnh (nếu có)").set_input_files(photo("mot.jpg"))
    expect(phone.get_by_text("Đã chọn 1/6 ảnh")).to_be_visible()
    phone.get_by_label("Ảnh (nếu có)").set_input_files([photo("hai.jpg"), photo("ba.jpg", (300, 200))])
    expect(phone.get_by_text("Đã chọn 3/6 ảnh")).to_be_visible()
    phone.get_by_role("button", name="Bỏ ảnh 2").click()
    expect(phone.get_by_text("Đã chọn 2/6 ảnh")).to_be_visible()
    phone.get_by_label("Ảnh (nếu có)").set_input_files(chosen("x.jpg", b"khong phai anh", "image/jpeg"))
    expect(phone.get_by_text("Tệp “x.jpg” không phải ảnh")).to_be_visible()
    phone.get_by_role("button", name=SEND).dblclick()
    expect(phone.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    expect(phone.get_by_text("260 m, 65 %")).to_be_visible()
    expect(phone.get_by_label("Kết quả")).to_have_value("")
    assert phone.evaluate("localStorage.length") == 0

    report = ditch.reports.get()
    names = [file.file.name for file in report.files.order_by("pk")]
    assert names == ["mot.jpg", "ba.jpg"]
    first = report.files.order_by("pk")[0].file
    assert first.size < 1_500_000
    with first.file.open("rb") as file, Image.open(file) as kept:
        assert max(kept.size) == 1600

    sign_in(page, cast.officer)
    page.goto(f"/ke-hoach/{ditch.plan_id}/nhiem-vu/")
    expect(page.get_by_text("260/400 m (65 %)")).to_be_visible()
    page.get_by_role("link", name="Đào rãnh thoát nước", exact=True).click()
    expect(page.get_by_text("Đã đào qua nhà văn hóa.").first).to_be_visible()
    picture = page.locator(".n-photos:not(.n-chosen) img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("naturalWidth", 360)
    assert picture.get_attribute("alt", timeout=1000) == f"Ảnh báo cáo ngày {clock.today():%-d/%-m/%Y}: ảnh 1"


def test_one_tap_is_enough(cast: Cast, ditch: Task, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.village_head)
    phone.goto("/viec/")
    phone.get_by_role("button", name="Báo đã xong: Đào rãnh thoát nước").dblclick()
    expect(phone.get_by_text("Đã báo xong nhiệm vụ.")).to_be_visible()
    ditch.refresh_from_db()
    assert (ditch.state, ditch.reports.count()) == (TaskState.DONE, 1)


def test_a_lost_network_loses_nothing(
    cast: Cast, ditch: Task, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    phone = other_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, cast.village_head)
    phone.goto(f"/viec/{ditch.pk}/")
    phone.get_by_label("Đã làm đến nay").fill("300")
    phone.get_by_label("Kết quả").fill("Đào đến cống thứ hai.")
    phone.get_by_label("Ảnh (nếu có)").set_input_files(photo("cong.jpg", (400, 300)))
    expect(phone.get_by_text("Đã chọn 1/6 ảnh")).to_be_visible()
    phone.context.set_offline(True)
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Chưa gửi được vì mất kết nối")).to_be_visible()
    expect(phone.get_by_label("Kết quả")).to_have_value("Đào đến cống thứ hai.")
    expect(phone.get_by_text("Đã chọn 1/6 ảnh")).to_be_visible()
    assert not ditch.reports.exists()

    # The network is back: the report goes by itself, photo and all.
    phone.context.set_offline(False)
    expect(phone.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    report = ditch.reports.get()
    assert (report.text, report.done_volume, report.files.count()) == ("Đào đến cống thứ hai.", 300, 1)


def test_what_was_typed_survives_a_closed_page_and_a_lost_answer(
    cast: Cast, ditch: Task, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    phone = other_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, cast.village_head)
    phone.goto(f"/viec/{ditch.pk}/")
    phone.get_by_label("Kết quả").fill("Đào đến cống thứ ba.")
    phone.reload()
    expect(phone.get_by_label("Kết quả")).to_have_value("Đào đến cống thứ ba.")
    expect(phone.get_by_text("Nội dung chưa gửi lần trước đã được lấy lại")).to_be_visible()

    # The report arrives, its answer does not: sent once more, it is still one.
    def lose(route: object) -> None:
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    phone.route(
        f"**/viec/{ditch.pk}/", lambda route: lose(route) if route.request.method == "POST" else route.continue_()
    )
    with phone.expect_event("requestfailed", lambda request: request.method == "POST"):
        phone.get_by_role("button", name=SEND).click()
    phone.unroute_all()
    assert ditch.reports.count() == 1
    phone.goto(f"/viec/{ditch.pk}/")
    expect(phone.get_by_label("Kết quả")).to_have_value("Đào đến cống thứ ba.")
    with phone.expect_response(lambda answer: "da-gui" in answer.url):
        phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_label("Kết quả")).to_have_value("")
    expect(phone).to_have_url(re.compile(rf"/viec/{ditch.pk}/$"))
    assert ditch.reports.count() == 1
    phone.goto("/viec/")
    phone.goto(f"/viec/{ditch.pk}/")
    expect(phone.get_by_label("Kết quả")).to_have_value("")


def test_a_session_that_ended_keeps_the_report(
    cast: Cast, ditch: Task, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    phone = other_page(viewport=PHONE, has_touch=True, is_mobile=True)
    sign_in(phone, cast.village_head)
    phone.goto(f"/viec/{ditch.pk}/")
    phone.get_by_label("Kết quả").fill("Đã họp thôn.")
    phone.context.clear_cookies()
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Phiên đăng nhập đã hết.")).to_be_visible()
    sign_in(phone, cast.village_head)
    phone.get_by_role("button", name=SEND).click()
    expect(phone.get_by_text("Đã gửi báo cáo.")).to_be_visible()
    assert ditch.reports.get().text == "Đã họp thôn."
