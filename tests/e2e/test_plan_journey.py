"""A plan from its Word file to the numbered paper, by everybody who has a hand in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from accounts.models import User
from campaigns.models import Plan
from documents.enums import DocumentState
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.files import word_file
from tests.processes import Program, manage


def saved(download: Download, folder: Path) -> Path:
    file = folder / download.suggested_filename
    download.save_as(file)
    return file


def ask(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def draft(cast: Cast) -> Plan:
    return factories.plan(cast.commune, cast.committee, by=cast.officer)


def test_from_the_word_file_to_the_issued_paper(
    worker: Program, cast: Cast, page: Page, sign_in: SignIn, tmp_path: Path
) -> None:
    # The officer signs in, sees what to do first, and brings the commune's Word file.
    page.goto("/")
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(cast.officer.phone)
    page.get_by_label("Mật khẩu").fill(factories.PASSWORD)
    ask(page, "Đăng nhập")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc hôm nay")
    page.get_by_role("link", name="Nhập tệp Word").click()
    page.get_by_label("Tệp kế hoạch").set_input_files(word_file("annual-khe-man-2023"))
    ask(page, "Đọc tệp")

    # The page shows what does not agree, with the sentences it stands in.
    expect(page.get_by_role("heading", level=1)).to_have_text("Đối chiếu với tệp nguồn")
    finding = page.locator("details.n-finding", has_text="Khai 15 tiêu chí đạt nhưng chỉ liệt kê 14")
    finding.locator("summary").click()
    expect(finding.locator("blockquote").first).to_have_text("Các tiêu chí đã đạt: 15/19 tiêu chí.")
    assert Plan.objects.count() == 0

    # What was read stands beside its source and is corrected.
    assert page.get_by_label("Số", exact=False).first.input_value() == "17"
    page.get_by_label("Cơ quan ban hành").select_option(label=str(cast.committee))
    page.get_by_label("Trích yếu").fill("Xây dựng nông thôn mới xã An Bình năm 2023")
    page.locator("[name=khoi-0-lead]").fill("Đồng chí Lường Văn Sửa")
    page.get_by_label("Bỏ mục tiêu 5", exact=True).check()
    ask(page, "Lưu kế hoạch")

    expect(page.get_by_text("Đã lưu kế hoạch.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xây dựng nông thôn mới xã An Bình năm 2023")
    plan = Plan.objects.get()
    assert plan.blocks.get(number="1.1").lead == "Đồng chí Lường Văn Sửa"
    assert (plan.blocks.count(), plan.targets.count()) == (19, 9)
    assert not plan.targets.filter(text__contains="65%").exists()
    at = plan.get_absolute_url()
    ask(page, "Trình duyệt")
    expect(page.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()

    # The leader finds it waiting and returns it with a remark.
    sign_in(page, cast.leader)
    page.goto("/")
    page.get_by_role("link", name="Xem và duyệt").click()
    page.get_by_role("link", name="Trả lại", exact=True).click()
    page.locator("[name=y-kien-0-slug]").select_option(label="Kinh phí")
    page.get_by_label("Nội dung cần sửa").first.fill("Bổ sung kinh phí của hai thôn vùng cao.")
    ask(page, "Trả lại")
    expect(page.get_by_text("Đã trả lại người soạn.")).to_be_visible()

    # The officer reads the remark, mends the plan and sends it again; this time it is approved.
    sign_in(page, cast.officer)
    page.goto(at)
    expect(page.locator("#y-kien")).to_contain_text("Kinh phí: Bổ sung kinh phí của hai thôn vùng cao.")
    ask(page, "Đã sửa")
    expect(page.locator("#y-kien")).to_contain_text("Đã sửa: Lò Thị Mến")
    page.get_by_role("link", name="Sửa nội dung").click()
    assert page.locator("[name=khoi-0-lead]").input_value() == "Đồng chí Lường Văn Sửa"
    page.get_by_label("Nơi nhận").fill("Đảng ủy xã\nHai thôn vùng cao\nLưu: VT")
    ask(page, "Lưu kế hoạch")
    expect(page.locator("#can-cu li", has_text="Hai thôn vùng cao")).to_be_visible()
    ask(page, "Trình duyệt")
    expect(page.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()
    # What does not agree stands in the file's own words: the leader keeps each with a reason before approving.
    sign_in(page, cast.leader)
    page.goto(at)
    page.get_by_role("link", name="Xem kết quả kiểm tra").click()
    errors = page.locator(".n-panel", has=page.get_by_role("heading", name="Lỗi", exact=True)).locator(".n-keep")
    expect(errors).to_have_count(6)
    for left in range(5, -1, -1):
        errors.first.locator("summary").click()
        errors.first.get_by_label("Lý do giữ nguyên").fill("Theo biên bản rà soát tháng 12/2022.")
        errors.first.get_by_role("button").click()
        expect(errors).to_have_count(left)
    expect(page.get_by_text("Không còn lỗi ngăn việc trình duyệt, ban hành")).to_be_visible()
    page.goto(at)
    ask(page, "Phê duyệt")
    expect(page.get_by_text("Đã phê duyệt; văn thư sẽ cấp số và ban hành.")).to_be_visible()

    # The clerk gives the number; both files come to the page by themselves.
    sign_in(page, cast.clerk)
    page.goto(at)
    ask(page, "Cấp số, ban hành")
    expect(page.get_by_text("Đã cấp số 01/KH-UBND")).to_be_visible()
    page.evaluate("window.notReloaded = true")
    pdf, word = (page.get_by_role("link", name=f"01-KH-UBND.{ending}") for ending in ("pdf", "docx"))
    expect(pdf).to_be_visible(timeout=60_000)
    expect(word).to_be_visible(timeout=60_000)
    assert page.evaluate("window.notReloaded")
    with page.expect_download() as download:
        pdf.click()
    paper = saved(download.value, tmp_path)
    assert paper.read_bytes().startswith(b"%PDF")
    checked = manage("check_paper", str(paper))
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    with page.expect_download() as download:
        word.click()
    assert saved(download.value, tmp_path).read_bytes().startswith(b"PK")

    # The office above sees it now, the next commune does not, and anybody may check the paper by its code.
    sign_in(page, cast.coordination)
    page.goto("/ke-hoach/")
    page.get_by_role("link", name="Xây dựng nông thôn mới xã An Bình năm 2023").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xây dựng nông thôn mới xã An Bình năm 2023")
    sign_in(page, cast.neighbour)
    assert page.request.get(at).status == 404
    page.context.clear_cookies()
    code = Plan.objects.get().document.check_code
    page.goto(f"/xac-minh/{code}/")
    expect(page.locator("dd", has_text="01/KH-UBND")).to_be_visible()
    expect(page.locator("dl")).to_contain_text("Đã ban hành")


def test_a_draft_saved_without_its_issuer_is_completed_later(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    plan = factories.plan(cast.commune, None, by=cast.officer)
    sign_in(phone, cast.officer)
    phone.goto("/")
    phone.get_by_role("link", name="Soạn tiếp").click()
    expect(phone.get_by_text("Chưa chọn cơ quan ban hành.")).to_be_visible()
    phone.get_by_role("link", name="Sửa nội dung").click()
    phone.get_by_label("Cơ quan ban hành").select_option(label=str(cast.committee))
    ask(phone, "Lưu kế hoạch")
    ask(phone, "Trình duyệt")
    expect(phone.get_by_text("Đã trình lãnh đạo duyệt.")).to_be_visible()
    assert phone.goto(f"{plan.get_absolute_url()}sua/")
    expect(phone.get_by_text("Văn bản không còn là bản nháp nên không sửa được.")).to_be_visible()


def test_the_draft_as_pdf_comes_when_it_is_ready(
    worker: Program, draft: Plan, cast: Cast, phone: Page, sign_in: SignIn, tmp_path: Path
) -> None:
    sign_in(phone, cast.officer)
    phone.goto(draft.get_absolute_url())
    with phone.expect_download(timeout=60_000) as download:
        phone.get_by_role("button", name="Tải bản PDF").click()
    assert download.value.suggested_filename == f"Dự thảo {draft.document_id}.pdf"
    assert saved(download.value, tmp_path).read_bytes().startswith(b"%PDF")
    expect(phone.locator("#ban-pdf")).to_contain_text("Đã xong")


def test_one_looks_for_a_plan_without_diacritics(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    for title in ("Thắp sáng đường quê", "Nước sạch về thôn"):
        factories.plan(cast.commune, cast.committee, title=title, state=DocumentState.SUBMITTED)
    reader: User = cast.accountant
    sign_in(phone, reader)
    phone.goto("/ke-hoach/")
    expect(phone.locator("#ket-qua tbody tr")).to_have_count(2)
    phone.get_by_label("Tìm kế hoạch").last.press_sequentially("duong que")
    expect(phone.locator("#ket-qua tbody tr")).to_have_count(1)
    expect(phone.locator("#ket-qua")).to_contain_text("Thắp sáng đường quê")
    phone.get_by_label("Tìm kế hoạch").last.press_sequentially(" xyz")
    phone.get_by_role("link", name="Bỏ mọi điều kiện").click()
    expect(phone.locator("#ket-qua tbody tr")).to_have_count(2)
