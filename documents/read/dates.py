"""Dates as Vietnamese papers write them: whole, with blank parts, without a year, in ranges, impossible ones.

Nothing is corrected: "31/02/2024" comes back as it stands, with `impossible` set, so that a finding can say so.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, replace
from itertools import pairwise

#: A place left open: spaces, dots, strokes. Possessive, so that long runs of dots are passed once.
_BLANK = r"[\s.…_]{0,60}+"
_SEP = r"\s?[/.\-]\s?"

#: name → regex; named groups d, m, y. The first pattern that matches at a place wins.
PATTERNS: dict[str, re.Pattern[str]] = {
    "words": re.compile(
        rf"\bngày\b{_BLANK}(?P<d>\d{{1,2}})?{_BLANK}\btháng\b{_BLANK}(?P<m>\d{{1,2}})?{_BLANK}"
        r"(?:\bnăm\b(?:[\s.…_]{0,60}+(?P<y>\d{4})(?!\d))?|[/\-]\s?(?P<y2>\d{4})(?!\d))",
        re.IGNORECASE,
    ),
    "words_without_year": re.compile(r"\bngày\s+(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})(?!\d)", re.IGNORECASE),
    "numeric": re.compile(
        rf"(?<![\d/.,\-])(?P<d>\d{{1,2}}){_SEP}(?P<m>\d{{1,2}}){_SEP}(?P<y>(?:19|20|21)\d\d)(?![\d/])(?![.,]\d)"
    ),
    "numeric_short_year": re.compile(r"(?<=ngày )(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<yy>\d\d)(?![\d/])", re.IGNORECASE),
    "numeric_without_year": re.compile(
        r"(?<=ngày )(?P<d>\d{1,2})[/\-](?P<m>\d{1,2})(?![\d/%])(?![.,]\d)", re.IGNORECASE
    ),
    "month": re.compile(
        r"\btháng\s+(?P<m>\d{1,2})(?:\s+năm\s+|\s?[/\-]\s?)(?P<y>(?:19|20|21)\d\d)(?!\d)", re.IGNORECASE
    ),
}
_ANY = re.compile("ngày|tháng|\\d", re.IGNORECASE)
_RANGE_LINK = re.compile(
    r"\s*(?:[-–—]|(?:,\s*)?(?:cho\s+)?(?:đến|tới)(?:\s+hết)?)\s*(?:hết\s+)?(?:ngày\s+)?", re.IGNORECASE
)
_RANGE_START = re.compile(
    r"\btừ\s+(?:ngày\s+|tháng\s+)?(?P<first>\d{1,2})\s+(?=(?:đến|tới)\b)|\btừ\s+tháng\s+(?P<month>\d{1,2})\s+(?=(?:đến|tới)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as it stands in the text; a blank part is None. `start` and `end` are offsets in that text."""

    text: str
    start: int
    end: int
    day: int | None
    month: int | None
    year: int | None

    @property
    def complete(self) -> bool:
        """Day, month and year are all written."""
        return self.day is not None and self.month is not None and self.year is not None

    @property
    def value(self) -> datetime.date | None:
        """The calendar day, or None when a part is blank or there is no such day."""
        if self.day is None or self.month is None or self.year is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def impossible(self) -> bool:
        """What is written can be no day of the calendar, whatever a blank part would be."""
        if self.complete:
            return self.value is None
        if self.month is not None and not 1 <= self.month <= 12:
            return True
        longest = 31 if self.month is None else (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[self.month - 1]
        return self.day is not None and not 1 <= self.day <= longest


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """ "Từ ngày … đến (hết) ngày …": both ends belong to it. A year written once holds for both ends."""

    text: str
    start: int
    end: int
    first: WrittenDate
    last: WrittenDate

    @property
    def days(self) -> int | None:
        """How many days, both ends counted; None unless both are days of the calendar."""
        if self.first.value is None or self.last.value is None:
            return None
        return (self.last.value - self.first.value).days + 1


def find_dates(text: str, year: int | None = None) -> list[WrittenDate]:
    """Every date of the text in its order; `year` stands in where the text writes day and month only."""
    found: list[WrittenDate] = []
    position = 0
    while hit := _ANY.search(text, position):
        written = _date_at(text, hit.start(), year)
        if written is None:
            # Skip the whole number, so that "121/2017" is not read from its second digit.
            position = _number_end(text, hit.start()) if hit.group().isdigit() else hit.end()
        else:
            found.append(written)
            position = max(written.end, hit.end())
    return found


def first_date(text: str, year: int | None = None) -> WrittenDate | None:
    """The first date of the text, if there is one."""
    return next(iter(find_dates(text, year)), None)


def find_ranges(text: str, year: int | None = None) -> list[WrittenRange]:
    """Every span of days of the text in its order."""
    dates = find_dates(text)
    ranges = [*_full_ranges(text, dates, year), *_short_ranges(text, dates, year)]
    return sorted(ranges, key=lambda item: item.start)


def _date_at(text: str, position: int, year: int | None) -> WrittenDate | None:
    for pattern in PATTERNS.values():
        match = pattern.match(text, position)
        if match is None:
            continue
        parts = match.groupdict()
        written_year = parts.get("y") or parts.get("y2") or (f"20{parts['yy']}" if parts.get("yy") else None)
        day, month = parts.get("d"), parts.get("m")
        if not (day or month or written_year):
            # "ngày tháng năm" with all three parts blank is a place for a date, and still tells of one.
            return WrittenDate(match.group().strip(), position, match.end(), None, None, None)
        return WrittenDate(
            text=match.group().strip(),
            start=position,
            end=match.end(),
            day=int(day) if day else None,
            month=int(month) if month else None,
            year=int(written_year) if written_year else year,
        )
    return None


def _number_end(text: str, position: int) -> int:
    while position < len(text) and text[position].isdigit():
        position += 1
    return position


def _full_ranges(text: str, dates: list[WrittenDate], year: int | None) -> list[WrittenRange]:
    ranges = []
    for first, last in pairwise(dates):
        between = text[first.end : last.start]
        if len(between) <= 24 and _RANGE_LINK.fullmatch(between):
            filled = last.year if last.year is not None else year
            ranges.append(
                WrittenRange(
                    text=text[first.start : last.end],
                    start=first.start,
                    end=last.end,
                    first=replace(first, year=first.year if first.year is not None else filled),
                    last=replace(last, year=filled),
                )
            )
    return ranges


def _short_ranges(text: str, dates: list[WrittenDate], year: int | None) -> list[WrittenRange]:
    """ "từ ngày 01 đến ngày 15 tháng 10 năm 2024": the first end has its day (or month) only."""
    ranges = []
    for match in _RANGE_START.finditer(text):
        last = next((date for date in dates if 0 <= date.start - match.end() <= 24), None)
        if last is None or not _RANGE_LINK.fullmatch(text[match.end() : last.start]):
            continue
        number = int(match.group("first") or match.group("month"))
        filled = last.year if last.year is not None else year
        is_month = last.day is None
        first = WrittenDate(
            text=match.group().strip(),
            start=match.start(),
            end=match.end(),
            day=None if is_month else number,
            month=number if is_month else last.month,
            year=filled,
        )
        ranges.append(
            WrittenRange(text[match.start() : last.end], match.start(), last.end, first, replace(last, year=filled))
        )
    return ranges
