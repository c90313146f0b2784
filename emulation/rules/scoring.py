"""How marks and figures become points, and points a ranking. Pure; exact fractions, rounded once at the end."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from emulation.enums import Combine, TieRule

#: What is kept of points; two decimals are shown.
_KEPT = Decimal("0.0001")


def combined(marks: Sequence[Decimal], how: str, *, most: Decimal) -> Fraction:
    """The marks of several scorers as one, never more than the item's points. ValueError without any mark."""
    if not marks:
        raise ValueError("no mark to combine")
    exact = [Fraction(mark) for mark in marks]
    value = statistics.median(exact) if how == Combine.MEDIAN else sum(exact, Fraction(0)) / len(exact)
    return min(Fraction(value), Fraction(most))


def computed(share: Fraction, *, most: Decimal) -> Fraction:
    """What a share (0 to 1; anything outside counts as the nearer end) gives of an item's points."""
    return min(max(share, Fraction(0)), Fraction(1)) * Fraction(most)


def spread(marks: Sequence[Decimal]) -> Decimal:
    """How far apart the highest and the lowest mark lie."""
    return max(marks) - min(marks) if marks else Decimal(0)


def needs_reason(apart: Decimal, *, most: Decimal, percent: int) -> bool:
    """Whether marks lie farther apart than so many percent of the item's points."""
    return apart * 100 > most * percent


def kept(value: Fraction) -> Decimal:
    """Points as they are stored: four decimals, half up. Points are never negative."""
    scaled = value * 10_000
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(whole) / 10_000).quantize(_KEPT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Scored:
    """One competitor: exact points by item in the sheet's order, the share of reports on time (None: none was due)."""

    key: int
    #: Decides the order, never the place, among equals.
    name: str
    parts: tuple[Fraction, ...]
    on_time: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """`place` is shared by equals, the next one counts on from how many stand before it; `order` runs without a gap."""

    key: int
    place: int
    order: int
    total: Decimal


def total_of(parts: Iterable[Fraction]) -> Decimal:
    """The sum of exact points, rounded once."""
    return kept(sum(parts, Fraction(0)))


def ranking(rows: Iterable[Scored], rule: str) -> list[Placed]:
    """Everybody's place, highest total first; equal totals are decided by the rule, still equal ones share the place.

    In whatever order the rows come, the answer is the same.
    """
    ordered = sorted(rows, key=lambda row: (_worse(row, rule), row.name, row.key))
    placed: list[Placed] = []
    for order, row in enumerate(ordered, 1):
        same = order > 1 and _worse(row, rule) == _worse(ordered[order - 2], rule)
        placed.append(Placed(row.key, placed[-1].place if same else order, order, total_of(row.parts)))
    return placed


def _worse(row: Scored, rule: str) -> tuple[Decimal | Fraction, ...]:
    """Smaller stands higher."""
    total = -total_of(row.parts)
    if rule == TieRule.FIRST_ITEM:
        return (total, *(-kept(part) for part in row.parts))
    if rule == TieRule.ON_TIME:
        return (total, Fraction(1) if row.on_time is None else -row.on_time)
    return (total,)
