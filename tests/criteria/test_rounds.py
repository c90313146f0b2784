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
    assert len(queries) == 8


def test_a_round_of_a_past_year_asks_the_communes_of_that_year(cast: Cast, sets: None, signed_in: SignIn) -> None:
    Area.objects.filter(pk=cast.commune.pk).update(valid_to=date(2025, 6, 30))
    office = signed_in(cast.coordination)
    open_round(office, cast, "Năm 2024", year=2024)
    assert RoundCard.objects.filter(round__name="Năm 2024", card__area=cast.commune).exists()
    open_round(office, cast, "Năm 2026")
    assert not RoundCard.objects.filter(round__name="Năm 2026", card__area=cast.commune).exists()
