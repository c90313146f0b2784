"""A work from its decision to its last payment, by those who build and those who watch."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from campaigns.models import Work
from documents.models import CitedDocument
from tests.cast import Cast
from tests.e2e.conftest import SignIn


def ask(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def picture(colour: str) -> FilePayload:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), colour).save(out, "JPEG")
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def add_photo(page: Page, moment: str, colour: str, note: str) -> None:
    page.locator("summary", has_text="Thêm ảnh").click()
    page.get_by_label(moment, exact=True).check()
    page.locator("input[type=file]").set_input_files(picture(colour))
    page.get_by_label("Ghi chú").fill(note)
    ask(page, "Thêm ảnh")
    expect(page.get_by_text("Đã thêm ảnh.")).to_be_visible()


def test_a_work_is_recorded_paid_put_right_and_seen(
    cast: Cast, page: Page, phone: Page, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    CitedDocument.objects.create(
        area=cast.commune, type_name="Quyết định", number="45/QĐ-UBND", subject="Phê duyệt công trình đường thôn Nà Cốc"
    )

    # The accountant enters the work with its sources; rows of the grid come with Enter.
    sign_in(page, cast.accountant)
    page.goto("/cong-trinh/")
    page.get_by_role("link", name="Thêm công trình").first.click()
    page.get_by_label("Địa bàn").select_option(label="Thôn Nà Cốc")
    page.get_by_label("Tên công trình").fill("Đường bê tông thôn Nà Cốc")
    page.get_by_label("Tình trạng").select_option(label="Đã nghiệm thu")
    page.get_by_label("Quyết định phê duyệt").select_option(index=1)
    page.get_by_label("Tổng mức").fill("500tr")
    page.get_by_label("nguồn 1: Số tiền (đồng)").fill("300.000.000")
    page.get_by_label("nguồn 1: Số tiền (đồng)").press("Enter")
    page.get_by_label("nguồn 2: Nguồn").select_option(label="Nhân dân đóng góp")
    page.get_by_label("nguồn 2: Số tiền (đồng)").fill("150tr")
    page.get_by_label("Giá trị nghiệm thu").fill("480tr")
    page.get_by_label("Ngày nghiệm thu").fill("1/6/2026")
    ask(page, "Lưu công trình")
    expect(page.get_by_text("Đã ghi công trình.")).to_be_visible()
    expect(page.get_by_text("Cộng các nguồn vốn thiếu 50.000.000 đồng so với tổng mức.")).to_be_visible()
    work = Work.objects.get()

    # What is missing is added, and the remark goes.
    page.get_by_role("link", name="Sửa", exact=True).click()
    page.get_by_label("nguồn 3: Số tiền (đồng)").fill("50tr")
    ask(page, "Lưu công trình")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đường bê tông thôn Nà Cốc")
    expect(page.get_by_text("Số tiền chưa khớp")).to_have_count(0)

    # A payment, clicked twice, is one; a wrong one is put right and both stay.
    page.get_by_label("Ngày thanh toán").fill("2/6/2026")
    page.get_by_label("Số tiền", exact=True).fill("400tr")
    page.get_by_label("Chứng từ số").fill("UNC 12")
    page.get_by_role("button", name="Ghi thanh toán").dblclick()
    expect(page.get_by_text("Đã ghi khoản thanh toán.")).to_be_visible()
    assert work.payments.count() == 1
    page.get_by_role("link", name="Điều chỉnh khoản").click()
    page.get_by_label("Ngày điều chỉnh").fill("3/6/2026")
    page.get_by_label("Lý do điều chỉnh").fill("Ghi nhầm theo ủy nhiệm chi")
    page.get_by_label("Số tiền đúng").fill("380.000.000")
    ask(page, "Ghi điều chỉnh")
    expect(page.get_by_text("Đã điều chỉnh khoản thanh toán.")).to_be_visible()
    ledger = page.locator("#thanh-toan tbody tr")
    expect(ledger).to_have_count(3)
    expect(page.locator(".n-sums")).to_contain_text("100.000.000")
    assert list(work.payments.values_list("amount", flat=True)) == [400_000_000, -400_000_000, 380_000_000]

    # How it looked, and how it looks.
    add_photo(page, "Trước khi làm", "sienna", "Đường đất cũ")
    add_photo(page, "Sau khi làm", "silver", "Đường bê tông rộng 4 m")
    expect(page.locator(".n-photo-pair img")).to_have_count(2)

    # The head of the village sees it on a phone, without what only bookkeepers do.
    sign_in(phone, cast.village_head)
    phone.goto("/cong-trinh/")
    phone.get_by_label("Tìm công trình").last.press_sequentially("be tong na coc")
    expect(phone.locator("#ket-qua tbody tr")).to_have_count(1)
    phone.get_by_role("link", name="Đường bê tông thôn Nà Cốc").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Đường bê tông thôn Nà Cốc")
    expect(phone.get_by_text("Đường bê tông rộng 4 m", exact=True)).to_be_visible()
    after = phone.locator(".n-photo-pair img").last
    after.scroll_into_view_if_needed()
    phone.wait_for_function("image => image.complete && image.naturalWidth > 0", arg=after.element_handle())
    expect(phone.get_by_role("button", name="Ghi thanh toán")).to_have_count(0)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    # The next commune does not see it.
    neighbour = other_page()
    sign_in(neighbour, cast.neighbour)
    answer = neighbour.goto(f"/cong-trinh/{work.pk}/")
    assert answer is not None
    assert answer.status == 404
    photo = work.photos.get(moment="after")
    assert neighbour.request.get(f"/tep/{photo.file_id}/anh/").status == 404
