"""One indicator compared: worst first with the base, what is verified told apart, what was frozen, several provinces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from areas.models import Area, AreaFact
from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.judging import Entered, Value
from criteria.models import Indicator, Round, RoundCard, Scorecard
from dashboards.papers.one_indicator import Line
from dashboards.queries.one_indicator import Held
from tests import factories
from tests.cast import Cast
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import fill, key, open_round
from tests.dashboards.pages import queries, sheets, table, words

SignIn = Callable[[User], Client]
AT = "/tong-quan/so-sanh/"


def row(code: str) -> int:
    return Indicator.objects.get(code=code, criterion__criteria_set__code="ntm-xa-2021-2025").pk


def asked(code: str, **more: Any) -> dict[str, Any]:
    return {"muc": "chi-tieu", "chi-tieu": row(code), **more}


def enter(area: Area, by: User, code: str, figure: str) -> None:
    """The commune puts a figure into its living card."""
    indicator = Indicator.objects.get(pk=row(code))
    living = Scorecard.objects.get(area=area, subject="")
    entered = {indicator.pk: Entered(Value(number=Decimal(figure)))}
    save_criterion(living, indicator.criterion, rows=entered, whole=None, by=by)


def send(signed_in: SignIn, area: Area, leader: User) -> RoundCard:
    mine = RoundCard.objects.get(card__area=area)
    assert signed_in(leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/").status_code == 302
    return mine


def accept(office: Client, mine: RoundCard) -> None:
    assert office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/").status_code == 302


def commune(name: str, code: str, parent: Area, region: str) -> Area:
    found = factories.area(name, level=Level.COMMUNE, kind_word="xã", code=code, parent=parent)
    AreaFact.objects.create(area=found, key="vung", value=region, valid_from=date(2020, 1, 1))
    return found


@pytest.fixture
def regions(cast: Cast) -> dict[str, Area]:
    """An Bình and Bình Yên are judged by another column of levels than Cao Sơn and Đông Hòa."""
    for area in (cast.commune, cast.next_commune):
        AreaFact.objects.create(area=area, key="vung", value="TDMNPB", valid_from=date(2020, 1, 1))
    return {name: commune(name, code, cast.province, "ĐBSH") for name, code in (("Cao Sơn", "T3"), ("Đông Hòa", "T4"))}


@pytest.fixture
def stunted(cast: Cast, regions: dict[str, Area], card: Any, signed_in: SignIn) -> Round:  # noqa: F811
    """Indicator 15.3, of which less is better: An Bình 12 and Bình Yên 30 are accepted, Cao Sơn sent 20, Đông Hòa has nothing."""
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm nay", year=card.year)
    cast.next_leader = factories.person("Hoàng Văn Trưởng", Role.LEADER, cast.next_commune)
    third = regions["Cao Sơn"]
    officer = factories.person("Lý Thị Ba", Role.NTM_OFFICER, third)
    for area, by, leader, figure in (
        (cast.commune, cast.officer, cast.leader, "12"), (cast.next_commune, cast.neighbour, cast.next_leader, "30"),
        (third, officer, factories.person("Lý A Ba", Role.LEADER, third), "20"),
    ):  # fmt: skip
        enter(area, by, "15.3", figure)
        mine = send(signed_in, area, leader)
        if area != third:
            accept(office, mine)
    return Round.objects.get()


def test_worst_first_with_level_and_base_and_whose_word_it_is(stunted: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    page = office.get(AT, asked("15.3")).content.decode()
    above = "Tỉnh Thử Nghiệm"
    assert table(page, "Các xã theo chỉ tiêu") == [
        ["3", f"Xã Bình Yên {above}", "30", "không quá 24 %", "Chưa đạt", "Đã thẩm tra, chấp nhận"],
        ["2", f"Xã Cao Sơn {above}", "20", "không quá 16,5 %", "Chưa đạt", "Chờ thẩm tra"],
        ["1", f"Xã An Bình {above}", "12", "không quá 24 %", "Đạt", "Đã thẩm tra, chấp nhận"],
    ]
    assert "Xếp trong 3 xã có số liệu; 1 xã chưa có." in page
    assert "1 xã chưa có số liệu Xã Đông Hòa." in words(page)
    assert "Trung du miền núi phía Bắc: không quá 24 %" in words(page)
    assert "Đồng bằng sông Hồng: không quá 16,5 %" in words(page)

    # The distribution: verified ones and the others told apart; nothing stands for who has no figure.
    assert table(page, "Số xã theo giá trị chỉ tiêu 15.3") == [
        ["10–15", "1", "0"], ["15–20", "0", "0"], ["20–25", "0", "1"], ["25–30", "1", "0"],
    ]  # fmt: skip
    assert "Đơn vị: xã. Số liệu đến" in page
    assert "2 xã đã thẩm tra và 1 xã tự đánh giá có số liệu, trong 4 xã có phiếu, Tỉnh Thử Nghiệm" in page
    assert table(page, "Chỉ tiêu 15.3: 3 xã cao nhất") == [
        ["Xã Bình Yên", "30", "24"], ["Xã Cao Sơn", "20", "16,5"], ["Xã An Bình", "12", "24"],
    ]  # fmt: skip

    found = sheets(office, AT, **asked("15.3"))
    listed = {line[1]: (line[0], line[3], line[5], line[6]) for line in found["Từng xã"][1:]}
    assert listed["Xã Bình Yên"] == (3, 30, "không quá 24 %", "Chưa đạt")
    assert listed["Xã Đông Hòa"] == (None, None, "không quá 16,5 %", "Chưa có số liệu")
    assert any(str(line[0]).startswith("Xếp trong") for line in found["Từng xã"]), (
        "the note stands below the table, in no commune's cell"
    )
    assert len(found) == 3

    one = office.get(AT, asked("15.3", nhom="ĐBSH")).content.decode()
    assert "Xếp trong 1 xã có số liệu; 1 xã chưa có." in one
    mine = signed_in(cast.officer).get(AT, asked("15.3")).content.decode()
    assert [line[1] for line in table(mine, "Các xã theo chỉ tiêu")] == [f"Xã An Bình {above}"]
    assert "Bình Yên" not in mine
    assert office.get(AT, {"muc": "chi-tieu", "chi-tieu": "x"}).status_code == 200


def test_more_is_better_and_equals_share_a_place(cast: Cast, regions: Any, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm nay", year=card.year)
    for area, figure in ((cast.commune, "95.5"), (cast.next_commune, "95.5"), (regions["Cao Sơn"], "80")):
        enter(area, cast.officer, "15.1", figure)
    page = office.get(AT, asked("15.1")).content.decode()
    assert [line[:3] for line in table(page, "Các xã theo chỉ tiêu")] == [
        ["3", "Xã Cao Sơn Tỉnh Thử Nghiệm", "80"], ["1", "Xã An Bình Tỉnh Thử Nghiệm", "95,5"],
        ["1", "Xã Bình Yên Tỉnh Thử Nghiệm", "95,5"],
    ]  # fmt: skip
    assert "Xã đang tự đánh giá" in table(page, "Các xã theo chỉ tiêu")[0][-1]
    assert "Chưa xã nào có số liệu" in office.get(AT, asked("17.4")).content.decode()


def test_what_was_sent_stays_and_what_the_office_corrected_counts(
    stunted: Round, cast: Cast, signed_in: SignIn
) -> None:
    """After the round An Bình goes on with its card, Cao Sơn too before the office has looked at it."""
    office = signed_in(cast.coordination)
    enter(cast.commune, cast.officer, "15.3", "50")
    third = RoundCard.objects.get(card__area__code="T3")
    enter(third.card.area, cast.officer, "15.3", "5")
    at = f"/ky-danh-gia/phieu/{third.pk}/"
    change = {"row": key("15.3"), f"ket-qua-{key('15.3')}": "met", f"ly-do-{key('15.3')}": "Theo kết quả cân đo."}
    assert office.post(f"{at}dieu-chinh/", change).status_code == 302
    lines = {
        line[1].split(" Tỉnh")[0]: line[2:5] for line in table(office.get(AT, asked("15.3")).content.decode(), "Các xã")
    }
    assert lines["Xã An Bình"] == ["12", "không quá 24 %", "Đạt"], "as it was accepted"
    assert lines["Xã Cao Sơn"] == ["20", "không quá 16,5 %", "Đạt"], "as it was sent, as the office judges"
    assert office.post(f"{at}tra-lai/", {f"y-{key('15.3')}": "Đề nghị rà lại."}).status_code == 302
    values = {
        line[1].split(" Tỉnh")[0]: line[2] for line in table(office.get(AT, asked("15.3")).content.decode(), "Các xã")
    }
    assert values["Xã Cao Sơn"] == "5", "with the commune again, the card as it stands"


def test_of_a_word_those_that_do_not_meet_it(stunted: Round, cast: Cast, signed_in: SignIn, regions: Any) -> None:
    fill(RoundCard.objects.get(card__area=regions["Đông Hòa"]), cast.officer, ct1_1="Không đạt")
    office = signed_in(cast.coordination)
    page = office.get(AT, asked("1.1")).content.decode()
    assert "1 xã chưa đạt trong 1 xã có kết quả; 3 xã chưa có." in page
    lines = table(page, "Các xã theo chỉ tiêu")
    assert lines[0] == [
        "Xã Đông Hòa Tỉnh Thử Nghiệm",
        "Không đạt",
        "Đạt",
        "Chưa đạt",
        "Xã đang tự đánh giá",
    ]
    assert [line[3] for line in lines[1:]] == ["Chưa có số liệu"] * 3
    # Met, not assessed, unmet, no data.
    assert table(page, "1.1") == [["Đã thẩm tra", "0", "0", "0", "2"], ["Xã tự đánh giá", "0", "0", "1", "1"]]
    assert sheets(office, AT, **asked("1.1"))["Từng xã"][1][1:4] == ("Xã Đông Hòa", "Tỉnh Thử Nghiệm", "Không đạt")


@pytest.fixture
def nation(stunted: Round, cast: Cast, signed_in: SignIn) -> User:
    """Somebody who reads two provinces; the second has a round of the same year, with a figure in one of two communes."""
    other = factories.area("Thứ Hai", level=Level.PROVINCE, kind_word="tỉnh", code="U")
    for name, code in (("Tân Lập", "U1"), ("Tân Tiến", "U2")):
        commune(name, code, other, "ĐBSH")
    theirs = factories.person("Mùa A Phối", Role.COORDINATION, other)
    open_round(signed_in(theirs), cast, "Tên khác", area=other.pk, year=stunted.year)
    enter(Area.objects.get(code="U1"), theirs, "15.3", "10")
    found = factories.person("Trần Thị Trung Ương", Role.READER, other)
    found.assignments.create(area=cast.province, role=Role.READER, valid_from=today())
    return found


def test_several_provinces_stand_beside_one_another_and_lead_into_each(
    nation: User, cast: Cast, signed_in: SignIn
) -> None:
    whole = signed_in(nation)
    page = whole.get(AT, asked("15.3")).content.decode()
    # Cards, with a figure, accepted, lowest, mean, highest, met of those with a result.
    assert table(page, "Chỉ tiêu theo địa bàn") == [
        ["Tỉnh Thử Nghiệm", "4", "3", "2", "12", "20,67", "30", "1/3", "33,33 %"],
        ["Tỉnh Thứ Hai", "2", "1", "0", "10", "10", "10", "1/1", "100 %"],
    ]
    assert "4 xã có số liệu trong 6 xã có phiếu; 2 xã chưa có." in page
    first = Round.objects.get(name="Năm nay")
    into = f"?muc=chi-tieu&amp;ky={first.pk}&amp;dia-ban={cast.province.pk}&amp;chi-tieu={row('15.3')}"
    assert into in page
    assert "Xếp trong 3 xã có số liệu" in whole.get(AT + into.replace("&amp;", "&")).content.decode()
    assert table(page, "Chỉ tiêu 15.3: tỷ lệ xã đạt")[0] == ["Tỉnh Thử Nghiệm", "33,33", "50"]
    found = sheets(whole, AT, **asked("15.3"))["Từng địa bàn"]
    assert found[2][:3] == ("Tỉnh Thứ Hai", 2, 1)

    enter(cast.commune, cast.officer, "15.3", "50")
    page = whole.get(AT, asked("15.3")).content.decode()
    assert "1 xã đã sửa chỉ tiêu này sau khi gửi phiếu" in page
    rows = table(whole.get(AT, asked("1.1")).content.decode(), "Chỉ tiêu theo địa bàn")
    assert [line[0] for line in rows] == ["Tỉnh Thứ Hai", "Tỉnh Thử Nghiệm"], "in their order where nothing is known"
    assert rows[1][1:] == ["4", "0", "2", "0/0", "chưa có"]


def test_an_office_correction_counts_among_the_provinces_too(nation: User, cast: Cast, signed_in: SignIn) -> None:
    third = RoundCard.objects.get(card__area__code="T3")
    change = {"row": key("15.3"), f"ket-qua-{key('15.3')}": "met", f"ly-do-{key('15.3')}": "Theo kết quả cân đo."}
    signed_in(cast.coordination).post(f"/ky-danh-gia/phieu/{third.pk}/dieu-chinh/", change)
    page = signed_in(nation).get(AT, asked("15.3")).content.decode()
    assert table(page, "Chỉ tiêu theo địa bàn")[0][-2:] == ["2/3", "66,67 %"]


def test_as_many_queries_for_one_commune_as_for_three(nation: User, cast: Cast, signed_in: SignIn) -> None:
    office, whole = signed_in(cast.coordination), signed_in(nation)
    later = signed_in(User.objects.get(full_name="Mùa A Phối"))
    few = queries(later, AT, **asked("15.3")), queries(office, AT, **asked("15.3")), queries(whole, AT, **asked("15.3"))
    assert few == (15, 15, 13)
    for number in (3, 4, 5):
        more = factories.area(f"Thứ {number}", level=Level.PROVINCE, kind_word="tỉnh", code=f"V{number}")
        commune(f"Xã {number}", f"V{number}1", more, "ĐBSH")
        theirs = factories.person(f"Người Thứ {number}", Role.COORDINATION, more)
        open_round(signed_in(theirs), cast, "Tên khác", area=more.pk, year=today().year)
        enter(Area.objects.get(code=f"V{number}1"), theirs, "15.3", "10")
        nation.assignments.create(area=more, role=Role.READER, valid_from=today())
    assert queries(whole, AT, **asked("15.3")) == few[2]
    enter(Area.objects.get(code="U2"), cast.officer, "15.3", "11")
    assert queries(later, AT, **asked("15.3")) == few[0]
    enter(cast.commune, cast.officer, "15.3", "50")
    enter(cast.next_commune, cast.officer, "15.3", "50")
    assert queries(office, AT, **asked("15.3")) == few[1] + 1, "what was sent before"


@pytest.mark.parametrize(
    ("figure", "level", "words"),
    [("100", "Chưa có mức", "Chưa có mức"), ("100", "từ 90 % trở lên", "Chưa xét"), (None, "Chưa có mức", "Chưa có số liệu")],
)  # fmt: skip
def test_a_figure_without_a_level_is_not_called_missing(figure: str | None, level: str, words: str) -> None:
    number = None if figure is None else Decimal(figure)
    held = Held(1, "Xã An Bình", "", "", "accepted", number, None, "", "no_data")
    assert Line(held, 1, figure or "", level).judged == words
