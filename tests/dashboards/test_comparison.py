"""Communes beside one another: distribution, ranking with its base, side by side, a round beside another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from areas.models import Area
from criteria.models import CriteriaSet, Round, RoundCard
from tests import factories
from tests.cast import Cast
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import fill, key, open_round
from tests.dashboards.pages import accepted, queries, sheets, table, words

SignIn = Callable[[User], Client]
AT = "/tong-quan/so-sanh/"
_LEVEL = {"ct1_1": "Đạt", "ct1_2": "Đạt"}


@pytest.fixture
def round_(cast: Cast, card: Any, signed_in: SignIn) -> Round:  # noqa: F811
    """An Bình and Bình Yên equal at one criterion met, Cao Sơn accepted without any; Đông Hòa is still filling in."""
    cast.next_leader = factories.person("Hoàng Văn Trưởng", Role.LEADER, cast.next_commune)
    for name, code in (("Cao Sơn", "T3"), ("Đông Hòa", "T4")):
        factories.area(name, level=Level.COMMUNE, kind_word="xã", code=code, parent=cast.province)
    third = Area.objects.get(code="T3")
    open_round(signed_in(cast.coordination), cast, "Năm nay", year=card.year)
    for area, leader, officer, rows in (
        (cast.commune, cast.leader, cast.officer, _LEVEL),
        (cast.next_commune, cast.next_leader, cast.neighbour, {**_LEVEL, "ct18_1": "Đạt"}),
        (third, factories.person("Lý A Ba", Role.LEADER, third), factories.person("Lý Thị Ba", Role.NTM_OFFICER, third), {"ct1_1": "Không đạt"}),
    ):  # fmt: skip
        accepted(signed_in, cast, RoundCard.objects.get(card__area=area), leader, officer, **rows)
    return Round.objects.get()


def test_ranking_says_who_is_counted_and_equals_share_a_place(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    factories.area("Mới Lập", level=Level.COMMUNE, kind_word="xã", code="T5", parent=cast.province)
    office = signed_in(cast.coordination)
    page = office.get(AT).content.decode()
    ranked = table(page, "Xếp hạng các xã đã thẩm tra")
    assert [row[:3] for row in ranked] == [
        ["1", "Xã An Bình Tỉnh Thử Nghiệm", "1 /19"], ["1", "Xã Bình Yên Tỉnh Thử Nghiệm", "1 /19"],
        ["3", "Xã Cao Sơn Tỉnh Thử Nghiệm", "0 /19"],
    ]  # fmt: skip
    assert "Xếp hạng 3 xã đã thẩm tra trong 4 xã có phiếu" in page
    assert table(page, "Các xã chưa thẩm tra") == [["Xã Đông Hòa", "Xã đang tự đánh giá", "chưa có"]]
    assert "1 xã không có phiếu trong kỳ" in page
    assert "Xã Mới Lập." in page
    spread = table(page, "Số xã theo số tiêu chí đạt")
    assert spread[:2] == [["0", "1", "0"], ["1", "2", "0"]]
    assert "3 xã đã thẩm tra và 0 xã mới gửi, trong 4 xã có phiếu" in page

    found = sheets(office, AT)
    assert [row[:2] for row in found["Xếp hạng"][1:4]] == [(1, "Xã An Bình"), (1, "Xã Bình Yên"), (3, "Xã Cao Sơn")]
    assert [row[0] for row in found["Chưa xếp hạng"][1:]] == ["Xã Đông Hòa", "Xã Mới Lập"]

    # Each sees the own area alone.
    page = signed_in(cast.officer).get(AT).content.decode()
    assert [row[1] for row in table(page, "Xếp hạng các xã đã thẩm tra")] == ["Xã An Bình Tỉnh Thử Nghiệm"]
    assert "Bình Yên" not in page
    assert "Xếp hạng 1 xã đã thẩm tra trong 1 xã có phiếu" in page
    assert signed_in(cast.officer).get(AT, {"dia-ban": cast.province.pk}).status_code == 404
    for person in (cast.village_head, cast.stranger):
        assert "Chưa có kỳ đánh giá nào" in signed_in(person).get(AT).content.decode()


def test_what_is_not_verified_is_not_ranked_and_communes_stand_side_by_side(
    round_: Round, cast: Cast, signed_in: SignIn
) -> None:
    fourth = Area.objects.get(code="T4")
    leader = factories.person("Giàng A Tư", Role.LEADER, fourth)
    beside: dict[str, Any] = {"muc": "xa", "xa": [cast.commune.pk, fourth.pk]}
    assert "Chưa gửi phiếu" in signed_in(cast.coordination).get(AT, beside).content.decode()
    mine = RoundCard.objects.get(card__area=fourth)
    fill(mine, factories.person("Giàng Thị Tư", Role.NTM_OFFICER, fourth), **_LEVEL)
    signed_in(leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    page = signed_in(cast.coordination).get(AT).content.decode()
    assert len(table(page, "Xếp hạng các xã đã thẩm tra")) == 3
    assert table(page, "Các xã chưa thẩm tra") == [["Xã Đông Hòa", "Chờ thẩm tra", "1"]]
    assert table(page, "Số xã theo số tiêu chí đạt")[1] == ["1", "2", "1"]
    signed_in(cast.coordination).post(f"/ky-danh-gia/phieu/{mine.pk}/tra-lai/", {f"y-{key('1.1')}": "Thiếu bản vẽ."})
    page = signed_in(cast.coordination).get(AT, beside).content.decode()
    assert "Đã trả lại, chưa gửi lại" in page, "a card that was sent once is not called unsent"
    assert "Chưa gửi phiếu" not in page
    signed_in(leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")

    # Communes side by side.
    office = signed_in(cast.coordination)
    asked: dict[str, Any] = {"muc": "xa", "xa": [cast.commune.pk, cast.next_commune.pk]}
    page = office.get(AT, asked).content.decode()
    rows = {row[0].split(" (khác")[0]: row[1:] for row in table(page, "So sánh các xã")}
    eighteen = next(name for name in rows if name.startswith("18.1 "))
    assert rows[next(name for name in rows if name.startswith("1. "))] == ["Đạt", "Đạt"]
    ours, theirs = rows[eighteen]
    assert ours.startswith("Chưa có số liệu ")
    assert theirs.startswith("Chưa xét: Đạt"), "a word where a figure is asked says nothing"
    assert "Xã An Bình Đã thẩm tra, chấp nhận; đạt 1/19" in words(page)
    assert "So sánh xã" in sheets(office, AT, **asked)

    everybody: dict[str, Any] = {
        "muc": "xa",
        "xa": list(Area.objects.filter(level=Level.COMMUNE).values_list("pk", flat=True)),
    }
    assert "Chỉ so được 4 xã" not in office.get(AT, everybody).content.decode()
    alone: dict[str, Any] = {"muc": "xa", "xa": [cast.commune.pk]}
    assert "Chọn từ 2 đến 4 xã" in office.get(AT, alone).content.decode()
    assert "Chọn từ 2 đến 4 xã" in signed_in(cast.officer).get(AT, asked).content.decode(), "only what one may read"


def test_a_correction_counts(cast: Cast, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm nay", year=card.year)
    mine = RoundCard.objects.get(card__area=cast.commune)
    fill(mine, cast.officer, ct1_1="Không đạt")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    row = key("1.1")
    office.post(
        f"/ky-danh-gia/phieu/{mine.pk}/dieu-chinh/",
        {"row": row, f"ket-qua-{row}": "met", f"ly-do-{row}": "Đã có quyết định."},
    )
    asked: dict[str, Any] = {"muc": "xa", "xa": [cast.commune.pk, cast.next_commune.pk]}
    page = office.get(AT, asked).content.decode()
    found = next(row for row in table(page, "So sánh các xã") if row[0].startswith("1.1 "))
    assert found[1].startswith("Đạt: Không đạt")


def test_a_round_beside_another_of_the_same_set_only(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    assert "Chưa có kỳ khác để so" in office.get(AT, {"muc": "ky"}).content.decode()
    open_round(office, cast, "Kỳ sau", year=round_.year, deadline="31/12/2199")
    later = Round.objects.get(name="Kỳ sau")
    asked: dict[str, Any] = {"muc": "ky", "ky": later.pk, "voi": round_.pk}
    assert "Chưa có xã nào được thẩm tra ở cả hai kỳ" in office.get(AT, asked).content.decode()
    for area, leader, officer, rows in (
        (cast.commune, cast.leader, cast.officer, {"ct1_1": "Không đạt"}),
        (cast.next_commune, cast.next_leader, cast.neighbour, {}),
    ):
        accepted(signed_in, cast, RoundCard.objects.get(round=later, card__area=area), leader, officer, **rows)
    page = office.get(AT, asked).content.decode()
    assert table(page, "Thay đổi của từng xã") == [
        ["Xã An Bình", "0/19", "−1", "mất 1"],
        ["Xã Bình Yên", "1/19", "0", "không đổi"],
    ]
    assert "2 xã đã thẩm tra ở cả hai kỳ" in words(page)
    assert table(page, "Số xã đạt từng tiêu chí")[0][1:] == ["1", "2"]
    assert [row[0] for row in sheets(office, AT, **asked)["Từng xã"][1:]] == ["Xã An Bình", "Xã Bình Yên"]

    other = CriteriaSet.objects.get(code="ntm-2026-2030")
    open_round(office, cast, "Bộ mới", criteria_set=other.pk, year=2026)
    page = office.get(AT, {**asked, "voi": Round.objects.get(name="Bộ mới").pk}).content.decode()
    assert "hai bộ tiêu chí khác nhau nên số tiêu chí đạt không so được" in page
    assert "1 kỳ khác theo bộ tiêu chí khác" in page
    assert office.get(AT, {**asked, "voi": "9999"}).status_code == 404


def test_as_many_queries_for_two_communes_as_for_many(cast: Cast, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    office = signed_in(cast.coordination)
    open_round(office, cast, "Kỳ 1", year=card.year)
    open_round(office, cast, "Kỳ 2", year=card.year, deadline="31/12/2098")
    first = Round.objects.get(name="Kỳ 1").pk
    two = [cast.commune.pk, cast.next_commune.pk]
    few = {muc: queries(office, AT, muc=muc, ky=first, xa=two) for muc in ("phan-bo", "xa", "ky")}
    for number in range(3):
        factories.area(f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"TT{number}", parent=cast.province)
    open_round(office, cast, "Đông hơn", year=card.year, deadline="31/12/2199")
    more = Round.objects.get(name="Đông hơn")
    assert RoundCard.objects.filter(round=more).count() == 5
    four = [*two, *Area.objects.filter(code__startswith="TT").values_list("pk", flat=True)[:2]]
    assert {muc: queries(office, AT, muc=muc, ky=more.pk, xa=four) for muc in few} == few
    assert max(few.values()) <= 16, few
