"""Votes and bonuses: pure, with the rules given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Protocol, TypeVar

from core.formats import money, number
from emulation.enums import VoteBase
from emulation.models import AwardRule, Ballot, BaseSalary, Nomination
from emulation.rules.eligibility import receiver_of

#: Bonuses are rounded up to this many đồng (NĐ 152/2025/NĐ-CP, điều 49 khoản 2).
ROUND_TO = 10_000
#: What stands where no rule is established.
NO_RULE = "chưa có quy định"


class Dated(Protocol):
    effective_from: date


_Row = TypeVar("_Row", bound=Dated)


def on_day(rows: Iterable[_Row], day: date) -> _Row | None:
    """The row in force on the day: the latest that has begun; None before the first."""
    begun = [row for row in rows if row.effective_from <= day]
    return max(begun, key=lambda row: row.effective_from, default=None)


# --- Votes ---


def passes(agreed: int, base: int, needed: Decimal, *, more_than: bool) -> bool:
    """Whether `agreed` of `base` people reach `needed` percent, exactly; `more_than`: exceed it (a majority)."""
    if base <= 0:
        return False
    got, asked = Decimal(agreed) * 100, needed * base
    return got > asked if more_than else got >= asked


def votes_needed(base: int, needed: Decimal, *, more_than: bool) -> int:
    """The least number of votes for that passes."""
    exact = needed * base / 100
    whole = int(exact.to_integral_value(rounding=ROUND_CEILING))
    return whole + 1 if more_than and whole == exact else whole


def share_words(agreed: int, base: int) -> str:
    """ "9/11 (81,82%)", as minutes have it: two decimals, never rounded up to what was not reached."""
    share = (Decimal(agreed) * 10_000 // base) / 100 if base else Decimal(0)
    return f"{agreed}/{base} ({number(share)}%)"


def rule_words(needed: Decimal, *, more_than: bool, base_label: str) -> str:
    """ "từ 80% tổng số thành viên hội đồng", "quá 50% số thành viên dự họp …"."""
    return f"{'trên' if more_than else 'từ'} {number(needed)}% {base_label[:1].lower()}{base_label[1:]}"


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one nomination's ballots."""

    issued: int
    returned: int
    valid: int
    agreed: int


def base_of(rule: AwardRule, *, members: int, took_part: int) -> int:
    """Of how many the share is counted: all members, or those present or with a written opinion."""
    return members if rule.vote_base == VoteBase.MEMBERS else took_part


@dataclass(frozen=True, slots=True)
class BallotLine:
    """A ballot with what its page and the minutes say of it."""

    ballot: Ballot
    share: str
    needed: str


def ballot_line(ballot: Ballot) -> BallotLine:
    """The exact share, and the rule it was held against."""
    label = str(VoteBase(ballot.vote_base).label)
    needed = rule_words(ballot.needed_percent, more_than=ballot.more_than, base_label=label)
    return BallotLine(ballot, share_words(ballot.agreed, ballot.base), needed)


# --- Bonuses ---


def bonus_of(coefficient: Decimal, salary: int) -> int:
    """Coefficient × base salary in đồng, rounded up to 10.000 (NĐ 152/2025/NĐ-CP, điều 49)."""
    units = (coefficient * salary / ROUND_TO).to_integral_value(rounding=ROUND_CEILING)
    return int(units) * ROUND_TO


@dataclass(frozen=True, slots=True)
class Due:
    """What one award of a decision comes with, before titles are set against each other; `bonus` None: not established."""

    key: int
    #: Whom it is for: two awards with the same receiver concern one another.
    receiver: str
    is_title: bool
    bonus: int | None


HIGHER_PAID = "Cùng thời điểm nhận mức thưởng cao hơn của danh hiệu khác"


def not_paid(awards: Sequence[Due], paid_before: Iterable[tuple[str, int]] = ()) -> set[int]:
    """Keys of titles whose bonus is not paid: a higher title of the same receiver is (NĐ 152/2025/NĐ-CP, điều 49 khoản 5).

    A commendation is paid beside a title (khoản 7). Of equal titles the first is paid. `paid_before`: (receiver, đồng) of titles
    that earlier decisions paid: one as high or higher leaves nothing to pay.
    """
    best: dict[str, Due] = {}
    for item in awards:
        known = best.get(item.receiver)
        if item.is_title and item.bonus is not None and (known is None or item.bonus > (known.bonus or 0)):
            best[item.receiver] = item
    before: dict[str, int] = {}
    for receiver, amount in paid_before:
        before[receiver] = max(amount, before.get(receiver, 0))
    out = set()
    for item in awards:
        if not item.is_title or item.bonus is None:
            continue
        if best[item.receiver].key != item.key or before.get(item.receiver, -1) >= item.bonus:
            out.add(item.key)
    return out


@dataclass(frozen=True, slots=True)
class Bonus:
    """What an award is paid and why; `amount` None: not established, 0: not paid."""

    amount: int | None
    basis: str
    note: str
    #: Rule and base salary were both compared with the decree.
    sure: bool


def bonuses(
    nominations: Sequence[Nomination], rules: Mapping[int, Iterable[AwardRule]], salaries: Iterable[BaseSalary], day: date,
    paid_before: Iterable[tuple[str, int]] = (),
) -> dict[int, Bonus]:  # fmt: skip
    """By the nomination's id, what its award is paid on the day; `rules` by the form's id. Pure."""
    salary = on_day(salaries, day)
    found: dict[int, Bonus] = {}
    for row in nominations:
        rule = on_day(rules.get(row.form_id, ()), day)
        if rule is None or rule.coefficient is None or salary is None:
            found[row.pk] = Bonus(None, "", NO_RULE, sure=False)
            continue
        basis = f"{number(rule.coefficient, 3)} × {money(salary.amount)} đồng"
        amount = bonus_of(rule.coefficient, salary.amount)
        found[row.pk] = Bonus(amount, basis, "", sure=rule.sure and salary.sure)
    due = [Due(row.pk, receiver_of(row), row.form.is_title, found[row.pk].amount) for row in nominations]
    for key in not_paid(due, paid_before):
        found[key] = Bonus(0, found[key].basis, HIGHER_PAID, sure=found[key].sure)
    return found
