"""The map: whose communes it shows, in which class each falls, and that words and figures say what the colour says."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Area, Outline
from areas.outlines import polygons_of, simplified
from core.clock import now
from criteria.actions.cards import save_criterion
from criteria.enums import State
from criteria.judging import Entered
from criteria.models import CriteriaSet, Round, RoundCard, Scorecard
from dashboards.papers.map import bands
from tests import factories
from tests.areas.test_outlines import square
from tests.cast import Cast
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import SET, fill, open_round
from tests.dashboards.pages import accepted, queries, sheets, table, words

SignIn = Callable[[User], Client]
MAP = "/tong-quan/ban-do/"


@pytest.fixture
def round_(cast: Cast, card: Any, signed_in: SignIn) -> Round:  # noqa: F811
    open_round(signed_in(cast.coordination), cast, year=card.year)
    return Round.objects.get()


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.coordination)


def shown(client: Client, **asked: Any) -> str:
    response = client.get(MAP, {name.replace("_", "-"): value for name, value in asked.items()})
    assert response.status_code == 200
    return str(response.content.decode())


def tiles(page: str) -> dict[str, tuple[str, str]]:
    """By what is read aloud up to the colon: class, and the rest of it."""
    found = re.findall(r'<a class="(\w+)" href="[^"]*" (?:title="[^"]*" )?aria-label="([^"]*)"', page)
    return {told.partition(": ")[0]: (css, unescape(told.partition(": ")[2])) for css, told in found}


def legend(page: str) -> dict[str, int]:
    key = re.findall(r'<ul class="mp-key" aria-label="Chú giải.*?</ul>', page, re.DOTALL)[0]
    rows = [words(row).rpartition(": ") for row in re.findall(r"<li>(.*?)</li>", key, re.DOTALL)]
    return {label: int(count) for label, _, count in rows}


def judge_all(card: Scorecard, by: User, *, unmet: int = 0, upto: int = 99) -> None:  # noqa: F811
    """Judge the first `upto` criteria: the first `unmet` of them not met, the others met."""
    for criterion in card.criteria_set.criteria.filter(number__lte=upto).prefetch_related("indicators"):
        state = State.UNMET if criterion.number <= unmet else State.MET
        rows = {row.pk: Entered(state=state, reason="Xã xét.") for row in criterion.indicators.all()}
        save_criterion(card, criterion, rows=rows, whole=None, by=by)


def card_of(area: Area, year: int) -> Scorecard:
    return Scorecard.objects.create(
        area=area, criteria_set=CriteriaSet.objects.get(code=SET), year=year, created_at=now(), updated_at=now()
    )


def test_a_tile_a_commune_in_the_words_of_its_class(round_: Round, cast: Cast, office: Client) -> None:
    judge_all(RoundCard.objects.get(card__area=cast.commune).card, cast.officer, unmet=2)
    page = shown(office)
    assert tiles(page) == {
        "Xã An Bình": ("q4", "đạt 17/19 tiêu chí. Xã đang tự đánh giá."),
        "Xã Bình Yên": ("n", "chưa có số liệu. Xã đang tự đánh giá."),
    }
    assert legend(page)["15–18 tiêu chí"] == 1
    assert sum(legend(page).values()) == 2
    assert "không theo vị trí và tỷ lệ" in page
    assert "Số liệu lúc" in page
    assert table(page, "Số liệu của bản đồ") == [
        ["Xã An Bình", "17", "0", "15–18 tiêu chí"],
        ["Xã Bình Yên", "chưa có", "chưa có", "Chưa có số liệu hoặc thiếu trên nửa số tiêu chí"],
    ]
    one = shown(office, ky=round_.pk, theo="1")
    assert tiles(one)["Xã An Bình"] == ("q1", "tiêu chí 1 chưa đạt. Xã đang tự đánh giá.")
    assert tiles(one)["Xã Bình Yên"][0] == "n"
    assert legend(one) == {"Đ: Đạt": 0, "C: Chưa đạt": 1, "K: Không đánh giá": 0, "–: Chưa có số liệu": 1}


def test_what_is_not_known_yet_is_not_red(round_: Round, cast: Cast, office: Client) -> None:
    fill(RoundCard.objects.get(card__area=cast.commune), cast.officer, ct1_1="Không đạt")
    css, told = tiles(shown(office))["Xã An Bình"]
    assert css == "n"
    assert "18 tiêu chí chưa có số liệu" in told


def test_whose_word_a_year_shows(round_: Round, cast: Cast, office: Client, signed_in: SignIn) -> None:
    mine = RoundCard.objects.get(card__area=cast.commune)
    judge_all(mine.card, cast.officer)
    accepted(signed_in, cast, mine, cast.leader, cast.officer)
    judge_all(mine.card, cast.officer, unmet=3)
    year = mine.card.year
    assert tiles(shown(office, nam=year))["Xã An Bình"] == ("q4", "đạt 16/19 tiêu chí. Xã tự đánh giá.")
    assert tiles(shown(office, nam=year, nguon="tham-tra"))["Xã An Bình"] == ("q5", "đạt 19/19 tiêu chí. Đã thẩm tra.")
    assert tiles(shown(office, ky=round_.pk))["Xã An Bình"] == ("q5", "đạt 19/19 tiêu chí. Đã thẩm tra, chấp nhận.")


def test_only_ones_own(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    judge_all(RoundCard.objects.get(card__area=cast.commune).card, cast.officer, upto=1)
    for person in (cast.officer, cast.village_head, cast.stranger):
        assert "Chưa có bản đồ để xem" in shown(signed_in(person))
        assert signed_in(person).get(MAP, {"dia-ban": cast.province.pk}).status_code == 200
    other = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    office = signed_in(cast.coordination)
    for pk in (other.pk, cast.commune.pk, 0, "x", "9" * 30):
        assert office.get(MAP, {"dia-ban": pk}).status_code == 404
    elsewhere = signed_in(factories.person("Người Tỉnh Khác", Role.COORDINATION, other))
    assert "Chưa có bản đồ để xem" in shown(elsewhere)
    assert elsewhere.get(MAP, {"ky": round_.pk}).status_code == 404
    assert "Xã An Bình" in tiles(shown(office, nam="?", bo="?", theo="99", nguon="?"))


def test_districts_head_their_communes(cast: Cast, card: Any, office: Client) -> None:  # noqa: F811
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="T9", parent=cast.province)
    factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="T91", parent=district)
    judge_all(card, cast.officer, upto=1)
    page = shown(office, nam=card.year)
    assert '<h3 class="mp-above">Huyện Đại Sơn</h3>' in page
    assert set(tiles(page)) == {"Xã An Bình", "Xã Bình Yên", "Xã Phú Lâm"}
    alone = shown(office, dia_ban=district.pk, bo=SET)
    assert "mp-above" not in alone


@pytest.fixture
def country(cast: Cast, card: Any) -> dict[str, Area]:  # noqa: F811
    """Two provinces of the country beside the made-up one, with two communes each."""
    found = {}
    for code, name in (("01", "Hà Nội"), ("96", "Cà Mau")):
        found[name] = factories.area(name, level=Level.PROVINCE, kind_word="tỉnh", code=code)
        for number in (1, 2):
            factories.area(
                f"{name} {number}", level=Level.COMMUNE, kind_word="xã", code=f"{code}{number}", parent=found[name]
            )
    for area in found.values():
        Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=area)
    judge_all(card_of(Area.objects.get(code="011"), card.year), cast.officer)
    judge_all(card_of(Area.objects.get(code="012"), card.year), cast.officer, unmet=1)
    return found


def test_provinces_lie_about_where_they_lie(country: dict[str, Area], cast: Cast, office: Client) -> None:
    page = shown(office)
    assert "Bản đồ các tỉnh, thành phố" in page
    assert re.search(r'<li class="r3 c3"><a class="q4"[^>]*aria-label="Tỉnh Hà Nội: bình quân 18,5/19', page)
    assert '<li class="r18 c2"><a class="n"' in page
    assert tiles(page)["Tỉnh Cà Mau"] == ("n", "chưa có số liệu; có 2 xã.")
    assert "Quần đảo Hoàng Sa" in page
    assert "Quần đảo Trường Sa" in page
    assert "không thể hiện địa giới" in page
    plain = page[page.index('</ul><ul class="mp-tiles" data-tiles>') :]
    assert "Tỉnh Thử Nghiệm" in plain, "a province the scheme does not know stands below"
    rows = {row[0]: row[1:] for row in table(page, "Số liệu của bản đồ")}
    assert rows["Tỉnh Hà Nội Bản đồ các xã"] == ["2", "2", "18,5", "1", "Từ 15 đến dưới 19 tiêu chí"]
    assert rows["Tỉnh Cà Mau Bản đồ các xã"][1:4] == ["0", "chưa có", "chưa có"]

    one = shown(office, theo="1")
    assert tiles(one)["Tỉnh Hà Nội"] == ("q3", "1/2 xã có số liệu đạt tiêu chí 1 (50\xa0%); tất cả có 2 xã.")
    assert legend(one)["Từ 50 đến dưới 75 % số xã"] == 1
    inside = shown(office, dia_ban=country["Hà Nội"].pk)
    assert set(tiles(inside)) == {"Xã Hà Nội 1", "Xã Hà Nội 2"}


def test_the_sheet_says_what_the_page_says(round_: Round, cast: Cast, office: Client) -> None:
    judge_all(RoundCard.objects.get(card__area=cast.commune).card, cast.officer, unmet=2)
    rows = {row[0]: row[1:] for row in sheets(office, MAP)["Bản đồ"]}
    assert rows["Xã An Bình"] == (None, "Xã đang tự đánh giá", 17, 0, "15–18 tiêu chí")
    assert rows["Xã Bình Yên"][2:4] == (None, None)


def test_outlines_are_drawn_and_the_rest_beside(round_: Round, cast: Cast, office: Client) -> None:
    judge_all(RoundCard.objects.get(card__area=cast.commune).card, cast.officer)
    geometry = simplified(polygons_of(square()))
    Outline.objects.create(area=cast.commune, geometry=geometry, source="Hình <đặt ra>", loaded_at=now())
    page = shown(office)
    assert len(re.findall(r"</title><path d=", page)) == 1
    assert "<title>Xã An Bình: đạt 19/19 tiêu chí" in page
    assert '<text class="q5"' in page
    assert "1 địa bàn chưa có đường ranh giới" in page
    assert "Hình &lt;đặt ra&gt;" in page
    assert set(tiles(page)) == {"Xã An Bình", "Xã Bình Yên"}
    Outline.objects.create(area=cast.next_commune, geometry=geometry, source="Hình khác", loaded_at=now())
    page = shown(office)
    assert len(re.findall(r"</title><path d=", page)) == 2
    assert "chưa có đường ranh giới" not in page
    assert "không theo vị trí" not in page


def test_the_map_of_a_square_is_as_wide_as_it_is_on_the_ground(round_: Round, cast: Cast, office: Client) -> None:
    geometry = simplified(polygons_of(square(105, 21, 1)))
    Outline.objects.create(area=cast.commune, geometry=geometry, source="đặt ra", loaded_at=now())
    width, height = map(int, re.findall(r'viewBox="-8 -8 (\d+) (\d+)"', shown(office))[0])
    assert (width - 16) / (height - 16) == pytest.approx(0.93, abs=0.01), "cos 21,5°"


def test_as_many_queries_for_one_commune_as_for_many(
    country: dict[str, Area], cast: Cast, office: Client, signed_in: SignIn
) -> None:
    province = signed_in(factories.person("Phối Hà Nội", Role.COORDINATION, country["Hà Nội"]))
    few = (queries(office, MAP), queries(province, MAP))
    for number in range(3):
        area = factories.area(
            f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"019{number}", parent=country["Hà Nội"]
        )
        judge_all(card_of(area, Scorecard.objects.all()[0].year), cast.officer, upto=2)
        more = factories.area(f"Tỉnh {number}", level=Level.PROVINCE, kind_word="tỉnh", code=f"Z{number}")
        Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=more)
    assert (queries(office, MAP), queries(province, MAP)) == few


@pytest.mark.parametrize(
    ("width", "least"), [(19, [19, 15, 10, 5, 0]), (14, [14, 11, 7, 4, 0]), (2, [2, 1, 0]), (1, [1, 0])]
)
def test_the_classes_of_the_programmes_own_reports(width: int, least: list[int]) -> None:
    assert [row[0] for row in bands(width)] == least
