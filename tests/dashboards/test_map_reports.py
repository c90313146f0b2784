"""The map by reports in time: which share of those that fell due came by their last day, of communes and of provinces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Area
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.dashboards.office_story import report
from tests.dashboards.pages import queries, sheets, table
from tests.dashboards.test_map import MAP, legend, shown, tiles

SignIn = Callable[[User], Client]
BY = {"theo": "bao-cao"}


@pytest.fixture
def office(cast: Cast, clock: Clock, signed_in: SignIn) -> Client:
    """15 July: An Bình was in time once of two, Bình Yên late and then given back; in May An Bình was in time."""
    clock.set("2026-07-15 09:00")
    report(cast.commune, date(2026, 7, 3), cast.officer, sent=date(2026, 7, 3))
    report(cast.commune, date(2026, 7, 10), cast.officer)
    report(cast.commune, date(2026, 7, 15), cast.officer)
    report(cast.next_commune, date(2026, 6, 20), cast.neighbour, sent=date(2026, 6, 21))
    report(cast.next_commune, date(2026, 7, 3), cast.neighbour, sent=date(2026, 7, 2), state="returned")
    report(cast.village, date(2026, 7, 1), cast.village_head)
    report(cast.commune, date(2026, 5, 4), cast.officer, sent=date(2026, 5, 4))
    return signed_in(cast.coordination)


def test_communes_by_the_share_that_came_in_time(office: Client, cast: Cast) -> None:
    factories.area("Mới Lập", level=Level.COMMUNE, kind_word="xã", code="T5", parent=cast.province)
    page = shown(office, **BY)
    days = "hạn từ 14/6/2026 đến 14/7/2026."
    assert tiles(page) == {
        "Xã An Bình": ("q3", f"1/2 báo cáo đúng hạn (50\xa0%), đã gửi 1; {days}"),
        "Xã Bình Yên": ("q1", f"0/2 báo cáo đúng hạn (0\xa0%), đã gửi 1; {days}"),
        "Xã Mới Lập": ("n", f"không có báo cáo đến hạn; {days}"),
    }
    assert legend(page) == {
        "Đủ 100 % báo cáo đúng hạn": 0, "Từ 75 đến dưới 100 % báo cáo đúng hạn": 0, "Từ 50 đến dưới 75 % báo cáo đúng hạn": 1,
        "Từ 25 đến dưới 50 % báo cáo đúng hạn": 0, "Dưới 25 % báo cáo đúng hạn": 1, "Không có báo cáo đến hạn": 1,
    }  # fmt: skip
    # Due, sent, in time, share.
    assert table(page, "Số liệu của bản đồ") == [
        ["Xã An Bình", "2", "1", "1", "50", "Từ 50 đến dưới 75 % báo cáo đúng hạn"],
        ["Xã Bình Yên", "2", "1", "0", "0", "Dưới 25 % báo cáo đúng hạn"],
        ["Xã Mới Lập", "0", "0", "0", "chưa có", "Không có báo cáo đến hạn"],
    ]
    assert '<b class="tnum">1/4</b> báo cáo đến hạn' in page
    found = sheets(office, MAP, **BY)["Báo cáo đúng hạn"]
    assert found[1] == ("Xã An Bình", None, 2, 1, 1, 50, "Từ 50 đến dưới 75 % báo cáo đúng hạn")


def test_another_month_is_chosen(office: Client, clock: Clock) -> None:
    page = shown(office, **BY, han="2026-05")
    assert tiles(page)["Xã An Bình"][1].endswith("đã gửi 1; hạn từ 1/5/2026 đến 31/5/2026.")
    assert tiles(page)["Xã Bình Yên"][0] == "n"
    assert "hạn từ 1/7/2026 đến 14/7/2026" in tiles(shown(office, **BY, han="2026-07"))["Xã An Bình"][1]
    assert "14/6/2026" in tiles(shown(office, **BY, han="2020-01"))["Xã An Bình"][1], "what is not offered is not asked"
    clock.set("2026-08-01 09:00")
    page = shown(office, **BY)
    assert "Tháng 7/2026" in page
    assert "Tháng 8/2026" not in page, "nothing was due yet in it"


def test_the_map_of_criteria_leads_there(office: Client, cast: Cast, signed_in: SignIn) -> None:
    assert 'href="?theo=bao-cao"' in shown(office), "also where no commune has a card yet"
    for person in (cast.officer, cast.village_head, cast.stranger):
        assert "Chưa có bản đồ để xem" in shown(signed_in(person), **BY)
    other = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    assert office.get(MAP, {**BY, "dia-ban": str(other.pk)}).status_code == 404


def test_provinces_and_districts_with_their_communes(office: Client, cast: Cast, signed_in: SignIn) -> None:
    other = factories.area("Hà Nội", level=Level.PROVINCE, kind_word="thành phố", code="01")
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="019", parent=other)
    commune = factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="0191", parent=district)
    report(commune, date(2026, 7, 3), cast.officer, sent=date(2026, 7, 1))
    report(other, date(2026, 7, 3), cast.officer)
    whole = factories.person("Trần Thị Trung Ương", Role.READER, cast.province)
    Assignment.objects.create(user=whole, role=Role.READER, area=other)
    page = shown(signed_in(whole), **BY)
    assert {name: css for name, (css, _) in tiles(page).items()} == {"Tỉnh Thử Nghiệm": "q2", "Thành phố Hà Nội": "q5"}
    assert table(page, "Số liệu của bản đồ")[1][1:5] == ["4", "2", "1", "25"]
    assert f"?theo=bao-cao&amp;dia-ban={other.pk}" in page
    inside = shown(signed_in(whole), **BY, dia_ban=other.pk)
    assert '<h3 class="mp-above">Huyện Đại Sơn</h3>' in inside
    assert set(tiles(inside)) == {"Xã Phú Lâm"}


def test_as_many_queries_for_one_commune_as_for_three(office: Client, cast: Cast, signed_in: SignIn) -> None:
    other = factories.area("Hà Nội", level=Level.PROVINCE, kind_word="thành phố", code="01")
    whole = factories.person("Trần Thị Trung Ương", Role.READER, cast.province)
    Assignment.objects.create(user=whole, role=Role.READER, area=other)
    few = queries(office, MAP, **BY), queries(signed_in(whole), MAP, **BY)
    assert few == (8, 8)
    for number in (1, 2, 3):
        more: Area = factories.area(
            f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"T6{number}", parent=cast.province
        )
        report(more, date(2026, 7, 3), cast.officer, sent=date(2026, 7, 1))
        Assignment.objects.create(
            user=whole, role=Role.READER,
            area=factories.area(f"Tỉnh {number}", level=Level.PROVINCE, kind_word="tỉnh", code=f"Z{number}"),
        )  # fmt: skip
    assert (queries(office, MAP, **BY), queries(signed_in(whole), MAP, **BY)) == few
