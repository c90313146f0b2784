"""What pages of statements show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from contributions.enums import BankLineKind, BankLineState
from contributions.models import BankLine, Statement
from core.formats import vndatetime

if TYPE_CHECKING:
    from contributions.rules.balance import DayBalance
    from contributions.rules.proposals import Proposal


def state_of(line: Any) -> str:
    """The code of a line's chip: what became of it, or why nothing can."""
    if line.live:
        return "bank_matched"
    if line.state == BankLineState.SET_ASIDE:
        return "bank_set_aside"
    return "bank_open" if line.kind == BankLineKind.CREDIT else "bank_no_credit"


def shown(lines: Sequence[BankLine], proposals: Mapping[int, Proposal]) -> list[dict[str, Any]]:
    return [{"line": line, "state": state_of(line), "proposal": proposals.get(line.pk)} for line in lines]


def told_apart(statements: Iterable[Statement]) -> list[tuple[Statement, str]]:
    """Each file with its name; of files of one name each with the moment it was read in."""
    rows = list(statements)
    names = Counter(row.name for row in rows)
    return [(row, f"{row.name} (nạp {vndatetime(row.at)})" if names[row.name] > 1 else row.name) for row in rows]


def tabs(filters: Sequence[tuple[str, str]], counts: Mapping[str, int], wanted: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": f"?dong={code}" if code else "?", "count": counts[code], "current": code == wanted}
        for code, label in filters
    ]


def days(rows: Sequence[DayBalance]) -> list[dict[str, Any]]:
    """Days with both balances and the words of what makes the difference."""
    return [
        {
            "on": row.on, "bank": row.bank, "books": row.books, "difference": row.difference,
            "items": [(cause.words, amount) for cause, amount in row.items],
        }
        for row in rows
    ]  # fmt: skip
