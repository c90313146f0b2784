"""What people should hear, worked out the slow way: day by day, thing by thing, without a line of the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bench.reminder_world import OFFSETS
from core.formats import vndate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import SimpleNamespace

_DAY = timedelta(days=1)
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass
class Thing:
    pk: int
    kind: str
    what: str
    due: date
    people: tuple[int, ...]
    is_open: bool = True

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.pk}"


@dataclass
class Told:
    """One expected notice. `thing` is None for other news, which is never left out."""

    key: str
    on: date
    thing: Thing | None = None
    due: date | None = None
    #: Of a superior: who kept silent.
    silent: tuple[int, ...] = ()
    title: str = ""
    url: str = ""


@dataclass
class Oracle:
    world: SimpleNamespace
    own_days: Mapping[date, bool]
    things: dict[int, Thing] = field(default_factory=dict)
    #: person, thing, last day
    answers: set[tuple[int, str, date]] = field(default_factory=set)
    #: person → key → what was told
    told: dict[int, dict[str, Told]] = field(default_factory=dict)
    #: person → what is in no digest yet
    pending: dict[int, list[Told]] = field(default_factory=dict)
    #: person and day → a digest's content when it was made
    digests: dict[tuple[int, str], list[Told]] = field(default_factory=dict)
    gathered: date | None = None
    digested: date | None = None

    def __post_init__(self) -> None:
        import holidays

        self._holidays = holidays.country_holidays("VN")
        self.names = {user.pk: user.full_name for user in self.world.people}

    # --- the calendar, step by step ---

    def works(self, day: date) -> bool:
        if day in self.own_days:
            return self.own_days[day]
        if day.weekday() >= 5:
            return day in self._holidays.weekend_workdays
        return day not in self._holidays

    def step(self, day: date, n: int) -> date:
        while n:
            day += _DAY if n > 0 else -_DAY
            if self.works(day):
                n += -1 if n > 0 else 1
        return day

    def last_workday(self, day: date) -> date:
        while not self.works(day):
            day -= _DAY
        return day

    # --- what is told ---

    def gather(self, today: date) -> None:
        """The first run on a working day: this day's and all missed ones'."""
        if self.gathered == today or not self.works(today):
            return
        day = today if self.gathered is None else self.gathered + _DAY
        while day <= today:
            if self.works(day):
                self._gather_day(day, today)
            day += _DAY
        self.gathered = today

    def _gather_day(self, day: date, today: date) -> None:
        for thing in self.things.values():
            if not thing.is_open:
                continue
            offsets = self._offsets(thing.kind)
            base = self.last_workday(thing.due)
            for place, offset in enumerate(offsets):
                told_on = self.step(base, offset)
                if place >= 2 and self.step(told_on, 1) == day:
                    self._above(thing, today)
            for offset in offsets:
                if self.step(base, offset) == day:
                    for person in thing.people:
                        if person in self.names and (person, thing.name, thing.due) not in self.answers:
                            self.tell(person, Told(f"{thing.name}:{thing.due}:{offset}", today, thing, thing.due))

    def _offsets(self, kind: str) -> list[int]:
        said = OFFSETS[kind]
        return sorted([*(-n for n in said.before), *([0] if said.on_the_day else []), *said.after])

    def _above(self, thing: Thing, today: date) -> None:
        if any((thing.name, thing.due) == answer[1:] for answer in self.answers):
            return
        silent = tuple(person for person in thing.people if self._times(person, thing, today) >= 3)
        above = set().union(*(self.world.above[person] for person in silent)) - set(thing.people) if silent else set()
        for superior in above:
            self.tell(superior, Told(f"{thing.name}:{thing.due}:above", today, thing, thing.due, silent))

    def _times(self, person: int, thing: Thing, today: date) -> int:
        told = self.told.get(person, {}).values()
        return sum(row.thing is thing and row.due == thing.due and not row.silent and row.on < today for row in told)

    def tell(self, person: int, row: Told) -> None:
        rows = self.told.setdefault(person, {})
        if row.key not in rows:
            rows[row.key] = row
            self.pending.setdefault(person, []).append(row)

    def digest(self, today: date) -> None:
        """The first run at or after 07:00 of a working day."""
        if self.digested == today or self.gathered != today:
            return
        self.digested = today
        for person, rows in self.pending.items():
            if rows:
                self.digests[person, today.isoformat()] = list(rows)
                rows.clear()

    # --- what a message says when it leaves ---

    def lines(self, person: int, rows: list[Told], today: date) -> set[tuple[str, str]]:
        said: dict[object, tuple[str, str]] = {}
        for row in rows:
            if row.thing is None:
                said[row.key] = (row.title, row.url)
            elif row.silent:
                answered = any((row.thing.name, row.due) == answer[1:] for answer in self.answers)
                if row.thing.is_open and not answered:
                    said[row.key] = (self._about_silence(row), f"/thu/{row.thing.pk}/")
            elif self._is_owed(person, row):
                said[row.thing.pk] = (self._how_far(row, today), f"/thu/{row.thing.pk}/")
        return set(said.values())

    def _is_owed(self, person: int, row: Told) -> bool:
        thing = row.thing
        assert thing is not None
        return thing.is_open and thing.due == row.due and (person, thing.name, row.due) not in self.answers

    def _about_silence(self, row: Told) -> str:
        assert row.thing is not None
        assert row.due is not None
        names = ", ".join(self.names[person] for person in row.silent)
        return f"Đã nhắc 3 lần, {names} chưa trả lời, hạn {vndate(row.due)}: {row.thing.what}"

    def _how_far(self, row: Told, today: date) -> str:
        assert row.thing is not None
        assert row.due is not None
        due, what = row.due, row.thing.what
        if due == today:
            return f"Đến hạn hôm nay: {what}"
        base, day, days = self.last_workday(due), self.last_workday(today), 0
        while base != day:
            base, days = (self.step(base, 1), days + 1) if base < day else (self.step(base, -1), days - 1)
        if due > today:
            if days == 0:
                return f"Đến hạn {_WEEKDAYS[due.weekday()]} {vndate(due)}, là ngày nghỉ: {what}"
            return f"Còn {-days} ngày làm việc, hạn {vndate(due)}: {what}"
        return (
            f"Quá hạn {days} ngày làm việc (hạn {vndate(due)}): {what}"
            if days
            else f"Quá hạn (hạn {vndate(due)}): {what}"
        )
