"""What is expected of one giver, from the rate, the part of the year and where the giver stands. Never a debt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from contributions.enums import LineState

if TYPE_CHECKING:
    from contributions.models import Rate
    from contributions.queries.rosters import Alike

_CENT = Decimal("0.01")
#: Months of a whole year.
YEAR = 12


@dataclass(frozen=True, slots=True)
class Expected:
    """Days (None where the rate is in đồng) and their worth, or the đồng alone."""

    days: Decimal | None
    amount: int


def expected(
    *, days: Decimal | None, amount: int | None, day_value: int | None, months: int = YEAR, state: str = LineState.ASKED
) -> Expected:
    """Days of the rate × months/12 × the day's value, or đồng × months/12.

    Days are kept to 0.01 and đồng to whole đồng, halves up; days are rounded first, so that on paper days × day value is the
    amount. Whoever is exempt or takes no part is expected to give nothing and stays on the list. No rate: nothing is expected.
    """
    counted = 0 if state != LineState.ASKED else min(max(months, 0), YEAR)
    if days is not None:
        part = (Decimal(days) * counted / YEAR).quantize(_CENT, ROUND_HALF_UP)
        return Expected(part, whole(part * (day_value or 0)))
    return Expected(None, whole(Decimal(amount or 0) * counted / YEAR))


def whole(amount: Decimal) -> int:
    """Whole đồng, halves up."""
    return int(amount.to_integral_value(ROUND_HALF_UP))


def by_rate(rate: Rate | None, *, day_value: int | None, months: int = YEAR, state: str = LineState.ASKED) -> Expected:
    """`expected` for a line of this rate."""
    return expected(
        days=rate.days if rate else None, amount=rate.amount if rate else None, day_value=day_value, months=months,
        state=state,
    )  # fmt: skip


def differing(
    groups: Iterable[Alike], rates: Mapping[int, Rate], day_value: int | None
) -> list[tuple[Alike, Expected]]:
    """Groups of lines for which what is kept as expected is not what the rates now say, each with what they say."""
    found = []
    for group in groups:
        rate = rates[group.rate] if group.rate else None
        now = by_rate(rate, day_value=day_value, months=group.months, state=group.state)
        if (now.days, now.amount) != (group.days, group.amount):
            found.append((group, now))
    return found
