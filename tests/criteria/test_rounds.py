"""A round: the office opens it, the commune submits, the office returns one row, corrects another, accepts the rest."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from areas.models import Area
from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.enums import RoundCardState, State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Indicator, IndicatorVersion, Round, RoundCard
from journal.models import Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SET = "ntm-xa-2021-2025"


@pytest.fixture
def sets(db: None) -> None:
    call_command("load_criteria", verbosity=0)


def open_round(client: Client, cast: Cast, name: str = "Năm 2026", **other: Any) -> Any:
    data = {
        "area": cast.province.pk, "criteria_set": CriteriaSet.objects.get(code=SET).pk, "kind": "year", "year": 2026,
        "name": name, "deadline": "31/12/2099", **other,
    }  # fmt: skip
    return client.post("/ky-danh-gia/moi/", data)


def fill(round_card: RoundCard, by: User, **words: str) -> None:
    """Put words like ct1_1="Đạt" into the commune's living card."""
    for name, text in words.items():
        code = name.removeprefix("ct").replace("_", ".")
        row = Indicator.objects.get(code=code, criterion__criteria_set=round_card.card.criteria_set)
        save_criterion(round_card.card, row.criterion, rows={row.pk: Entered(Value(text=text))}, whole=None, by=by)


@pytest.fixture
def mine(cast: Cast, sets: None, signed_in: SignIn) -> RoundCard:
    assert open_round(signed_in(cast.coordination), cast).status_code == 302
    return RoundCard.objects.get(card__area=cast.commune)


def key(code: str) -> str:
    return f"c{Indicator.objects.get(code=code, criterion__criteria_set__code=SET).pk}"


def test_everybody_concerned_hears_of_it_once(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    open_round(signed_in(cast.coordination), cast)
    assert Round.objects.count() == 1
    assert RoundCard.objects.count() == 2
    told = Notice.objects.filter(key__startswith="round:").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([cast.officer.pk, cast.leader.pk, cast.neighbour.pk])


def test_the_last_day_counts_and_is_written_as_on_the_pages(cast: Cast, sets: None, signed_in: SignIn) -> None:
    open_round(signed_in(cast.coordination), cast, deadline="5/9/2099")
    told = Notice.objects.filter(key__startswith="round:").values_list("title", flat=True)
    assert set(told) == {"Năm 2026: tự đánh giá, gửi chậm nhất ngày 5/9/2099"}


def test_returned_corrected_accepted(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    office, leader = signed_in(cast.coordination), signed_in(cast.leader)
    at = f"/ky-danh-gia/phieu/{mine.pk}/"
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt", ct18_1="Đạt")
    assert leader.post(f"{at}gui/").status_code == 302
    empty = office.post(f"{at}tra-lai/", {})
    assert empty.status_code == 409, "without a remark nothing is returned"
    assert "Đề nghị ghi ý kiến ở ít nhất một chỉ tiêu" in empty.content.decode()
    office.post(f"{at}tra-lai/", {f"y-{key('1.2')}": "Thiếu quyết định phê duyệt.", f"y-{key('1.1')}": "  "})
    mine.refresh_from_db()
    assert (mine.state, [str(row.indicator) for row in mine.remarks.all()]) == (RoundCardState.RETURNED, ["1.2"])
    page = signed_in(cast.officer).get(at).content.decode()
    assert "Thiếu quyết định phê duyệt." in page

    leader.post(f"{at}gui/")
    assert mine.remarks.filter(answered_at=None).count() == 0
    row, remark = key("1.1"), {f"y-{key('1.2')}": "Đề nghị kiểm tra lại."}
    correction = {"row": row, f"ket-qua-{row}": "unmet", f"ly-do-{row}": "Quy hoạch chưa công bố."}
    refused = office.post(f"{at}dieu-chinh/", correction | remark | {f"ly-do-{row}": " "})
    assert (refused.status_code, "Đề nghị kiểm tra lại." in refused.content.decode()) == (409, True)
    office.post(f"{at}dieu-chinh/", correction | remark)
    assert ">Đề nghị kiểm tra lại.</textarea>" in office.get(at).content.decode(), "a correction loses no remark"
    office.post(f"{at}chap-nhan/")
    office.post(f"{at}chap-nhan/")
    mine.refresh_from_db()
    frozen = json.loads(mine.snapshot)
    assert mine.state == RoundCardState.ACCEPTED
    assert [(row["indicator"], row["after"], row["reason"]) for row in frozen["corrections"]] == [
        ("1.1", "unmet", "Quy hoạch chưa công bố.")
    ]
    assert mine.card.results.get(indicator__code="1.1").state == State.MET, "the living card is the commune's"


def test_frozen_bytes_do_not_change(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    """Later values, renames and amendments leave what was accepted as it was; the database refuses the rest."""
    fill(mine, cast.officer, ct1_1="Đạt")
    at = f"/ky-danh-gia/phieu/{mine.pk}/"
    signed_in(cast.leader).post(f"{at}gui/")
    signed_in(cast.coordination).post(f"{at}chap-nhan/")
    mine.refresh_from_db()
    frozen = mine.snapshot
    fill(mine, cast.officer, ct1_1="Không đạt")
    Area.objects.filter(pk=cast.commune.pk).update(name="Tên Mới")
    IndicatorVersion.objects.update(text="Nội dung mới")
    mine.refresh_from_db()
    assert mine.snapshot == frozen
    for change in ({"snapshot": "{}"}, {"state": RoundCardState.RETURNED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            RoundCard.objects.filter(pk=mine.pk).update(**change)
    assert signed_in(cast.leader).post(f"{at}gui/").status_code == 409
    assert "Nội dung mới" not in signed_in(cast.coordination).get(at).content.decode()


def test_what_is_missing_is_told_before_and_what_was_declared_after_sending(
    mine: RoundCard, cast: Cast, signed_in: SignIn
) -> None:
    leader, at = signed_in(cast.leader), f"/ky-danh-gia/phieu/{mine.pk}/"
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    second = mine.card.criteria_set.criteria.get(number=2)
    save_criterion(mine.card, second, rows={}, whole=Entered(state=State.MET, reason="Theo kế hoạch."), by=cast.officer)
    assert "Phiếu còn 55/57 dòng chưa có số liệu hoặc chưa xét." in leader.get(at).content.decode()
    leader.post(f"{at}gui/")
    page = leader.get(at).content.decode()
    assert page.count("Khai cả tiêu chí: Đạt") == 1
    assert "Phiếu còn" not in page


def test_what_slipped_is_shown_first(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    leader, office = signed_in(cast.leader), signed_in(cast.coordination)
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    leader.post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    open_round(office, cast, "6 tháng đầu năm 2027")
    following = RoundCard.objects.get(card__area=cast.commune, round__name__startswith="6")
    fill(following, cast.officer, ct1_2="Không đạt")
    leader.post(f"/ky-danh-gia/phieu/{following.pk}/gui/")
    page = office.get(f"/ky-danh-gia/phieu/{following.pk}/").content.decode()
    assert "Tụt so với kỳ trước" in page
    assert "<b>1.2</b>: Chưa đạt" in page


def test_what_the_office_corrected_slips_too(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    leader, office = signed_in(cast.leader), signed_in(cast.coordination)
    fill(mine, cast.officer, ct1_1="Đạt")
    leader.post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    open_round(office, cast, "Kỳ sau")
    following = RoundCard.objects.get(card__area=cast.commune, round__name="Kỳ sau")
    at, row = f"/ky-danh-gia/phieu/{following.pk}/", key("1.1")
    leader.post(f"{at}gui/")
    assert "Tụt so với kỳ trước" not in office.get(at).content.decode()
    office.post(f"{at}dieu-chinh/", {"row": row, f"ket-qua-{row}": "unmet", f"ly-do-{row}": "Quy hoạch đã hết hạn."})
    page = office.get(at).content.decode()
    assert "<b>1.1</b>: Chưa đạt" in page
    assert "Quy hoạch đã hết hạn." in page, "why it was corrected stands beside the row"


def test_no_button_throws_away_what_stands_beside_a_row(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    """Accepting would lose remarks and corrections that were typed, returning would lose corrections: they are refused."""
    office, at = signed_in(cast.coordination), f"/ky-danh-gia/phieu/{mine.pk}/"
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    signed_in(cast.leader).post(f"{at}gui/")
    first, second = key("1.1"), key("1.2")
    remark = {f"y-{first}": "Thiếu bản vẽ."}
    correction = {f"ket-qua-{second}": "unmet", f"ly-do-{second}": "Chưa công bố."}

    refused = office.post(f"{at}chap-nhan/", remark | correction)
    assert refused.status_code == 409
    assert "Dòng 1.1, 1.2 còn ý kiến hoặc điều chỉnh chưa được ghi" in refused.content.decode()
    assert ">Thiếu bản vẽ.</textarea>" in refused.content.decode()
    assert ">Chưa công bố.</textarea>" in refused.content.decode()
    refused = office.post(f"{at}tra-lai/", remark | correction)
    assert refused.status_code == 409
    assert "Dòng 1.2 còn điều chỉnh chưa được ghi" in refused.content.decode()
    mine.refresh_from_db()
    assert mine.state == RoundCardState.SUBMITTED

    other = {"row": first, f"ket-qua-{first}": "unmet", f"ly-do-{first}": "Bản vẽ cũ."}
    office.post(f"{at}dieu-chinh/", other | correction)
    page = office.get(at).content.decode()
    assert ">Chưa công bố.</textarea>" in page, "correcting one row leaves the other as typed"
    assert '<option value="unmet" selected>' in page
    assert office.post(f"{at}chap-nhan/", {f"y-{first}": " ", f"ket-qua-{second}": ""}).status_code == 302


def test_a_name_that_is_taken_opens_no_other_round(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.coordination)
    assert open_round(office, cast).status_code == 302, "a double click finds the round of the first"
    for other in ({"deadline": "30/12/2099"}, {"year": 2025}, {"kind": "month"}):
        answer = open_round(office, cast, **other)
        assert answer.status_code == 200
        assert "đã có kỳ “Năm 2026” của năm 2026 với hạn gửi 31/12/2099" in answer.content.decode()
    answer = open_round(office, cast, "Xa quá", year=today().year + 2)
    assert f"không sau năm {today().year + 1}" in answer.content.decode()
    assert Round.objects.count() == 1


def test_a_deadline_moves_and_those_who_still_send_hear_of_it(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    office, at = signed_in(cast.coordination), f"{mine.round.get_absolute_url()}sua/"
    open_round(office, cast, "Kỳ khác")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    for data, said in (
        ({"name": "Năm 2026", "deadline": "1/1/2020"}, "Hạn gửi phải từ hôm nay trở đi."),
        ({"name": "Kỳ khác", "deadline": "31/12/2099"}, "đã có kỳ “Kỳ khác”"),
        ({"name": "", "deadline": "31/2/2099"}, "31/2/2099"),
    ):
        answer = office.post(at, data)
        assert (answer.status_code, said in answer.content.decode()) == (200, True)
    for _ in range(2):
        assert office.post(at, {"name": "Cả năm 2026", "deadline": "30/11/2099"}).status_code == 302
    page = office.get(mine.round.get_absolute_url()).content.decode()
    assert "Hạn gửi: 31/12/2099 → 30/11/2099" in page
    told = Notice.objects.filter(key__contains=":deadline:")
    assert [notice.recipient_id for notice in told] == [cast.neighbour.pk], (
        "who sent the card has nothing to do any more"
    )
    assert told[0].title == "Cả năm 2026: hạn gửi phiếu chuyển sang 30/11/2099"
    for person in (cast.officer, cast.leader):
        assert signed_in(person).post(at, {"name": "X", "deadline": "30/11/2099"}).status_code == 403


def test_a_round_nobody_answered_is_taken_back(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    office, at = signed_in(cast.coordination), mine.round.get_absolute_url()
    fill(mine, cast.officer, ct1_1="Đạt")
    assert "Rút kỳ" in office.get(at).content.decode()
    assert signed_in(cast.leader).post(f"{at}rut/").status_code == 403
    assert office.post(f"{at}rut/").status_code == 302
    assert not Round.objects.exists()
    assert mine.card.results.get(indicator__code="1.1").state == State.MET, "the card is the commune's own"
    told = Notice.objects.filter(key__endswith=":withdrawn").values_list("recipient_id", flat=True)
    assert sorted(told) == sorted([cast.officer.pk, cast.leader.pk, cast.neighbour.pk])
    assert office.post(f"{at}rut/").status_code == 404
    assert signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/").status_code == 404

    open_round(office, cast)
    again = RoundCard.objects.get(card__area=cast.commune)
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{again.pk}/gui/")
    assert "Rút kỳ" not in office.get(again.round.get_absolute_url()).content.decode()
    refused = office.post(f"{again.round.get_absolute_url()}rut/")
    assert (refused.status_code, "Đã có 1 xã gửi phiếu" in refused.content.decode()) == (409, True)
    assert Round.objects.exists()


def test_submitting_and_accepting_are_other_peoples_rights(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    at = f"/ky-danh-gia/phieu/{mine.pk}/"
    for person in (cast.officer, cast.accountant, cast.coordination):
        assert signed_in(person).post(f"{at}gui/").status_code == 403
    signed_in(cast.leader).post(f"{at}gui/")
    for person in (cast.leader, cast.officer):
        assert signed_in(person).post(f"{at}chap-nhan/").status_code == 403
    for step in ("gui", "tra-lai", "dieu-chinh", "chap-nhan"):
        assert signed_in(cast.neighbour).post(f"{at}{step}/").status_code == 404
    mine.refresh_from_db()
    assert mine.state == RoundCardState.SUBMITTED


def test_a_row_of_another_set_is_not_found(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    foreign = Indicator.objects.filter(criterion__criteria_set__code="ntm-nang-cao-2021-2025")[0]
    office = signed_in(cast.coordination)
    answer = office.post(f"/ky-danh-gia/phieu/{mine.pk}/tra-lai/", {f"y-c{foreign.pk}": "Sai."})
    assert answer.status_code == 404


@pytest.mark.parametrize("communes", [3, 40])
def test_the_rounds_page_costs_the_same_for_few_and_many(
    cast: Cast, sets: None, signed_in: SignIn, communes: int
) -> None:
    for number in range(communes):
        commune = factories.area(
            f"Xã {number}", level=Level.COMMUNE, kind_word="xã", code=f"X{number}", parent=cast.province
        )
        factories.person(f"Cán Bộ {number}", Role.NTM_OFFICER, commune)
    office = signed_in(cast.coordination)
    with CaptureQueriesContext(connection) as opening:
        open_round(office, cast)
    assert len(opening) < 40
    found = Round.objects.get()
    office.get(found.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        office.get(found.get_absolute_url())
    assert len(queries) == 9


def test_a_round_of_a_past_year_asks_the_communes_of_that_year(cast: Cast, sets: None, signed_in: SignIn) -> None:
    Area.objects.filter(pk=cast.commune.pk).update(valid_to=date(2025, 6, 30))
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm 2024", year=2024)
    assert RoundCard.objects.filter(round__name="Năm 2024", card__area=cast.commune).exists()
    open_round(office, cast, "Năm 2026")
    assert not RoundCard.objects.filter(round__name="Năm 2026", card__area=cast.commune).exists()
