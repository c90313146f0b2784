"""What needs the office today: each group as a story, who sees what, how many queries it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level
from contributions.models import RosterLine
from core import clock as time
from criteria.models import Round, RoundCard, Scorecard
from documents.enums import DocumentState
from emulation.enums import ReportEvery, ReportState
from emulation.models import Drive, Duty, Report
from emulation.queries.following import turns_of_day, with_missing
from journal.actions import record
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.contributions.conftest import drive, giver  # noqa: F401 - fixtures
from tests.criteria.conftest import card  # noqa: F401 - a fixture
from tests.criteria.test_rounds import fill, open_round
from tests.dashboards.office_story import dossier, evidence, groups, report, told
from tests.emulation.conftest import build

SignIn = Callable[[User], Client]
PAGE = "/tong-quan/can-lam/"
#: A Wednesday without a holiday near.
TODAY = date(2026, 7, 15)


@pytest.fixture(autouse=True)
def _on_a_wednesday(clock: Clock) -> None:
    clock.set("2026-07-15 09:00")


def page_of(client: Client, **asked: str) -> Any:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200
    return answer


def test_late_reports_the_longest_first_and_the_rates(cast: Cast, signed_in: SignIn) -> None:
    report(cast.commune, date(2026, 7, 10), cast.officer)
    late = report(cast.next_commune, date(2026, 7, 3), cast.neighbour, sent=date(2026, 7, 2), state="returned")
    report(cast.commune, date(2026, 6, 20), cast.officer, sent=date(2026, 6, 20))
    report(cast.next_commune, date(2026, 6, 20), cast.neighbour, sent=date(2026, 6, 21))
    report(cast.commune, TODAY, cast.officer)
    report(cast.village, date(2026, 7, 1), cast.village_head)
    office = page_of(signed_in(cast.coordination))
    # Friday 3 July to Wednesday 15 July: eight working days.
    assert told(office, "bao-cao-cham") == [
        ("Xã Bình Yên", "Quá 8 ngày làm việc"), ("Xã An Bình", "Quá 3 ngày làm việc"),
    ]  # fmt: skip
    lines = groups(office)["bao-cao-cham"].items
    assert "bị trả lại" in lines[0].note
    assert lines[0].url == f"/bao-cao/tong-hop/?mau={late.form_id}&nam=2026#can-goi"
    rates = office.context["rates"]
    assert (rates.owed, rates.sent, rates.on_time) == (4, 2, 1), "what is due today is not owed yet"
    assert "2/4 báo cáo" in office.content.decode()

    mine = page_of(signed_in(cast.leader))
    assert [title for title, _ in told(mine, "bao-cao-cham")] == ["Thôn Nà Cốc", "Xã An Bình"]
    url = groups(mine)["bao-cao-cham"].items[0].url
    assert signed_in(cast.leader).get(url).status_code == 200


def test_over_a_weekend_no_working_day_has_passed(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    report(cast.commune, date(2026, 7, 17), cast.officer)
    clock.set("2026-07-18 09:00")
    assert told(page_of(signed_in(cast.coordination)), "bao-cao-cham") == [("Xã An Bình", "Quá hạn từ 17/7/2026")]


@pytest.fixture
def round_(cast: Cast, card: Scorecard, signed_in: SignIn) -> Round:  # noqa: F811
    open_round(signed_in(cast.coordination), cast, year=card.year, deadline="31/7/2026")
    return Round.objects.get()


def test_a_card_waits_until_it_is_accepted(round_: Round, cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    mine = RoundCard.objects.get(card__area=cast.commune)
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    clock.move(days=3)
    office = signed_in(cast.coordination)
    page = page_of(office)
    assert told(page, "phieu-cho-tham-tra") == [("Xã An Bình", "Chờ 3 ngày")]
    group = groups(page)["phieu-cho-tham-tra"]
    assert group.items[0].url == f"/ky-danh-gia/phieu/{mine.pk}/"
    assert group.all_url == f"/ky-danh-gia/{round_.pk}/?trang-thai=submitted"
    assert "phieu-cho-tham-tra" not in groups(page_of(signed_in(cast.leader))), "the commune accepts nothing"
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    assert told(page_of(office), "phieu-cho-tham-tra") == []


def test_cards_not_sent_after_the_deadline(round_: Round, cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    assert told(page_of(signed_in(cast.coordination)), "phieu-chua-gui") == []
    clock.set("2026-08-05 09:00")
    page = page_of(signed_in(cast.coordination))
    assert told(page, "phieu-chua-gui") == [
        ("Xã An Bình", "Quá 3 ngày làm việc"), ("Xã Bình Yên", "Quá 3 ngày làm việc"),
    ]  # fmt: skip
    assert told(page_of(signed_in(cast.officer)), "phieu-chua-gui") == [("Xã An Bình", "Quá 3 ngày làm việc")]
    clock.set("2027-09-01 09:00")
    assert told(page_of(signed_in(cast.coordination)), "phieu-chua-gui") == [], (
        "of the year before nobody asks any more"
    )


def test_criteria_that_slipped(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    mine = RoundCard.objects.get(card__area=cast.commune)
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    assert told(page_of(office), "tieu-chi-tut") == []

    fill(mine, cast.officer, ct1_1="Không đạt")
    page = page_of(office)
    assert told(page, "tieu-chi-tut") == [("Xã An Bình", "1 tiêu chí tụt")], "since it was accepted"
    assert groups(page)["tieu-chi-tut"].items[0].note.startswith("Tiêu chí 1; ")

    open_round(office, cast, "Kỳ sau", year=round_.year, deadline="31/8/2026")
    page = page_of(office)
    assert told(page, "tieu-chi-tut") == [("Xã An Bình", "1 tiêu chí tụt")], "against the round before"
    later = RoundCard.objects.get(card__area=cast.commune, round__name="Kỳ sau")
    assert groups(page)["tieu-chi-tut"].items[0].url == f"/ky-danh-gia/phieu/{later.pk}/"
    assert told(page_of(signed_in(cast.officer)), "tieu-chi-tut") == [("Xã An Bình", "1 tiêu chí tụt")]
    assert told(page_of(signed_in(cast.neighbour)), "tieu-chi-tut") == []
    fill(later, cast.officer, ct1_1="Đạt")
    assert told(page_of(office), "tieu-chi-tut") == []


def test_what_the_office_corrected_has_not_slipped(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    from tests.criteria.test_rounds import key

    office = signed_in(cast.coordination)
    mine = RoundCard.objects.get(card__area=cast.commune)
    fill(mine, cast.officer, ct1_1="Không đạt", ct1_2="Đạt")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    row = key("1.1")
    office.post(
        f"/ky-danh-gia/phieu/{mine.pk}/dieu-chinh/",
        {"row": row, f"ket-qua-{row}": "met", f"ly-do-{row}": "Đã công bố ngày 02/6."},
    )
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    assert told(page_of(office), "tieu-chi-tut") == []


def test_communes_nobody_hears_of(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    office = signed_in(cast.coordination)
    page = page_of(office)
    assert told(page, "xa-im-ang") == [("Xã An Bình", "Chưa có tin"), ("Xã Bình Yên", "Chưa có tin")]
    line = groups(page)["xa-im-ang"].items[0]
    assert f"{cast.officer.full_name}, {cast.officer.phone}" in line.note
    assert cast.officer.phone in office.get(line.url).content.decode()
    record("scorecard.saved", cast.commune, by=cast.officer, area=cast.commune)
    assert [title for title, _ in told(page_of(office), "xa-im-ang")] == ["Xã Bình Yên"]
    report(cast.next_commune, TODAY, cast.neighbour, sent=TODAY)
    assert told(page_of(office), "xa-im-ang") == []
    clock.set("2026-08-15 09:00")
    record("scorecard.saved", cast.commune, by=cast.officer, area=cast.commune)
    assert told(page_of(office), "xa-im-ang") == [("Xã Bình Yên", "Im 31 ngày")]
    assert "xa-im-ang" not in groups(page_of(signed_in(cast.neighbour)))


def test_papers_to_sign_and_to_number(cast: Cast, signed_in: SignIn) -> None:
    waits = factories.plan(
        cast.commune, cast.committee, title="Kế hoạch chờ ký", state=DocumentState.SUBMITTED, by=cast.officer
    )
    village = factories.document(
        cast.village, None, state=DocumentState.SUBMITTED, subject="Báo cáo của thôn", by=cast.officer
    )
    factories.document(cast.next_commune, cast.next_committee, state=DocumentState.SUBMITTED, subject="Của xã bên")
    leader = signed_in(cast.leader)
    page = page_of(leader)
    assert {title for title, _ in told(page, "van-ban-cho-ky")} == {"Kế hoạch chờ ký", "Báo cáo của thôn"}
    urls = {item.url for item in groups(page)["van-ban-cho-ky"].items}
    assert urls == {f"/van-ban/{waits.document_id}/", f"/van-ban/{village.pk}/"}
    assert leader.get(f"/van-ban/{waits.document_id}/", follow=True).status_code == 200
    assert "van-ban-cho-ky" not in groups(page_of(signed_in(cast.officer)))


def test_campaigns_behind_their_course(drive: Any, giver: Any, cast: Cast, signed_in: SignIn) -> None:  # noqa: F811
    campaign = drive.campaign
    campaign.starts_on, campaign.deadline = TODAY - timedelta(days=60), TODAY + timedelta(days=40)
    campaign.save()
    giver("Lò Văn An")
    page = page_of(signed_in(cast.leader))
    assert told(page, "dong-gop-cham") == [(campaign.name, "Đạt 0\xa0%")]
    assert "đã qua 60\xa0% thời gian" in groups(page)["dong-gop-cham"].items[0].note
    assert told(page_of(signed_in(cast.coordination)), "dong-gop-cham") == [(campaign.name, "Đạt 0\xa0%")]
    assert told(page_of(signed_in(cast.neighbour)), "dong-gop-cham") == []
    RosterLine.objects.update(expected_amount=0)
    assert told(page_of(signed_in(cast.leader)), "dong-gop-cham") == []


def test_drives_whose_reports_of_today_are_missing(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    made = build(cast, starts=date(2026, 7, 1), ends=date(2026, 8, 30))
    assert told(page_of(signed_in(cast.officer)), "thi-dua-thieu-bao-cao") == [], "the hour is not past"
    clock.set("2026-07-15 17:05")
    page = page_of(signed_in(cast.officer))
    assert told(page, "thi-dua-thieu-bao-cao") == [("60 ngày cao điểm", "Thiếu 2")]
    line = groups(page)["thi-dua-thieu-bao-cao"].items[0]
    assert "2/2 báo cáo" in line.note
    assert signed_in(cast.officer).get(line.url).status_code == 200
    _came(made.duty, TODAY, cast.village_head)
    assert told(page_of(signed_in(cast.coordination)), "thi-dua-thieu-bao-cao") == [("60 ngày cao điểm", "Thiếu 1")]
    assert told(page_of(signed_in(cast.neighbour)), "thi-dua-thieu-bao-cao") == []


def _came(duty: Duty, day: date, by: User) -> None:
    from uuid import uuid4

    Report.objects.create(duty=duty, day=day, key=uuid4(), state=ReportState.COUNTED, by=by, at=time.now())


@pytest.mark.parametrize("day", ["2026-02-28", "2026-07-15", "2026-07-31", "2026-08-02"])
def test_the_database_counts_missing_reports_as_the_days_are_counted(cast: Cast, clock: Clock, day: str) -> None:
    clock.set(f"{day} 17:05")
    made = build(cast, starts=date(2026, 2, 1), ends=date(2026, 8, 30))
    for entry, every, of in (
        (made.entry, ReportEvery.WEEK, 3), (made.entry, ReportEvery.MONTH, 31), (made.second, ReportEvery.WEEK, 7),
        (made.second, ReportEvery.MONTH, 15),
    ):  # fmt: skip
        Duty.objects.create(
            entry=entry, every=every, day=of, due_at="17:00", starts_on=date(2026, 2, 1), ends_on=date(2026, 8, 30)
        )
    _came(made.duty, time.today(), cast.village_head)
    turns = [turn for turn in turns_of_day(made.drive, time.today()) if turn.until < time.now()]
    found = with_missing(Drive.objects.all(), timezone.localtime(time.now())).get()
    assert (found.owed, found.missing) == (len(turns), sum(turn.came is None for turn in turns))


def test_evidence_that_ends_soon_the_first_to_end_first(cast: Cast, signed_in: SignIn) -> None:
    evidence(cast.commune, "Trường đạt chuẩn", TODAY + timedelta(days=20), cast.officer)
    evidence(cast.village, "Bảo hiểm y tế", TODAY - timedelta(days=5), cast.officer)
    evidence(cast.commune, "Còn lâu", TODAY + timedelta(days=90), cast.officer)
    evidence(cast.next_commune, "Của xã bên", TODAY, cast.neighbour)
    mine = page_of(signed_in(cast.officer))
    assert told(mine, "minh-chung-het-han") == [
        ("Bảo hiểm y tế", "Hết hạn 5 ngày"),
        ("Trường đạt chuẩn", "Còn 20 ngày"),
    ]
    office = page_of(signed_in(cast.coordination))
    assert told(office, "minh-chung-het-han")[1] == ("Của xã bên", "Hết hạn hôm nay")
    assert len(told(office, "minh-chung-het-han")) == 3


def test_dossiers_wait_for_the_commune_and_then_for_the_office(
    card: Scorecard,  # noqa: F811
    cast: Cast,
    signed_in: SignIn,
) -> None:
    made = dossier(card, cast.officer, days_ago=4)
    assert told(page_of(signed_in(cast.leader)), "ho-so-cho-buoc") == [("Xã An Bình", "Đang lập 4 ngày")]
    assert told(page_of(signed_in(cast.coordination)), "ho-so-cho-buoc") == []
    made.sent_on = TODAY - timedelta(days=2)
    made.save()
    assert told(page_of(signed_in(cast.leader)), "ho-so-cho-buoc") == []
    assert told(page_of(signed_in(cast.coordination)), "ho-so-cho-buoc") == [("Xã An Bình", "Chờ 2 ngày")]


def test_the_neighbour_and_those_without_an_office_see_nothing(round_: Round, cast: Cast, signed_in: SignIn) -> None:
    report(cast.commune, date(2026, 7, 3), cast.officer)
    evidence(cast.commune, "Minh chứng của An Bình", TODAY, cast.officer)
    page = page_of(signed_in(cast.neighbour))
    assert page.context["waiting"] == []
    assert "An Bình" not in page.content.decode()
    assert "Hôm nay không có việc nào phải xử lý" in page.content.decode()
    elsewhere = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    other = page_of(signed_in(factories.person("Người Tỉnh Khác", Role.COORDINATION, elsewhere)))
    assert "An Bình" not in other.content.decode()
    for person in (cast.village_head, cast.stranger, cast.accountant):
        page = page_of(signed_in(person))
        assert page.context["scope"] is None
        assert "Không có việc nào cần anh/chị xử lý ở đây" in page.content.decode()


def test_whoever_holds_several_provinces_reads_which_province_it_is(cast: Cast, signed_in: SignIn) -> None:
    elsewhere = factories.area("Khác", level=Level.PROVINCE, kind_word="tỉnh", code="K")
    commune = factories.area("Mường Khác", level=Level.COMMUNE, kind_word="xã", code="K1", parent=elsewhere)
    Assignment.objects.create(user=cast.coordination, role=Role.COORDINATION, area=elsewhere)
    report(commune, date(2026, 7, 3), cast.officer)
    page = page_of(signed_in(cast.coordination))
    assert groups(page)["bao-cao-cham"].items[0].note.startswith("Tỉnh Khác. Báo cáo tháng")


def test_one_group_alone_and_the_sheet_with_every_line(cast: Cast, signed_in: SignIn) -> None:
    for days in range(1, 8):
        evidence(cast.commune, f"Minh chứng {days}", TODAY + timedelta(days=days), cast.officer)
    client = signed_in(cast.officer)
    page = page_of(client)
    group = groups(page)["minh-chung-het-han"]
    assert (group.count, len(group.items), group.rest) == (7, 5, 2)
    assert "Xem tất cả 7 minh chứng" in page.content.decode()
    alone = page_of(client, nhom="minh-chung-het-han")
    assert len(told(alone, "minh-chung-het-han")) == 7
    assert page_of(client, nhom="khong-co").context["alone"] is None
    data = client.get(PAGE, {"export": "xlsx"}).content
    rows = list(load_workbook(BytesIO(data)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[2] for row in rows[1:]] == [f"Minh chứng {days}" for days in range(1, 8)]
    assert rows[1][1:4] == ("Minh chứng hết hạn, sắp hết hạn", "Minh chứng 1", "Còn 1 ngày")


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


def _one_more(cast: Cast, number: int) -> None:
    """One more commune with something in every group."""
    commune = factories.area(
        f"Thêm {number}", level=Level.COMMUNE, kind_word="xã", code=f"TT{number}", parent=cast.province
    )
    officer = factories.person(f"Cán Bộ {number}", Role.NTM_OFFICER, commune)
    report(commune, date(2026, 7, 3), officer)
    report(commune, date(2026, 6, 20), officer, sent=date(2026, 6, 20))
    evidence(commune, f"Minh chứng {number}", TODAY, officer)
    factories.document(cast.province, None, state=DocumentState.SUBMITTED)


def test_as_many_queries_for_three_communes_as_for_one(
    card: Scorecard,  # noqa: F811
    cast: Cast,
    signed_in: SignIn,
    clock: Clock,
) -> None:
    office = signed_in(cast.coordination)
    Assignment.objects.create(user=cast.coordination, role=Role.LEADER, area=cast.province)
    _one_more(cast, 1)
    open_round(office, cast, "Kỳ trước", year=card.year, deadline="16/7/2026")
    _send_the_first(cast)
    open_round(office, cast, "Kỳ này", year=card.year, deadline="16/7/2026")
    clock.set("2026-07-20 09:00")
    office.get(PAGE)
    few = _queries(office, PAGE)
    start = _queries(office, "/")
    for number in (2, 3):
        _one_more(cast, number)
    clock.set("2026-07-16 09:00")
    open_round(office, cast, "Kỳ đông hơn", year=card.year, deadline="17/7/2026")
    clock.set("2026-07-20 09:00")
    assert len(groups(page_of(office))["phieu-chua-gui"].items) == 5
    assert _queries(office, PAGE) == few
    assert _queries(office, "/") == start


def _send_the_first(cast: Cast) -> None:
    from criteria.actions.rounds import submit_card

    submit_card(RoundCard.objects.get(card__area=cast.commune), by=cast.leader)


def test_the_start_page_of_an_office_counts_and_a_commune_s_only_leads_there(
    round_: Round, cast: Cast, signed_in: SignIn
) -> None:
    report(cast.commune, date(2026, 7, 3), cast.officer)
    _send_the_first(cast)
    page = signed_in(cast.coordination).get("/")
    assert [row[:2] for row in page.context["strip"]] == [
        (1, "báo cáo chậm gửi"), (1, "phiếu chờ thẩm tra"), (0, "phiếu quá hạn chưa gửi"),
    ]  # fmt: skip
    assert 'href="/tong-quan/can-lam/#bao-cao-cham"' in page.content.decode()
    assert '<b class="tnum">2</b> việc</a> cần xử lý trong địa bàn.' in page.content.decode()
    officer = signed_in(cast.officer).get("/")
    assert officer.context["strip"] == []
    assert 'href="/tong-quan/can-lam/"' in officer.content.decode()
    assert "/tong-quan/can-lam/" not in signed_in(cast.village_head).get("/").content.decode()
