"""What waits for one another must not go round in a circle."""

from __future__ import annotations

import itertools

import pytest

from campaigns.rules.circles import circle_in


@pytest.mark.parametrize("edges", [[], [(1, 2)], [(1, 2), (2, 3), (1, 3)], [(n, n + 1) for n in range(500)]])
def test_a_row_of_things_is_no_circle(edges: list[tuple[int, int]]) -> None:
    assert circle_in(edges) is None


def test_the_circle_is_told_in_the_order_of_waiting() -> None:
    edges = [(1, 2), (2, 3), (3, 1), (7, 1)]
    circle = circle_in(edges)
    assert circle is not None
    assert circle[0] == circle[-1]
    assert set(circle) == {1, 2, 3}
    assert all(step in edges for step in itertools.pairwise(circle))
    assert circle_in([(5, 5)]) == [5, 5]
