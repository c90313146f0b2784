"""A new draft beside what people wrote: which sentence takes the place of which, and in which order they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from reporting.context import Sentence

_FIGURES = re.compile(r"[\d.,/%]+")


class Kept(Protocol):
    """A paragraph that a person wrote, changed or took out."""

    section: int
    position: int
    drafted: str
    sources: list[dict[str, object]]


_P = TypeVar("_P", bound=Kept)


def pair_up(kept: Sequence[_P], sentences: Sequence[Sentence]) -> dict[int, _P]:
    """By the sentence's place in the draft, the kept paragraph that was drafted as it: the same words, else the same words with
    other figures, else the same rows; a paragraph of a person's own stands for none."""
    found: dict[int, _P] = {}
    left = [row for row in kept if row.drafted]
    tests: tuple[Callable[[_P, Sentence], bool], ...] = (
        lambda row, said: row.drafted == said.text,
        lambda row, said: _shape(row.drafted) == _shape(said.text),
        lambda row, said: bool(said.sources) and _rows(row.sources) == {(one.kind, one.id) for one in said.sources},
    )
    for fits in tests:
        for place, said in enumerate(sentences):
            if place in found:
                continue
            match = next((row for row in left if row.section == said.section and fits(row, said)), None)
            if match is not None:
                found[place] = match
                left.remove(match)
    return found


def in_order(drafted: Iterable[_P], others: Iterable[_P]) -> list[_P]:
    """The paragraphs of one section: those of the draft in its order, the others each at the place where they stood."""
    order = list(drafted)
    for row in sorted(others, key=lambda row: row.position):
        order.insert(min(row.position, len(order)), row)
    return order


def _shape(text: str) -> str:
    return " ".join(_FIGURES.sub("#", text).split())


def _rows(sources: Iterable[dict[str, object]]) -> set[tuple[object, object]]:
    return {(one.get("kind"), one.get("id")) for one in sources}
