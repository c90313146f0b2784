"""The office at work with the overviews: returning one indicator from a phone, printing, walking the map, both themes."""

from __future__ import annotations

import io
import re
from typing import Any

import pdfplumber
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page, expect

from areas.enums import Level
from areas.models import Area, Outline
from areas.outlines import polygons_of, simplified
from core.clock import now, today
from criteria.actions.rounds import open_round, submit_card
from criteria.enums import RoundCardState, RoundKind
from criteria.models import CardSummary, CriteriaSet, Round, RoundCard
from criteria.queries.summaries import structure_of
from tests import factories
from tests.areas.test_outlines import square
from tests.cast import Cast
from tests.dashboards.test_map import judge_all
from tests.e2e.conftest import PHONE, WIDE, SignIn

COMMUNES = 30


@pytest.fixture
def round_(cast: Cast) -> Round:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Năm nay", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip


@pytest.fixture
def wide_round(cast: Cast) -> Round:
    """A round of thirty communes more, whose letters are all but one met."""
    for number in range(COMMUNES):
        factories.area(
            f"Tên {number:02}", level=Level.COMMUNE, kind_word="xã", code=f"TT{number}", parent=cast.province
        )
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    made = open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Năm nay", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    width = len(structure_of(chosen.pk))
    for place, row in enumerate(RoundCard.objects.filter(round=made).select_related("card")):
        marks = "".join("C" if at == place % width else "D" for at in range(width))
        CardSummary.objects.create(card=row.card, marks=marks, met=width - 1, rows_met=0, rows=57, at=now())
    return made


def test_one_indicator_returned_from_a_phone(round_: Round, cast: Cast, phone: Page, sign_in: SignIn) -> None:
    round_card = RoundCard.objects.get(card__area=cast.commune)
    judge_all(round_card.card, cast.officer, unmet=1)
    submit_card(round_card, by=cast.leader)

    sign_in(phone, cast.coordination)
    phone.goto(reverse("overview"))
    row = phone.get_by_role("row", name=re.compile("Xã An Bình"))
    expect(row.get_by_text("Chờ thẩm tra")).to_have_count(1)
    row.get_by_role("link", name="Xã An Bình").tap()
    phone.get_by_label("Ý kiến về dòng 1.1").fill("Đề nghị bổ sung quyết định phê duyệt.")
    phone.get_by_role("button", name="Trả lại với ý kiến đã ghi").tap()
    expect(phone.get_by_text("Đề nghị bổ sung quyết định phê duyệt.").first).to_be_visible()
    phone.goto(reverse("overview"))
    expect(row.get_by_text("Đã trả lại, xã đang sửa")).to_have_count(1)
    round_card.refresh_from_db()
    assert round_card.state == RoundCardState.RETURNED
    assert round_card.remarks.count() == 1

    # The map of the same round says so too, and the commune finds what to mend.
    phone.goto(reverse("overview_map"))
    expect(phone.get_by_role("link", name="Xã An Bình: đạt 18/19 tiêu chí. Đã trả lại, xã đang sửa")).to_be_visible()
    phone.context.clear_cookies()
    sign_in(phone, cast.officer)
    phone.goto(round_card.get_absolute_url())
    expect(phone.get_by_text("Đề nghị bổ sung quyết định phê duyệt.").first).to_be_visible()


def _printed(page: Page, **how: Any) -> Any:
    return pdfplumber.open(io.BytesIO(page.pdf(print_background=True, **how)))


def _inside(pdf: Any) -> bool:
    """Every letter lies on its sheet, with a margin."""
    return all(
        letter["x0"] >= 20
        and letter["x1"] <= sheet.width - 20
        and letter["top"] >= 20
        and letter["bottom"] <= sheet.height - 20
        for sheet in pdf.pages
        for letter in sheet.chars
        if letter["text"].strip()
    )


def test_the_matrix_printed_whole(wide_round: Round, cast: Cast, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.coordination)
    page.goto(reverse("overview"))
    with _printed(page, prefer_css_page_size=True) as pdf:
        assert [round(side * 25.4 / 72) for side in (pdf.pages[0].width, pdf.pages[0].height)] == [420, 297]
        assert len(pdf.pages) == 1
        assert _inside(pdf)
        text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
        names = [f"Xã Tên {number:02}" for number in range(COMMUNES)]
        assert [name for name in names if name not in text] == []
        # Nineteen letters in each row; the totals once, at the end.
        rows = re.findall(r"18 —((?: [ĐC])+)", text)
        assert [len(row.split()) for row in rows] == [19] * (COMMUNES + 2)
        assert re.findall(r"(?m)^(?:Số xã đạt )?30(?: \d\d){18}$", text) != []
        assert text.count("Số xã đạt") == 1


@pytest.mark.parametrize("paper", ["A4", "A3"])
def test_the_map_printed_whole(wide_round: Round, cast: Cast, page: Page, sign_in: SignIn, paper: str) -> None:
    sign_in(page, cast.coordination)
    page.goto(reverse("overview_map"))
    with _printed(page, format=paper) as pdf:
        assert len(pdf.pages) <= 2
        assert _inside(pdf)
        text = "".join(sheet.extract_text() for sheet in pdf.pages)
        assert len(re.findall("18/19", text)) == COMMUNES + 2
        assert "Số liệu lúc" in text
        assert "15–18 tiêu chí: 32" in text


def test_the_map_walked_by_keyboard(wide_round: Round, cast: Cast, page: Page, sign_in: SignIn) -> None:
    sign_in(page, cast.coordination)
    page.goto(reverse("overview_map"))
    tiles = page.locator("[data-tiles] a")
    expect(page.locator("[data-tiles] a[tabindex='0']")).to_have_count(1)
    tiles.first.focus()
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    page.keyboard.press("ArrowDown")
    below = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert below > tiles.first.bounding_box()["y"]  # type: ignore[index]
    page.keyboard.press("End")
    expect(tiles.last).to_be_focused()
    page.keyboard.press("Home")
    expect(tiles.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/tong-quan/dia-ban/{cast.commune.pk}/"))


@pytest.mark.parametrize("size", [PHONE, WIDE], ids=["360", "1440"])
def test_nothing_serious_for_axe(wide_round: Round, cast: Cast, page: Page, sign_in: SignIn, size: Any) -> None:
    judged = RoundCard.objects.filter(round=wide_round).select_related("card")[0]
    judge_all(judged.card, cast.officer, upto=1)
    for place, area in enumerate(Area.objects.filter(code__in=("T1", "TT1", "TT2"))):
        geometry = simplified(polygons_of(square(105 + place / 10)))
        Outline.objects.create(area=area, geometry=geometry, source="hình đặt ra", loaded_at=now())
    page.set_viewport_size(size)
    sign_in(page, cast.coordination)
    faults: dict[str, list[str]] = {}
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for address in (
            reverse("overview"), reverse("overview_map"), f"{reverse('overview_map')}?ky={wide_round.pk}&theo=1",
            reverse("overview_area"),
        ):  # fmt: skip
            page.goto(address)
            page.locator(f"html[data-bs-theme={theme}]").wait_for()
            page.evaluate(Axe().axe_script)
            found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(r => r.violations)")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append({"id": "wider than the window", "nodes": [{"html": ""}]})
            if found:
                faults[f"{theme} {address}"] = [f"{row['id']}: {row['nodes'][0]['html'][:150]}" for row in found]
    assert faults == {}
