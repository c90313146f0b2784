"""A paper's way after its signature: the clerk issues and sends it, people inside and outside take it, anybody checks a file."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from documents.enums import DocumentState
from documents.models import CitedDocument
from tests import factories
from tests.cast import Cast
from tests.conftest import MailServer
from tests.e2e.conftest import SignIn
from tests.e2e.test_plan_journey import ask, saved
from tests.processes import Program, wait_until


def _row(page: Page, name: str) -> Locator:
    return page.locator("tbody tr", has=page.get_by_role("rowheader", name=name, exact=False))


def test_the_clerk_sends_and_everybody_takes(
    worker: Program, smtp: MailServer, cast: Cast, page: Page, phone: Page, other_page: Callable[..., Page],
    sign_in: SignIn, tmp_path: Path,
) -> None:  # fmt: skip
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    plan.document.context["recipients"] = ["- Các thôn;", "- Công ty Suối Vàng;", "- Sở Nông nghiệp;", "- Lưu: VT."]
    plan.document.save()

    # The clerk numbers the plan; the village is told at once.
    sign_in(page, cast.clerk)
    page.goto(f"/ke-hoach/{plan.pk}/")
    ask(page, "Cấp số, ban hành")
    expect(page.get_by_text("Đã cấp số 01/KH-UBND")).to_be_visible()
    page.goto(f"/van-ban/{plan.document_id}/noi-nhan/")
    expect(_row(page, "Các thôn")).to_contain_text("Đã gửi")

    # One line outside gets mail, the other one a link.
    company = _row(page, "Công ty Suối Vàng")
    company.get_by_text("Đổi cách gửi").click()
    company.get_by_label("Cách gửi", exact=True).select_option(label="Liên kết có hạn")
    company.get_by_role("button", name="Lưu", exact=True).click()
    _row(page, "Công ty Suối Vàng").get_by_role("button", name="Mở liên kết").click()
    link = _row(page, "Công ty Suối Vàng").get_by_role("button", name="Sao chép liên kết").get_attribute("data-copy")
    office = _row(page, "Sở Nông nghiệp")
    office.get_by_text("Đổi cách gửi").click()
    office.get_by_label("Cách gửi", exact=True).select_option(label="Thư điện tử")
    office.get_by_label("Thư điện tử", exact=False).last.fill("so@example.vn")
    office.get_by_role("button", name="Lưu", exact=True).click()
    ask(page, "Gửi mọi thư chưa gửi")
    wait_until(lambda: bool(smtp.messages), "the mail has come")
    assert smtp.messages[0]["To"] == "so@example.vn"

    # The village head takes it on the phone.
    sign_in(phone, cast.village_head)
    phone.goto(f"/van-ban/{plan.document_id}/noi-nhan/")
    phone.get_by_role("button", name="Đã nhận", exact=True).click()
    expect(_row(phone, "Các thôn")).to_contain_text("Hà Văn Thôn")

    # Somebody outside reads, downloads and confirms, without an account.
    assert link
    outside = other_page()
    outside.goto(urlsplit(link).path)
    with outside.expect_download() as download:
        outside.get_by_role("link", name="01-KH-UBND.pdf").click()
    paper = saved(download.value, tmp_path)
    outside.get_by_label("Họ tên, chức vụ người nhận").fill("Nguyễn Văn Ngoài, văn thư")
    ask(outside, "Xác nhận đã nhận")
    expect(outside.get_by_text("Đã xác nhận nhận văn bản")).to_be_visible()

    # The file is the one that was issued; a changed one is not.
    outside.goto(f"/xac-minh/{type(plan.document).objects.get(pk=plan.document_id).check_code}/")
    outside.get_by_label("Tệp cần kiểm tra").set_input_files(paper)
    ask(outside, "Kiểm tra tệp")
    expect(outside.get_by_text("Trùng với bản PDF đã ban hành")).to_be_visible()
    changed = tmp_path / "sua.pdf"
    changed.write_bytes(paper.read_bytes() + b"\n")
    outside.get_by_label("Tệp cần kiểm tra").set_input_files(changed)
    ask(outside, "Kiểm tra tệp")
    expect(outside.get_by_text("Không trùng với bản nào")).to_be_visible()

    # The clerk sees it all, finds the paper in the book and takes the package along.
    page.goto(f"/van-ban/{plan.document_id}/noi-nhan/")
    expect(_row(page, "Các thôn")).to_contain_text("Đã nhận")
    expect(_row(page, "Công ty Suối Vàng")).to_contain_text("Nguyễn Văn Ngoài, văn thư")
    expect(_row(page, "Sở Nông nghiệp")).to_contain_text("Đã gửi")
    page.goto("/van-ban/so/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Gói gửi").click()
    assert saved(download.value, tmp_path).name == "01-KH-UBND.zip"
    ask(page, "In sổ (PDF)")
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải So van ban di").click()
    assert saved(download.value, tmp_path).read_bytes().startswith(b"%PDF-")


def test_an_officer_adds_a_basis_and_finds_it_by_typing(cast: Cast, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.officer)
    page.goto("/can-cu/")
    page.get_by_role("link", name="Thêm văn bản").first.click()
    page.get_by_label("Loại văn bản").select_option("Nghị quyết")
    page.get_by_label("Số, ký hiệu").fill("12/NQ-HĐND")
    page.get_by_label("Ngày ban hành").fill("20/12/2025")
    page.get_by_label("Cơ quan ban hành").fill("Hội đồng nhân dân xã An Bình")
    page.get_by_label("Trích yếu").fill("về nhiệm vụ năm 2026")
    ask(page, "Lưu")
    page.get_by_label("Tìm văn bản").press_sequentially("nhan dan xa an")
    expect(page).to_have_url(re.compile("q=nhan%20dan%20xa%20an"))
    expect(page.get_by_text("Nghị quyết số 12/NQ-HĐND ngày 20 tháng 12 năm 2025")).to_be_visible()
    page.locator("summary", has_text="Đã đối chiếu").click()
    page.locator("form button", has_text="Đã đối chiếu").click()
    expect(page.get_by_text("Đã đối chiếu văn bản gốc")).to_be_visible()
    assert CitedDocument.objects.get().confirmed
