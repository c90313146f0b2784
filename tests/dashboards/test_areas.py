"""The overview by area: who sees what, what a cell says, how counts follow areas that end, and that cost stays the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Area, AreaFact
from core.clock import today
from criteria.actions.cards import open_card
from criteria.actions.rounds import accept_card, open_round, submit_card
from criteria.actions.tallies import fold
from criteria.enums import RoundKind, State
from criteria.models import CriteriaSet, RoundCard
from tests import factories
from tests.cast import Cast
from tests.criteria.test_rollup import enter

SignIn = Callable[[User], Client]
TOP = "/tong-quan/dia-ban/"


@pytest.fixture
def chosen(db: None) -> CriteriaSet:
    call_command("load_criteria", verbosity=0)
    return CriteriaSet.objects.get(code="ntm-xa-2021-2025")


def fill(area: Area, chosen: CriteriaSet, cast: Cast, year: int | None = None, **states: State) -> None:
    card = open_card(area=area, criteria_set=chosen, year=year or today().year, by=cast.officer)
    enter(card, cast.officer, **states)


def accept(area: Area, chosen: CriteriaSet, cast: Cast) -> None:
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Cả năm", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    accept_card(submit_card(RoundCard.objects.get(card__area=area), by=cast.leader), by=cast.coordination)


def read(client: Client, pk: int | None = None, **asked: Any) -> str:
    answer = client.get(f"{TOP}{pk}/" if pk else TOP, asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def rows(page: str) -> dict[str, list[str]]:
    """By the name in each row's head, the words of its cells."""
    found = {}
    for head, rest in re.findall(
        r'<tr[^>]*><th scope="row"><a [^>]*>([^<]*)</a>(.*?)(?=<tr|</tbody>)', page, re.DOTALL
    ):
        told = re.findall(r'<td(?: class="[^"]*")?(?: aria-label="([^"]*)")?>(.*?)(?=<td|$)', rest, re.DOTALL)
        found[head] = [label or re.sub(r"<[^>]+>", " ", text).strip() for label, text in told]
    return found


def names(page: str) -> list[str]:
    return [*rows(page)]


def test_somebody_of_several_provinces_sees_a_row_each_and_goes_down(
    cast: Cast, chosen: CriteriaSet, signed_in: SignIn
) -> None:
    other = factories.area("Bên Cạnh", level=Level.PROVINCE, kind_word="tỉnh", code="B")
    theirs = factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="B1", parent=other)
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=other)
    assert "Chưa có số liệu tiêu chí" in read(signed_in(cast.coordination))
    fill(cast.commune, chosen, cast, c1=State.MET, c7=State.MET)
    fill(cast.next_commune, chosen, cast, c1=State.UNMET)
    fill(theirs, chosen, cast, c1=State.MET)
    accept(cast.commune, chosen, cast)
    client = signed_in(cast.coordination)
    page = read(client)
    assert rows(page)["Tỉnh Thử Nghiệm"][:9] == ["2", "2", "1", "1", "2", "0/2", "0/1", "50% 1/2", "Chưa có số liệu"]
    assert rows(page)["Tỉnh Bên Cạnh"][:8] == ["1", "1", "0", "1", "–", "0/1", "–", "100% 1/1"]
    assert "chưa duyệt" in page
    assert ">3/3</b> xã có số liệu" in page
    assert ">1/3</b> xã đã thẩm tra" in page
    fold()
    assert rows(read(client)) == rows(page), "putting rows together changes nothing"
    accepted = rows(read(client, nguon="tham-tra"))
    assert accepted["Tỉnh Thử Nghiệm"][7] == "100% 1/1"
    assert accepted["Tỉnh Bên Cạnh"][7] == "Chưa có số liệu"
    assert names(read(client, xep="tc-1")) == ["Tỉnh Thử Nghiệm", "Tỉnh Bên Cạnh"]
    assert names(read(client, xep="duyet")) == ["Tỉnh Bên Cạnh", "Tỉnh Thử Nghiệm"]
    assert (
        names(read(client, xep="kem")) == names(read(client)) == names(read(client, xep="?", nam="x", bo="?", nhom="?"))
    )

    below = re.findall(rf'href="({TOP}{cast.province.pk}/[^"]*)"', page)[0].replace("&amp;", "&")
    page = client.get(below).content.decode()
    assert names(page) == ["Xã An Bình", "Xã Bình Yên"]
    assert "Theo địa bàn" in page.split("n-crumb")[1][:300]
    assert client.get(f"{TOP}{cast.commune.pk}/").status_code == 200


def test_communes_tell_the_accepted_apart(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    fill(cast.commune, chosen, cast, c1=State.MET)
    accept(cast.commune, chosen, cast)
    fill(cast.commune, chosen, cast, c1=State.UNMET)
    client = signed_in(cast.coordination)
    found = rows(read(client))
    assert found["Xã An Bình"][:4] == ["0", "1", "Chưa đạt, đã thẩm tra: đạt", "Chưa có số liệu"]
    assert found["Xã Bình Yên"][:3] == ["–", "–", "Chưa có số liệu"]
    page = read(client)
    assert "chưa có số liệu</small>" in page
    assert rows(read(client, nguon="tham-tra"))["Xã An Bình"][2] == "Đạt"
    assert names(read(client, xep="duyet")) == ["Xã Bình Yên", "Xã An Bình"]
    page = read(signed_in(cast.officer))
    assert "<h1>Xã An Bình</h1>" in page, "a commune's person begins at the commune"
    assert "0/19 tiêu chí đạt" in page
    assert "1/19 tiêu chí đạt" in page
    assert "Thôn Nà Cốc" in page
    assert "chưa có phiếu" in page
    assert "Bình Yên" not in page


def test_nobody_sees_another_area(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    fill(cast.commune, chosen, cast, c1=State.MET)
    for person, area in (
        (cast.officer, cast.next_commune), (cast.officer, cast.province), (cast.village_head, cast.commune),
        (cast.coordination, cast.village), (cast.stranger, cast.commune), (cast.neighbour, cast.commune),
    ):  # fmt: skip
        assert signed_in(person).get(f"{TOP}{area.pk}/").status_code == 404
    for person in (cast.village_head, cast.stranger):
        assert "Chưa có số liệu tiêu chí" in read(signed_in(person))
    assert signed_in(cast.coordination).get(f"{TOP}0/").status_code == 404


def test_the_areas_of_the_day(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    """Districts until 30/6/2025, communes merged since: each year has the areas of its own day."""
    end = date(2025, 6, 30)
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="T9", parent=cast.province)
    old = factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="T91", parent=district)
    heir = factories.area("Phú Mới", level=Level.COMMUNE, kind_word="xã", code="T92", parent=cast.province)
    fill(old, chosen, cast, 2024, c1=State.MET)
    fill(old, chosen, cast, 2025, c1=State.MET)
    fill(heir, chosen, cast, 2025, c1=State.UNMET)
    for area, since, until in ((district, None, end), (old, None, end), (heir, date(2025, 7, 1), None)):
        area.valid_from, area.valid_to = since, until
        area.save()
    old.successor = heir
    old.save()
    client = signed_in(cast.coordination)
    before = read(client, nam=2024)
    assert rows(before)["Huyện Đại Sơn"][:2] == ["1", "1"]
    assert "Xã Phú Mới" not in before
    assert rows(read(client, district.pk, nam=2024))["Xã Phú Lâm"][:1] == ["1"]
    after = rows(read(client, nam=2025))
    assert "Huyện Đại Sơn" not in after
    assert after["Xã Phú Mới"][0] == "0", "one that merged in 2025 no longer counts at its end"
    assert "Xã Phú Lâm" not in after
    page = read(client, heir.pk)
    assert "Hình thành từ: Xã Phú Lâm" in page
    page = read(client, old.pk, nam=2025)
    assert "nhập vào Xã Phú Mới" in page
    assert "1/19 tiêu chí đạt" in page, "as it was on its last day"


def test_one_group_of_communes(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    for area, column in ((cast.commune, "TDMNPB"), (cast.next_commune, "TN")):
        AreaFact.objects.create(area=area, key="vung", value=column, valid_from=date(2021, 1, 1))
    third = factories.area("Chưa Nhập", level=Level.COMMUNE, kind_word="xã", code="T3", parent=cast.province)
    AreaFact.objects.create(area=third, key="vung", value="TN", valid_from=date(2021, 1, 1))
    other = factories.area("Bên Cạnh", level=Level.PROVINCE, kind_word="tỉnh", code="B")
    fill(cast.commune, chosen, cast, c1=State.MET)
    fill(cast.next_commune, chosen, cast, c1=State.UNMET)
    client = signed_in(cast.coordination)
    assert names(read(client, nhom="TN")) == ["Xã Bình Yên", "Xã Chưa Nhập"]
    assert names(read(client, nhom="TDMNPB")) == ["Xã An Bình"]
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=other)
    client = signed_in(cast.coordination)
    assert rows(read(client, nhom="TN"))["Tỉnh Thử Nghiệm"][:8] == ["2", "1", "0", "0", "–", "0/1", "–", "0% 0/1"]
    accept(cast.commune, chosen, cast)
    matrix = client.get("/tong-quan/", {"nhom": "TDMNPB"}).content.decode()
    assert "Xã An Bình" in matrix
    assert "Bình Yên" not in matrix
    assert "chưa duyệt" in client.get("/tong-quan/").content.decode()


def test_the_sheets_say_what_the_pages_say(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    other = factories.area("Bên Cạnh", level=Level.PROVINCE, kind_word="tỉnh", code="B")
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=other)
    fill(cast.commune, chosen, cast, c1=State.MET)
    accept(cast.commune, chosen, cast)
    client = signed_in(cast.coordination)

    def book(pk: int | None = None) -> dict[str, dict[Any, tuple[Any, ...]]]:
        data = client.get(f"{TOP}{pk}/" if pk else TOP, {"export": "xlsx"}).content
        sheets = load_workbook(BytesIO(data))
        return {name: {row[0]: row for row in sheets[name].iter_rows(values_only=True)} for name in sheets.sheetnames}

    offices = book()
    assert [*offices] == ["Xã tự đánh giá", "Đã thẩm tra"]
    assert offices["Đã thẩm tra"]["Tỉnh Thử Nghiệm"][1:8] == (2, 1, 1, 1, 0, "1/1 xã", "chưa có")
    assert offices["Xã tự đánh giá"]["Tỉnh Bên Cạnh"][1:7] == (0, 0, 0, None, None, "chưa có")
    assert "Cộng" in offices["Đã thẩm tra"]
    assert book(cast.province.pk)["Xã"]["Xã An Bình"][1:5] == (1, 1, "Đạt", "Chưa có số liệu")
    assert book(cast.commune.pk)["Xã"]["Xã An Bình"][3] == "Đạt"


def test_as_many_queries_for_one_row_as_for_many(cast: Cast, chosen: CriteriaSet, signed_in: SignIn) -> None:
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="T9", parent=cast.province)
    factories.area("Phú Lâm", level=Level.COMMUNE, kind_word="xã", code="T91", parent=district)
    fill(cast.commune, chosen, cast, c1=State.MET)
    client = signed_in(cast.coordination)

    def asked(pk: int) -> int:
        client.get(f"{TOP}{pk}/")
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{TOP}{pk}/").status_code == 200
        return len(found)

    few = asked(cast.province.pk), asked(cast.commune.pk)
    for number in range(2):
        more = factories.area(
            f"Thêm {number}", level=Level.DISTRICT, kind_word="huyện", code=f"TT{number}", parent=cast.province
        )
        commune = factories.area(f"Xa {number}", level=Level.COMMUNE, kind_word="xã", code=f"TX{number}", parent=more)
        near = factories.area(
            f"Gần {number}", level=Level.COMMUNE, kind_word="xã", code=f"TG{number}", parent=cast.province
        )
        factories.area(f"Nà {number}", level=Level.VILLAGE, kind_word="thôn", code=f"TV{number}", parent=cast.commune)
        fill(commune, chosen, cast, c1=State.MET)
        fill(near, chosen, cast, c1=State.UNMET)
    assert (asked(cast.province.pk), asked(cast.commune.pk)) == few
    assert few[0] <= 16, "three for the counts, two for the communes, what the page rests on, and every page's own"
