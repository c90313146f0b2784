"""Whether what waits for one another goes round in a circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from graphlib import CycleError, TopologicalSorter
from typing import TypeVar

_Node = TypeVar("_Node", bound=Hashable)


def circle_in(edges: Iterable[tuple[_Node, _Node]]) -> list[_Node] | None:
    """The first circle among `edges` (what waits, what it waits for), or None.

    Each member waits for the next; the first stands at the end once more: [a, b, a]. What waits for itself is [a, a].
    """
    waits_for: dict[_Node, set[_Node]] = defaultdict(set)
    for node, before in edges:
        if node == before:
            return [node, node]
        waits_for[node].add(before)
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as error:
        # graphlib tells the circle with each before the one that waits for it.
        return list(reversed(error.args[1]))
    return None
