"""What a card shows from rooms above: they register here in apps.py; a missing source shows nothing, never an error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from criteria.models import Scorecard

#: Sentences by criterion number, e.g. the targets of the year's plan.
Told = dict[int, list[str]]
_targets: list[Callable[[Scorecard], Told]] = []


def register_targets(source: Callable[[Scorecard], Told]) -> None:
    """Let `source(card)` say, by criterion number, what the area's plan wants to reach in the card's year."""
    _targets.append(source)


def targets_for(card: Scorecard) -> Told:
    """What plans want to reach, by criterion number."""
    told: Told = {}
    for source in _targets:
        for number, sentences in source(card).items():
            told.setdefault(number, []).extend(sentences)
    return told
