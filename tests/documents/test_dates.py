"""Dates as Vietnamese papers write them."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.read.dates import PATTERNS, find_dates, find_ranges, first_date

Parts = tuple[int | None, int | None, int | None]

#: Every pattern: a text, and day, month and year it gives.
CASES: dict[str, list[tuple[str, Parts]]] = {
    "words": [
        ("ngày 05 tháng 01 năm 2024", (5, 1, 2024)),
        ("Ngày 5 tháng 1 năm 2024", (5, 1, 2024)),
        ("ngày tháng 4 năm 2024", (None, 4, 2024)),
        ("ngày …. tháng …. năm 2024", (None, None, 2024)),
        ("ngày     tháng     năm", (None, None, None)),
        ("ngày 15 tháng 10/2024", (15, 10, 2024)),
    ],
    "words_without_year": [("ngày 20 tháng 11", (20, 11, None))],
    "numeric": [
        ("30/6/2024", (30, 6, 2024)),
        ("02-10-2021", (2, 10, 2021)),
        ("02.10.2021", (2, 10, 2021)),
        ("07 / 3 / 2023", (7, 3, 2023)),
    ],
    "numeric_short_year": [("ngày 24/9/21", (24, 9, 2021))],
    "numeric_without_year": [("ngày 24/9", (24, 9, None)), ("ngày 24-9", (24, 9, None))],
    "month": [("tháng 4 năm 2024", (None, 4, 2024)), ("tháng 4/2024", (None, 4, 2024))],
}


def parts(text: str, year: int | None = None) -> list[Parts]:
    return [(date.day, date.month, date.year) for date in find_dates(text, year)]


def test_each_pattern_has_its_texts() -> None:
    assert set(CASES) == set(PATTERNS)
    for name, examples in CASES.items():
        for text, expected in examples:
            assert parts(f"Trước {text}, các thôn") == [expected], (name, text)
            assert PATTERNS[name].search(text), (name, text)


@pytest.mark.parametrize(
    "text",
    [
        "14/19 tiêu chí", "20/50%", "121/2017/TT-BTC", "số 33/2018/NQ-HĐND", "giai đoạn 2021-2025", "54,1 tr.đ/người/năm",
        "1.500.000 đồng", "mỗi tháng 1 tin bài", "hàng tháng", "02 ngày công", "mỗi ngày 1 lần", "tiêu chí 13.3",
        "10/33/2018/NQ-HĐND", "tháng 12", "30/6/20245", "3,5/10/2021",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_and_is_none(text: str) -> None:
    assert parts(text) == []


@pytest.mark.parametrize(
    "text",
    ["31/02/2024", "30/13/2021", "ngày 29 tháng 02 năm 2023", "ngày 32 tháng 01 năm 2024", "00/05/2024", "ngày 31/4"],
)
def test_impossible_dates_come_back_as_they_are_written(text: str) -> None:
    (date,) = find_dates(text)

    assert date.impossible
    assert date.value is None
    assert date.text in text


def test_blank_and_whole_dates_are_not_impossible() -> None:
    for text in ("ngày tháng 4 năm 2024", "ngày 29/2", "29/02/2024", "ngày …. tháng …. năm 2024"):
        (date,) = find_dates(text)
        assert not date.impossible
        assert date.complete is (text == "29/02/2024")


def test_a_year_from_outside_completes_a_date_and_never_replaces_one() -> None:
    assert parts("trước ngày 5/10 và 30/11/2021", 2022) == [(5, 10, 2022), (30, 11, 2021)]


def test_dates_tell_where_they_stand() -> None:
    text = "Họp trước ngày 6/9/2022; tổng kết ngày 28 tháng 10 năm 2022."

    assert [text[date.start : date.end] for date in find_dates(text)] == ["6/9/2022", "ngày 28 tháng 10 năm 2022"]
    assert first_date(text) == find_dates(text)[0]
    assert first_date("không có") is None


@pytest.mark.parametrize(
    ("text", "first", "last", "days"),
    [
        ("Từ ngày 03/9/2022 đến ngày 02/10/2022", (3, 9, 2022), (2, 10, 2022), 30),
        ("Từ ngày 01/02/2024 đến hết ngày 01/3/2024.", (1, 2, 2024), (1, 3, 2024), 30),
        ("từ ngày 03/9 đến 02/10/2022", (3, 9, 2022), (2, 10, 2022), 30),
        ("từ ngày 01 đến ngày 15 tháng 10 năm 2024", (1, 10, 2024), (15, 10, 2024), 15),
        ("(01/5/2024 - 31/5/2024)", (1, 5, 2024), (31, 5, 2024), 31),
        ("từ ngày 1 tháng 3 năm 2024 cho đến ngày 3 tháng 3 năm 2024", (1, 3, 2024), (3, 3, 2024), 3),
        ("từ tháng 01/2024 đến tháng 6/2024", (None, 1, 2024), (None, 6, 2024), None),
        ("từ tháng 1 đến tháng 6 năm 2024", (None, 1, 2024), (None, 6, 2024), None),
        ("từ ngày 30/02/2024 đến ngày 05/3/2024", (30, 2, 2024), (5, 3, 2024), None),
    ],
)
def test_ranges(text: str, first: Parts, last: Parts, days: int | None) -> None:
    (span,) = find_ranges(text)

    assert (span.first.day, span.first.month, span.first.year) == first
    assert (span.last.day, span.last.month, span.last.year) == last
    assert span.days == days
    assert span.text == text[span.start : span.end]


@pytest.mark.parametrize(
    "text",
    [
        "ngày 24/9/2021 của huyện và công văn ngày 30/9/2021",
        "ngày 5/10/2021; ngày 6/10/2021",
        "từ 5 đến 10 hộ",
    ],
)
def test_two_dates_are_not_always_a_range(text: str) -> None:
    assert find_ranges(text) == []


@given(st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2150, 12, 31)))
def test_every_day_of_the_calendar_is_read_in_each_form(day: datetime.date) -> None:
    for text in (
        f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02d}-{day.month:02d}-{day.year}",
    ):
        assert [date.value for date in find_dates(text)] == [day]
