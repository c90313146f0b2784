"""What is due as the page shows it: grouped by when, each line with its distance in working days. Pure: the calendar is handed in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from reminders.enums import Answer
from reminders.rules.offsets import Workdays, distance
from reminders.sources import Due, label_of

WEEK = timedelta(days=7)
LATE, TODAY, NEXT, LATER = "Quá hạn", "Hôm nay", "7 ngày tới", "Sau đó"


@dataclass(frozen=True, slots=True)
class Line:
    due: Due
    label: str
    #: "còn 3 ngày làm việc"
    left: str
    late: bool
    #: What the person answered, one of Answer or "".
    answer: str

    @property
    def answered(self) -> str:
        return Answer(self.answer).label if self.answer else ""


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    tone: str
    lines: tuple[Line, ...]


def lines_of(
    dues: Iterable[Due], *, today: date, calendar: Workdays, answers: Mapping[tuple[str, date], str]
) -> list[Line]:
    return [
        Line(
            due, label_of(due.kind), left_words(due.on, today, calendar), due.on < today,
            answers.get((due.thing, due.on), ""),
        )
        for due in dues
    ]  # fmt: skip


def left_words(on: date, today: date, calendar: Workdays) -> str:
    """How far the last day is, in working days; a last day that is a day off counts as the working day before."""
    if on == today:
        return "hôm nay là hạn"
    days = distance(on, today, calendar)
    if on < today:
        return f"quá {days} ngày làm việc" if days else "quá hạn, từ đó đến nay là ngày nghỉ"
    return f"còn {-days} ngày làm việc" if days else "hạn rơi vào ngày nghỉ, không còn ngày làm việc nào"


def grouped(lines: Iterable[Line], today: date) -> list[Group]:
    """In the order of their days; groups without a line are left out."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(_when(line.due.on, today), []).append(line)
    tones = {LATE: "unmet", TODAY: "pending", NEXT: "", LATER: ""}
    return [Group(title, tones[title], tuple(found[title])) for title in tones if title in found]


def _when(on: date, today: date) -> str:
    if on <= today:
        return LATE if on < today else TODAY
    return NEXT if on <= today + WEEK else LATER
