"""Figures over time: rounds in order, one indicator of a commune, resources, plans against what was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from campaigns.enums import FundKind, TaskState
from campaigns.models import Target, Task, TaskReport, Work, WorkFund
from contributions.queries.exports import Span
from contributions.queries.totals import resources
from core import clock
from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Indicator, Round, RoundCard
from dashboards.queries.resources import by_year
from tests import factories
from tests.campaigns.years import issued_plan
from tests.cast import Cast
from tests.contributions.conftest import drive, giver  # noqa: F401 - fixtures
from tests.contributions.test_final_report import give
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import fill, open_round
from tests.dashboards.pages import accepted, queries, sheets, table

SignIn = Callable[[User], Client]
AT = "/tong-quan/dien-bien/"


@pytest.fixture
def two_rounds(cast: Cast, card: Any, signed_in: SignIn) -> Cast:  # noqa: F811
    """Two rounds of one set: in the first An Bình is accepted, in the second both; Bình Yên slipped nowhere."""
    cast.next_leader = factories.person("Hoàng Văn Trưởng", Role.LEADER, cast.next_commune)
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm trước", year=card.year - 1, deadline="31/12/2098")
    mine = RoundCard.objects.get(round__name="Năm trước", card__area=cast.commune)
    accepted(signed_in, cast, mine, cast.leader, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    open_round(office, cast, "Năm nay", year=card.year, deadline="31/12/2099")
    for area, leader, officer, rows in (
        (cast.commune, cast.leader, cast.officer, {"ct1_1": "Đạt", "ct1_2": "Đạt", "ct4_1": "Đạt"}),
        (cast.next_commune, cast.next_leader, cast.neighbour, {"ct1_1": "Không đạt"}),
    ):
        row = RoundCard.objects.get(round__name="Năm nay", card__area=area)
        accepted(signed_in, cast, row, leader, officer, **rows)
    return cast


def test_rounds_in_order_with_what_is_verified_and_what_is_said(two_rounds: Cast, signed_in: SignIn) -> None:
    office = signed_in(two_rounds.coordination)
    page = office.get(AT).content.decode()
    assert "Đơn vị: tiêu chí đạt. Số liệu đến" in page
    assert "Tính trên phiếu đã thẩm tra của từng kỳ, Tỉnh Thử Nghiệm; kỳ cuối 2/2 xã." in page
    course = table(page, "Số tiêu chí đạt bình quân một xã")
    # Label, mean of the accepted, mean as self-assessed, median, first and third quartile.
    assert course[0] == ["12/2098", "1", "1", "1", "1", "1"]
    assert course[1] == ["12/2099", "0,5", "0,5", "0,5", "0,25", "0,75"]
    whole = table(page, "Số xã đạt đủ 19 tiêu chí")
    # Met all, not all, waiting, not sent.
    assert whole == [["Năm trước", "0", "1", "0", "1"], ["Năm nay", "0", "2", "0", "0"]]
    first = table(page, "Tiêu chí 1.")
    # Met, not assessed, unmet, no data, not verified.
    assert first == [["Năm trước", "1", "0", "0", "0", "1"], ["Năm nay", "1", "0", "1", "0", "0"]]
    assert table(office.get(AT, {"tieu-chi": "4"}).content.decode(), "Tiêu chí 4.")[0][1] == "0"

    found = sheets(office, AT)
    assert len(found) == 3
    rows = next(iter(found.values()))
    assert "Đơn vị: tiêu chí đạt." in rows[1][0]
    assert rows[-1][:3] == ("12/2099", 0.5, 0.5)

    # Each sees the own area alone.
    mine = table(signed_in(two_rounds.officer).get(AT).content.decode(), "Số xã đạt đủ 19 tiêu chí")
    assert mine == [["Năm trước", "0", "1", "0", "0"], ["Năm nay", "0", "1", "0", "0"]]
    one = office.get(AT, {"dia-ban": two_rounds.next_commune.pk}).content.decode()
    assert table(one, "Số xã đạt đủ 19 tiêu chí")[0] == ["Năm trước", "0", "0", "0", "1"]
    assert "chưa có" not in table(one, "Số tiêu chí đạt bình quân một xã")[0]
    assert table(one, "Số tiêu chí đạt bình quân một xã")[0][1] == "—", "nothing accepted is no zero"
    assert signed_in(two_rounds.officer).get(AT, {"dia-ban": two_rounds.next_commune.pk}).status_code == 404
    assert office.get(AT, {"dia-ban": "x"}).status_code == 404
    for person in (two_rounds.village_head, two_rounds.stranger):
        assert "Chưa có kỳ đánh giá nào" in signed_in(person).get(AT).content.decode()


def test_rounds_of_another_set_never_mix(two_rounds: Cast, signed_in: SignIn) -> None:
    other = CriteriaSet.objects.get(code="ntm-2026-2030")
    office = signed_in(two_rounds.coordination)
    open_round(office, two_rounds, "Bộ mới", criteria_set=other.pk, year=2026)
    page = office.get(AT).content.decode()
    assert page.count("<option value=") > 2
    course = f"{Round.objects.get(name='Năm nay').criteria_set_id}-{two_rounds.province.pk}"
    rows = table(office.get(AT, {"bo": course}).content.decode(), "Số xã đạt đủ 19 tiêu chí")
    assert [row[0] for row in rows] == ["Năm trước", "Năm nay"]

    # Offices are put together by year for somebody of two provinces.
    province = factories.area("Thứ Hai", level=Level.PROVINCE, kind_word="tỉnh", code="U")
    factories.area("Tân Lập", level=Level.COMMUNE, kind_word="xã", code="U1", parent=province)
    theirs = factories.person("Mùa A Phối", Role.COORDINATION, province)
    open_round(signed_in(theirs), two_rounds, "Tên khác", area=province.pk, year=Round.objects.get(name="Năm nay").year)
    national = factories.person("Trần Thị Trung Ương", Role.READER, province)
    national.assignments.create(area=two_rounds.province, role=Role.READER, valid_from=today())
    chosen = Round.objects.get(name="Năm nay").criteria_set_id
    page = signed_in(national).get(AT, {"bo": f"{chosen}-0"}).content.decode()
    rows = table(page, "Số xã đạt đủ 19 tiêu chí")
    assert rows[-1] == [f"Cả năm {Round.objects.get(name='Năm nay').year}", "0", "2", "0", "1"]
    assert "2 địa bàn" in page


def test_as_many_queries_however_many_rounds_and_communes(cast: Cast, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    office = signed_in(cast.coordination)
    open_round(office, cast, "Kỳ 1", year=card.year)
    fill(RoundCard.objects.get(card__area=cast.commune), cast.officer, ct1_1="Đạt")
    before = {section: queries(office, AT, muc=section) for section in ("ky", "chi-tieu", "nguon-luc", "ke-hoach")}
    one = queries(office, AT, muc="chi-tieu", **{"dia-ban": cast.commune.pk})
    for number in range(3):
        factories.area(f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"TT{number}", parent=cast.province)
    for number in (2, 3):
        open_round(office, cast, f"Kỳ {number}", year=card.year + number, deadline=f"31/12/209{number}")
    assert {section: queries(office, AT, muc=section) for section in before} == before
    assert queries(office, AT, muc="chi-tieu", **{"dia-ban": cast.commune.pk}) == one
    assert before["ky"] <= 14, before


def test_an_indicator_against_level_and_target(cast: Cast, card: Any, signed_in: SignIn) -> None:  # noqa: F811
    office = signed_in(cast.coordination)
    assert "Chọn một xã" in office.get(AT, {"muc": "chi-tieu"}).content.decode()
    row = Indicator.objects.get(code="18.1", criterion__criteria_set=card.criteria_set)
    figures = {card.year - 2: None, card.year - 1: Decimal("91.25"), card.year: Decimal("96.5")}
    for year, figure in figures.items():
        living = open_card(area=cast.commune, criteria_set=card.criteria_set, year=year, by=cast.officer)
        if figure is not None:
            entered = {row.pk: Entered(Value(number=figure))}
            save_criterion(living, row.criterion, rows=entered, whole=None, by=cast.officer)
    plan = issued_plan(cast, year=card.year)
    Target.objects.create(plan=plan, position=1, criterion=18, text="Hộ dùng nước sạch", value=98, unit="%")
    asked: dict[str, Any] = {"muc": "chi-tieu", "dia-ban": cast.commune.pk, "chi-tieu": row.pk}
    page = office.get(AT, asked).content.decode()
    found = table(page, "18.1")
    assert [line[:2] for line in found] == [
        [str(card.year - 2), "—"],
        [str(card.year - 1), "91,25"],
        [str(card.year), "96,5"],
    ]
    assert "2/3 năm có số liệu" in page
    assert "xã tự đánh giá" in page
    assert "Hộ dùng nước sạch: 98 %" in page, "what the plan says stands in words where it may be another row's"
    assert signed_in(cast.neighbour).get(AT, asked).status_code == 404


def test_resources_by_year_are_what_the_official_table_says(
    cast: Cast,
    drive: Any,  # noqa: F811
    giver: Any,  # noqa: F811
    signed_in: SignIn,
) -> None:
    give(cast, drive, giver("Lò Văn An"), amount=450_000)
    give(cast, drive, giver("Công ty Bản Mới", drive.firms), amount=2_000_000)
    give(cast, drive, giver("Cầm Thị Bình"), way="labour", days=Decimal("2.5"))
    give(cast, drive, None, amount=305_000)
    work = Work.objects.create(
        area=cast.commune, name="Đường thôn Nà Cốc", starts_on=today(), created_at=clock.now(), updated_at=clock.now()
    )
    WorkFund.objects.create(work=work, position=1, kind=FundKind.STATE, amount=250_000_000)
    WorkFund.objects.create(work=work, position=2, kind=FundKind.PEOPLE, amount=50_000_000)
    year = today().year
    mine = by_year([cast.province])[year]
    table_ = resources(cast.commune, Span(until=today()), today())
    assert mine == {
        "state": table_.works["state"], "credit": 0, "enterprises": table_.year.enterprises.total,
        "people": table_.year.people.total, "others": table_.year.others.total,
    }  # fmt: skip
    page = signed_in(cast.officer).get(AT, {"muc": "nguon-luc"}).content.decode()
    assert mine["enterprises"] == 2_000_000
    assert mine["people"] == 450_000 + 375_000 + 305_000
    assert "Đơn vị: triệu đồng." in page
    assert table(page, "Nguồn lực huy động")[-1] == [f"Năm {year}", "250", "0", "2", "1,13", "0"]
    assert "Chưa có nguồn lực nào được ghi" in signed_in(cast.neighbour).get(AT, {"muc": "nguon-luc"}).content.decode()


def test_plans_against_what_was_done(cast: Cast, signed_in: SignIn, db: None) -> None:
    plan = issued_plan(cast, year=today().year)
    past, ahead = today() - timedelta(days=40), today() + timedelta(days=40)

    def task(deadline: Any, state: str, done_on: Any = None) -> None:
        row = Task.objects.create(plan=plan, position=1, text="Việc", deadline=deadline, state=state)
        if done_on is not None:
            at = clock.now().replace(year=done_on.year, month=done_on.month, day=done_on.day)
            TaskReport.objects.create(task=row, percent=100, done=True, by=cast.officer, at=at)

    task(past, TaskState.DONE, past - timedelta(days=2))
    task(past, TaskState.DONE, past + timedelta(days=2))
    task(past, TaskState.OPEN)
    task(past, TaskState.DROPPED)
    task(ahead, TaskState.UNDER_WAY)
    task(None, TaskState.DONE)
    task(None, TaskState.OPEN)
    page = signed_in(cast.coordination).get(AT, {"muc": "ke-hoach"}).content.decode()
    rows = {row[0]: row[1:] for row in table(page, f"Kế hoạch năm {today().year}")}
    # In time, late, done without a day, overdue, open, open without a deadline.
    assert rows[f"Tháng {past.month}/{past.year}"] == ["1", "1", "0", "1", "0", "0"]
    assert rows[f"Tháng {ahead.month}/{ahead.year}"] == ["0", "0", "0", "0", "1", "0"]
    assert rows["Không ghi hạn"] == ["0", "0", "1", "0", "0", "1"]
    assert "6 nhiệm vụ của 1 kế hoạch" in page
