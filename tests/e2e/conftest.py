"""A real browser before a real server; a page that reports an error fails its test."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

if TYPE_CHECKING:
    from accounts.models import User

# Playwright keeps an event loop in this thread, and Django would refuse the database because of it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
CHROMIUM_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 360, "height": 740}

#: Seconds that a request which outlives its test is waited for.
PATIENCE = 30

SignIn = Callable[[Page, "User"], None]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "chromium is missing; run scripts/setup.sh test"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=list(CHROMIUM_OPTIONS))
        yield chromium
        chromium.close()


class _Answering:
    """How many requests the live server is answering: those of its own threads, not of a test's client."""

    def __init__(self) -> None:
        self._threads: set[int] = set()
        self._test = threading.get_ident()

    def begins(self, **_: Any) -> None:
        if threading.get_ident() != self._test:
            self._threads.add(threading.get_ident())

    def ends(self, **_: Any) -> None:
        self._threads.discard(threading.get_ident())

    def until_quiet(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while self._threads and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not self._threads, "the server is still answering a request after the test"


@pytest.fixture(scope="session")
def _answering() -> Iterator[_Answering]:
    answering = _Answering()
    request_started.connect(answering.begins)
    # Receivers are called in the order they were connected: Django's own has closed the connection by then.
    request_finished.connect(answering.ends)
    yield answering
    request_started.disconnect(answering.begins)
    request_finished.disconnect(answering.ends)


@pytest.fixture(autouse=True)
def _answered(transactional_db: None, _answering: _Answering) -> Iterator[None]:
    """The tables are emptied after a test only once nothing reads or writes them any more.

    A page that is closed while it is being answered leaves its request running; the database is taken from under it,
    and its transaction holds the tables that are to be emptied. Closed before this: pages ask for this fixture.
    """
    yield
    _answering.until_quiet()


def _context(browser: Browser, live_server: LiveServer, **options: Any) -> BrowserContext:
    context = browser.new_context(base_url=live_server.url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
    context.set_default_timeout(15_000)
    return context


def _opened(browser: Browser, live_server: LiveServer, **options: Any) -> Iterator[Page]:
    """A page whose errors (script, console, Content-Security-Policy, missing files) are the test's."""
    context = _context(browser, live_server, **options)
    page = context.new_page()
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(browser: Browser, live_server: LiveServer, _answered: None) -> Iterator[Page]:
    """A desktop's window, 1440 pixels wide."""
    yield from _opened(browser, live_server, viewport=WIDE)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, _answered: None) -> Iterator[Page]:
    """A small phone, 360 pixels wide, with touch."""
    yield from _opened(browser, live_server, viewport=PHONE, has_touch=True, is_mobile=True, device_scale_factor=2)


@pytest.fixture
def other_page(browser: Browser, live_server: LiveServer, _answered: None) -> Iterator[Callable[..., Page]]:
    """other_page(): one more browser, for another person or for a story in which refusals (404, 429, no network) are due."""
    contexts: list[BrowserContext] = []

    def do(**options: Any) -> Page:
        contexts.append(_context(browser, live_server, **{"viewport": WIDE, **options}))
        return contexts[-1].new_page()

    yield do
    for context in contexts:
        context.close()


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """sign_in(page, user): the page's browser is signed in as the user, without typing."""

    def do(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return do
