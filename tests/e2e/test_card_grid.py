"""The whole card in a browser: filled by keyboard alone, pasted from Excel, kept when the line is lost or two people meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.clock import today
from criteria.actions.cards import open_card
from criteria.models import CriteriaSet, Scorecard
from tests.cast import Cast
from tests.e2e.conftest import SignIn

GRID = "[data-fixed]"


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)


def box(page: Page, code: str, column: str = "Giá trị") -> str:
    return f"{GRID} [data-code='{code}'] td[data-l='{column}'] :is(input, select, textarea)"


def paste(page: Page, target: str, text: str) -> None:
    """What the browser does when Excel's cells are pasted into the box."""
    page.locator(target).first.evaluate(
        """(box, text) => {
            box.focus();
            const data = new DataTransfer();
            data.setData("text/plain", text);
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def test_57_indicators_by_keyboard_alone(cast: Cast, card: Scorecard, page: Page, sign_in: SignIn) -> None:
    """Tab walks through every box; figures are typed, words chosen with the arrow keys, Ctrl ↵ saves all at once."""
    sign_in(page, cast.officer)
    page.goto(f"/tieu-chi/{card.pk}/nhap/")
    expect(page.locator(f"{GRID} [data-row]")).to_have_count(57)
    values = page.locator(
        f"{GRID} td:is([data-l='Giá trị'], [data-l='Giá trị (nữ)'], [data-l='Giá trị (chữ)']) :is(input, select)"
    )
    page.locator(f"{GRID} :is(input:not([type=hidden]), select)").first.focus()
    for place in range(values.count()):
        target = values.nth(place)
        for _ in range(6):
            if target.evaluate("box => box === document.activeElement"):
                break
            page.keyboard.press("Tab")
        if target.evaluate("box => box.tagName") == "SELECT":
            page.keyboard.press("ArrowDown")
        else:
            page.keyboard.type("95,5")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã lưu 57 dòng.")).to_be_visible()
    assert card.results.exclude(indicator=None).count() == 57


def test_arrows_and_enter_go_from_cell_to_cell(cast: Cast, card: Scorecard, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.officer)
    page.goto(f"/tieu-chi/{card.pk}/nhap/")

    def at() -> str:
        return str(
            page.evaluate(
                "document.activeElement.closest('[data-row]').dataset.code + ' ' + document.activeElement.closest('td').dataset.l"
            )
        )

    page.locator(box(page, "2.1")).focus()
    for key, there in (
        ("Enter", "2.2 Giá trị"), ("ArrowDown", "2.3 Giá trị"), ("ArrowUp", "2.2 Giá trị"), ("ArrowRight", "2.2 Kết quả"),
        ("Enter", "2.3 Kết quả"), ("ArrowRight", "2.3 Lý do"), ("Enter", "2.4 Lý do"), ("ArrowLeft", "2.4 Kết quả"),
    ):  # fmt: skip
        page.keyboard.press(key)
        assert at() == there
    page.locator(box(page, "2.1")).focus()
    page.keyboard.type("12")
    page.keyboard.press("ArrowLeft")
    assert at() == "2.1 Giá trị", "inside a figure the arrow moves the caret"


def test_a_block_and_whole_rows_are_pasted_from_excel(cast: Cast, card: Scorecard, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.officer)
    page.goto(f"/tieu-chi/{card.pk}/nhap/")
    paste(page, box(page, "2.1"), "91,5\r\n92\r\n93")
    expect(page.locator(box(page, "2.3"))).to_have_value("93")
    paste(page, box(page, "1.1", "Giá trị (chữ)"), "Đạt\tChưa có số liệu\tTheo hồ sơ\r\nkhông đạt\t\t")
    expect(page.locator(box(page, "1.2", "Giá trị (chữ)"))).to_have_value("Không đạt")
    expect(page.locator(box(page, "1.1", "Lý do"))).to_have_value("Theo hồ sơ")
    # Whole rows of the exported workbook, in another order, with the cursor anywhere.
    rows = [
        "3\t3.2\tNội dung\tĐạt\t\t\tĐạt\tChưa có số liệu\t",
        "2\t2.4\tNội dung\tChưa có mức\t77,5\t\t\tChưa có số liệu\t",
    ]
    paste(page, box(page, "1.1", "Lý do"), "\r\n".join(rows))
    expect(page.locator(box(page, "2.4"))).to_have_value("77,5")
    expect(page.locator(box(page, "3.2", "Giá trị (chữ)"))).to_have_value("Đạt")
    paste(page, box(page, "2.1"), "1\tchữ lạ")
    expect(page.locator("#n-live")).to_contain_text("1 ô không nhận được: 2.1: “chữ lạ”")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã lưu 7 dòng.")).to_be_visible()
    assert card.results.get(indicator__code="2.4").number == 77.5


def test_a_lost_line_keeps_what_was_typed(
    cast: Cast, card: Scorecard, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page()
    sign_in(page, cast.officer)
    page.goto(f"/tieu-chi/{card.pk}/nhap/")
    page.locator(box(page, "2.1")).fill("88")
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#n-live")).to_contain_text("Mất kết nối")
    expect(page.locator(box(page, "2.1"))).to_have_value("88")
    page.context.set_offline(False)

    asked: list[str] = []

    def heard(dialog: object) -> None:
        asked.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", heard)
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Phân công").click(no_wait_after=True)
    assert asked == ["beforeunload"], "leaving is asked about"
    expect(page.locator(box(page, "2.1"))).to_have_value("88")
    page.locator(box(page, "2.1")).focus()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Đã lưu 1 dòng.")).to_be_visible()
    assert asked == ["beforeunload"]


def test_on_a_small_phone(cast: Cast, card: Scorecard, phone: Page, sign_in: SignIn) -> None:
    sign_in(phone, cast.officer)
    phone.goto(f"/tieu-chi/{card.pk}/nhap/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    phone.locator(box(phone, "2.1")).fill("90")
    phone.get_by_role("button", name="Lưu các dòng đã sửa").click()
    expect(phone.get_by_text("Đã lưu 1 dòng.")).to_be_visible()
