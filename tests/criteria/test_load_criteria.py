"""`load_criteria`: every set loads, twice is once, and what is not established never passes for official."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from criteria.enums import Provenance
from criteria.models import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level
from criteria.queries.sets import level_for, version_on
from criteria.read import read_folder
from tests.criteria.conftest import DATA, Load

REGIONS = ("TDMNPB", "ĐBSH", "BTB", "DHNTB", "TN", "ĐNB", "ĐBSCL")
COMMUNE, ADVANCED = "ntm-xa-2021-2025", "ntm-nang-cao-2021-2025"


def known(confirmed: int, unconfirmed: int, missing: int) -> dict[str, int]:
    return {"confirmed": confirmed, "unconfirmed": unconfirmed, "missing": missing}


def everything() -> list[list[tuple[Any, ...]]]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (CriteriaSet, Criterion, Indicator, IndicatorVersion, Level)
    ]


def indicator(set_code: str, key: str) -> Indicator:
    return Indicator.objects.get(criterion__criteria_set__code=set_code, key=key)


def version(set_code: str, key: str, day: date) -> IndicatorVersion:
    found = version_on(indicator(set_code, key), day)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("code", "level", "period", "criteria", "rows", "expected", "wording", "levels"),
    [
        (COMMUNE, "xa", "2021-2025", 19, 57, 57, known(22, 35, 0), known(12, 33, 12)),
        (ADVANCED, "xa", "2021-2025", 19, 75, 75, known(10, 65, 0), known(3, 47, 25)),
        ("kieu-mau-2021-2025", "xa", "2021-2025", 4, 4, 4, known(4, 0, 0), known(4, 0, 0)),
        ("ntm-2026-2030", "xa", "2026-2030", 10, 6, 47, known(6, 0, 41), known(0, 0, 47)),
        ("kdc-kieu-mau-ha-tinh", "thon", None, 10, 1, None, known(1, 0, 0), known(1, 0, 0)),
        ("vuon-mau-ha-tinh", "vuon", None, 5, 11, None, known(8, 0, 3), known(7, 0, 4)),
        ("thon-kieu-mau-thua-thien-hue", "thon", "2021-2025", 0, 0, None, known(0, 0, 0), known(0, 0, 0)),
    ],
)
def test_each_set_is_counted_as_it_is_known(
    load: Load,
    code: str,
    level: str,
    period: str | None,
    criteria: int,
    rows: int,
    expected: int | None,
    wording: dict[str, int],
    levels: dict[str, int],
) -> None:
    sets = load()
    assert len(sets) == 7
    assert sets[code] == {
        "id": code,
        "level": level,
        "period": period,
        "criteria": criteria,
        "indicators": rows,
        "indicators_expected": expected,
        "wording": wording,
        "levels": levels,
    }


def test_without_json_each_set_is_one_line(db: None) -> None:
    out = StringIO()
    call_command("load_criteria", stdout=out)
    lines = out.getvalue().splitlines()
    assert len(lines) == 7
    assert lines[4] == (
        "ntm-xa-2021-2025 (xã, 2021-2025): 19 tiêu chí, 57 trên 57 chỉ tiêu; nội dung: 22 có nguồn, 35 chưa đối chiếu,"
        " 0 chưa có; mức: 12 có nguồn, 33 chưa đối chiếu, 12 chưa có."
    )


def test_a_second_run_writes_nothing(load: Load) -> None:
    first = load()
    before = everything()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        second = load()
    assert second == first
    assert everything() == before
    assert not [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]


def test_what_is_recalled_is_never_confirmed(load: Load) -> None:
    load()
    for row in read_folder(DATA):
        for item in (item for criterion in row.criteria for item in criterion.indicators):
            for written in item.versions:
                stored = IndicatorVersion.objects.get(
                    indicator=indicator(row.code, item.key), effective_from=written.effective_from
                )
                sourced = stored.source.startswith("http")
                assert (stored.provenance == Provenance.SOURCED) == sourced
                assert (stored.provenance == Provenance.MISSING) == (stored.text == "")
    assert not Level.objects.exclude(provenance=Provenance.SOURCED).exclude(source="").exists()
    assert not Level.objects.filter(provenance=Provenance.SOURCED, source="").exists()
    assert not IndicatorVersion.objects.filter(provenance=Provenance.CHECKED).exists()


def test_an_amendment_holds_from_its_day(load: Load) -> None:
    load()
    before = version(COMMUNE, "15.4", date(2024, 2, 29))
    assert (before.text, before.value_kind, before.unit) == (
        "Tỷ lệ dân số có sổ khám chữa bệnh điện tử",
        "percent",
        "%",
    )
    level = level_for(before, scope="TDMNPB")
    assert level is not None
    assert level.number == Decimal(50)

    after = version(COMMUNE, "15.4", date(2024, 3, 1))
    assert (after.text, after.value_kind, after.unit) == (
        "Xã triển khai thực hiện sổ khám chữa bệnh điện tử",
        "boolean",
        "",
    )
    assert after.basis == "211/QĐ-TTg"
    level = level_for(after, scope="TDMNPB")
    assert level is not None
    assert (level.text, level.number, level.provenance) == ("Đạt", None, Provenance.RECALLED)


def test_the_nine_amendments_are_versions_and_not_a_set(load: Load) -> None:
    assert "qd-211-2024-sua-doi" not in load()
    rows = IndicatorVersion.objects.filter(basis="211/QĐ-TTg")
    assert sorted(rows.values_list("indicator__criterion__criteria_set__code", "indicator__code")) == [
        (ADVANCED, "14.4"),
        (ADVANCED, "17.10"),
        (ADVANCED, "18.1"),
        (ADVANCED, "3.4"),
        (ADVANCED, "8.4"),
        (COMMUNE, "13.1"),
        (COMMUNE, "15.4"),
        (COMMUNE, "17.1"),
        (COMMUNE, "18.4"),
    ]
    assert set(rows.values_list("effective_from", flat=True)) == {date(2024, 3, 1)}
    # Their new numbers were not read, so the old ones must not live on.
    for code in ("3.4", "17.10", "18.1"):
        assert level_for(version(ADVANCED, code, date(2024, 6, 1)), scope="BTB") is None
    assert level_for(version(ADVANCED, "3.4", date(2023, 6, 1)), scope="BTB") is not None


def test_an_amendment_that_only_cuts_a_part_keeps_wording_and_level(load: Load) -> None:
    load()
    old, new = version(COMMUNE, "14.1", date(2024, 6, 3)), version(COMMUNE, "14.1", date(2024, 6, 4))
    assert new.change.startswith("Bãi bỏ nội dung")
    assert (new.text, new.source, new.value_kind) == (old.text, old.source, old.value_kind)
    assert [(x.layer, x.text, x.rule) for x in new.levels.all()] == [
        (x.layer, x.text, x.rule) for x in old.levels.all()
    ]


def test_levels_differ_by_region_and_the_aim_for_the_country_is_no_ones_level(load: Load) -> None:
    load()
    day = date(2023, 1, 1)
    stunting = version(COMMUNE, "15.3", day)
    assert [level.number for region in REGIONS if (level := level_for(stunting, scope=region))] == [
        Decimal(x) for x in ("24", "16.5", "25", "22", "26.5", "14.5", "19")
    ]
    assert level_for(stunting) is None
    assert level_for(version(ADVANCED, "17.10", day), scope="BTB") is None
    schools = level_for(version(COMMUNE, "5", day), scope="ĐBSH")
    assert schools is not None
    assert (schools.layer, schools.rule) == (
        "ministry",
        {"all_of": [{"measure": "tỷ lệ trường đạt CSVC mức độ 1", "at_least": "100"}]},
    )


def test_a_level_left_to_the_province_is_unknown_until_the_province_enters_it(load: Load) -> None:
    load()
    roads = version(COMMUNE, "2.1", date(2023, 1, 1))
    assert [level.delegated for level in roads.levels.all()] == [True]
    assert level_for(roads, scope="BTB") is None

    roads.levels.create(layer="province", number=85, provenance=Provenance.CHECKED)
    roads.levels.create(layer="province", scope="BTB", year=2024, number=90, provenance=Provenance.CHECKED)
    load()
    for year, number in ((2023, 85), (2024, 90)):
        level = level_for(roads, scope="BTB", year=year)
        assert level is not None
        assert level.number == number


def _levels(version: IndicatorVersion, rows: list[Level]) -> IndicatorVersion:
    version._prefetched_objects_cache = {"levels": rows}  # type: ignore[attr-defined]
    return version


LEVELS = st.builds(
    lambda layer, scope, year, value: Level(layer=layer, scope=scope, year=year, **value),
    st.sampled_from(("central", "ministry", "province")),
    st.sampled_from(("", "BTB", "TN", "nhom_1")),
    st.sampled_from((None, 2023, 2024)),
    st.one_of(
        st.just({"delegated": True}),
        st.decimals(0, 100, places=1).map(lambda number: {"number": number}),
        st.sampled_from(("Đạt", "Khá")).map(lambda text: {"text": text}),
    ),
)


@given(st.lists(LEVELS), st.sampled_from(("", "BTB", "nhom_1")), st.sampled_from((None, 2023, 2024)))
def test_a_level_that_is_not_known_is_none_and_never_zero(rows: list[Level], scope: str, year: int | None) -> None:
    found = level_for(_levels(IndicatorVersion(pk=1), rows), scope=scope, year=year)

    fitting = [x for x in rows if not x.delegated and x.scope in ("", scope) and x.year in (None, year)]
    layers = {x.layer for x in fitting}
    lowest = next((layer for layer in ("province", "ministry", "central") if layer in layers), None)
    if found is None:
        assert fitting == []
    else:
        assert found in fitting
        assert found.layer == lowest


def test_the_files_give_a_level_exactly_where_one_is_written() -> None:
    rows = [item for row in read_folder(DATA) for criterion in row.criteria for item in criterion.indicators]
    for written in (version for row in rows for version in row.versions):
        levels = [
            Level(layer=x.layer, scope=x.scope, delegated=x.delegated, number=x.number, text=x.text)
            for x in written.levels
        ]
        for scope in (*REGIONS, "nhom_1", "nhom_2", "nhom_3"):
            found = level_for(_levels(IndicatorVersion(pk=1), levels), scope=scope)
            values = [(x.number, x.text) for x in written.levels if not x.delegated and x.scope in ("", scope)]
            assert ([] if found is None else [(found.number, found.text)]) == values


def test_what_a_person_checked_is_kept_and_said(load: Load, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(folder)
    checked = version(COMMUNE, "1.1", date(2023, 1, 1))
    checked.text, checked.provenance, checked.checked_by = "Nội dung theo bản gốc", Provenance.CHECKED, "Lê Thị Lan"
    checked.checked_at = timezone.now()
    checked.save()
    capsys.readouterr()

    counts = load(folder)[COMMUNE]["wording"]

    checked.refresh_from_db()
    assert (checked.text, checked.provenance) == ("Nội dung theo bản gốc", Provenance.CHECKED)
    assert counts == known(23, 34, 0)
    assert capsys.readouterr().err == (
        "Tệp ntm-xa-2021-2025.yaml, chỉ tiêu 1.1: nội dung đã được đối chiếu nên được giữ nguyên; tệp có nội dung khác.\n"
    )


def test_a_row_that_leaves_the_file_goes_unless_a_person_checked_it(load: Load, folder: Path) -> None:
    load(folder)
    kept = version(COMMUNE, "19.2", date(2023, 1, 1))
    kept.checked_at = timezone.now()
    kept.save()
    path = folder / f"{COMMUNE}.yaml"
    path.write_text(path.read_text().split("      - code: '19.1'")[0].rsplit("  - number: 19", 1)[0])

    load(folder)

    keys = Indicator.objects.filter(criterion__criteria_set__code=COMMUNE, criterion__number=19)
    assert [item.key for item in keys] == ["19.2"]


def test_a_changed_file_refreshes_its_rows_in_place(load: Load, folder: Path) -> None:
    load(folder)
    row = indicator(COMMUNE, "17.11")
    path = folder / f"{COMMUNE}.yaml"
    path.write_text(path.read_text().replace("phân loại chất thải rắn tại nguồn", "phân loại rác tại nguồn"))

    load(folder)

    assert indicator(COMMUNE, "17.11").pk == row.pk
    assert version(COMMUNE, "17.11", date(2023, 1, 1)).text == "Tỷ lệ hộ gia đình thực hiện phân loại rác tại nguồn"


def test_a_closed_set_is_never_changed(load: Load, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(folder)
    CriteriaSet.objects.filter(code=COMMUNE).update(closed_at=timezone.now())
    before = everything()
    load(folder)
    assert capsys.readouterr().err == ""

    path = folder / f"{COMMUNE}.yaml"
    path.write_text(path.read_text().replace("phân loại chất thải rắn tại nguồn", "phân loại rác tại nguồn"))
    load(folder)

    assert everything() == before
    assert capsys.readouterr().err == (
        "Bộ tiêu chí ntm-xa-2021-2025 đã công bố và khóa nên được giữ nguyên;"
        " tệp ntm-xa-2021-2025.yaml có nội dung khác.\n"
    )


def test_every_text_of_the_files_is_vietnamese() -> None:
    """Administrators read notes and guidance as they are."""
    english = {"the", "of", "and", "levels", "recalled", "read", "wording"}
    for row in read_folder(DATA):
        texts = [*row.notes]
        for criterion in row.criteria:
            texts += [criterion.note, criterion.guidance]
            texts += [
                t for i in criterion.indicators for v in i.versions for t in (v.note, v.guidance, v.text, v.change)
            ]
        for text in texts:
            words = {word for word in text.split() if not word.startswith(("http", "(http"))}
            assert not words & english, text


@pytest.mark.parametrize("model", [Criterion, Indicator, IndicatorVersion, Level])
def test_the_order_of_rows_needs_no_join(model: Any) -> None:
    """Ordered by relations, each query joined up to the set, and with stale statistics PostgreSQL took minutes for it."""
    assert " JOIN " not in str(model.objects.all().query)
