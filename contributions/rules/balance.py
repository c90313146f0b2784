"""The bank's balance of a day beside that of the books, and what the difference is made of. Pure; amounts in đồng.

Difference = bank − books. It is the sum of its items by construction: every line of the bank and every booking has one cause,
and an item is what the bank moved for its cause less what the books moved. What no line explains is an item of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cause(StrEnum):
    """Why a movement stands at the bank, in the books, or in both; in the order in which a page lists them."""

    WAITING = "waiting"
    SET_ASIDE = "set_aside"
    OUT = "out"
    REVERSAL = "reversal"
    PAIRED = "paired"
    NO_LINE = "no_line"
    GAP = "gap"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Cause.WAITING: "Tiền vào chưa khớp",
    Cause.SET_ASIDE: "Tiền vào để riêng, không thuộc đợt vận động",
    Cause.OUT: "Tiền ra, phí ngân hàng",
    Cause.REVERSAL: "Hoàn, điều chỉnh của ngân hàng",
    Cause.PAIRED: "Dòng đã ghi sổ, sau đó có chứng từ điều chỉnh",
    Cause.NO_LINE: "Chứng từ chuyển khoản không có dòng sao kê",
    Cause.GAP: "Số dư ngân hàng ghi khác tổng các dòng đã nhập (sao kê có thể thiếu dòng)",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What moved on a day for a cause: money in is positive."""

    on: date
    amount: int
    cause: Cause


@dataclass(frozen=True, slots=True)
class DayBalance:
    """Both balances at the end of a day; `items` add up to `difference`, those of nothing are left out."""

    on: date
    bank: int
    books: int
    items: tuple[tuple[Cause, int], ...]

    @property
    def difference(self) -> int:
        return self.bank - self.books


@dataclass(frozen=True, slots=True)
class Known:
    """A line of the bank that tells the balance after it."""

    on: date
    amount: int
    balance: int


def closings(lines: Iterable[Known]) -> dict[date, int]:
    """The balance at the end of each day, in whatever order the lines come (banks list upwards, downwards, in parts).

    Within a day each line leads from one balance to the next, so the last is the one from which no line leads on. A day whose
    lines come back to where they began closes with the day before it; a day with a gap between its lines is left out.
    """
    days: dict[date, list[Known]] = defaultdict(list)
    for line in lines:
        days[line.on].append(line)
    found: dict[date, int] = {}
    before: int | None = None
    for on in sorted(days):
        closing = _closing(days[on], before)
        if closing is not None:
            found[on] = closing
        before = closing
    return found


def _closing(lines: Sequence[Known], before: int | None) -> int | None:
    begins = Counter(line.balance - line.amount for line in lines)
    ends = Counter(line.balance for line in lines)
    left = list((ends - begins).elements())
    if len(left) == 1:
        return left[0]
    if left:
        return None
    if before in ends:
        return before
    return lines[0].balance if len(ends) == 1 else None


def day_balances(closing: Mapping[date, int], bank: Iterable[Move], books: Iterable[Move]) -> list[DayBalance]:
    """Both balances at the end of each day that the bank tells, the first day first.

    The opening is the first known closing less what the bank moved on that day; movements before that day are in it.
    """
    if not closing:
        return []
    first = min(closing)
    bank_moves = _by_day(bank, first)
    book_moves = _by_day(books, first)
    opening = closing[first] - sum(bank_moves[first].values())
    held, booked = 0, 0
    causes: Counter[Cause] = Counter()
    found = []
    for on in sorted({*closing, *bank_moves, *book_moves}):
        for cause, amount in bank_moves[on].items():
            held, causes[cause] = held + amount, causes[cause] + amount
        for cause, amount in book_moves[on].items():
            booked, causes[cause] = booked + amount, causes[cause] - amount
        if on in closing:
            told = {**causes, Cause.GAP: closing[on] - opening - held}
            items = tuple((cause, told[cause]) for cause in Cause if told.get(cause))
            found.append(DayBalance(on, closing[on], opening + booked, items))
    return found


def _by_day(moves: Iterable[Move], first: date) -> dict[date, Counter[Cause]]:
    days: dict[date, Counter[Cause]] = defaultdict(Counter)
    for move in moves:
        if move.on >= first:
            days[move.on][move.cause] += move.amount
    return days
