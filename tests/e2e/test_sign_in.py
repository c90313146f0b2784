"""The door, in a real browser: who comes in, who does not, and where one lands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests import factories
from tests.cast import Cast

MANY_TRIES = 8
WRONG = "Số điện thoại (thư điện tử) hoặc mật khẩu không đúng."


def give(page: Page, name: str, password: str = factories.PASSWORD) -> None:
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(name)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập", exact=True).click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.fixture
def officer(cast: Cast) -> User:
    cast.officer.email = "men.lt@anbinh.example"
    cast.officer.save()
    return cast.officer


def test_with_the_phone_number_as_people_write_it_and_out_again(officer: User, phone: Page) -> None:
    phone.goto("/")
    number = officer.phone
    give(phone, f" {number[:4]} {number[4:7]} {number[7:]} ")
    heading(phone, "Việc hôm nay")
    phone.get_by_label(f"Tài khoản của {officer}").click()
    phone.get_by_role("button", name="Đăng xuất").click()
    expect(phone.get_by_text("Đã đăng xuất.")).to_be_visible()
    phone.goto("/ke-hoach/")
    heading(phone, "Đăng nhập")


def test_with_the_mail_address_in_capitals_after_a_wrong_try(officer: User, page: Page) -> None:
    page.goto("/dang-nhap/")
    for name, password in (("0999 999 999", factories.PASSWORD), ("Men.LT@anbinh.example", "khong-phai-mat-khau")):
        give(page, name, password)
        expect(page.get_by_role("alert").first).to_contain_text(WRONG)
        expect(page.get_by_label("Số điện thoại hoặc thư điện tử")).to_have_value(name)
    give(page, "Men.LT@anbinh.example")
    heading(page, "Việc hôm nay")


def test_what_is_missing_is_told_and_can_be_reached(cast: Cast, page: Page) -> None:
    page.goto("/dang-nhap/")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    summary = page.get_by_role("alert").first
    expect(summary).to_contain_text("Có 2 chỗ cần sửa")
    summary.get_by_role("link", name="Nhập mật khẩu.").click()
    expect(page.get_by_label("Mật khẩu")).to_be_focused()


def test_one_may_look_at_the_password(cast: Cast, phone: Page) -> None:
    phone.goto("/dang-nhap/")
    box = phone.locator("#id_password")
    box.fill("mật khẩu")
    expect(box).to_have_attribute("type", "password")
    phone.get_by_role("button", name="Hiện").click()
    expect(box).to_have_attribute("type", "text")
    phone.get_by_role("button", name="Ẩn").click()
    expect(box).to_have_attribute("type", "password")


def test_with_the_keyboard_alone(officer: User, page: Page) -> None:
    page.goto("/dang-nhap/")
    expect(page.get_by_label("Số điện thoại hoặc thư điện tử")).to_be_focused()
    page.keyboard.type(officer.phone)
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Việc hôm nay")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_after_many_wrong_tries_the_account_rests(cast: Cast, officer: User, other_page: Callable[..., Page]) -> None:
    page = other_page()
    for _ in range(MANY_TRIES):
        page.goto("/dang-nhap/")
        give(page, officer.phone, "doan-mo")
    heading(page, "Tạm dừng đăng nhập")
    page.get_by_role("link", name="Về trang đăng nhập").click()
    give(page, officer.phone)
    heading(page, "Tạm dừng đăng nhập")
    page.get_by_role("link", name="Về trang đăng nhập").click()
    give(page, cast.leader.phone)
    heading(page, "Việc hôm nay")


def test_one_lands_where_one_wanted_to_go(officer: User, page: Page) -> None:
    page.goto("/ke-hoach/?q=duong")
    give(page, officer.phone, "khong-dung")
    give(page, officer.phone)
    heading(page, "Kế hoạch")
    assert page.url.endswith("/ke-hoach/?q=duong")


def test_nobody_is_led_out_of_the_house(officer: User, page: Page, live_server: LiveServer) -> None:
    page.goto("/dang-nhap/?next=//example.org/")
    give(page, officer.phone)
    heading(page, "Việc hôm nay")
    assert page.url == f"{live_server}/"
    # Signed in already, the same address only leads on.
    for address in ("https://example.org/", "///example.org", "javascript:alert(1)", "/\\example.org"):
        page.goto(f"/dang-nhap/?next={address}")
        assert page.url == f"{live_server}/"


def test_a_given_password_is_changed_before_anything_else(officer: User, page: Page) -> None:
    officer.must_change_password = True
    officer.save()
    page.goto("/ke-hoach/")
    give(page, officer.phone)
    heading(page, "Đổi mật khẩu")
    page.goto("/ke-hoach/")
    heading(page, "Đổi mật khẩu")
    for again in ("lua-chin-vang", "lua-chin-vang-dong"):
        page.get_by_label("Mật khẩu hiện nay").fill(factories.PASSWORD)
        page.get_by_label("Mật khẩu mới", exact=True).fill("lua-chin-vang-dong")
        page.get_by_label("Nhập lại mật khẩu mới").fill(again)
        page.get_by_role("button", name="Đổi mật khẩu").click()
        if again == "lua-chin-vang":
            expect(page.get_by_role("alert").first).to_contain_text("Hai lần nhập mật khẩu mới không giống nhau.")
    expect(page.get_by_text("Đã đổi mật khẩu.")).to_be_visible()
    heading(page, "Việc hôm nay")
