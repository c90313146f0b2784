"""Two different targets for one thing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from campaigns.read.facts import PlanFacts, Target
from campaigns.rules.finding import Finding, finding


def target_findings(facts: PlanFacts) -> Iterator[Finding]:
    """`target-conflict`: same words, same unit, another figure; one finding a thing."""
    things: dict[tuple[str, ...], list[Target]] = {}
    for target in facts.targets:
        if len(target.about) >= 2:
            things.setdefault((*target.about, target.unit), []).append(target)
    for targets in things.values():
        for first, second in combinations(targets, 2):
            if _conflict(first, second):
                message = f"Hai mục tiêu khác nhau cho cùng một việc: {_figure(first)} và {_figure(second)}"
                yield finding("target-conflict", message, first.source, second.source)
                break


def _conflict(first: Target, second: Target) -> bool:
    same_place = first.criterion == second.criterion or None in (first.criterion, second.criterion)
    other_year = first.year is not None and second.year is not None and first.year != second.year
    return same_place and not other_year and first.value != second.value


def _figure(target: Target) -> str:
    number = f"{target.value:g}" if target.value < 1000 else f"{target.value:.0f}"
    return f"{number.replace('.', ',')} {target.unit}"
