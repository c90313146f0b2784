"""A province enters its levels, publishes them, and from their day on they judge its own cards and nobody else's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level as AreaLevel
from core.clock import today
from criteria.actions.levels import set_levels
from criteria.enums import State
from criteria.judging import Value, judge
from criteria.models import CriteriaSet, IndicatorVersion, Level, LevelsDecision
from criteria.papers.cards import measure_of
from criteria.queries.cards import IndicatorLine, lines_of
from criteria.queries.sets import level_for, summary, with_rows
from criteria.read.province_levels import LevelValue
from journal.models import Notice
from journal.queries import history_of
from tests import factories
from tests.cast import Cast
from tests.criteria.conftest import Load
from tests.criteria.levels import card_of, decided, draft, enter, fill, publish, sheet_of, small_set, wording, workbook

SignIn = Callable[[User], Client]


@pytest.fixture
def chosen(cast: Cast) -> CriteriaSet:
    return small_set()


@pytest.fixture
def office(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.coordination)


# --- What the card's page says, on both sides of every kind of level and at the boundary ---


@pytest.mark.parametrize(
    ("key", "level", "values"),
    [
        ("nuoc", "85,5", {"85,49": State.UNMET, "85,5": State.MET, "85,51": State.MET}),
        ("ngheo", "4 %", {"3,99": State.MET, "4": State.MET, "4,01": State.UNMET}),
        ("mo-hinh", "2", {"1": State.UNMET, "2": State.MET, "3": State.MET}),
        ("thu-nhap", "62,5", {"62,49": State.UNMET, "62,5": State.MET, "62,51": State.MET}),
        ("dien", "đạt", {"Không đạt": State.UNMET, "Đạt": State.MET}),
        ("nha", "khá", {"Trung bình": State.UNMET, "Khá": State.MET, "Tốt": State.MET}),
    ],
)
def test_a_published_level_judges(
    cast: Cast, chosen: CriteriaSet, office: Client, signed_in: SignIn, key: str, level: str, values: dict[str, str]
) -> None:
    card, officer = card_of(cast, chosen), signed_in(cast.officer)
    first = next(iter(values))
    assert enter(officer, card, key, first) == State.NO_DATA, "no level yet: nothing is judged"
    decided(office, cast.province, chosen, **{key.replace("-", "_"): level})
    assert {value: enter(officer, card, key, value) for value in values} == values


def test_the_level_and_its_day_are_on_the_cards_page(
    cast: Cast, chosen: CriteriaSet, office: Client, signed_in: SignIn
) -> None:
    card, officer = card_of(cast, chosen), signed_in(cast.officer)
    assert "Chưa có mức" in officer.get(f"/tieu-chi/{card.pk}/1/").content.decode()
    decided(office, cast.province, chosen, nuoc="85,5")
    assert "từ 85,5 % trở lên" in officer.get(f"/tieu-chi/{card.pk}/1/").content.decode()


def test_a_draft_a_later_day_and_another_province_do_not_judge(
    cast: Cast, chosen: CriteriaSet, office: Client, signed_in: SignIn
) -> None:
    card, officer = card_of(cast, chosen), signed_in(cast.officer)
    other = factories.area("Láng Giềng", level=AreaLevel.PROVINCE, kind_word="tỉnh", code="L")
    elsewhere = signed_in(factories.person("Người Tỉnh Khác", Role.COORDINATION, other))
    decided(elsewhere, other, chosen, nuoc="10")
    waiting = draft(office, cast.province, chosen, "1/QĐ-UBND")
    fill(office, waiting, "nuoc", everywhere="20")
    later = today() + timedelta(days=1)
    decided(office, cast.province, chosen, "2/QĐ-UBND", starts=f"{later:%d/%m/%Y}", nuoc="30")
    assert enter(officer, card, "nuoc", "99") == State.NO_DATA
    assert lines_of(card, on=today())[0].rows[0].level is None
    level = lines_of(card, on=later)[0].rows[0].level
    assert level is not None
    assert level.number == 30


def test_a_later_decision_goes_before_row_by_row(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    card = card_of(cast, chosen)
    decided(office, cast.province, chosen, "1/QĐ-UBND", starts="1/2/2026", nuoc="80", ngheo="5")
    decided(office, cast.province, chosen, "2/QĐ-UBND", starts="1/6/2026", nuoc="90")

    def levels(on: date) -> list[Decimal | None]:
        return [row.level.number if row.level else None for line in lines_of(card, on=on)[:2] for row in line.rows]

    assert levels(date(2026, 1, 31)) == [None, None]
    assert levels(date(2026, 2, 1)) == levels(date(2026, 5, 31)) == [80, 5]
    assert levels(date(2026, 6, 1)) == [90, 5], "what the second leaves out stays as it was"


def test_group_and_year_go_before_what_holds_for_all(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    decision = draft(office, cast.province, chosen)
    fill(office, decision, "nuoc", everywhere="80", nhom_1="95")
    fill(office, decision, "nuoc", year=2027, everywhere="82", nhom_1="97", nhom_2="")
    publish(office, decision)

    def level(scope: str, year: int, commune: Any) -> Decimal | None:
        found = lines_of(card_of(cast, chosen, area=commune, year=year, scope=scope), on=today())[0].rows[0].level
        return found.number if found else None

    assert level("nhom_1", 2026, cast.commune) == 95
    assert level("nhom_1", 2027, cast.commune) == 97
    assert level("nhom_2", 2026, cast.next_commune) == 80
    assert level("nhom_2", 2027, cast.next_commune) == 82


def test_the_decided_level_goes_before_the_sets_own(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    wording("nuoc").levels.create(layer="province", scope="nhom_2", year=2026, number=50, provenance="recalled")
    card = card_of(cast, chosen)
    assert lines_of(card, on=today())[0].rows[0].level.number == 50  # type: ignore[union-attr]
    decided(office, cast.province, chosen, nuoc="85")
    assert lines_of(card, on=today())[0].rows[0].level.number == 85  # type: ignore[union-attr]


def test_decisions_cost_no_more_queries(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    card = card_of(cast, chosen)
    with CaptureQueriesContext(connection) as without:
        lines_of(card, on=today())
    for number in range(3):
        decided(office, cast.province, chosen, f"{number}/QĐ-UBND", nuoc=str(80 + number), ngheo="5")
    with CaptureQueriesContext(connection) as filled:
        lines_of(card, on=today())
    assert len(filled) == len(without)


# --- Entering, publishing, closing ---


def test_what_is_wrong_is_told_beside_the_box(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    decision = draft(office, cast.province, chosen)
    for key, typed, said in (
        ("nuoc", "101", "vượt quá 100 %"),
        ("nuoc", "-1", "nhỏ hơn 0"),
        ("nuoc", "<script>alert(1)</script>", "không phải là số"),
        ("nuoc", "≤ 15", "trái chiều"),
        ("mo-hinh", "15 %", "là tỷ lệ %"),
        ("mo-hinh", "1,23456", "bốn chữ số"),
        ("dien", "85", "phải là Đạt hoặc Không"),
        ("nha", "Xuất sắc", "không có trong thang xếp loại"),
    ):
        answer = fill(office, decision, key, everywhere=typed)
        page = answer.content.decode()
        assert said in page, typed
        assert "<script>alert(1)" not in page
    assert not Level.objects.filter(decision=decision).exists()


def test_publishing_closes_for_good_and_tells_the_communes(
    cast: Cast, chosen: CriteriaSet, office: Client, signed_in: SignIn
) -> None:
    decision = draft(office, cast.province, chosen)
    assert publish(office, decision).status_code == 409, "nothing to publish yet"
    fill(office, decision, "nuoc", everywhere="85")
    for _ in range(2):
        assert publish(office, decision).status_code == 302
    decision.refresh_from_db()
    assert decision.published_by == cast.coordination
    assert [entry.action for entry in history_of(decision)].count("levels.published") == 1
    level = decision.levels.get()
    assert (level.provenance, level.checked_by, level.basis) == ("checked", "Bạc Văn Phối", "15/2026/QĐ-UBND")
    assert set(Notice.objects.values_list("recipient__full_name", flat=True)) == {"Lò Thị Mến", "Vì Thị Bên"}

    assert fill(office, decision, "nuoc", everywhere="1").status_code == 409
    for address in ("sua", "nhap"):
        assert office.get(f"/muc-cua-tinh/{decision.pk}/{address}/").status_code == 409
    assert office.post(f"/muc-cua-tinh/{decision.pk}/xoa/").status_code == 409
    assert decision.levels.get().number == 85


def test_the_database_refuses_too(
    cast: Cast, chosen: CriteriaSet, office: Client, request: pytest.FixtureRequest
) -> None:
    if request.config.getoption("nomigrations"):
        pytest.skip("triggers come with the migrations")
    decision = decided(office, cast.province, chosen, nuoc="85")
    waiting = draft(office, cast.province, chosen, "2/QĐ-UBND")
    fill(office, waiting, "nuoc", everywhere="70")
    level, loose = decision.levels.get(), waiting.levels.get()
    moved = Level.objects.filter(pk=loose.pk)
    refused: list[Callable[[], Any]] = [
        lambda: LevelsDecision.objects.filter(pk=decision.pk).update(effective_from=date(2020, 1, 1)),
        lambda: LevelsDecision.objects.filter(pk=decision.pk).update(published_at=None, published_by=None),
        lambda: LevelsDecision.objects.filter(pk=decision.pk).delete(),
        lambda: Level.objects.filter(pk=level.pk).update(number=1),
        lambda: Level.objects.filter(pk=level.pk).update(decision=waiting),
        lambda: Level.objects.filter(pk=level.pk).delete(),
        lambda: moved.update(decision=decision, scope="nhom_1"),
        lambda: decision.levels.create(version=wording("ngheo"), layer="province", number=3, provenance="checked"),
        lambda: wording("nuoc").delete(),
    ]
    for change in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
    assert Level.objects.get(pk=level.pk).number == 85
    moved.update(number=71)
    assert office.post(f"/muc-cua-tinh/{waiting.pk}/xoa/").status_code == 302, "a draft goes, with its levels"
    assert not moved.exists()


def test_only_the_own_province(cast: Cast, chosen: CriteriaSet, office: Client, signed_in: SignIn) -> None:
    other = factories.area("Láng Giềng", level=AreaLevel.PROVINCE, kind_word="tỉnh", code="L")
    elsewhere = signed_in(factories.person("Người Tỉnh Khác", Role.ADMINISTRATOR, other))
    decision = draft(office, cast.province, chosen)
    fill(office, decision, "nuoc", everywhere="85")
    assert elsewhere.get(f"/muc-cua-tinh/{decision.pk}/").status_code == 404
    assert fill(elsewhere, decision, "nuoc", everywhere="1").status_code == 404
    assert publish(elsewhere, decision).status_code == 404
    answer = elsewhere.post("/muc-cua-tinh/moi/", {
        "area": cast.province.pk, "criteria_set": chosen.pk, "number": "9", "issued_on": "5/1/2026", "effective_from": "1/2/2026",
    })  # fmt: skip
    assert answer.status_code == 200
    assert LevelsDecision.objects.count() == 1
    for person in (cast.officer, cast.administrator, cast.leader):
        assert signed_in(person).get("/muc-cua-tinh/moi/").status_code == 403
        assert signed_in(person).get(f"/muc-cua-tinh/{decision.pk}/").status_code == 404
    publish(office, decision)
    assert signed_in(cast.officer).get(f"/muc-cua-tinh/{decision.pk}/").status_code == 200
    assert publish(signed_in(cast.officer), decision).status_code == 403
    assert elsewhere.get(f"/muc-cua-tinh/{decision.pk}/").status_code == 404


def test_the_draft_itself_is_mended_and_sent_twice_without_harm(
    cast: Cast, chosen: CriteriaSet, office: Client
) -> None:
    decision = draft(office, cast.province, chosen)
    assert draft(office, cast.province, chosen).pk == decision.pk, "a double click is one draft"
    taken = office.post("/muc-cua-tinh/moi/", {
        "area": cast.province.pk, "criteria_set": chosen.pk, "number": decision.number, "issued_on": "6/1/2026",
        "effective_from": "1/2/2026",
    })  # fmt: skip
    assert "đã được nhập" in taken.content.decode()
    bad = office.post("/muc-cua-tinh/moi/", {
        "area": cast.province.pk, "criteria_set": chosen.pk, "number": "<script>alert(1)</script>", "issued_on": "31/2/2026",
        "effective_from": "mai",
    }).content.decode()  # fmt: skip
    assert "<script>alert(1)" not in bad
    assert bad.count("30/6/2024") >= 2
    future = today() + timedelta(days=1)
    data = {
        "number": "16/QĐ-UBND",
        "issued_on": f"{future:%d/%m/%Y}",
        "effective_from": "1/3/2026",
        "note": "<b>Sửa</b>",
    }
    assert "không sau hôm nay" in office.post(f"/muc-cua-tinh/{decision.pk}/sua/", data).content.decode()
    assert office.post(f"/muc-cua-tinh/{decision.pk}/sua/", {**data, "issued_on": "6/1/2026"}).status_code == 302
    page = office.get(f"/muc-cua-tinh/{decision.pk}/").content.decode()
    assert "Quyết định 16/QĐ-UBND" in page
    assert "<b>Sửa</b>" not in page
    assert "15/2026/QĐ-UBND → 16/QĐ-UBND" in page


def test_levels_belong_to_the_wording_of_their_day(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    """An amendment in mid-period turns a share into yes or no: the share's level does not live on."""
    old = wording("nuoc")
    new = IndicatorVersion.objects.create(
        indicator=old.indicator, effective_from=date(2026, 6, 1), text="Có nước sạch", value_kind="boolean", direction="met",
        provenance="recalled", basis="99/QĐ-TTg",
    )  # fmt: skip
    decision = draft(office, cast.province, chosen)
    set_levels(decision, {(old.pk, "", None): LevelValue(Decimal(85))}, by=cast.coordination)
    data = {"number": "15", "issued_on": "5/1/2026", "effective_from": "1/7/2026", "note": ""}
    moved = office.post(f"/muc-cua-tinh/{decision.pk}/sua/", data).content.decode()
    assert "chỉ tiêu 1.1 có nội dung khác" in moved
    publish(office, decision)
    card = card_of(cast, chosen)
    before, after = (lines_of(card, on=day)[0].rows[0] for day in (date(2026, 5, 31), date(2026, 6, 1)))
    assert (before.version, before.level and before.level.number) == (old, 85)
    assert (after.version, after.level) == (new, None)


# --- The workbook ---


def preview(client: Client, decision: LevelsDecision, rows: Sequence[Sequence[Any]], **more: Any) -> str:
    answer = client.post(f"/muc-cua-tinh/{decision.pk}/nhap/", {"file": workbook(rows, **more)})
    assert answer.status_code == 200
    return answer.content.decode()


def confirm(client: Client, decision: LevelsDecision, page: str) -> str:
    kept = page.split('name="rows" value="')[1].split('"', maxsplit=1)[0]
    return client.post(f"/muc-cua-tinh/{decision.pk}/nhap/", {"rows": kept}).content.decode()


def stored(decision: LevelsDecision) -> dict[tuple[str, str, int | None], str]:
    return {(row.version.indicator.key, row.scope, row.year): str(row) for row in decision.levels.all()}


def test_the_workbook_goes_out_and_comes_back_with_what_changed(
    cast: Cast, chosen: CriteriaSet, office: Client
) -> None:
    decision = draft(office, cast.province, chosen)
    fill(office, decision, "nuoc", everywhere="80", nhom_1="95")
    fill(office, decision, "ngheo", everywhere="5")
    rows = sheet_of(office, decision)
    assert rows[0] == [
        "Khóa", "Chỉ tiêu", "Nội dung", "Đơn vị", "Mọi nơi", "nhom_1: Xã liền kề đô thị", "nhom_2: Xã còn lại", "Năm",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == ["nuoc", "ngheo", "mo-hinh", "thu-nhap", "dien", "nha"]
    assert rows[1][4:] == ["80", "95", None, None]

    rows[1][4:7] = ["82,5%", "95", None]
    rows[2][4] = None
    rows[3][4:7] = [2, None, 3.5]
    rows[4][4] = "1.500,25"
    rows[5][4] = "Đạt"
    rows[6][4] = "tốt"
    rows.append(["nuoc", None, None, None, 0.9, None, None, 2027])
    page = preview(office, decision, rows, formats={(8, 5): "0%"})
    assert stored(decision) == {("nuoc", "", None): "80", ("nuoc", "nhom_1", None): "95", ("ngheo", "", None): "5"}
    for words in ("<b class=\"tnum\">6</b> mức mới", "<b class=\"tnum\">1</b> thay đổi", "<b class=\"tnum\">1</b> bỏ", "<b class=\"tnum\">1</b> giữ nguyên"):  # fmt: skip
        assert words in page
    assert "Đã nhập" in confirm(office, decision, page)
    assert stored(decision) == {
        ("nuoc", "", None): "82.5", ("nuoc", "nhom_1", None): "95", ("nuoc", "", 2027): "90", ("mo-hinh", "", None): "2",
        ("mo-hinh", "nhom_2", None): "3.5", ("thu-nhap", "", None): "1500.25", ("dien", "", None): "Đạt",
        ("nha", "", None): "Tốt",
    }  # fmt: skip
    again = sheet_of(office, decision)
    assert "Không có mức nào thay đổi" in preview(office, decision, again)


def test_bad_rows_are_named_and_stay_out(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    decision = draft(office, cast.province, chosen)
    head = sheet_of(office, decision)[0]
    rows = [
        [*head, "Nhóm lạ"],
        ["nuoc", "1.1", "", "%", "101", "95", None, None],
        ["ngheo", "2.1", "", "%", "5", None, None, None],
        ["khong-co", "9.9", "", "", "5", None, None, None],
        ["mo-hinh", "3.1", "", "", "khoảng hai", None, None, None],
        ["dien", "5.1", "", "", "15%", None, None, None],
        [None, "6.1", "", "", "Tốt", None, None, None],
        ["ngheo", "2.1", "", "%", "6", None, None, None],
        ["nha", "6.1", "", "", "Tốt", None, None, "năm nay"],
        ["<script>alert(1)</script>", "", "", "", "1", None, None, None],
    ]
    page = preview(office, decision, rows)
    for said in (
        "101 % vượt quá 100 %", "Khóa “khong-co” không có trong bộ tiêu chí", "“khoảng hai” không phải là số",
        "“15%” phải là Đạt hoặc Không", "chưa có khóa", "Trùng chỉ tiêu và năm với dòng 3", "“năm nay” không phải là năm",
        "Cột “Nhóm lạ” không có trong mẫu",
    ):  # fmt: skip
        assert said in page, said
    assert "<script>alert(1)" not in page
    done = confirm(office, decision, page)
    assert stored(decision) == {("ngheo", "", None): "5"}
    assert "Các dòng dưới đây chưa được nhập" in done
    assert "101 % vượt quá 100 %" in done


def test_a_file_that_is_none_and_a_preview_that_is_old(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    decision = draft(office, cast.province, chosen)
    assert "Không thấy cột “Khóa”" in preview(office, decision, [["Tên", "Mức"], ["a", 1]])
    assert "Không thấy cột mức" in preview(office, decision, [["Khóa", "Năm"], ["nuoc", 2026]])
    torn = SimpleUploadedFile("muc.xlsx", b"PK\x03\x04 khong phai")
    broken = office.post(f"/muc-cua-tinh/{decision.pk}/nhap/", {"file": torn})
    assert "Không đọc được tệp Excel" in broken.content.decode()
    assert office.post(f"/muc-cua-tinh/{decision.pk}/nhap/", {"rows": "bịa"}).status_code == 409

    page = preview(office, decision, [["Khóa", "Mọi nơi"], ["nuoc", "80"]])
    fill(office, decision, "nuoc", everywhere="70")
    fresh = confirm(office, decision, page)
    assert "Dự thảo đã thay đổi" in fresh
    assert stored(decision) == {("nuoc", "", None): "70"}
    confirm(office, decision, fresh)
    assert stored(decision) == {("nuoc", "", None): "80"}
    assert "0 mức thay đổi" in confirm(office, decision, fresh), "a second click changes nothing"
    publish(office, decision)
    assert office.post(f"/muc-cua-tinh/{decision.pk}/nhap/", {"rows": "x"}).status_code == 409


# --- The set itself ---


def test_decided_levels_are_not_the_sets_own(cast: Cast, chosen: CriteriaSet, office: Client) -> None:
    before = summary(with_rows(CriteriaSet.objects.filter(pk=chosen.pk)).get())
    decided(office, cast.province, chosen, nuoc="85", ngheo="5")
    assert summary(with_rows(CriteriaSet.objects.filter(pk=chosen.pk)).get()) == before
    assert summary(chosen) == before
    assert "từ 85 %" not in office.get(f"/bo-tieu-chi/{chosen.pk}/").content.decode()


def test_loading_the_sets_leaves_a_provinces_levels_alone(load: Load, cast: Cast, office: Client, folder: Any) -> None:
    load(folder)
    code = "ntm-xa-2021-2025"
    chosen = CriteriaSet.objects.get(code=code)
    decision = draft(office, cast.province, chosen)
    row = IndicatorVersion.objects.get(indicator__key="2.1", indicator__criterion__criteria_set=chosen)
    other = IndicatorVersion.objects.get(indicator__key="19.1", indicator__criterion__criteria_set=chosen)
    set_levels(
        decision,
        {(row.pk, "", None): LevelValue(Decimal(85)), (other.pk, "", 2026): LevelValue(text="Đạt")}, by=cast.coordination,
    )  # fmt: skip
    publish(office, decision)
    before = list(decision.levels.order_by("pk").values())
    load(folder)
    file = folder / f"{code}.yaml"
    content = file.read_text(encoding="utf-8")
    head, _, _ = content.partition("  - number: 19\n")
    assert row.value_kind == "percent"
    file.write_text(_changed(head), encoding="utf-8")
    load(folder)
    assert list(decision.levels.order_by("pk").values()) == before, "neither changed nor gone with its row"
    row.refresh_from_db()
    assert (row.value_kind, row.unit) == ("percent", "%"), "what the level is a level of stays"


def _changed(head: str) -> str:
    """The file with indicator 2.1 turned into a plain number."""
    start = head.index("code: '2.1'")
    end = head.index("- code: '2.2'")
    row = head[start:end].replace("value: percent", "value: number").replace("unit: '%'", "unit: km")
    assert "unit: km" in row
    return head[:start] + row + head[end:]


# --- Never a level out of nothing ---

_LEVELS = st.builds(
    lambda layer, scope, year, decision, value: Level(
        layer=layer, scope=scope, year=year, decision_id=decision, **value
    ),
    st.sampled_from(("central", "ministry", "province")),
    st.sampled_from(("", "nhom_1", "nhom_2")),
    st.sampled_from((None, 2026, 2027)),
    # 1 to 3 are in force; 4 is a draft, 5 another province's.
    st.sampled_from((None, 1, 2, 3, 4, 5)),
    st.one_of(st.just({"delegated": True}), st.decimals(0, 100, places=1).map(lambda number: {"number": number})),
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)  # many rows a case, on a slow machine
@given(
    st.lists(_LEVELS, max_size=12), st.permutations((1, 2, 3)), st.integers(0, 3), st.sampled_from(("", "nhom_1", "nhom_2")),
    st.sampled_from((2026, 2027, 2028)), st.decimals(0, 100, places=1),
)  # fmt: skip
def test_no_combination_makes_a_level_or_met_out_of_what_is_missing(
    rows: list[Level], order: list[int], count: int, scope: str, year: int, figure: Decimal
) -> None:
    in_force = order[:count]
    version = IndicatorVersion(pk=1, value_kind="percent", direction="at_least", unit="%")
    version._prefetched_objects_cache = {"levels": rows}  # type: ignore[attr-defined]
    found = level_for(version, scope=scope, year=year, decisions=in_force)

    fitting = [
        row for row in rows
        if not row.delegated and row.scope in ("", scope) and row.year in (None, year)
        and (row.decision_id is None or row.decision_id in in_force)
    ]  # fmt: skip
    line = IndicatorLine(None, version, found, None)  # type: ignore[arg-type]
    judged = judge(measure_of(line), Value(figure))
    if not fitting:
        assert found is None
        assert judged is None, "a missing level never judges"
        return
    assert found is not None
    assert any(found is row for row in fitting)
    newest = next((pk for pk in in_force if any(row.decision_id == pk for row in fitting)), None)
    assert found.decision_id == newest, "the newest decision that has a level, else the set itself"
    assert judged == (State.MET if found.number is not None and figure >= found.number else State.UNMET)
