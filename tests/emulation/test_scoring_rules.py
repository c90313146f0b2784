"""The rules of scoring, for any marks: who scores in which order changes nothing, weights behave, ties follow the rule."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.enums import Combine, TieRule
from emulation.papers.scoring import cells_of_totals, items_from_plan, shown
from emulation.rules.scoring import Scored, combined, computed, kept, needs_reason, ranking, spread, total_of

POINTS = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999.99"), places=2)
MARKS = st.lists(st.decimals(min_value=0, max_value=10, places=2), min_size=1, max_size=9)
SHARES = st.fractions(min_value=0, max_value=1, max_denominator=500)
#: Few values, so that equal ones come up.
PARTS = st.fractions(min_value=0, max_value=3, max_denominator=3)
WAYS = st.sampled_from(Combine.values)
TIES = st.sampled_from(TieRule.values)
TEN = Decimal(10)


@st.composite
def fields(draw: Callable[..., Any]) -> list[Scored]:
    """Some competitors with the same number of items."""
    items = draw(st.integers(1, 3))
    times = st.none() | st.fractions(min_value=0, max_value=1, max_denominator=2)
    return [
        Scored(
            key, f"Thôn {chr(97 + key % 4)}", tuple(draw(st.lists(PARTS, min_size=items, max_size=items))), draw(times)
        )
        for key in range(draw(st.integers(1, 7)))
    ]


@given(MARKS, WAYS, st.randoms())
def test_the_order_of_scorers_does_not_matter(marks: list[Decimal], how: str, chance: Random) -> None:
    mixed = list(marks)
    chance.shuffle(mixed)
    assert combined(mixed, how, most=TEN) == combined(marks, how, most=TEN)
    assert spread(mixed) == spread(marks)


@given(MARKS)
def test_median_and_mean_are_those_of_the_books(marks: list[Decimal]) -> None:
    exact = [Fraction(mark) for mark in marks]
    assert combined(marks, Combine.MEDIAN, most=TEN) == statistics.median(exact)
    assert combined(marks, Combine.MEAN, most=TEN) == statistics.mean(exact)


@given(MARKS, WAYS)
def test_what_several_say_lies_between_what_they_say(marks: list[Decimal], how: str) -> None:
    assert min(marks) <= combined(marks, how, most=TEN) <= max(marks)


@given(MARKS, WAYS, POINTS)
def test_an_item_never_gives_more_than_its_points(marks: list[Decimal], how: str, most: Decimal) -> None:
    assert 0 <= combined(marks, how, most=most) <= most


@given(st.fractions(min_value=-2, max_value=3, max_denominator=100), POINTS)
def test_a_share_never_gives_more_than_the_points_nor_less_than_nothing(share: Fraction, most: Decimal) -> None:
    assert 0 <= computed(share, most=most) <= most


@given(SHARES, POINTS)
def test_doubling_an_items_points_doubles_what_a_share_gives(share: Fraction, most: Decimal) -> None:
    assert computed(share, most=most * 2) == 2 * computed(share, most=most)


@given(MARKS, WAYS)
def test_doubling_an_items_points_and_marks_doubles_its_part(marks: list[Decimal], how: str) -> None:
    assert combined([mark * 2 for mark in marks], how, most=TEN * 2) == 2 * combined(marks, how, most=TEN)


@given(MARKS, WAYS, st.data())
def test_a_higher_mark_never_lowers_the_points(marks: list[Decimal], how: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(marks) - 1))
    higher = [*marks]
    higher[place] = data.draw(st.decimals(min_value=marks[place], max_value=10, places=2))
    assert combined(higher, how, most=TEN) >= combined(marks, how, most=TEN)


@given(st.fractions(min_value=0, max_value=99_999, max_denominator=30_000))
def test_rounding_happens_once_half_up(value: Fraction) -> None:
    stored = kept(value)
    assert stored.as_tuple().exponent == -4
    assert -Fraction(1, 20_000) < Fraction(stored) - value <= Fraction(1, 20_000)


@given(st.lists(SHARES, max_size=6))
def test_a_total_is_rounded_after_adding_up(parts: list[Fraction]) -> None:
    assert total_of(parts) == kept(sum(parts, Fraction(0)))


@given(fields(), TIES, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Scored], rule: str, chance: Random) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert ranking(mixed, rule) == ranking(rows, rule)


@given(fields(), TIES)
def test_places_and_orders_are_whole(rows: list[Scored], rule: str) -> None:
    placed = ranking(rows, rule)
    assert {row.key for row in placed} == {row.key for row in rows}
    assert [row.order for row in placed] == list(range(1, len(rows) + 1))
    assert placed[0].place == 1
    for above, below in pairwise(placed):
        assert above.total >= below.total
        assert below.place in (above.place, below.order)


@given(fields())
def test_equal_totals_share_a_place_and_nothing_else_does(rows: list[Scored]) -> None:
    placed = ranking(rows, TieRule.SHARED)
    for one in placed:
        for other in placed:
            assert (one.place == other.place) == (one.total == other.total)
        assert one.place == 1 + sum(other.total > one.total for other in placed)


@given(fields())
def test_between_equal_totals_the_first_item_that_differs_decides(rows: list[Scored]) -> None:
    parts = {row.key: [kept(part) for part in row.parts] for row in rows}
    for one in (placed := ranking(rows, TieRule.FIRST_ITEM)):
        for other in placed:
            if one.total == other.total:
                assert (one.place < other.place) == (parts[one.key] > parts[other.key])


@given(fields())
def test_between_equal_totals_reports_on_time_decide(rows: list[Scored]) -> None:
    """Who owed no report stands below those who owed some."""
    times = {row.key: Fraction(-1) if row.on_time is None else row.on_time for row in rows}
    for one in (placed := ranking(rows, TieRule.ON_TIME)):
        for other in placed:
            if one.total == other.total:
                assert (one.place < other.place) == (times[one.key] > times[other.key])


@given(fields(), TIES)
def test_no_rule_for_ties_lifts_a_lower_total(rows: list[Scored], rule: str) -> None:
    placed = ranking(rows, rule)
    assert all(one.place < other.place for one in placed for other in placed if one.total > other.total)


@pytest.mark.parametrize(
    ("apart", "percent", "asks"),
    [("3", 30, False), ("3.01", 30, True), ("0", 0, False), ("0.01", 0, True), ("10", 100, False)],
)
def test_from_where_on_a_reason_is_asked_for(apart: str, percent: int, asks: bool) -> None:
    assert needs_reason(Decimal(apart), most=TEN, percent=percent) is asks


def test_nothing_is_combined_from_nothing() -> None:
    with pytest.raises(ValueError, match="no mark"):
        combined([], Combine.MEAN, most=TEN)


def test_points_on_screen_are_rounded_half_up_and_totals_that_differ_look_different() -> None:
    assert [shown(Decimal(text)) for text in ("8.125", "8.1349", "10.0000")] == ["8,13", "8,13", "10"]
    assert shown(None) == "—"
    totals = [Decimal(text) for text in ("85.1234", "85.1230", "70.0050", "70.0050")]
    assert [str(total) for total in cells_of_totals(totals)] == ["85.1234", "85.1230", "70.01", "70.01"]


def test_a_plans_lines_become_rows_of_the_sheet() -> None:
    lines = [
        "- Khối lượng công việc: tối đa 40 điểm.",
        "Vệ sinh môi trường (12,5 điểm)\nBáo cáo đúng giờ",
        "  ",
        "10 điểm",
    ]
    assert items_from_plan(lines) == [
        ("Khối lượng công việc", Decimal(40)),
        ("Vệ sinh môi trường", Decimal("12.5")),
        ("Báo cáo đúng giờ", None),
        ("10 điểm", Decimal(10)),
    ]
