"""Composing in a real browser: by keyboard, from Excel, two at once, signed out, without a network, back and twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from accounts.enums import Role
from campaigns.models import Block, Plan, UnsavedInput
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import SignIn

KEPT = "[data-kept]"


@pytest.fixture
def block(cast: Cast) -> Block:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    Plan.objects.filter(pk=plan.pk).update(composed=True)
    Block.objects.create(plan=plan, position=2, criterion=16, title="Văn hóa")
    return Block.objects.create(plan=plan, position=1, criterion=15, title="Y tế")


def address(block: Block) -> str:
    return f"/ke-hoach/{block.plan_id}/soan/tieu-chi-{block.pk}/"


@pytest.fixture
def opened(block: Block, cast: Cast, page: Page, sign_in: SignIn) -> Page:
    sign_in(page, cast.officer)
    page.goto(address(block))
    return page


def paste(page: Page, label: str, text: str, *, times: int = 1) -> None:
    """What the clipboard of Excel gives."""
    page.get_by_label(label, exact=True).evaluate(
        """(box, [text, times]) => {
            const data = new DataTransfer();
            data.setData("text/plain", text.repeat(times));
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
            if (box.dispatchEvent(event)) box.value += text;
        }""",
        [text, times],
    )


def tasks(block: Block) -> list[str]:
    return list(block.tasks.order_by("position").values_list("text", flat=True))


def test_a_block_is_composed_by_keyboard_and_from_excel(opened: Page, block: Block) -> None:
    first = opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True)
    first.focus()
    opened.keyboard.type("Vận động bảo hiểm y tế")
    opened.keyboard.press("Enter")
    opened.keyboard.type("Lập sổ khám chữa bệnh")
    opened.keyboard.press("Alt+ArrowUp")
    expect(opened.get_by_label("Nhiệm vụ 2: Nhiệm vụ", exact=True)).to_be_focused()
    paste(opened, "Mục tiêu 1: Chỉ tiêu",
          "Tham gia bảo hiểm y tế\t93,8\ttừ … trở lên\t95\t%\nSuy dinh dưỡng\t11,2\tkhông quá\t10,95\t%\n")  # fmt: skip
    expect(opened.get_by_label("Mục tiêu 2: Mục tiêu", exact=True)).to_have_value("10,95")
    opened.get_by_label("Giải pháp 1: Nội dung", exact=True).focus()
    opened.keyboard.type("Tuyên truyền")
    opened.keyboard.press("Control+Enter")
    expect(opened.get_by_role("heading", level=1)).to_have_text("16. Văn hóa")
    assert tasks(block) == ["Lập sổ khám chữa bệnh", "Vận động bảo hiểm y tế"]
    assert list(block.plan.targets.values_list("unit", "direction")) == [("%", "at_least"), ("%", "at_most")]


def test_a_deleted_row_comes_back_before_and_after_saving(opened: Page, block: Block) -> None:
    opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True).fill("Vận động")
    opened.get_by_role("button", name="Lưu", exact=True).click()
    expect(opened.locator(KEPT)).to_contain_text("lưu lúc")
    opened.get_by_role("button", name="Nhiệm vụ 1: xóa").click()
    expect(opened.get_by_text("Đã xóa dòng 1: Vận động.")).to_be_visible()
    opened.get_by_role("button", name="Hoàn tác").click()
    expect(opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True)).to_have_value("Vận động")
    opened.get_by_role("button", name="Nhiệm vụ 1: xóa").click()
    opened.get_by_role("button", name="Lưu", exact=True).click()
    expect(opened.get_by_text("Đã xóa 1 dòng khi lưu.")).to_be_visible()
    assert tasks(block) == []
    opened.get_by_role("button", name="Hoàn tác").click()
    expect(opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True)).to_have_value("Vận động")
    assert tasks(block) == ["Vận động"]


def test_a_paste_of_20_mb_gets_one_sentence_and_nothing_is_pasted(opened: Page) -> None:
    paste(opened, "Nhiệm vụ 1: Nhiệm vụ", "a\t", times=10_000_000)
    expect(opened.locator("#n-live")).to_contain_text(
        "Đoạn dán có 20.000.000 ký tự, một lần dán nhận nhiều nhất 200.000; chưa dán gì."
    )
    expect(opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True)).to_have_value("")


def test_two_people_in_one_part_lose_neither_text(
    opened: Page, block: Block, cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    colleague = factories.person("Hoàng Văn Sửa", Role.NTM_OFFICER, cast.commune)
    second = other_page()
    sign_in(second, colleague)
    second.goto(address(block))
    second.get_by_label("Mô tả hiện trạng").fill("Chữ của Sửa")
    expect(second.locator(KEPT)).to_contain_text("Đã tự giữ lúc")
    expect(second.locator("[data-others]")).to_contain_text("Lò Thị Mến đang mở mục này")
    opened.get_by_label("Mô tả hiện trạng").fill("Chữ của Mến")
    second.get_by_role("button", name="Lưu", exact=True).click()
    expect(second.locator(KEPT)).to_contain_text("Hoàng Văn Sửa lưu lúc")
    opened.get_by_role("button", name="Lưu", exact=True).click()
    both = opened.locator(".n-both")
    expect(both).to_contain_text("Chữ của Sửa")
    expect(both).to_contain_text("Chữ của Mến")
    expect(opened.get_by_label("Mô tả hiện trạng")).to_have_value("Chữ của Mến")
    block.refresh_from_db()
    assert block.situation == "Chữ của Sửa"
    opened.get_by_label("Mô tả hiện trạng").fill("Chữ của Mến và của Sửa")
    opened.get_by_role("button", name="Lưu", exact=True).click()
    expect(opened.locator(KEPT)).to_contain_text("Lò Thị Mến lưu lúc")
    block.refresh_from_db()
    assert block.situation == "Chữ của Mến và của Sửa"


def test_who_was_signed_out_while_typing_finds_it_again(
    block: Block, cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page()
    sign_in(page, cast.officer)
    page.goto(address(block))
    Session.objects.all().delete()
    page.get_by_label("Mô tả hiện trạng").fill("Gõ khi đã hết phiên")
    expect(page.locator(KEPT)).to_contain_text("Phiên đăng nhập đã hết; nội dung giữ trên máy này.")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator("#n-live")).to_contain_text("Phiên đăng nhập đã hết.")
    # The window is closed; after signing in the part offers what was typed.
    page.goto("/dang-nhap/")
    sign_in(page, cast.officer)
    page.goto(address(block))
    expect(page.get_by_text("Có nội dung chưa lưu từ")).to_be_visible()
    page.get_by_role("link", name="Khôi phục").click()
    expect(page.get_by_label("Mô tả hiện trạng")).to_have_value("Gõ khi đã hết phiên")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.locator(KEPT)).to_contain_text("lưu lúc")
    block.refresh_from_db()
    assert block.situation == "Gõ khi đã hết phiên"
    assert not UnsavedInput.objects.exists()


def test_a_lost_connection_costs_nothing(
    block: Block, cast: Cast, other_page: Callable[..., Page], sign_in: SignIn
) -> None:
    page = other_page()
    sign_in(page, cast.officer)
    page.goto(address(block))
    page.context.set_offline(True)
    page.get_by_label("Mô tả hiện trạng").fill("Gõ khi mất mạng")
    expect(page.locator(KEPT)).to_have_text("Mất kết nối; nội dung giữ trên máy này.")
    page.context.set_offline(False)
    expect(page.locator(KEPT)).to_contain_text("Đã tự giữ lúc")
    assert UnsavedInput.objects.get().data["d-situation"] == "Gõ khi mất mạng"
    # And where the page is left before the line comes back:
    page.context.set_offline(True)
    page.get_by_label("Mô tả hiện trạng").fill("Gõ thêm rồi đóng trang")
    expect(page.locator(KEPT)).to_have_text("Mất kết nối; nội dung giữ trên máy này.")
    page.goto("about:blank")
    page.context.set_offline(False)
    UnsavedInput.objects.all().delete()
    page.goto(address(block))
    expect(page.get_by_text("Có nội dung chưa lưu từ")).to_be_visible()
    page.get_by_role("link", name="Khôi phục").click()
    expect(page.get_by_label("Mô tả hiện trạng")).to_have_value("Gõ thêm rồi đóng trang")


def test_back_and_a_double_click_double_nothing(opened: Page, block: Block) -> None:
    opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True).fill("Vận động")
    opened.get_by_role("button", name="Lưu và sang mục sau").dblclick()
    expect(opened.get_by_role("heading", level=1)).to_have_text("16. Văn hóa")
    opened.go_back()
    expect(opened.get_by_role("heading", level=1)).to_have_text("15. Y tế")
    opened.get_by_role("button", name="Lưu", exact=True).click()
    expect(opened.locator(KEPT)).to_contain_text("lưu lúc")
    assert tasks(block) == ["Vận động"]


def test_the_paper_beside_the_form_follows_the_typing(opened: Page, block: Block) -> None:
    paper: Any = opened.frame_locator("iframe[data-preview]")
    expect(paper.locator("main")).not_to_be_empty()
    opened.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True).fill("Vận động từng hộ gia đình")
    expect(paper.get_by_text("Vận động từng hộ gia đình")).to_be_attached()
    assert tasks(block) == []


def test_composing_on_a_phone(phone: Page, block: Block, cast: Cast, sign_in: SignIn) -> None:
    sign_in(phone, cast.officer)
    phone.goto(address(block))
    phone.get_by_label("Nhiệm vụ 1: Nhiệm vụ", exact=True).fill("Vận động")
    phone.get_by_role("button", name="Thêm nhiệm vụ").tap()
    phone.get_by_label("Nhiệm vụ 2: Nhiệm vụ", exact=True).fill("Lập sổ")
    phone.get_by_role("button", name="Nhiệm vụ 2: lên").tap()
    phone.get_by_role("button", name="Lưu", exact=True).tap()
    expect(phone.locator(KEPT)).to_contain_text("lưu lúc")
    assert tasks(block) == ["Lập sổ", "Vận động"]
