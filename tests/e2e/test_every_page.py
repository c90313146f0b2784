"""Every page, for somebody who may see it: on a small phone and a wide screen, by day and by night."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import resolve, reverse
from playwright.sync_api import Page, expect

from campaigns.actions import importing as plans
from documents import actions as papers
from documents.enums import DocumentState
from documents.rendering import request_rendition
from journal.actions import notify
from tests import factories
from tests.cast import Cast
from tests.e2e.conftest import SignIn
from tests.e2e.files import word_file
from tests.permissions import NO_PAGES, PAGES, PUBLIC, TABLE, make_things

LONG = "Huy động toàn dân chung sức hoàn thành các công trình giao thông nông thôn liên thôn, liên xã còn dang dở " * 2


class Place(NamedTuple):
    who: str
    address: str


#: All pages in one test would take so long that it counts as hanging.
PARTS = 5


@pytest.fixture
def places(cast: Cast) -> list[Place]:
    """Every page with something on it, and those that may be empty also without."""

    def plan_in(state: DocumentState, title: str = "Xây dựng nông thôn mới năm 2026") -> Any:
        return factories.plan(cast.commune, cast.committee, state=state, by=cast.officer, title=title)

    def read(name: str) -> Any:
        file = word_file(name, f"{'KeHoachNongThonMoi_' * 6}.docx")
        return plans.read_upload(area=cast.commune, name=file["name"], data=file["buffer"], by=cast.officer)

    made = make_things(cast)
    waiting = read("annual-khe-man-2023")
    draft, submitted, approved = (
        plan_in(state) for state in (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED)
    )
    issued = plan_in(DocumentState.APPROVED, LONG.strip())
    document = papers.issue(issued.document, by=cast.clerk)
    request_rendition(draft.document, "pdf", by=cast.officer)
    notify([cast.officer], key="1", title=f"Lãnh đạo trả lại: {LONG.strip()}", url="/")
    cast.leader.full_name = "Công Tằng Tôn Nữ Thị Huyền Trang Nguyễn Phúc"
    cast.leader.save()

    return [
        *(Place("", reverse(name)) for name in ("accounts:sign_in", "documents:verify_search", "core:design")),
        Place("", reverse("documents:verify", args=[document.check_code])),
        *(Place("officer", reverse(name)) for name in ("home", "campaigns:list", "campaigns:upload", "jobs:my_files",
            "journal:inbox", "accounts:password_change")),
        Place("officer", reverse("campaigns:import", args=[waiting.pk])),
        Place("officer", draft.get_absolute_url()),
        Place("officer", reverse("campaigns:edit", args=[draft.pk])),
        Place("leader", submitted.get_absolute_url()),
        Place("clerk", approved.get_absolute_url()),
        Place("clerk", issued.get_absolute_url()),
        Place("administrator", reverse("accounts:staff")),
        Place("administrator", reverse("accounts:add_person")),
        Place("administrator", reverse("accounts:colleague", args=[cast.leader.pk])),
        Place("administrator", reverse("accounts:villages")),
        Place("administrator", reverse("accounts:organisations")),
        Place("administrator", reverse("accounts:add_organisation")),
        Place("administrator", reverse("accounts:organisation", args=[cast.committee.pk])),
        *(Place("stranger", reverse(name)) for name in ("home", "jobs:my_files", "journal:inbox")),
        Place("neighbour", reverse("campaigns:list")),
        *(Place(who, _address(name, made.get(of, ()))) for who, name, of in PAGES),
    ]  # fmt: skip


def _address(name: str, of: Any) -> str:
    return reverse(name, args=of if isinstance(of, (tuple, list)) else [of])


def _shape(page: Page) -> list[str]:
    """What is wrong with the page's frame."""
    found = page.evaluate(
        """() => [
          document.documentElement.scrollWidth > innerWidth && `${document.documentElement.scrollWidth} px wide`,
          document.querySelectorAll("h1").length !== 1 && `${document.querySelectorAll("h1").length} h1`,
          !/^\\S.* · Nông thôn mới$/.test(document.title) && `title "${document.title}"`,
        ].filter(Boolean)"""
    )
    return list(found)


def _axe(page: Page, rules: str = "{}") -> list[str]:
    found = page.evaluate(
        f"axe.run(document, {{resultTypes: ['violations'], iframes: false, ...{rules}}}).then(r => r.violations)"
    )
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:200]}" for fault in found]


def _faults(page: Page, places: list[Place], cast: Cast, sign_in: SignIn) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    for who, address in places:
        page.goto("about:blank")  # what the page before was about to ask must not be asked by nobody
        page.context.clear_cookies()
        if who:
            sign_in(page, getattr(cast, who))
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        answer = page.goto(address)
        found = [] if answer and answer.status == 200 else [f"status {answer and answer.status}"]
        page.evaluate(Axe().axe_script)
        found += _shape(page) + _axe(page)
        # At night only the colours are others.
        page.emulate_media(color_scheme="dark")
        page.locator("html[data-bs-theme=dark]").wait_for()
        found += [f"dark {fault}" for fault in _axe(page, "{runOnly: ['color-contrast']}")]
        if found:
            faults[f"{who} {address}"] = found
        # What the page asked for by itself is answered to the person it was shown to.
        expect(page.locator(".htmx-request")).to_have_count(0)
    return faults


def test_no_page_is_left_out(places: list[Place]) -> None:
    shown = {resolve(place.address).view_name for place in places}
    assert {row.name for row in TABLE if row.method == "get"} | set(PUBLIC) == shown | NO_PAGES


@pytest.mark.parametrize("part", range(PARTS))
def test_on_a_wide_screen(places: list[Place], cast: Cast, page: Page, sign_in: SignIn, part: int) -> None:
    assert _faults(page, places[part::PARTS], cast, sign_in) == {}


@pytest.mark.parametrize("part", range(PARTS))
def test_on_a_small_phone(places: list[Place], cast: Cast, phone: Page, sign_in: SignIn, part: int) -> None:
    assert _faults(phone, places[part::PARTS], cast, sign_in) == {}


def test_refusals_look_like_the_house(cast: Cast, other_page: Any, sign_in: SignIn) -> None:
    page = other_page(viewport={"width": 360, "height": 740})
    draft = factories.plan(cast.commune, None, by=cast.officer)
    faults = {}
    for who, address, status in (
        ("stranger", draft.get_absolute_url(), 404),
        ("leader", reverse("campaigns:upload"), 403),
        ("officer", "/khong-co-trang-nay/", 404),
        ("", reverse("documents:verify", args=["KHONGCO"]), 404),
    ):
        page.context.clear_cookies()
        if who:
            sign_in(page, getattr(cast, who))
        answer = page.goto(address)
        page.evaluate(Axe().axe_script)
        found = [*_shape(page), *_axe(page), *([] if answer.status == status else [f"status {answer.status}"])]
        if found:
            faults[f"{who} {address}"] = found
    assert faults == {}


def test_the_paper_itself_fits_a_phone(cast: Cast, phone: Page, sign_in: SignIn) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    sign_in(phone, cast.officer)
    phone.goto(reverse("documents:preview", args=[plan.document_id]))
    phone.evaluate(Axe().axe_script)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert phone.title() != ""
    assert _axe(phone) == []
