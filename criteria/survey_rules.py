"""Opinions, votes and ballots: shares as exact fractions, how they stand against what is asked, counts that must fall. Pure.

No threshold is written here: what is asked comes from dated rules (RecognitionRule); where none is established, or a figure is
missing, nothing is judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from core.formats import NBSP, grouped, number


class Standing(StrEnum):
    """How a figure stands against what is asked; the codes are those of the chips."""

    MET = "met"
    UNMET = "unmet"
    NO_RULE = "no_rule"
    NO_DATA = "no_data"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Standing.MET: "đạt yêu cầu",
    Standing.UNMET: "chưa đạt yêu cầu",
    Standing.NO_RULE: "chưa có quy định",
    Standing.NO_DATA: "chưa đủ số liệu",
}


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a base, both whole numbers; never shown without its base."""

    part: int
    base: int

    @property
    def value(self) -> Fraction | None:
        """The exact share from 0 to 1; None without a base."""
        return Fraction(self.part, self.base) if self.base else None

    @property
    def percent(self) -> Decimal | None:
        """In percent with two places, rounded half up as papers round.

        What rounding would lift to a whole percent is cut instead: thresholds are whole percents (Quyết định 18/2022/QĐ-TTg), and
        a share just below one must not read as if it met it.
        """
        if not self.base:
            return None
        cut = self.part * 10_000 // self.base
        rounded = (self.part * 20_000 + self.base) // (2 * self.base)
        return Decimal(cut if rounded % 100 == 0 else rounded) / 100

    @property
    def percent_words(self) -> str:
        """ "91,67 %"; a dash without a base."""
        return number(self.percent) + (f"{NBSP}%" if self.base else "")

    @property
    def words(self) -> str:
        """ "412/450 (91,56 %)"."""
        figures = f"{grouped(self.part)}/{grouped(self.base)}"
        return f"{figures} ({self.percent_words})" if self.base else figures

    def against(self, asked: Decimal | None, *, complete: bool = True) -> Standing:
        """Against a threshold in percent, which is met when exactly reached. `complete` False: figures are still missing."""
        if asked is None:
            return Standing.NO_RULE
        if self.value is None or not complete:
            return Standing.NO_DATA
        return Standing.MET if self.value * 100 >= Fraction(asked) else Standing.UNMET

    def least(self, asked: Decimal) -> int:
        """How many of the base must be reached for a threshold in percent."""
        return (Fraction(asked) / 100 * self.base).__ceil__()

    def plus(self, other: Share) -> Share:
        return Share(self.part + other.part, self.base + other.base)


def total(shares: Iterable[Share]) -> Share:
    """All parts over all bases; the order does not matter."""
    found = Share(0, 0)
    for share in shares:
        found = found.plus(share)
    return found


def days_of(first: date, last: date) -> int:
    """Days from the first to the last, both counted."""
    return (last - first).days + 1


def days_against(days: int | None, asked: Decimal | None) -> Standing:
    """How long something was shown against the days that are asked; None: it has not ended, or was not done."""
    if asked is None:
        return Standing.NO_RULE
    if days is None:
        return Standing.NO_DATA
    return Standing.MET if days >= asked else Standing.UNMET


@dataclass(frozen=True, slots=True)
class Ballots:
    """One village's count of paper ballots."""

    households: int
    handed_out: int
    returned: int
    valid: int
    satisfied: int


#: Field, what it is called, the field that it may not exceed, and what that is called.
_FALLS = (
    ("handed_out", "Số phiếu phát ra", "households", "tổng số hộ"),
    ("returned", "Số phiếu thu về", "handed_out", "số phiếu phát ra"),
    ("valid", "Số phiếu hợp lệ", "returned", "số phiếu thu về"),
    ("satisfied", "Số phiếu hài lòng chung", "valid", "số phiếu hợp lệ"),
)


def faults_of(ballots: Ballots, answers: Sequence[int]) -> tuple[dict[str, str], dict[int, str]]:
    """What cannot be: sentences by field, and by the place of an item among the answers (official-forms 2.4: one ballot a household)."""
    fields = {
        field: f"{name} ({grouped(getattr(ballots, field))}) không quá {whole} ({grouped(getattr(ballots, over))})."
        for field, name, over, whole in _FALLS
        if getattr(ballots, field) > getattr(ballots, over)
    }
    items = {
        place: f"Số phiếu hài lòng ({grouped(answer)}) không quá số phiếu hợp lệ ({grouped(ballots.valid)})."
        for place, answer in enumerate(answers)
        if answer > ballots.valid
    }
    return fields, items
