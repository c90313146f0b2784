"""A commune's monthly report in a browser: drafted, a sentence and a figure changed, signed, numbered, received by the province."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from areas.models import Post, PostHolder
from documents.models import Document
from reporting.enums import ReportState
from reporting.models import PeriodicReport, SentVersion
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.e2e.conftest import SignIn
from tests.reporting.reports_story import A_DAY, Story, build


@pytest.fixture
def story(cast: Cast, clock: Clock) -> Story:
    clock.set(A_DAY)
    post = Post.objects.create(organisation=cast.committee, title="CHỦ TỊCH", signs=True, rank=1)
    PostHolder.objects.create(post=post, full_name="Cầm Văn Hạnh", valid_from="2021-07-01")
    return build(cast)


def ask(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_from_the_draft_to_the_office_above(
    cast: Cast, story: Story, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page()
    at = story.report.get_absolute_url()
    sign_in(page, cast.officer)
    page.goto("/")
    page.get_by_role("link", name="Báo cáo", exact=True).first.click()
    page.locator("#phai-gui").get_by_role("link", name="Báo cáo tháng 7/2024").click()
    ask(page, "Soạn từ số liệu")
    expect(page.get_by_text("Đã soạn từ số liệu hiện có")).to_be_visible()
    expect(page.locator("#con-thieu")).to_be_visible()

    # A sentence, in place; where it comes from is one click away.
    sentence = page.locator("#muc-0 .n-passage").first
    sentence.locator("summary", has_text="Nguồn").click()
    expect(sentence.locator(".n-sources")).to_contain_text("Làm đường trục thôn Nà Cốc")
    sentence.get_by_role("link", name="Sửa đoạn").click()
    page.get_by_label("Nội dung").fill("Toàn xã triển khai 2 nhiệm vụ, bám sát kế hoạch.")
    ask(page, "Lưu đoạn")
    expect(sentence).to_contain_text("Toàn xã triển khai 2 nhiệm vụ")
    expect(sentence).to_contain_text("Đã sửa")

    # A figure: without a reason it is not taken, and what was typed stays.
    table = page.locator("section", has=page.get_by_role("heading", name="Kết quả huy động nguồn lực"))
    table.locator("summary").first.click()
    row = table.locator("tr", has_text="1. Tiền")
    row.get_by_role("link", name="Lũy kế năm").click()
    box = page.locator(".n-figure-box")
    box.get_by_label("Số liệu").fill("1,5 tỷ")
    ask(page, "Lưu số liệu")
    expect(box).to_contain_text("Đề nghị ghi lý do sửa số liệu.")
    expect(box.get_by_label("Số liệu")).to_have_value("1,5 tỷ")
    box.get_by_label("Lý do sửa").fill("Quỹ thôn chưa vào sổ")
    ask(page, "Lưu số liệu")
    expect(row).to_contain_text("1.500.000.000")
    expect(row).to_contain_text("Đã sửa")

    ask(page, "Lập văn bản")
    expect(page.frame_locator("iframe.n-paper-frame").locator("body")).to_contain_text("bám sát kế hoạch")
    factories.filled(Document.objects.get(type="BC"))
    ask(page, "Trình duyệt")
    expect(page.get_by_text("Đang trình ký").first).to_be_visible()
    sign_in(page, cast.leader)
    page.goto(at)
    ask(page, "Phê duyệt")
    expect(page.get_by_text("Văn thư lấy số kế tiếp")).to_be_visible()
    sign_in(page, cast.clerk)
    page.goto(at)
    ask(page, "Cấp số, ban hành")
    expect(page.get_by_text("Đã gửi, chờ cấp trên xác nhận.")).to_be_visible()
    assert SentVersion.objects.get().document == Document.objects.get(periodic_report=story.report)

    sign_in(page, cast.coordination)
    page.goto(at)
    expect(page.get_by_text("Toàn xã triển khai 2 nhiệm vụ")).to_be_visible()
    expect(page.get_by_text("Đúng hạn")).to_be_visible()
    ask(page, "Nhận báo cáo")
    expect(page.get_by_text("Đã nhận báo cáo của Xã An Bình.")).to_be_visible()
    assert PeriodicReport.objects.get(pk=story.report.pk).state == ReportState.RECEIVED


def test_a_village_on_the_phone(cast: Cast, story: Story, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.village_head)
    phone.goto("/bao-cao/")
    phone.locator("#phai-gui").get_by_role("link", name="Báo cáo tháng 7/2024 của thôn").click()
    box = phone.get_by_label("Kết quả thực hiện")
    assert "Làm đường trục thôn Nà Cốc" in box.input_value()
    phone.get_by_label("Khó khăn, vướng mắc").fill("Thiếu xi măng")
    phone.get_by_role("button", name="Gửi báo cáo").dblclick()
    expect(phone.get_by_text("Đã gửi báo cáo lên xã.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert SentVersion.objects.count() == 1
