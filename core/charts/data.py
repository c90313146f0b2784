"""What charts are made of and what comes out of them: plain data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.safestring import SafeString

from core.formats import DASH, number, vndate
from core.sheets import Column, Heading, Sheet

Figure = int | float | Decimal | None
#: Letters by which sheets cannot be called.
_NOT_IN_SHEETS = r"\/?*[]:"


@dataclass(frozen=True, slots=True)
class About:
    """What a chart says of itself. `base` is out of how many: "25 xã đã thẩm tra". ValueError where one is missing."""

    title: str
    unit: str
    until: date
    base: str

    def __post_init__(self) -> None:
        if not (self.title.strip() and self.unit.strip() and self.base.strip() and isinstance(self.until, date)):
            raise ValueError("a chart needs its title, unit, day and base")

    @property
    def line(self) -> str:
        return f"Đơn vị: {self.unit}. Số liệu đến {vndate(self.until)}. Tính trên {self.base}."


@dataclass(frozen=True, slots=True)
class Series:
    """Figures in the order of the chart's labels; None: there is no figure.

    `tone`: "1" to "5", or a state: met, unmet, na, wait (not verified yet), none.
    """

    name: str
    values: Sequence[Figure]
    tone: str = "1"


@dataclass(frozen=True, slots=True)
class Spread:
    """From where to where figures spread at each label: drawn as a bar behind the lines."""

    name: str
    pairs: Sequence[tuple[Figure, Figure]]


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of the legend: class of the sample and its word."""

    css: str
    name: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with what stands beside it: legend, and the table with all its figures (head, then rows)."""

    about: About
    svg: SafeString
    keys: list[Key]
    head: list[str]
    #: Label, then the figures as they are; `written` has them for people.
    rows: list[tuple[str, list[Figure]]]

    @property
    def written(self) -> list[tuple[str, list[str]]]:
        """Rows for the page: label, figures in Vietnamese writing."""
        return [(label, [word_of(value) for value in values]) for label, values in self.rows]

    def sheet(self, place: int) -> Sheet:
        """The table as a sheet, with unit, day and base above it; `place` keeps the sheets' names apart."""
        name = "".join(letter for letter in self.about.title if letter not in _NOT_IN_SHEETS)
        columns = (Column(self.head[0], 34), *(Column(title, 14, "number") for title in self.head[1:]))
        rows = [(label, *(decimal_of(value) for value in values)) for label, values in self.rows]
        return Sheet(f"{place}. {name}", columns, rows, heading=Heading((), (), (self.about.title, self.about.line)))


def decimal_of(value: Figure) -> Decimal | None:
    """The figure exactly; None for what is none (not a number, infinite)."""
    if value is None:
        return None
    found = Decimal(str(value))
    return found if found.is_finite() else None


def word_of(value: Figure) -> str:
    found = decimal_of(value)
    return DASH if found is None else number(found, 2)


def short_of(value: Figure) -> str:
    """As `word_of`, large figures in triệu and tỷ: for axes and narrow places."""
    found = decimal_of(value)
    for unit, name in ((10**9, "tỷ"), (10**6, "triệu")):
        if found is not None and abs(found) >= unit:
            return f"{number(found / unit, 2)} {name}"
    return word_of(found)
