"""The engine from end to end on sets made up for it: file → rows → form → judged → card → snapshot → workbook."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.models import User
from areas.enums import Level as AreaLevel
from areas.models import Area, AreaFact
from core.errors import RuleError
from criteria.actions.cards import open_card, save_criterion
from criteria.enums import MetRule, State
from criteria.judging import Entered, Value
from criteria.models import CriteriaSet, Result, Scorecard
from criteria.papers.cards import card_rows, level_words, measure_of, totals, value_of
from criteria.papers.parts import from_words, in_words, kept
from criteria.papers.snapshots import snapshot_of
from criteria.queries.cards import lines_of
from criteria.sources import Figure, _values, register_values
from journal.queries import history_of
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.criteria import made_up
from tests.criteria.made_up import COMMUNE, GARDEN, NEXT
from tests.criteria.pages import untouched

SignIn = Callable[[User], Client]
TODAY = date(2026, 6, 1)


@pytest.fixture
def sets(db: None, tmp_path: Path) -> None:
    made_up.load(tmp_path, made_up.commune_set(), made_up.next_set(), made_up.garden_set())


def fact(area: Area, key: str, value: str) -> None:
    AreaFact.objects.create(area=area, key=key, value=value, valid_from=date(2021, 1, 1))


def opened(area: Area, by: User, year: int = 2026, code: str = COMMUNE, subject: str = "") -> Scorecard:
    chosen = CriteriaSet.objects.get(code=code)
    return open_card(area=area, criteria_set=chosen, year=year, by=by, subject=subject)


@pytest.fixture
def card(cast: Cast, sets: None) -> Scorecard:
    """Xã An Bình, of the first commune group, with five schools."""
    fact(cast.commune, "nhom-xa", "nhom_1")
    fact(cast.commune, "so-truong", "5")
    return opened(cast.commune, cast.officer)


def put(card: Scorecard, code: str, by: User, state: State | None = None, reason: str = "", **value: Any) -> Result:
    """Enter one row; figures as text."""
    row = card.criteria_set.criteria.get(number=int(code.split(".", maxsplit=1)[0])).indicators.get(code=code)
    for name in ("number", "second"):
        if value.get(name) is not None:
            value[name] = Decimal(str(value[name]))
    entered = Entered(Value(**value), state, reason)
    save_criterion(card, row.criterion, rows={row.pk: entered}, whole=None, by=by)
    return card.results.get(indicator=row)


def test_the_made_up_sets_load_whole(sets: None) -> None:
    chosen = CriteriaSet.objects.get(code=COMMUNE)
    assert chosen.criteria.count() == 10
    assert sum(row.indicators.count() for row in chosen.criteria.all()) == 47
    assert (chosen.met_rule, chosen.met_share) == (MetRule.SHARE, Decimal(70))
    assert list(chosen.criteria.filter(obligatory=True).values_list("number", flat=True)) == [1, 2]
    assert CriteriaSet.objects.get(code=GARDEN).criteria.count() == 5


def _broken(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    found = made_up.commune_set()
    change(found)
    return found


def _row(found: dict[str, Any], code: str) -> dict[str, Any]:
    return next(row for line in found["criteria"] for row in line["indicators"] if row["code"] == code)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda found: found.update(met_rule={"share": 120}), "“share” phải là tỷ lệ % trên 0 và không quá 100"),
        (lambda found: found.update(met_rule={"share": 70, "of": "indicators"}), "“of” chỉ có thể là criteria"),
        (lambda found: found.update(met_rule="share"), "{share: 70, of: criteria}"),
        (lambda found: _row(found, "2.1")["parts"].pop(0), "mục “parts” không có phần này"),
        (lambda found: _row(found, "2.1")["parts"][1].pop("scale"), "mục “scale” đi với “value: graded”"),
        (lambda found: _row(found, "2.1")["parts"][1].update(scale=["Yếu"]), "không có trong thang"),
        (lambda found: _row(found, "2.1")["parts"][0].update(direction="at_most"), "có chiều khác với mức của nó"),
        (lambda found: _row(found, "2.4")["level_rules"][0]["all_of"][0].update(when="số chợ > 3"), "số trường của xã"),
        (lambda found: _row(found, "3.2")["parts"].pop(), "phải đi với nhau"),
        (lambda found: _row(found, "1.5").update(derived={"kind": "growth"}), "chỉ dùng cho một con số"),
        (lambda found: _row(found, "3.1").update(derived={"kind": "lạ"}), "set_met, growth, hoặc factor_of_level"),
    ],
)  # fmt: skip
def test_a_slip_in_the_file_is_one_sentence_and_nothing_is_loaded(
    db: None, tmp_path: Path, change: Callable[[dict[str, Any]], None], said: str
) -> None:
    with pytest.raises(CommandError) as caught:
        made_up.load(tmp_path, _broken(change))
    assert said in str(caught.value)
    assert not CriteriaSet.objects.exists()


# --- Every kind of value on both sides of its level ---

MET, UNMET, NO_DATA = State.MET, State.UNMET, State.NO_DATA


@pytest.mark.parametrize(
    ("code", "value", "state"),
    [
        ("1.1", {"number": "94.99"}, UNMET), ("1.1", {"number": 95}, MET), ("1.1", {"number": "95.01"}, MET),
        ("1.2", {"number": "4.99"}, MET), ("1.2", {"number": 5}, MET), ("1.2", {"number": "5.01"}, UNMET),
        ("1.3", {"number": "1.9999"}, UNMET), ("1.3", {"number": 2}, MET), ("1.3", {"number": 3}, MET),
        ("1.4", {"number": "59.99"}, UNMET), ("1.4", {"number": 60}, MET), ("1.4", {"number": "60.01"}, MET),
        ("1.5", {"text": "Không đạt"}, UNMET), ("1.5", {"text": "Đạt"}, MET),
        ("1.6", {"text": "Trung bình"}, UNMET), ("1.6", {"text": "Khá"}, MET), ("1.6", {"text": "Tốt"}, MET),
        ("1.7", {"number": 90, "second": "89.99"}, UNMET), ("1.7", {"number": 90, "second": 90}, MET),
        ("1.7", {"number": 99}, NO_DATA), ("1.7", {"second": 99}, NO_DATA),
        ("2.1", {"parts": {"0": "95", "1": "Khá"}}, MET), ("2.1", {"parts": {"0": "94.99", "1": "Khá"}}, UNMET),
        ("2.1", {"parts": {"0": "96", "1": "Trung bình"}}, UNMET), ("2.1", {"parts": {"0": "96"}}, NO_DATA),
        ("2.1", {"parts": {"0": "90"}}, UNMET),
        ("2.2", {"parts": {"0": "Đạt"}}, MET), ("2.2", {"parts": {"0": "Không đạt", "1": "2"}}, MET),
        ("2.2", {"parts": {"0": "Không đạt", "1": "1"}}, UNMET), ("2.2", {"parts": {"1": "1"}}, NO_DATA),
        ("2.3", {"parts": {"0": "100", "1": "100"}}, NO_DATA),
        ("2.4", {"parts": {"0": "69.99"}}, UNMET), ("2.4", {"parts": {"0": "70"}}, MET),
        ("3.2", {"number": 80, "parts": {"0": "8", "1": "10"}}, MET), ("3.2", {"parts": {"0": "8", "1": "10"}}, NO_DATA),
        ("3.4", {"text": "Đạt"}, MET), ("3.4", {"number": 99}, NO_DATA),
    ],
)  # fmt: skip
def test_both_sides_of_every_level(card: Scorecard, cast: Cast, code: str, value: dict[str, Any], state: State) -> None:
    assert put(card, code, cast.officer, **value).state == state


def test_the_group_of_the_commune_chooses_the_level(card: Scorecard, cast: Cast) -> None:
    """60 % are met in the third group only; 1.4 has no level there, so nothing is computed."""
    assert put(card, "1.1", cast.officer, number=60).state == UNMET
    fact(cast.next_commune, "nhom-xa", "nhom_3")
    other = opened(cast.next_commune, cast.neighbour)
    assert put(other, "1.1", cast.neighbour, number=60).state == MET
    result = put(other, "1.4", cast.neighbour, number=1000)
    assert (result.state, result.computed) == (NO_DATA, "")


def test_a_commune_of_an_unknown_group_or_number_of_schools_is_never_computed(sets: None, cast: Cast) -> None:
    card = opened(cast.commune, cast.officer)
    assert card.scope == ""
    assert put(card, "1.1", cast.officer, number=100).computed == ""
    assert put(card, "2.4", cast.officer, parts={"0": "100"}).computed == ""
    fact(cast.commune, "so-truong", "3")
    assert put(card, "2.4", cast.officer, parts={"0": "50"}).state == MET


def test_an_amendment_changes_wording_kind_and_level_from_its_day(card: Scorecard, cast: Cast, clock: Clock) -> None:
    clock.set("2024-02-29 09:00")
    early = opened(cast.commune, cast.officer, year=2024)
    assert put(early, "3.4", cast.officer, number="49.99").state == UNMET
    assert put(early, "3.4", cast.officer, number=50).state == MET
    clock.set("2024-03-01 09:00")
    (row,) = [row for row in lines_of(early, on=date(2024, 3, 1), number=3)[0].rows if row.indicator.code == "3.4"]
    assert row.version is not None
    assert (row.version.text, row.version.value_kind) == ("Chỉ tiêu thử 3.4 đã sửa", "boolean")
    assert put(early, "3.4", cast.officer, number=50).state == NO_DATA, "a share is no answer to the new question"
    assert put(early, "3.4", cast.officer, text="Đạt").state == MET


def test_a_garden_is_judged_by_its_own_set(sets: None, cast: Cast) -> None:
    card = opened(cast.village, cast.officer, code=GARDEN, subject="Hộ Lò Văn An")
    for code, value, state in (
        ("1", {"text": "Đạt"}, MET), ("2", {"number": 499}, UNMET), ("2", {"number": 500}, MET), ("3", {"number": 30}, MET),
        ("4", {"number": 40}, MET), ("5", {"number": "10.1"}, UNMET), ("5", {"number": 10}, MET),
    ):  # fmt: skip
        assert put(card, code, cast.officer, **value).state == state
    assert totals(card, card_rows(lines_of(card, on=TODAY))).set_met is True


# --- Parts, from the page to the workbook ---


def sent(card: Scorecard, number: int, **rows: dict[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {"o-lai": "1"}
    for row in card.criteria_set.criteria.get(number=number).indicators.all():
        entered = {"state": "", "reason": "", "text": "", "number": ""} | rows.get(f"ct{row.code}", {})
        data |= {f"ct{row.pk}-{name}": value for name, value in entered.items()}
    return data


def test_a_compound_row_from_the_page_to_the_snapshot_and_the_workbook(
    card: Scorecard, cast: Cast, signed_in: SignIn
) -> None:
    officer, url = signed_in(cast.officer), f"/tieu-chi/{card.pk}/2/"
    page = officer.get(url).content.decode()
    assert "Tỷ lệ hộ dùng nước sạch" in page
    assert "Mức: từ 95 % trở lên" in page
    answer = officer.post(url, untouched(officer, url) | sent(card, 2, **{"ct2.1": {"phan0": "96,5", "phan1": "Tốt"}}))
    assert answer.status_code == 302
    result = card.results.get(indicator__code="2.1")
    assert (result.state, result.parts) == (MET, {"0": "96.5", "1": "Tốt"})
    page = officer.get(url).content.decode()
    assert 'value="96,5"' in page
    assert "(1) tỷ lệ hộ dùng nước sạch: 96,5; (2) quy ước quản lý nước: Tốt" in page
    (told,) = [entry.changes for entry in history_of(card).filter(action="scorecard.saved")]
    assert "96,5" in told["chỉ tiêu 2.1"][1]
    frozen = json.loads(snapshot_of(card, lines_of(card, on=TODAY), {}))
    (row,) = [row for row in frozen["criteria"][1]["indicators"] if row["code"] == "2.1"]
    assert [part["value"] for part in row["parts"]] == ["96.5", "Tốt"]
    book = load_workbook(BytesIO(officer.get(f"/tieu-chi/{card.pk}/?export=xlsx").content)).active
    assert book is not None
    cells = [cell for line in book.iter_rows(values_only=True) for cell in line]
    assert "(1) tỷ lệ hộ dùng nước sạch: 96,5; (2) quy ước quản lý nước: Tốt" in cells


@pytest.mark.parametrize("written", ["101", "-1", "chín mươi", "<script>alert(1)</script>"])
def test_a_part_that_cannot_be_read_is_refused(card: Scorecard, cast: Cast, signed_in: SignIn, written: str) -> None:
    officer, url = signed_in(cast.officer), f"/tieu-chi/{card.pk}/2/"
    seen = untouched(officer, url)
    page = officer.post(url, seen | sent(card, 2, **{"ct2.1": {"phan0": written}})).content.decode()
    assert "n-err" in page
    assert "<script>alert(1)" not in page
    assert not card.results.exists()


def test_parts_written_by_programs_are_checked_as_well(card: Scorecard, cast: Cast) -> None:
    for parts in ({"0": "101"}, {"0": "NaN"}, {"0": "1,5"}, {"1": "Xuất sắc"}):
        with pytest.raises(RuleError):
            put(card, "2.1", cast.officer, parts=parts)
    assert put(card, "2.1", cast.officer, parts={"0": "96", "7": "lạ"}).parts == {"0": "96"}


def test_parts_in_words_and_back(card: Scorecard, cast: Cast) -> None:
    put(card, "2.1", cast.officer, parts={"0": "96.5", "1": "Khá"})
    (row,) = [row for row in lines_of(card, on=TODAY, number=2)[0].rows if row.indicator.code == "2.1"]
    parts, values = measure_of(row).parts, value_of(row).parts
    assert from_words(parts, in_words(parts, values)) == kept(parts, values) == {"0": "96.5", "1": "Khá"}
    assert from_words(parts, "(2) Tốt") == {"1": "Tốt"}
    assert from_words(parts, "đạt cả") == {}


# --- Rows that follow from others ---


def fill_all(card: Scorecard, by: User, leave: tuple[str, ...] = ()) -> None:
    """Enter what meets every row of the made-up commune set."""
    words: dict[str, dict[str, Any]] = {
        "1.1": {"number": 100}, "1.2": {"number": 0}, "1.3": {"number": 5}, "1.4": {"number": 80}, "1.6": {"text": "Tốt"},
        "1.7": {"number": 99, "second": 99}, "2.1": {"parts": {"0": "99", "1": "Tốt"}}, "2.2": {"parts": {"0": "Đạt"}},
        "2.4": {"parts": {"0": "90"}}, "3.2": {"number": 90}, "3.3": {"number": 12},
    }  # fmt: skip
    for line in lines_of(card, on=TODAY):
        for row in line.rows:
            code = row.indicator.code
            if code in leave:
                continue
            if code in {"2.3", "3.1"}:
                put(card, code, by, state=MET, reason="Xã đã họp xét ngày 2/6.")
            else:
                put(card, code, by, **words.get(code, {"text": "Đạt"}))


def test_a_share_of_the_criteria_meets_the_set(card: Scorecard, cast: Cast) -> None:
    fill_all(card, cast.officer, leave=("8.1", "9.1", "10.1"))
    now = totals(card, card_rows(lines_of(card, on=TODAY)))
    assert (now.met, now.no_data, now.set_met) == (7, 3, True)
    put(card, "7.1", cast.officer, text="Không đạt")
    assert totals(card, card_rows(lines_of(card, on=TODAY))).set_met is False, "6 of 10 are less than 70 %"
    for code in ("8.1", "9.1", "10.1"):
        put(card, code, cast.officer, text="Đạt")
    put(card, "1.5", cast.officer, text="Không đạt")
    now = totals(card, card_rows(lines_of(card, on=TODAY)))
    assert (now.met, now.set_met) == (8, False), "80 % are met, an obligatory one is not"


def test_a_row_that_asks_for_another_set_follows_its_card(card: Scorecard, cast: Cast) -> None:
    high = opened(cast.commune, cast.officer, code=NEXT)
    assert not high.results.exists(), "the other card says nothing yet"
    fill_all(card, cast.officer)
    result = high.results.get(indicator__code="1")
    assert (result.state, result.computed) == (MET, MET)
    put(card, "1.5", cast.officer, text="Không đạt")
    result.refresh_from_db()
    assert result.state == UNMET
    assert history_of(high).filter(action="scorecard.saved").count() == 2


def test_without_the_other_sets_card_there_is_no_data(sets: None, cast: Cast) -> None:
    high = opened(cast.commune, cast.officer, code=NEXT)
    with pytest.raises(RuleError):
        put(high, "1", cast.officer, state=MET)
    assert not high.results.exists()
    result = put(high, "1", cast.officer, state=MET, reason="Đã công nhận năm 2024.")
    opened(cast.commune, cast.officer)
    result.refresh_from_db()
    assert (result.state, result.reason) == (MET, "Đã công nhận năm 2024."), "what a person judged stays"


def test_the_level_that_follows_from_another_sets_row(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    """110 % of 60 in the first group; the number is shown with its reckoning, and stored nowhere."""
    high = opened(cast.commune, cast.officer, code=NEXT)
    assert put(high, "2", cast.officer, number="65.99").state == UNMET
    assert put(high, "2", cast.officer, number=66).state == MET
    page = signed_in(cast.officer).get(f"/tieu-chi/{high.pk}/2/").content.decode()
    assert "từ 66 triệu đồng trở lên (1,1 × mức 60" in page
    fact(cast.next_commune, "nhom-xa", "nhom_3")
    other = opened(cast.next_commune, cast.neighbour, code=NEXT)
    result = put(other, "2", cast.neighbour, number=10_000)
    assert (result.state, result.computed) == (NO_DATA, ""), "the third group's level is not known"


def test_growth_needs_last_years_value(card: Scorecard, cast: Cast) -> None:
    assert put(card, "3.1", cast.officer, number=1000).state == NO_DATA
    before = opened(cast.commune, cast.officer, year=2025)
    put(before, "3.1", cast.officer, number=50)
    assert card.results.get(indicator__code="3.1").state == MET, "judged anew when last year's value came in"
    (row,) = [row for row in lines_of(card, on=TODAY, number=3)[0].rows if row.indicator.code == "3.1"]
    assert level_words(row) == "tăng từ 8 % trở lên so với năm trước (50)"
    assert put(card, "3.1", cast.officer, number="53.9999").state == UNMET
    assert put(card, "3.1", cast.officer, number=54).state == MET
    put(before, "3.1", cast.officer, number="50.01")
    assert card.results.get(indicator__code="3.1").state == UNMET
    put(before, "3.1", cast.officer)
    assert card.results.get(indicator__code="3.1").state == NO_DATA


def test_the_cost_of_a_card_does_not_grow_with_its_rows(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    officer, url = signed_in(cast.officer), f"/tieu-chi/{card.pk}/"
    officer.get(url)
    with CaptureQueriesContext(connection) as empty:
        officer.get(url)
    fill_all(card, cast.officer)
    with CaptureQueriesContext(connection) as full:
        officer.get(url)
    assert len(full) == len(empty)


# --- Beside the field ---


def test_what_stood_last_year_and_what_other_rooms_hold_is_beside_the_field(
    card: Scorecard, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = opened(cast.commune, cast.officer, year=2025)
    put(before, "1.1", cast.officer, number="93.5")
    put(card, "1.1", cast.officer, number=95)
    held = {"1.1": [Figure(Decimal("96.25"), "Sổ theo dõi <b>nước</b>", "/thon/")]}
    monkeypatch.setattr("criteria.sources._values", list(_values))
    register_values(lambda asked: held if asked.pk == card.pk else {})
    page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/1/").content.decode()
    assert "93,5 %" in page
    assert "Đang ghi" in page
    assert 'data-take="96,25"' in page
    assert "Sổ theo dõi &lt;b&gt;nước&lt;/b&gt;" in page
    assert card.results.get(indicator__code="1.1").number == 95, "nothing is taken over by itself"


# --- Checks on the page of the card ---


def test_far_from_the_neighbours(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    for place in range(5):
        commune = factories.area(
            f"Xã {place}", level=AreaLevel.COMMUNE, kind_word="xã", code=f"L{place}", parent=cast.province
        )
        other = opened(commune, cast.officer)
        put(other, "1.3", cast.officer, number=10 + place)
        if place == 3:
            put(card, "1.3", cast.officer, number=40)
            page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/").content.decode()
            assert "so với các xã cùng địa bàn" not in page, "four neighbours are too few"
    page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/").content.decode()
    assert "Chỉ tiêu 1.3: 40 cao hơn nhiều so với các xã cùng địa bàn (mức giữa 12)" in page
    put(card, "1.3", cast.officer, number=36)
    page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/").content.decode()
    assert "so với các xã cùng địa bàn" not in page


def test_parts_that_do_not_make_the_whole(card: Scorecard, cast: Cast, signed_in: SignIn) -> None:
    put(card, "3.2", cast.officer, number=85, parts={"0": "8", "1": "10"})
    put(card, "3.3", cast.officer, number=12, parts={"0": "5", "1": "6"})
    put(card, "2.3", cast.officer, parts={"0": "50", "1": "60"})
    page = signed_in(cast.officer).get(f"/tieu-chi/{card.pk}/").content.decode()
    assert "Chỉ tiêu 3.2: 8/10 là 80 %, phiếu ghi 85 %." in page
    assert "Chỉ tiêu 3.3: các phần cộng lại là 11, phiếu ghi 12." in page
    assert "Chỉ tiêu 2.3: phần “trong đó: có cây xanh” lớn hơn phần mà nó nằm trong." in page


def test_a_row_judged_before_an_amendment_is_asked_about(
    card: Scorecard, cast: Cast, signed_in: SignIn, clock: Clock
) -> None:
    clock.set("2024-02-01 09:00")
    early = opened(cast.commune, cast.officer, year=2024)
    put(early, "3.4", cast.officer, number=60)
    clock.set("2024-04-01 09:00")
    page = signed_in(cast.officer).get(f"/tieu-chi/{early.pk}/").content.decode()
    assert "Chỉ tiêu 3.4: nội dung, mức hoặc số liệu liên quan đã đổi sau khi ghi" in page
