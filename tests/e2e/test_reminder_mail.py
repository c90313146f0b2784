"""A digest's mail, taken from an SMTP server, in a browser as a mail program shows it; and the page where people choose."""

from __future__ import annotations

import os
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from core.clock import now, today
from jobs.actions import run
from reminders.actions.choices import send_test
from reminders.channels import Line, Outgoing
from reminders.channels.registry import ways
from reminders.enums import Channel
from reminders.models import Preference, PushSubscription
from reminders.papers.digest import LATE, NEWS, SOON, TODAY, settings_url, subject_of
from tests.cast import Cast
from tests.conftest import Clock, MailServer
from tests.e2e.conftest import SignIn
from tests.reminders.services import as_read, running

PUBLIC = "https://ntm.example.vn"
KEY = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
#: One long title, one address that nothing lets break, and enough lines to scroll.
LINES = (
    Line("Quá hạn 2 ngày làm việc (hạn 19/11/2026): Báo cáo nhiệm vụ “Huy động nhân dân hiến đất, góp ngày công hoàn thành tuyến đường trục xóm Nà Cốc đi bản Khe Mận, dài 1.250 m”", f"{PUBLIC}/viec/", LATE),
    Line("Quá hạn 1 ngày làm việc (hạn 20/11/2026): Nộp quyển biên lai số 3", f"{PUBLIC}/dong-gop/", LATE),
    Line("Đến hạn hôm nay: Ký Kế hoạch số 04/KH-UBND", f"{PUBLIC}/ke-hoach/", TODAY),
    Line("Còn 3 ngày làm việc, hạn 25/11/2026: Chốt phiếu tự đánh giá quý IV", f"{PUBLIC}/tieu-chi/", SOON),
    Line("Còn 3 ngày làm việc, hạn 25/11/2026: Minh chứng “KeHoachNongThonMoi_KeHoachNongThonMoi_KeHoachNongThonMoi_2026.docx” hết hiệu lực", f"{PUBLIC}/tieu-chi/", SOON),
    Line("Còn 10 ngày làm việc, hạn 4/12/2026: Báo cáo tháng 11 năm 2026", f"{PUBLIC}/thi-dua/", SOON),
    Line("Văn bản đến: 12/KH-UBND, Kế hoạch vận động <đợt 2> & quyên góp", f"{PUBLIC}/hop-thu/", NEWS),
)  # fmt: skip


@pytest.fixture
def mail(smtp: MailServer, cast: Cast, clock: Clock, settings: Any) -> EmailMessage:
    settings.PUBLIC_URL = PUBLIC
    clock.set("2026-11-22 07:00")
    cast.officer.email = "men@xa-an-binh.vn"
    cast.officer.save()
    ways()[Channel.EMAIL].send(
        Outgoing(
            id="17", user=cast.officer, preference=Preference(user=cast.officer), subject=subject_of(LINES, today()),
            lines=LINES, settings_url=settings_url(),
        )
    )  # fmt: skip
    (found,) = smtp.messages
    return as_read(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 600])
def test_a_mail_fits_the_screen_and_loads_nothing(
    mail: EmailMessage, other_page: Callable[..., Page], width: int, scheme: Any, tmp_path: Path
) -> None:
    body = mail.get_body(("html",))
    assert body is not None
    file = tmp_path / "thu.html"
    file.write_text(body.get_content(), encoding="utf-8")
    page = other_page(viewport={"width": width, "height": 740}, color_scheme=scheme, java_script_enabled=True)
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page.route(lambda address: not address.startswith("file:"), refuse)
    page.goto(file.as_uri())
    expect(page.get_by_role("heading")).to_have_text(
        ["Quá hạn (2)", "Đến hạn hôm nay (1)", "Sắp đến hạn (3)", "Tin mới (1)"]
    )
    assert asked == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    sheet = page.locator(".m-sheet").bounding_box()
    assert sheet is not None
    assert sheet["width"] <= 600
    for link in page.get_by_role("link").all():
        box = link.bounding_box()
        assert box is not None
        assert box["x"] >= 8
        assert box["x"] + box["width"] <= width - 8
    for words, ground in (
        (".m-ink", ".m-sheet"),
        (".m-link", ".m-sheet"),
        (".m-late", ".m-sheet"),
        (".m-ink-2", ".m-sheet"),
    ):
        assert _contrast(page, words, ground) >= 4.5, words
    if folder := os.environ.get("NTM_PICTURES"):
        page.screenshot(path=f"{folder}/mail-{width}-{scheme}.png", full_page=True)


def _contrast(page: Page, words: str, ground: str) -> float:
    """Of the colours as they are shown (WCAG 2.1, 1.4.3)."""
    found: float = page.evaluate(
        """([words, ground]) => {
            const light = (colour) => {
                const parts = colour.match(/\\d+/g).slice(0, 3).map((part) => part / 255);
                const [r, g, b] = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const one = light(getComputedStyle(document.querySelector(words)).color);
            const other = light(getComputedStyle(document.querySelector(ground)).backgroundColor);
            return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        }""",
        [words, ground],
    )
    return found


def test_every_link_of_the_mail_opens_a_page(
    mail: EmailMessage, cast: Cast, other_page: Callable[..., Page], signed_in: Callable[[User], Client]
) -> None:
    body = mail.get_body(("html",))
    assert body is not None
    page = other_page()
    page.set_content(body.get_content())
    links = [str(link.get_attribute("href")) for link in page.get_by_role("link").all()]
    assert links == [*(line.url for line in LINES), f"{PUBLIC}/nhac-han/"]
    client = signed_in(cast.officer)
    assert {client.get(link.removeprefix(PUBLIC)).status_code for link in links} == {200}


def test_choosing_with_a_browser(phone: Page, sign_in: SignIn, cast: Cast, settings: Any) -> None:
    """Quiet hours are kept; the browser's own push service is not here, so turning notices on ends in a sentence."""
    settings.WEB_PUSH_KEY, settings.WEB_PUSH_CONTACT = (
        KEY,
        "mailto:ntm@example.vn",
    )
    sign_in(phone, cast.officer)
    phone.goto("/hop-thu/")
    phone.get_by_role("link", name="Cách nhận nhắc hạn").click()
    phone.get_by_label("Không làm phiền từ").fill("20h")
    phone.get_by_role("button", name="Lưu").click()
    expect(phone.get_by_text("Đã lưu cách nhận nhắc hạn.")).to_be_visible()
    expect(phone.get_by_label("Không làm phiền từ")).to_have_value("20:00")
    phone.get_by_role("button", name="Bật thông báo trên máy này").click()
    expect(phone.locator("[data-push-told]")).to_contain_text("bấm lại")
    if folder := os.environ.get("NTM_PICTURES"):
        phone.screenshot(path=f"{folder}/choices-360.png", full_page=True)


@pytest.mark.parametrize("screen", ["page", "phone"])
def test_the_page_with_everything_on_it(
    request: pytest.FixtureRequest, sign_in: SignIn, cast: Cast, settings: Any, screen: str
) -> None:
    """All ways on, a machine, a slip and a try that failed: by day and by night, within the width, and for screen readers."""
    shown: Page = request.getfixturevalue(screen)
    settings.WEB_PUSH_KEY, settings.WEB_PUSH_CONTACT = KEY, "mailto:ntm@example.vn"
    settings.ZALO_OA_TOKEN, settings.SMS_GATEWAY_URL = "khoa", "http://127.0.0.1:9"
    officer = cast.officer
    officer.email = "lo-thi-men.can-bo-nong-thon-moi@xa-an-binh.muong-lat.thanhhoa.gov.vn"
    officer.save()
    Preference.objects.create(user=officer, zalo_id="2468458835296197922")
    PushSubscription.objects.create(
        user=officer, endpoint="https://fcm.googleapis.com/fcm/send/1", p256dh="B", auth="a", created_at=now()
    )
    with running() as service:
        settings.ZALO_API_URL, service.body = service.url, '{"error": -213}'
        run(send_test(officer, Channel.ZALO).pk)
    sign_in(shown, officer)
    shown.goto("/nhac-han/")
    shown.get_by_label("Đến", exact=True).fill("sáng")
    shown.get_by_role("button", name="Lưu").click()
    expect(shown.get_by_text("Nhập giờ và phút, ví dụ 21:00.").first).to_be_visible()
    expect(shown.get_by_text("Người nhận chưa quan tâm Official Account trên Zalo.")).to_be_visible()
    shown.evaluate(Axe().axe_script)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        shown.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        shown.locator(f"html[data-bs-theme={scheme}]").wait_for()
        faults = shown.evaluate(
            "axe.run(document, {resultTypes: ['violations']}).then((found) => found.violations.map((one) => one.id))"
        )
        assert faults == []
        if folder := os.environ.get("NTM_PICTURES"):
            shown.screenshot(path=f"{folder}/choices-{screen}-{scheme}.png", full_page=True)
    assert shown.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _await(page: Page, asked: str, seconds: int = 20) -> Any:
    """What the page answers to an expression that has to be awaited, asked again until it is true or `seconds` are over.

    `wait_for_function` does not serve: it takes the promise itself for the answer, and a promise is always true.
    """
    return page.evaluate(
        f"""async () => {{
            for (let left = {seconds * 10}; left; left -= 1) {{
                const answer = {asked};
                if (answer) return answer;
                await new Promise((go) => setTimeout(go, 100));
            }}
        }}"""
    )


def test_the_worker_shows_a_notice(page: Page, sign_in: SignIn, cast: Cast) -> None:
    """Beside the worker of the daily reports, which keeps its own scope."""
    sign_in(page, cast.officer)
    page.context.grant_permissions(["notifications"])
    page.goto("/thi-dua/bao-cao/may/")
    page.wait_for_function("navigator.serviceWorker.ready")
    page.goto("/nhac-han/")
    devtools = page.context.new_cdp_session(page)
    registered: list[dict[str, Any]] = []
    devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: registered.extend(event["registrations"]))
    devtools.send("ServiceWorker.enable")
    page.evaluate("navigator.serviceWorker.register('/nhac-han/sw.js')")
    assert _await(page, "(await navigator.serviceWorker.ready).active?.state === 'activated'")
    ours = next(one for one in registered if one["scopeURL"].endswith("/nhac-han/"))
    told = '{"title": "Nông thôn mới", "body": "2 việc quá hạn", "url": "/viec-den-han/"}'
    for _ in range(10):
        # Of some two hundred notices Chromium under load forgets one for good, though its worker was told that it is shown.
        # So it is pushed again, as a server would; the tag keeps it single.
        devtools.send(
            "ServiceWorker.deliverPushMessage",
            {"origin": page.evaluate("location.origin"), "registrationId": ours["registrationId"], "data": told},
        )
        shown = _await(
            page,
            "(await (await navigator.serviceWorker.ready).getNotifications())"
            ".map((notice) => [notice.title, notice.body, notice.data.url])[0]",
            seconds=5,
        )
        if shown:
            break
    assert shown == ["Nông thôn mới", "2 việc quá hạn", "/viec-den-han/"]
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => new URL(one.scope).pathname).sort())"
    )
    assert scopes == ["/nhac-han/", "/thi-dua/bao-cao/"]
