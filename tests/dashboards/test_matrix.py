"""The overview of a round: who sees which communes, what each cell says, what can be asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from criteria.models import Round, RoundCard
from tests import factories
from tests.cast import Cast
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import fill, key, open_round
from tests.dashboards.pages import words

SignIn = Callable[[User], Client]


@pytest.fixture
def round_(cast: Cast, card: Any, signed_in: SignIn) -> Round:  # noqa: F811
    open_round(signed_in(cast.coordination), cast, year=card.year)
    return Round.objects.get()


def row_of(page: str, name: str) -> str:
    """The commune's row of the table."""
    return re.findall(rf'<tr[^>]*><th scope="row"><a [^>]*>{name}</a>.*?(?=<tr|</tbody>)', page, re.DOTALL)[0]


def cells(page: str, name: str) -> list[str]:
    return re.findall(r'aria-label="([^"]*)"', row_of(page, name))


def accept(round_card: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{round_card.pk}/gui/")
    signed_in(cast.coordination).post(f"/ky-danh-gia/phieu/{round_card.pk}/chap-nhan/")


def test_the_office_sees_every_commune_and_each_only_itself(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.coordination).get("/tong-quan/").content.decode()
    assert "Xã An Bình" in page
    assert "Xã Bình Yên" in page
    mine = signed_in(cast.officer).get("/tong-quan/").content.decode()
    assert "Xã An Bình" in mine
    assert "Bình Yên" not in mine
    for person in (cast.village_head, cast.stranger):
        assert "Chưa có kỳ đánh giá nào" in signed_in(person).get("/tong-quan/").content.decode()
    elsewhere = factories.person(
        "Người Tỉnh Khác", Role.COORDINATION, factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    )
    assert signed_in(elsewhere).get("/tong-quan/", {"ky": round_.pk}).status_code == 404


def test_self_assessed_corrected_and_changed_are_told_apart(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    mine = RoundCard.objects.get(card__area=cast.commune)
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    page = office.get("/tong-quan/").content.decode()
    assert '<tr class="self">' in row_of(page, "Xã An Bình")
    assert "Xã đang tự đánh giá" in row_of(page, "Xã An Bình")
    assert cells(page, "Xã An Bình")[:2] == ["Đạt", "Chưa có số liệu"]
    accept(mine, cast, signed_in)
    assert "Đã thẩm tra, chấp nhận" in row_of(office.get("/tong-quan/").content.decode(), "Xã An Bình")

    open_round(office, cast, "Kỳ sau", year=mine.card.year, deadline="31/12/2199")
    later = RoundCard.objects.get(card__area=cast.commune, round__name="Kỳ sau")
    fill(later, cast.officer, ct1_1="Không đạt")
    page = office.get("/tong-quan/").content.decode()
    assert cells(page, "Xã An Bình")[0] == "Chưa đạt, kỳ trước đạt"
    assert "−1" in row_of(page, "Xã An Bình")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{later.pk}/gui/")
    row = key("1.1")
    office.post(
        f"/ky-danh-gia/phieu/{later.pk}/dieu-chinh/",
        {"row": row, f"ket-qua-{row}": "met", f"ly-do-{row}": "Đã công bố ngày 02/6."},
    )
    assert cells(office.get("/tong-quan/").content.decode(), "Xã An Bình")[0] == "Đạt, xã tự đánh giá chưa đạt"


def test_a_commune_without_figures_is_none_of_zero(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    fill(RoundCard.objects.get(card__area=cast.next_commune), cast.neighbour, ct1_1="Đạt", ct1_2="Đạt")
    page = office.get("/tong-quan/", {"xep": "kem"}).content.decode()
    assert "Bình quân 1/19 tiêu chí đạt, trên 1 xã có số liệu" in words(page)
    assert '<td class="num"><b>—</b>' in row_of(page, "Xã An Bình")
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page) == ["Xã Bình Yên", "Xã An Bình"], (
        "unknown is not least"
    )


def test_filters_and_order(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    fill(RoundCard.objects.get(card__area=cast.next_commune), cast.neighbour, ct1_1="Đạt", ct1_2="Đạt")

    def names(**asked: str) -> list[str]:
        page = office.get("/tong-quan/", asked).content.decode()
        return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page)

    assert names() == ["Xã An Bình", "Xã Bình Yên"]
    assert names(**{"chua-dat": "1"}) == ["Xã An Bình"]
    assert names(xep="kem") == ["Xã Bình Yên", "Xã An Bình"]
    assert names(**{"tinh-trang": "accepted"}) == []
    assert names(**{"tinh-trang": "?", "chua-dat": "99", "xep": "x"}) == ["Xã An Bình", "Xã Bình Yên"]
    assert office.get("/tong-quan/", {"huyen": "0"}).status_code == 404


def test_a_district_between_can_be_looked_at_alone(cast: Cast, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="T9", parent=cast.province)
    factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="T91", parent=district)
    office = signed_in(cast.coordination)
    open_round(office, cast, year=card.year)
    page = office.get("/tong-quan/", {"huyen": district.pk}).content.decode()
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page) == ["Xã Phú Lâm"]
    assert "Huyện Đại Sơn" in row_of(office.get("/tong-quan/").content.decode(), "Xã Phú Lâm")
    own = signed_in(factories.person("Tòng Văn Huyện", Role.COORDINATION, district))
    page = own.get("/tong-quan/", {"huyen": district.pk}).content.decode()
    assert re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page) == ["Xã Phú Lâm"]
    assert own.get("/tong-quan/").content.decode().count("Xã Phú Lâm") == 1
    beside = factories.area("Sông Mã", level=Level.DISTRICT, kind_word="huyện", code="T8", parent=cast.province)
    assert own.get("/tong-quan/", {"huyen": beside.pk}).status_code == 404


def test_the_sheet_says_what_the_page_says(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    fill(RoundCard.objects.get(card__area=cast.commune), cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    data = signed_in(cast.coordination).get("/tong-quan/", {"export": "xlsx"}).content
    page: Any = load_workbook(BytesIO(data)).active
    rows = [row for row in page.iter_rows(values_only=True) if row[0]]
    found = {row[0]: row for row in rows}
    assert rows[0][0] == "MA TRẬN TIÊU CHÍ THEO XÃ"
    assert rows[1][0].startswith(str(round_))
    assert rows[3][0].startswith("Số liệu đến ngày")
    assert "Thuộc" not in rows[4]
    assert rows[-1][0].startswith("Đ: đạt; C: chưa đạt; K: ")
    assert found["Xã An Bình"][1:5] == ("Xã đang tự đánh giá", 1, None, "Đ")
    assert found["Số xã đạt"][4:6] == ("1/2", "0/2")


def test_as_many_queries_for_one_commune_as_for_many(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.coordination)
    client.get("/tong-quan/")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get("/tong-quan/").status_code == 200
        return len(found)

    few = asked()
    for number in range(3):
        factories.area(f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"TT{number}", parent=cast.province)
    open_round(client, cast, "Kỳ đông hơn", deadline="31/12/2199")
    assert Round.objects.count() == 2
    assert RoundCard.objects.filter(round__name="Kỳ đông hơn").count() == 5
    assert asked() <= few + 1, "the round before is one query more"
