"""Plans of the levels below: how late one is, and what their figures make together. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.text import search_key

#: Shares and averages: what each unit reaches says nothing as a sum.
NOT_ADDED = "Tỷ lệ, bình quân không cộng được: xem từng đơn vị, kèm mức hiện có."
OTHER_UNIT = "Không cộng {names}: khác đơn vị tính."


def days_late(due_on: date, issued_on: date | None, today: date) -> int:
    """Days after the date a plan was asked for by: until it was issued, or until today; never below zero."""
    return max(0, ((issued_on or today) - due_on).days)


@dataclass(frozen=True, slots=True)
class Share:
    """What one unit below sets itself, and where it stands; None where it says nothing."""

    who: str
    unit: str
    base: Decimal | None
    goal: Decimal | None
    latest: Decimal | None


@dataclass(frozen=True, slots=True)
class Total:
    """The figures of the units together; None where there is nothing to add, with the reason why."""

    goal: Decimal | None
    latest: Decimal | None
    counted: int
    note: str


def added_up(unit: str, shares: Iterable[Share]) -> Total:
    """Sum of the goals and of the newest figures of all shares in the same unit as the target above."""
    shares = list(shares)
    if is_rate(unit):
        return Total(None, None, 0, NOT_ADDED if shares else "")
    same = [share for share in shares if _key(share.unit) == _key(unit)]
    others = [share.who for share in shares if _key(share.unit) != _key(unit)]
    note = OTHER_UNIT.format(names=", ".join(others)) if others else ""
    return Total(_sum(share.goal for share in same), _sum(share.latest for share in same), len(same), note)


def is_rate(unit: str) -> bool:
    """Whether a unit counts a share or an average: "%", "triệu đồng/người/năm", "m²/người"."""
    key = _key(unit)
    return "%" in unit or "/" in unit or "phan tram" in key or "binh quan" in key


def _sum(figures: Iterable[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal()) if known else None


def _key(unit: str) -> str:
    return search_key(unit).strip(" .;")
