"""The whole way of a plan: last year's Word file, composed anew, mended, returned, issued, followed, read above."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from areas.models import Post, PostHolder
from campaigns.models import Plan, Task
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.files import chosen, word_file

TITLE = "Xây dựng nông thôn mới xã An Bình năm 2026"


@pytest.fixture
def chairman(cast: Cast) -> None:
    post = Post.objects.create(
        organisation=cast.committee, title="CHỦ TỊCH", authority="TM. ỦY BAN NHÂN DÂN", signs=True, rank=1
    )
    PostHolder.objects.create(post=post, full_name=cast.leader.full_name, valid_from=date(2021, 1, 1))


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.click()


def test_from_last_years_file_to_the_village_and_the_office(
    chairman: None, cast: Cast, page: Page, phone: Page, sign_in: SignIn
) -> None:
    # The officer reads last year's Word file in, and composes this year's plan from it.
    sign_in(page, cast.officer)
    page.goto("/ke-hoach/nhap/")
    page.get_by_label("Tệp kế hoạch").set_input_files(word_file("annual-khe-man-2023"))
    press(page, "Đọc tệp")
    page.get_by_label("Cơ quan ban hành").select_option(label=str(cast.committee))
    press(page, "Lưu kế hoạch")
    expect(page.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    page.get_by_role("link", name="Lập kế hoạch mới từ bản này").click()
    page.get_by_label("Năm", exact=True).fill("2026")
    page.get_by_label("Tên kế hoạch").fill(TITLE)
    page.get_by_label("Cơ quan ban hành").select_option(label=str(cast.committee))
    page.get_by_role("button", name="Lập kế hoạch", exact=True).dblclick()
    expect(page.get_by_label("Các trang của kế hoạch")).to_be_visible()
    plan = Plan.objects.get(composed=True)
    assert plan.blocks.count() == 19

    # A criterion that nobody leads stands in the way of sending it; it is mended where it belongs.
    block = plan.blocks.order_by("position")[0]
    plan.blocks.exclude(pk=block.pk).filter(lead="").update(lead="Phó Chủ tịch UBND xã")
    plan.blocks.filter(responsible="").update(responsible="Công chức Địa chính - Xây dựng")
    at = plan.get_absolute_url()
    part = f"{at}soan/tieu-chi-{block.pk}/"
    page.goto(part)
    page.get_by_label("Người chỉ đạo").fill("")
    with page.expect_navigation():
        press(page, "Lưu")
    expect(page.locator("[data-kept]")).to_contain_text("lưu lúc")
    page.goto(f"{at}kiem-tra/")
    expect(page.get_by_text("chưa ghi người chỉ đạo").first).to_be_visible()
    assert page.request.post(f"/van-ban/{plan.document_id}/trinh/").status in {403, 409}
    page.goto(part)
    page.get_by_label("Người chỉ đạo").fill("Chủ tịch UBND xã")
    task = page.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True)
    task.fill("Đào rãnh thoát nước")
    with page.expect_navigation():
        press(page, "Lưu")
    expect(page.locator("[data-kept]")).to_contain_text("lưu lúc")
    Task.objects.filter(plan=plan, text="Đào rãnh thoát nước").update(area=cast.village, volume=400, measure="m")

    # What the file itself disagreed about has come along: the leader keeps it with a reason.
    sign_in(page, cast.leader)
    page.goto(f"{at}kiem-tra/")
    errors = page.locator(".n-panel", has=page.get_by_role("heading", name="Lỗi", exact=True)).locator(".n-keep")
    for left in range(errors.count() - 1, -1, -1):
        errors.first.locator("summary").click()
        errors.first.get_by_label("Lý do giữ nguyên").fill("Theo biên bản rà soát.")
        errors.first.get_by_role("button").click()
        expect(errors).to_have_count(left)
    sign_in(page, cast.officer)
    page.goto(at)
    press(page, "Trình duyệt")
    expect(page.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()

    # The leader returns it with a remark at its place, then approves; the clerk issues it.
    sign_in(page, cast.leader)
    page.goto(f"{at}tra-lai/")
    page.locator("[name=y-kien-0-slug]").select_option(label="Kinh phí")
    page.get_by_label("Nội dung cần sửa").first.fill("Bổ sung nguồn Nhân dân đóng góp.")
    press(page, "Trả lại")
    expect(page.get_by_text("Đã trả lại người soạn.")).to_be_visible()
    sign_in(page, cast.officer)
    page.goto(f"{at}soan/kinh-phi/")
    expect(page.get_by_text("Bổ sung nguồn Nhân dân đóng góp.")).to_be_visible()
    page.goto(at)
    press(page, "Đã sửa")
    press(page, "Trình duyệt")
    expect(page.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()
    sign_in(page, cast.leader)
    page.goto(at)
    press(page, "Phê duyệt")
    expect(page.get_by_text("Đã phê duyệt")).to_be_visible()
    sign_in(page, cast.clerk)
    page.goto(at)
    press(page, "Cấp số, ban hành")
    expect(page.get_by_text("Đã cấp số 01/KH-UBND")).to_be_visible()

    # The village head hears of it, finds the task on the phone and reports with a photo.
    sign_in(phone, cast.village_head)
    phone.goto("/viec/")
    phone.get_by_role("link", name="Báo cáo: Đào rãnh thoát nước").click()
    phone.get_by_label("Đã làm đến nay").fill("100")
    phone.get_by_label("Kết quả").fill("Đã đào đoạn đầu thôn.")
    out = BytesIO()
    Image.effect_noise((1200, 800), 30).convert("RGB").save(out, "JPEG")
    phone.get_by_label("Ảnh (nếu có)").set_input_files(chosen("ranh.jpg", out.getvalue(), "image/jpeg"))
    expect(phone.get_by_text("Đã chọn 1/6 ảnh")).to_be_visible()
    press(phone, "Gửi báo cáo")
    expect(phone.get_by_text("Đã gửi báo cáo.")).to_be_visible()

    # The office above reads it; the next commune does not.
    sign_in(page, cast.coordination)
    page.goto(f"{at}nhiem-vu/")
    expect(page.get_by_text("100/400 m (25 %)")).to_be_visible()
    sign_in(page, cast.neighbour)
    for address in (at, f"{at}nhiem-vu/", f"{at}kiem-tra/", part):
        assert page.request.get(address).status == 404
