"""A contribution campaign after Linh Thông's plan, from the roster to the final report, through the pages.

60 officials and 8 businesses, all made up; every total on pages, in PDF and in Excel (worked out by LibreOffice) is one.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from playwright.sync_api import FilePayload, Page, expect

from accounts.enums import Role
from areas.enums import Level
from areas.models import Area, BankAccount, Organisation
from contributions.ledger import campaign_totals, money_left
from contributions.models import Campaign, Receipt, RosterLine
from contributions.rules.transfers import Reference
from core.clock import today
from core.formats import grouped, vndate
from core.sheets import XLSX
from documents.models import Document
from documents.queries import paper_of
from documents.render import render
from tests import factories
from tests.cast import Cast
from tests.contributions.givers import issued_plan
from tests.contributions.test_exports import row_of
from tests.e2e.conftest import SignIn
from tests.workbooks import recalculated

SURNAMES = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Mai",
    "Đinh",
)
#: 15 surnames × 4: sixty officials who do not exist.
OFFICIALS = [f"{surname} {rest}" for rest in ("Văn Mẫu", "Thị Thử", "Văn Ví Dụ", "Thị Nháp") for surname in SURNAMES]
FIRMS = [f"Công ty TNHH Minh Họa {word}" for word in ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu", "Bảy", "Tám")]
SCHOOL = "Trường Tiểu học Minh Họa"
# 40 × 450.000 + 20 × 300.000 + 8 × 2.000.000
EXPECTED = 40_000_000
# fast entry 10 × 450.000 − one of them + one firm 2.500.000; by transfer 2 × 450.000 + 2.000.000; 5 days of work
CASH, TRANSFER, LABOUR = 9 * 450_000 + 2_500_000, 2_900_000, 750_000
TOTAL, SPENT = CASH + TRANSFER + LABOUR, 1_500_000
LEFT = CASH + TRANSFER - SPENT


def sheet(name: str, *rows: tuple[Any, ...]) -> FilePayload:
    book, out = Workbook(), io.BytesIO()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    book.save(out)
    return {"name": name, "mimeType": XLSX, "buffer": out.getvalue()}


def roster() -> FilePayload:
    """Columns in an order of their own, one with a heading nobody could guess, and a row without a name at the end."""
    head = ("TT", "Lương (đ/tháng)", "Thôn", "Cơ quan", "Người được mời", "Ghi chú")
    rows: list[tuple[Any, ...]] = [
        (n, 7_500_000 if n <= 40 else 4_200_000, "Nà Cốc" if n <= 30 else "Nà Mẫu", SCHOOL if n % 2 else "", name, "")
        for n, name in enumerate(OFFICIALS, 1)
    ]
    rows += [(60 + n, "", "", "", name, "") for n, name in enumerate(FIRMS, 1)]
    return sheet("danh-sach.xlsx", head, *rows, (69, 5_000_000, "Nà Cốc", "", "", "thiếu tên"))


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def told(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def line_of(name: str) -> RosterLine:
    return RosterLine.objects.select_related("party", "campaign").get(party__name=name)


def opened_from_its_plan(page: Page) -> Campaign:
    page.goto("/dong-gop/")
    page.get_by_role("link", name="Lập đợt vận động").first.click()
    page.get_by_role("link", name="Chung sức xây dựng nông thôn mới năm 2026").first.click()
    told(page, "từ 2.000.000 đồng")
    page.get_by_label("Khoản thu thuộc").select_option(label="Tính vào giá trị công trình")
    press(page, "Lập đợt vận động")
    told(page, "Đã lập đợt vận động từ kế hoạch.")
    return Campaign.objects.get()


def roster_brought_in(page: Page, campaign: Campaign) -> None:
    page.goto(f"/dong-gop/{campaign.pk}/danh-sach/nhap/")
    page.locator("input[type=file]").set_input_files(roster())
    press(page, "Đọc danh sách")
    told(page, "Chỉ giữ mức thu nhập, không giữ con số")
    page.get_by_label("Họ tên, tên tổ chức").select_option(label="Người được mời")
    press(page, "Xem trước")
    told(page, "Chưa có họ tên hoặc tên tổ chức.")
    press(page, "Ghi 68 dòng vào danh sách")
    expect(page.locator("dt", has_text="Đã ghi")).to_be_visible()
    page.goto(f"/dong-gop/{campaign.pk}/")
    press(page, "Mở đợt vận động")
    told(page, "Đợt vận động: đang vận động.")
    told(page, grouped(EXPECTED))
    assert RosterLine.objects.filter(campaign=campaign).count() == 68


def book_opened(page: Page, form: str) -> None:
    page.goto("/dong-gop/quyen/moi/")
    page.get_by_label("Loại chứng từ").select_option(label=form)
    page.get_by_label("Cách đánh số").select_option(label="Hệ thống cấp số")
    page.get_by_label("Quyển số").fill("01")
    page.get_by_label("Ngày lĩnh").fill(f"2/1/{today().year}")
    press(page, "Mở quyển")
    told(page, re.compile(rf"{form}, quyển 01/{today().year}"))


def pile_typed(page: Page, campaign: Campaign) -> None:
    """Ten receipts without a mouse: code, Enter, amount, Enter."""
    page.goto(f"/dong-gop/{campaign.pk}/chung-tu/nhanh/")
    page.get_by_role("link", name=re.compile("Biên lai thu tiền, quyển 01")).first.click()
    page.get_by_label("Số tờ đếm được").fill("10")
    page.get_by_label("Tổng tiền cộng trước").fill("4.500.000")
    for n in range(1, 11):
        giver = page.get_by_label(f"tờ {n}: Người nộp: mã hoặc tên")
        giver.fill(line_of(OFFICIALS[n - 1]).party.code)
        giver.press("Enter")
        amount = page.get_by_label(f"tờ {n}: Số tiền (đồng)")
        expect(amount).to_be_focused()
        amount.fill("450000")
        if n < 10:
            amount.press("Enter")
    page.keyboard.press("Control+Enter")
    told(page, "Đã ghi 10 tờ, 4.500.000 đồng.")


def single_receipt(page: Page, campaign: Campaign) -> None:
    page.goto(f"/dong-gop/{campaign.pk}/chung-tu/moi/")
    page.get_by_label("Quyển").first.select_option(index=1)
    page.get_by_label("Người nộp").first.fill(FIRMS[0])
    page.get_by_label("Số tiền", exact=True).fill("2,5tr")
    press(page, "Ghi thu")
    told(page, re.compile(r"Đã ghi .*: 2\.500\.000 đồng\."))


def statement_matched(page: Page, account: BankAccount) -> None:
    day = vndate(today())
    paid = ((OFFICIALS[10], 450_000), (OFFICIALS[11], 450_000), (FIRMS[1], 2_000_000))
    rows: list[tuple[Any, ...]] = []
    balance = 0
    for name, amount in paid:
        line = line_of(name)
        balance += amount
        words = f"MBVCB.1234567.{Reference(line.campaign.code, 'C', line.pk).text}.CT tu 9876543210"
        rows.append((day, amount, "", words, balance))
    rows.append((day, "", 1_100, "Thu phi SMS", balance - 1_100))
    page.goto(f"/dong-gop/sao-ke/tai-khoan/{account.pk}/nap/")
    page.locator("input[type=file]").set_input_files(
        sheet("sao-ke.xlsx", ("Ngày giao dịch", "Ghi có", "Ghi nợ", "Nội dung", "Số dư"), *rows)
    )
    press(page, "Đọc sao kê")
    press(page, "Nhập sao kê")
    told(page, "Đã nhập 4 dòng mới.")
    press(page, "Ghi thu 3 dòng theo mã")
    told(page, "Đã ghi 3 khoản theo mã.")


def worked(head: Page, accountant: Page, campaign: Campaign, village: Area) -> None:
    """The village head types the sheet back, the accountant takes it."""
    head.goto(f"/dong-gop/{campaign.pk}/ngay-cong/")
    head.get_by_role("link", name=f"Nhập bảng chấm công {village}").click()
    head.get_by_label("Công việc").fill("Đổ bê tông đường ngõ")
    for name in OFFICIALS[12:17]:
        head.get_by_label(f"Số công của {name}", exact=True).fill("1")
    press(head, "Lưu bảng chấm công")
    told(head, "Đã ghi bảng chấm công.")
    accountant.goto(head.url.removeprefix(head.url.split("/dong-gop")[0]))
    press(accountant, "Ghi sổ")
    told(accountant, "Đã ghi 5 giấy báo ngày công.")


def one_taken_back(page: Page) -> None:
    wrong = Receipt.objects.get(party__name=OFFICIALS[9])
    page.goto(wrong.get_absolute_url())
    page.locator("summary", has_text="Điều chỉnh (ghi giảm)").click()
    page.get_by_label("Lý do điều chỉnh").fill("Ghi nhầm người")
    press(page, "Điều chỉnh (ghi giảm)")
    told(page, "Đã ghi chứng từ điều chỉnh")


def spent(page: Page, campaign: Campaign) -> None:
    page.goto(f"/dong-gop/{campaign.pk}/chi/moi/")
    page.get_by_label("Số tiền").fill("1.500.000")
    page.get_by_label("Chứng từ số").fill("PC 01")
    page.get_by_label("Người, đơn vị nhận").fill("Cửa hàng vật liệu Minh Họa")
    page.get_by_label("Nội dung chi").fill("Mua xi măng làm đường hoa")
    press(page, "Ghi khoản chi")
    told(page, "1.500.000")


def named(page: Page, name: str) -> None:
    """A giver agrees to be named."""
    page.goto(f"/dong-gop/nguoi/{line_of(name).party_id}/sua/")
    page.get_by_label("Nêu tên khi công khai").select_option(label="Nêu đủ họ tên")
    press(page, "Lưu")
    told(page, name)


def books_agree(page: Page, campaign: Campaign, folder: Path) -> None:
    """Each workbook as LibreOffice works it out against the ledger, and the pages beside them."""
    page.goto(f"/dong-gop/{campaign.pk}/so-bieu/")
    told(page, grouped(TOTAL))
    found: dict[str, list[Any]] = {}
    for code, name in (
        ("ca-nhan", "Sổ theo dõi đóng góp theo cá nhân, hộ"),
        ("thon-don-vi", "Tổng hợp theo thôn, đơn vị"),
        ("bien-lai", "Bảng tổng hợp biên lai thu tiền"),
        ("s07-x", "Sổ theo dõi quỹ tài chính ngoài ngân sách (S07-X)"),
    ):
        with page.expect_download() as caught:
            page.get_by_role("button", name=f"{name}, tệp Excel").click()
        path = folder / f"{code}.xlsx"
        caught.value.save_as(path)
        assert any(
            isinstance(cell.value, str) and cell.value.startswith("=")
            for row in load_workbook(path).active.iter_rows()  # type: ignore[union-attr]
            for cell in row
        ), f"{code}: sums are formulas"
        space = folder / code
        space.mkdir()
        shown = recalculated(path.read_bytes(), space).active
        found[code] = [value for value in row_of(shown, "Lũy kế" if code == "s07-x" else "Cộng") if value is not None]
    assert {EXPECTED, CASH + TRANSFER, LABOUR} <= set(found["ca-nhan"]), "money, labour and what was asked"
    assert {EXPECTED, CASH + TRANSFER, LABOUR, TOTAL} <= set(found["thon-don-vi"])
    assert CASH + TRANSFER in found["bien-lai"]
    assert {CASH + TRANSFER, SPENT, LEFT} <= set(found["s07-x"])
    over_all = page.request.get("/dong-gop/tong-hop/?export=xlsx").body()
    space = folder / "tong-hop"
    space.mkdir()
    figures = {value for row in recalculated(over_all, space).active.iter_rows(values_only=True) for value in row}  # type: ignore[union-attr]
    assert {EXPECTED, TOTAL, SPENT} <= figures, "the consolidated workbook"


def words_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return told.stdout.decode()


def published(page: Page, outside: Page, campaign: Campaign) -> None:
    page.goto(f"/dong-gop/{campaign.pk}/cong-khai/moi/")
    press(page, "Công khai")
    told(page, "Đã công khai.")
    link = page.get_by_role("link", name="Bản in A4").get_attribute("href")
    assert link is not None
    printed = words_of(page.request.get(link).body())
    notice = campaign.notices.get()
    outside.goto(f"/cong-khai/{notice.code}/")
    seen = outside.locator("main").inner_text()
    for amount in (EXPECTED, TOTAL, CASH + TRANSFER, LABOUR, SPENT, LEFT):
        assert grouped(amount) in seen, f"{amount} on the public page"
        assert grouped(amount) in printed, f"{amount} on paper"
    for said in (seen, printed):
        assert OFFICIALS[0] in said, "who agreed is named"
        assert OFFICIALS[1] not in said, "nobody else"


def reported(page: Page, campaign: Campaign) -> None:
    page.goto(f"/dong-gop/{campaign.pk}/")
    page.locator("summary", has_text="Kết thúc đợt vận động").click()
    press(page, "Kết thúc đợt vận động")
    told(page, "Đợt vận động: đã kết thúc.")
    page.get_by_role("link", name="Lập báo cáo kết quả").click()
    page.get_by_label("Đánh giá chung").fill("Cán bộ, doanh nghiệp hưởng ứng.")
    press(page, "Lập dự thảo báo cáo")
    told(page, "Đã lập dự thảo báo cáo")
    report = Document.objects.get(type="BC")
    shown = page.frame_locator("iframe").locator("body")
    expect(shown).to_contain_text(f"Tổng giá trị đóng góp: {grouped(TOTAL)} đồng")
    printed = words_of(render(paper_of(report), "pdf"))
    for amount in (EXPECTED, TOTAL, CASH, TRANSFER, LABOUR, CASH + TRANSFER, SPENT, LEFT):
        assert grouped(amount) in printed, f"{amount} in the report"
    assert OFFICIALS[0] in printed
    assert OFFICIALS[1] not in printed
    factories.filled(report)
    press(page, "Trình duyệt")
    told(page, "Đã trình lãnh đạo duyệt.")


def test_from_the_roster_to_the_final_report(
    cast: Cast, page: Page, other_page: Callable[..., Page], sign_in: SignIn, tmp_path: Path
) -> None:
    Organisation.objects.create(area=cast.commune, kind="truong", name=SCHOOL)
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    factories.area("Nà Mẫu", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    account = BankAccount.objects.create(organisation=cast.committee, number="1234567890123", bank="Ngân hàng minh họa")
    issued_plan(cast, account=account)
    accountant, head, cashier, outside = (other_page() for _ in range(4))
    sign_in(page, cast.officer)
    sign_in(accountant, cast.accountant)
    sign_in(head, cast.village_head)
    sign_in(cashier, factories.person("Lò Thị Quỹ", Role.CASHIER, cast.commune))

    campaign = opened_from_its_plan(page)
    assert campaign.account == account
    roster_brought_in(page, campaign)
    for form in ("Biên lai thu tiền", "Giấy báo ngày công lao động đóng góp"):
        book_opened(accountant, form)
    pile_typed(accountant, campaign)
    single_receipt(accountant, campaign)
    cashier.goto(Receipt.objects.get(party__name=FIRMS[0]).get_absolute_url())
    press(cashier, "Xác nhận đã nhận")
    told(cashier, "Đã xác nhận.")
    statement_matched(accountant, account)
    worked(head, accountant, campaign, cast.village)
    one_taken_back(accountant)
    spent(accountant, campaign)

    totals = campaign_totals(campaign)
    assert (totals.expected, totals.given.total, totals.given.money) == (EXPECTED, TOTAL, CASH + TRANSFER)
    assert money_left(campaign) == LEFT
    page.goto(f"/dong-gop/{campaign.pk}/")
    overview = page.locator("main").inner_text()
    for amount in (EXPECTED, TOTAL, CASH, TRANSFER, LABOUR, LEFT):
        assert grouped(amount) in overview
    named(page, OFFICIALS[0])
    books_agree(accountant, campaign, tmp_path)
    published(page, outside, campaign)
    reported(page, campaign)
