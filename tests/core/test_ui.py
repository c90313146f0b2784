"""The look: all components on one page, error pages that lead out, nothing the security policy would refuse."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import get_resolver, reverse

from campaigns.enums import FindingLevel
from core.templatetags import ui
from documents.enums import DocumentState
from jobs.enums import JobState

ROOT = Path(settings.BASE_DIR)
#: The PDF's page and the mails are no pages of the site: what they look like stands inside them.
SCREEN_TEMPLATES = [
    file for file in sorted((ROOT / "templates").rglob("*.html")) if not {"nd30", "mail"} & set(file.parts)
]
COMPONENTS = sorted((ROOT / "templates" / "ui").glob("*.html"))
VENDOR = ROOT / "static" / "vendor"


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def render(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


# --- the page of the look ---


def test_everybody_can_see_all_components_and_every_state_word(client: Client, db: None) -> None:
    answer = client.get("/thiet-ke/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert [state.word for state in ui.STATUSES.values() if state.word not in page] == []
    assert "Có 4 chỗ cần sửa" in page
    assert 'id="id_loi-deadline_error"' in page


def test_states_have_the_same_word_on_chips_as_in_the_rooms() -> None:
    enums = (DocumentState, JobState, FindingLevel)
    assert {str(code): ui.STATUSES[code].word for enum in enums for code in enum.values} == {
        str(code): label for enum in enums for code, label in enum.choices
    }


def test_a_chip_has_picture_and_word_and_may_say_more() -> None:
    chip = render("{% status code label %}", code="unmet", label="Chưa đạt: <15.4>")
    assert 'class="n-st n-st-unmet"' in chip
    assert "#x-circle-fill" in chip
    assert "Chưa đạt: &lt;15.4&gt;" in chip
    with pytest.raises(KeyError):
        render('{% status "no such state" %}')


@pytest.mark.parametrize("file", COMPONENTS, ids=name_of)
def test_every_component_opens_with_its_inputs(file: Path) -> None:
    assert file.read_text().startswith("{% comment %}")


# --- what the security policy would refuse, and what would be missing ---


@pytest.mark.parametrize("file", SCREEN_TEMPLATES, ids=name_of)
def test_pages_hold_no_inline_style_script_or_handler(file: Path) -> None:
    source = file.read_text()
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)", source) == []


def test_every_picture_that_is_used_is_in_the_sprite() -> None:
    there = set(re.findall(r'<symbol id="([\w-]+)"', (VENDOR / "bootstrap-icons" / "icons.svg").read_text()))
    used = {
        name for file in SCREEN_TEMPLATES for name in re.findall(r'(?:\{% icon |icon=)"([\w-]+)"', file.read_text())
    }
    used |= {state.icon for state in ui.STATUSES.values()} | set(ui.NOTE_ICONS.values())
    assert used - there == set()


def test_every_address_in_the_style_sheets_is_a_file() -> None:
    for sheet in (ROOT / "static" / "css").glob("*.css"):
        for address in re.findall(r'url\("([^"]+)"\)', sheet.read_text()):
            assert (sheet.parent / address).resolve().is_file(), f"{sheet.name}: {address}"


def test_what_others_made_is_listed_with_its_licence() -> None:
    manifest = (VENDOR / "MANIFEST.md").read_text()
    folders = [folder for folder in VENDOR.iterdir() if folder.is_dir()]
    assert folders
    for folder in folders:
        assert (folder / "LICENSE").is_file()
        assert f"`{folder.name}/" in manifest
    assert finders.find("django_htmx/htmx-2.min.js")


# --- legibility ---


def colours(theme: str) -> dict[str, str]:
    sheet = (ROOT / "static" / "css" / "tokens.css").read_text()
    light, dark = sheet.split("/* 3. Dark", 1)
    values = dict(re.findall(r"(--ntm-[\w-]+): (#[0-9a-f]{3,6});", light))
    return values | dict(re.findall(r"(--ntm-[\w-]+): (#[0-9a-f]{3,6});", dark)) if theme == "dark" else values


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TONES = ("met", "unmet", "na", "nodata", "pending", "returned", "issued")
TEXT_PAIRS = [
    *[(f"{tone}-ink", f"{tone}-bg") for tone in TONES],
    *[(f"{tone}-ink", "surface") for tone in TONES],
    *[("on-solid", f"{tone}-solid") for tone in TONES],
    *[(ink, ground) for ink in ("ink", "ink-2", "link") for ground in ("ground", "surface", "surface-2", "surface-3")],
    ("ink-2", "selected"), ("on-action", "action"), ("on-action", "action-hover"),
    ("on-header", "header"), ("on-header-2", "header"), ("paper-ink", "paper"),
]  # fmt: skip
EDGE_PAIRS = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    ("focus", "surface"),
    ("focus", "ground"),
    ("yellow", "header"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_and_edges_stand_out_from_their_ground(theme: str) -> None:
    values = colours(theme)
    ratio = {pair: contrast(*(values[f"--ntm-{name}"] for name in pair)) for pair in TEXT_PAIRS + EDGE_PAIRS}
    assert {pair: ratio[pair] for pair in TEXT_PAIRS if ratio[pair] < 4.5} == {}
    assert {pair: ratio[pair] for pair in EDGE_PAIRS if ratio[pair] < 3} == {}


# --- the shell ---


def test_the_shell_works_without_menu_and_shows_the_way_in() -> None:
    page = render_to_string("base.html", {"user": AnonymousUser()})
    assert 'class="n-bottom"' not in page
    assert f'href="{reverse("accounts:sign_in")}"' in page
    assert 'href="#noi-dung"' in page


def test_the_shell_shows_menu_unread_count_and_the_rest_of_the_phone_menu() -> None:
    menu = [{"label": label, "url": f"/{at}/", "icon": "flag", "current": at == 1} for at, label in enumerate("ABCDEF")]
    shell = {"area_name": "Xã An Bình", "menu": menu, "phone_menu": menu[:4], "unread": 3, "initials": "LM"}
    person = SimpleNamespace(is_authenticated=True)
    page = render_to_string("base.html", {"user": person, "shell": shell, "csrf_token": "x"})
    assert "Hộp thư, 3 tin chưa đọc" in page
    assert page.count('aria-current="page"') == 3  # header, bottom bar, and the sheet of "Thêm"
    assert "<span>Thêm</span>" in page
    assert f'action="{reverse("accounts:sign_out")}"' in page


# --- error pages ---


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429"])
def test_an_error_page_says_one_sentence_and_shows_the_way_out(code: str) -> None:
    page = render_to_string(f"{code}.html")
    assert len(re.findall(r'<p class="n-lead mb-4">[^<]+[.]</p>', page)) == 1
    assert re.search(r'<a class="btn btn-primary" href="/[^"]*">', page)


def test_an_address_that_is_none_gets_the_house_page(client: Client, db: None) -> None:
    answer = client.get("/khong-co-trang-nay/")
    assert answer.status_code == 404
    assert "Không tìm thấy trang này" in answer.content.decode()


def test_the_page_of_a_failure_needs_nothing_that_could_fail() -> None:
    source = (ROOT / "templates" / "500.html").read_text()
    assert set(re.findall(r"{%-?\s*(\w+)", source)) <= {"comment", "endcomment", "if", "endif", "for", "endfor"}
    assert "<h1>Hệ thống gặp lỗi</h1>" in render_to_string("500.html")
    shown = get_resolver().resolve_error_handler(500)(RequestFactory().get("/")).content.decode()
    addresses = re.findall(r'(?:href|src)="/static/([^"]+)"', shown)
    assert len(addresses) == 7
    for address in addresses:
        assert finders.find(address), address


def test_a_rule_that_says_no_leads_back_into_this_site_only() -> None:
    for referrer, way_back in [
        ("http://testserver/ke-hoach/", "http://testserver/ke-hoach/"),
        ("https://khac.example/", "/"),
    ]:
        request = RequestFactory(headers={"referer": referrer}).get("/")
        request.user = AnonymousUser()
        page = render_to_string("rule_error.html", {"message": "Chưa được."}, request=request)
        assert f'<a class="btn btn-primary" href="{way_back}">Quay lại</a>' in page


# --- single components ---


def test_a_finding_shows_both_passages_with_the_difference_marked() -> None:
    item = {
        "level": "error",
        "message": "Hai số khác nhau",
        "quotes": [{"where": "Mục 1", "text": "có <9> tuyến", "mark": "<9>"}, "có 8 tuyến"],
    }
    html = render("{% finding item open=True %}<a>Sửa</a>{% endfinding %}", item=item)
    assert "Lỗi: Hai số khác nhau" in html
    assert "có <mark>&lt;9&gt;</mark> tuyến" in html
    assert html.count("<blockquote>") == 2
    assert "<a>Sửa</a>" in html
    assert "n-finding-actions" not in render("{% finding item %}{% endfinding %}", item=item)


def test_the_pager_keeps_the_filters_and_is_silent_about_nothing() -> None:
    request = RequestFactory().get("/ke-hoach/?loai=annual&trang=3")
    request.user = AnonymousUser()
    page = Paginator(range(200), 20).page(3)
    html = render_to_string("ui/pager.html", {"page": page, "word": "kế hoạch"}, request)
    assert re.sub(r"<[^>]+>", "", html.split("<ul>")[0]).strip() == "41–60 trong 200 kế hoạch"
    assert 'href="?loai=annual&amp;trang=4" rel="next"' in html
    assert 'aria-current="page" aria-label="Trang 3"' in html
    assert render_to_string("ui/pager.html", {"page": Paginator([], 20).page(1)}, request).strip() == ""


@pytest.mark.parametrize(
    ("state", "asks_again", "brings_file"),
    [("queued", True, False), ("running", True, False), ("done", False, True), ("failed", False, False)],
)
def test_long_work_asks_again_until_it_is_over(state: str, asks_again: bool, brings_file: bool) -> None:
    source = '{% include "ui/job.html" with id="v" title="Bản PDF" poll_url="/v/" file_url="/t/" retry_url="/l/" %}'
    html = render(source, job={"state": state, "reason": "Hết chỗ trên đĩa." if state == "failed" else ""})
    assert ('hx-get="/v/"' in html) is asks_again
    assert ('data-arrived="/t/"' in html) is brings_file
    assert ("Hết chỗ trên đĩa." in html and "Thử lại" in html) is (state == "failed")


def test_a_button_with_a_question_opens_a_second_step() -> None:
    source = '{% include "ui/confirm.html" with action="/x/" label="Thu hồi" ask=ask reason="Lý do" %}'
    asked = render(source, ask="Thu hồi văn bản này?", csrf_token="t")
    assert asked.index("<summary") < asked.index("Thu hồi văn bản này?") < asked.index('name="reason"')
    assert "<details" not in render(source, ask="", csrf_token="t")
    assert 'name="csrfmiddlewaretoken"' in asked


def test_crumbs_lead_up_and_end_here() -> None:
    html = render('{% crumbs "Kế hoạch" "/ke-hoach/" "04/KH-UBND" %}')
    assert '<a href="/ke-hoach/">Kế hoạch</a>' in html
    assert '<li aria-current="page">04/KH-UBND</li>' in html


@pytest.mark.parametrize(
    ("part", "whole", "length"), [(1, 4, "25.0%"), (5, 4, "100.0%"), (0, 4, "0%"), (1, None, "0%")]
)
def test_a_share_is_a_length_and_needs_its_base(part: int, whole: int | None, length: str) -> None:
    assert ui.share(part, whole) == length


def test_history_of_nothing_says_so() -> None:
    source = '{% include "ui/history.html" %}'
    assert "Chưa có việc nào được ghi" in render(source, entries=[])
    assert "Trả lại" in render(
        source, entries=[{"text": "Trả lại", "by": "Hà", "at": datetime(2024, 6, 3, 9, tzinfo=UTC)}]
    )
