"""The living scorecard: the officer fills it, everybody of the commune reads it, the neighbour sees nothing of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from areas.models import AreaFact
from core.clock import now
from criteria.actions.evidence import add_evidence
from criteria.enums import State
from criteria.models import CriteriaSet, Result, Scorecard
from journal.queries import history_of
from tests.cast import Cast
from tests.criteria.pages import untouched

SignIn = Callable[[User], Client]
SET = "ntm-xa-2021-2025"


@pytest.fixture
def card(cast: Cast, signed_in: SignIn) -> Scorecard:
    """Xã An Bình's card of 2024, of the Northern mountains' column."""
    call_command("load_criteria", verbosity=0)
    AreaFact.objects.create(area=cast.commune, key="vung", value="TDMNPB", valid_from=date(2021, 1, 1))
    data = {"area": cast.commune.pk, "criteria_set": CriteriaSet.objects.get(code=SET).pk, "year": 2024}
    for _ in range(2):
        answer = signed_in(cast.officer).post("/tieu-chi/moi/", data)
        assert answer.status_code == 302
    return Scorecard.objects.get()


def fields(card: Scorecard, number: int, **rows: dict[str, str]) -> dict[str, Any]:
    """What the form of a criterion sends: by indicator code, the rest empty."""
    criterion = card.criteria_set.criteria.get(number=number)
    data: dict[str, Any] = {}
    for indicator in criterion.indicators.all():
        entered = {"state": "", "reason": "", "text": "", "number": ""} | rows.get(f"ct{indicator.code}", {})
        data |= {f"ct{indicator.pk}-{name}": value for name, value in entered.items()}
    return data


def save(client: Client, card: Scorecard, number: int, **rows: dict[str, str]) -> Any:
    address = f"/tieu-chi/{card.pk}/{number}/"
    return client.post(address, untouched(client, address) | fields(card, number, **rows))


def state_of(card: Scorecard, code: str) -> str:
    return card.results.get(indicator__code=code).state


def test_the_column_of_levels_comes_from_the_areas_facts(card: Scorecard) -> None:
    assert (card.scope, card.results.count()) == ("TDMNPB", 0)


def test_a_value_is_judged_by_the_level(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    answer = save(officer, card, 1, **{"ct1.1": {"text": "Đạt"}, "ct1.2": {"text": "Không đạt"}})
    assert answer.url == f"/tieu-chi/{card.pk}/2/"
    assert (state_of(card, "1.1"), state_of(card, "1.2")) == (State.MET, State.UNMET)
    told = history_of(card).filter(action="scorecard.saved")
    assert {change for entry in told for change in entry.changes} == {"chỉ tiêu 1.1", "chỉ tiêu 1.2"}
    save(officer, card, 1, **{"ct1.1": {"text": "Đạt"}, "ct1.2": {"text": "Không đạt"}})
    assert history_of(card).filter(action="scorecard.saved").count() == 2, "nothing changed, nothing written"


def test_another_state_than_the_computed_needs_a_reason(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    answer = save(officer, card, 1, **{"ct1.1": {"text": "Không đạt", "state": "met"}})
    assert "Đề nghị ghi lý do" in answer.content.decode()
    assert not card.results.exists()
    save(officer, card, 1, **{"ct1.1": {"text": "Không đạt", "state": "met", "reason": "Đã bổ sung ngày 5/3."}})
    result = card.results.get(indicator__code="1.1")
    assert (result.state, result.computed) == (State.MET, State.UNMET)


def test_the_database_refuses_met_without_value_or_reason(card: Scorecard) -> None:
    criterion = card.criteria_set.criteria.get(number=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.create(
            scorecard=card, criterion=criterion, indicator=criterion.indicators.first(), state=State.MET, at=now()
        )


def test_bad_figures_get_a_sentence_and_nothing_is_stored(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    percent = card.criteria_set.criteria.get(number=11)
    code = percent.indicators.get().code
    for figure in ("101", "-1", "năm phần trăm", "<script>alert(1)</script>"):
        page = save(signed_in(cast.officer), card, 11, **{f"ct{code}": {"number": figure}}).content.decode()
        assert "n-err" in page or "invalid-feedback" in page or "Số" in page
        assert "<script>alert(1)" not in page
    assert not card.results.exists()


def test_who_sees_and_who_fills(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    for person in (cast.officer, cast.leader, cast.village_head, cast.coordination):
        assert signed_in(person).get(f"/tieu-chi/{card.pk}/").status_code == 200
    for person in (cast.leader, cast.village_head, cast.coordination):
        assert save(signed_in(person), card, 1, **{"ct1.1": {"text": "Đạt"}}).status_code == 403
    assert signed_in(cast.neighbour).get(f"/tieu-chi/{card.pk}/").status_code == 404
    assert save(signed_in(cast.neighbour), card, 1, **{"ct1.1": {"text": "Đạt"}}).status_code == 404
    assert not card.results.exists()


def test_the_card_costs_the_same_empty_and_full(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    officer.get(f"/tieu-chi/{card.pk}/")
    with CaptureQueriesContext(
        connection,
    ) as empty:
        officer.get(f"/tieu-chi/{card.pk}/")
    save(officer, card, 1, **{"ct1.1": {"text": "Đạt"}, "ct1.2": {"text": "Đạt"}})
    save(officer, card, 2, **{"ct2.1": {"text": "Đạt"}})
    with CaptureQueriesContext(connection) as filled:
        officer.get(f"/tieu-chi/{card.pk}/")
    assert len(filled) == len(empty)


def test_the_whole_card_as_a_workbook(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    save(signed_in(cast.officer), card, 1, **{"ct1.1": {"text": "Đạt"}})
    answer = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/?export=xlsx")
    page = load_workbook(BytesIO(answer.content)).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert len(rows) == 1 + 19 + 57
    assert [row[7] for row in rows if row[1] == "1.1"] == ["Đạt"]


@pytest.mark.parametrize(("day", "over"), [(date(2024, 12, 31), False), (date(2024, 12, 30), True)])
def test_evidence_of_a_past_year_must_last_to_its_end(
    card: Scorecard, cast: Cast, signed_in: SignIn, day: date, over: bool
) -> None:
    save(signed_in(cast.officer), card, 1, **{"ct1.1": {"text": "Đạt"}})
    add_evidence(
        area=card.area, title="Quyết định", rows=[card.criteria_set.criteria.get(number=1).indicators.get(code="1.1")],
        by=cast.officer, upload=("a.pdf", b"%PDF-1.7\n"), valid_to=day,
    )  # fmt: skip
    page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/").content.decode()
    assert ("Chỉ tiêu 1.1: minh chứng đã hết giá trị." in page) is over


def test_a_row_without_a_number_is_called_by_its_wording(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """In the set of 2026 the keys of rows are ours; no page shows them."""
    new, officer = CriteriaSet.objects.get(code="ntm-2026-2030"), signed_in(cast.officer)
    officer.post("/tieu-chi/moi/", {"area": cast.commune.pk, "criteria_set": new.pk, "year": 2026})
    card = Scorecard.objects.get(criteria_set=new)
    number = new.criteria.get(indicators__key="tang-thu-nhap").number
    row = new.criteria.get(number=number).indicators.get(key="tang-thu-nhap")
    address = f"/tieu-chi/{card.pk}/{number}/"
    data = untouched(officer, address) | {f"ct{row.pk}-number": "12", f"ct{row.pk}-state": "met"}
    assert "Tốc độ tăng thu nhập bình quân đầu người: " in officer.post(address, data).content.decode()
    assert officer.post(address, data | {f"ct{row.pk}-reason": "Theo thống kê."}).status_code == 302
    for address in ("", f"{number}/", f"{number}/minh-chung/", "nhap/", "bieu-ket-qua/"):
        html = officer.get(f"/tieu-chi/{card.pk}/{address}").content.decode()
        shown = re.sub(r"<[^>]*>", " ", html)
        assert "tang-thu-nhap" not in shown, address
    assert "Tốc độ tăng thu nhập" in shown


def test_a_set_without_known_rows_is_judged_whole(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """The set of 2026 has criteria whose rows are not established: a person judges them, with a reason."""
    new = CriteriaSet.objects.get(code="ntm-2026-2030")
    officer = signed_in(cast.officer)
    officer.post("/tieu-chi/moi/", {"area": cast.commune.pk, "criteria_set": new.pk, "year": 2026})
    card = Scorecard.objects.get(criteria_set=new)
    criterion = new.criteria.first()
    assert criterion is not None
    key = f"tc{criterion.pk}"
    url = f"/tieu-chi/{card.pk}/{criterion.number}/"
    seen = untouched(officer, url)
    refused = officer.post(url, seen | {f"{key}-state": "met", f"{key}-reason": ""})
    assert "Đề nghị ghi lý do" in refused.content.decode()
    officer.post(url, seen | {f"{key}-state": "met", f"{key}-reason": "Đã đủ hồ sơ, họp ngày 2/3."})
    assert card.results.get().state == State.MET


def test_a_row_saved_meanwhile_by_another_is_not_written_over(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    address = f"/tieu-chi/{card.pk}/1/"
    one, two = (f"ct{row.pk}" for row in card.criteria_set.criteria.get(number=1).indicators.order_by("code"))
    earlier = untouched(officer, address)
    assert officer.post(address, earlier | {f"{two}-text": "Không đạt"}).status_code == 302
    assert officer.post(address, earlier | {f"{one}-text": "Đạt"}).status_code == 302
    assert (state_of(card, "1.1"), state_of(card, "1.2")) == (State.MET, State.UNMET), "the row not touched stays"
    page = officer.post(address, earlier | {f"{two}-text": "Đạt", f"{two}-reason": "Đã họp dân."}).content.decode()
    assert "1.2: Dòng này vừa được người khác sửa." in page
    assert "Không đạt; Chưa đạt" in page
    assert "Đã họp dân." in page, "what was typed stays"
    assert state_of(card, "1.2") == State.UNMET
    seen = dict(re.findall(r'name="(ct\d+-seen)" value="(\w+)"', page))
    assert officer.post(address, earlier | seen | {f"{two}-text": "Đạt"}).status_code == 302, "knowingly, the next time"
    assert state_of(card, "1.2") == State.MET


def test_faults_of_all_rows_stand_in_one_list_that_names_the_rows(
    card: Scorecard, cast: Cast, signed_in: SignIn
) -> None:
    words = save(signed_in(cast.officer), card, 2, **{"ct2.1": {"number": "abc"}, "ct2.2": {"number": "150"}})
    page = words.content.decode()
    assert "Có 2 chỗ cần sửa" in page
    assert "2.1, Giá trị: " in page
    assert "2.2, Giá trị: " in page


def test_a_word_outside_the_choices_is_not_lost_by_saving_something_else(
    card: Scorecard, cast: Cast, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    save(officer, card, 1, **{"ct1.1": {"text": "Đạt"}})
    card.results.update(text="20")
    assert '<option value="20" selected>' in officer.get(f"/tieu-chi/{card.pk}/1/").content.decode()
    answer = save(officer, card, 1, **{"ct1.1": {"text": "20"}, "ct1.2": {"text": "Đạt"}})
    assert answer.status_code == 302
    assert card.results.get(indicator__code="1.1").text == "20"


def test_a_card_is_opened_only_by_a_set_that_was_chosen(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).get("/tieu-chi/moi/").content.decode()
    assert f'<option value="{cast.commune.pk}" selected>' in page
    new = CriteriaSet.objects.get(code="ntm-2026-2030")
    data = {"area": cast.commune.pk, "criteria_set": new.pk, "year": 2019}
    early = signed_in(cast.officer).post("/tieu-chi/moi/", data).content.decode()
    assert "áp dụng cho giai đoạn 2026-2030; đề nghị chọn năm trong giai đoạn đó." in early
    assert not Scorecard.objects.filter(year=2019).exists()
    answer = signed_in(cast.officer).post("/tieu-chi/moi/", {"area": cast.commune.pk, "criteria_set": "", "year": 2025})
    assert answer.status_code == 200
    assert Scorecard.objects.count() == 1


def test_a_long_list_read_a_year_at_a_time_is_the_same_list(
    card: Scorecard, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = CriteriaSet.objects.get(code="ntm-2026-2030")
    made = [
        Scorecard(area=area, criteria_set=chosen, year=year, created_at=now(), updated_at=now())
        for area in (cast.village, cast.commune, cast.next_commune)
        for chosen in (card.criteria_set, later)
        for year in range(2010, 2024)
    ]
    Scorecard.objects.bulk_create(made)
    office = signed_in(cast.coordination)

    def pages() -> list[Scorecard]:
        return [row for n in range(1, 5) for row in office.get(f"/tieu-chi/?trang={n}").context["page"]]

    whole = pages()
    monkeypatch.setattr("criteria.queries.cards._LONG", 0)
    assert pages() == whole
    assert len(set(whole)) == len(made) + 1
    assert [row.year for row in whole] == sorted((row.year for row in whole), reverse=True)
