"""The bank's balance beside the books': every difference is explained, whatever happened and in whatever order files came."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contributions.rules.balance import Cause, Known, Move, closings, day_balances

DAY = date(2026, 1, 5)
_days = st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))
_amounts = st.integers(-1_000_000, 1_000_000)
_moves = st.lists(st.builds(Move, _days, _amounts, st.sampled_from(list(Cause)[:-1])), max_size=15)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(closing=st.dictionaries(_days, _amounts, max_size=7), bank=_moves, books=_moves)
def test_the_items_always_add_up_to_the_difference(
    closing: dict[date, int], bank: list[Move], books: list[Move]
) -> None:
    rows = day_balances(closing, bank, books)
    assert [row.on for row in rows] == sorted(closing)
    for row in rows:
        assert row.bank == closing[row.on]
        assert sum(amount for _, amount in row.items) == row.difference == row.bank - row.books
        assert all(amount for _, amount in row.items)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    amounts=st.lists(st.tuples(st.integers(0, 3), st.integers(-50, 50).filter(bool)), min_size=1, max_size=12),
    data=st.data(),
)
def test_closings_do_not_depend_on_the_order_of_the_lines(amounts: list[tuple[int, int]], data: st.DataObject) -> None:
    """A bank that lists downwards or a month in two files closes each day as one that lists upwards."""
    balance, lines, truth = 1_000, [], {}
    for day, amount in sorted(amounts, key=lambda row: row[0]):
        balance += amount
        on = DAY + timedelta(days=day)
        lines.append(Known(on, amount, balance))
        truth[on] = balance
    found = closings(data.draw(st.permutations(lines)))
    assert all(truth[on] == told for on, told in found.items())
    moved = {on: sum(line.amount for line in lines if line.on == on) for on in truth}
    assert all(on in found for on in truth if moved[on])


def test_a_day_with_a_missing_line_tells_no_closing() -> None:
    assert closings([Known(DAY, 10, 110), Known(DAY, 5, 300)]) == {}
    assert closings([Known(DAY, 10, 110), Known(DAY, -10, 100)]) == {}
    before = Known(DAY - timedelta(days=1), 100, 100)
    assert closings([before, Known(DAY, 10, 110), Known(DAY, -10, 100)])[DAY] == 100


def test_a_day_in_words() -> None:
    """1.000.000 at the start; 450.000 in the books, 90.000 waits, a fee of 11.000, a line the file does not have (5.000)."""
    rows = day_balances(
        {DAY: 1_450_000, DAY + timedelta(days=1): 1_534_000},
        [Move(DAY, 450_000, Cause.PAIRED), Move(DAY + timedelta(days=1), 90_000, Cause.WAITING),
         Move(DAY + timedelta(days=1), -11_000, Cause.OUT)],
        [Move(DAY, 450_000, Cause.PAIRED)],
    )  # fmt: skip
    assert (rows[0].books, rows[0].items) == (1_450_000, ())
    assert rows[1].items == ((Cause.WAITING, 90_000), (Cause.OUT, -11_000), (Cause.GAP, 5_000))
    assert "chưa khớp" in rows[1].items[0][0].words
