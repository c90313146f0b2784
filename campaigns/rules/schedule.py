"""When tasks can begin and end, how much room each has, and which ones decide the end: the critical path (đường găng).

Days are calendar days, both ends counted: deadlines of official plans are dates of the calendar ("trước ngày 30/6"),
and villages work on Sundays, too. A task that waits for another begins the day after that one's last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from graphlib import TopologicalSorter

from campaigns.rules.circles import circle_in
from core.errors import RuleError
from core.formats import vndate

#: A task's words in a sentence about it.
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Item:
    """A task as planned; `after` are the keys of the tasks it waits for."""

    key: int
    name: str
    start: date | None = None
    deadline: date | None = None
    after: tuple[int, ...] = ()
    #: What is done already cannot come too late any more.
    done: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """When a task is done at the earliest and at the latest without moving the end of the whole.

    `start` and `finish` are its first and last day at the earliest. A task without a duration counts one day there;
    `room_until` is the last day that the plan's period and the dates of the tasks after it leave to it.
    """

    key: int
    start: date
    finish: date
    latest_start: date
    latest_finish: date
    room_until: date
    #: Days it may slip without moving the end of the whole.
    slack: int
    #: What its duration rests on: its two dates, its deadline only, or nothing.
    has_start: bool
    has_deadline: bool
    #: It waits for a task, or one waits for it.
    linked: bool

    @property
    def days(self) -> int:
        return (self.finish - self.start).days + 1

    @property
    def critical(self) -> bool:
        """A task without a date and without a link to others decides nothing, wherever it is drawn."""
        return self.slack == 0 and (self.has_start or self.has_deadline or self.linked)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Dates that cannot hold: `key` waits for `before`, which ends too late for its deadline."""

    key: int
    before: int
    days_late: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Schedule:
    spans: dict[int, Span]
    conflicts: tuple[Conflict, ...]
    #: One chain of critical tasks that leads to the last day; of several the one with the smallest keys. Empty without any date.
    path: tuple[int, ...]
    begin: date
    finish: date

    @property
    def days(self) -> int:
        return (self.finish - self.begin).days + 1


def schedule(items: Iterable[Item], *, begin: date, end: date | None = None) -> Schedule | None:
    """Forward and backward pass over the tasks; None where there is none.

    `begin` and `end` are the plan's period: a task without a start that waits for nothing begins on `begin`, one without
    any date may take until `end`. A task with two dates lasts from one to the other; one with a deadline only takes all
    the time from its earliest day to that deadline; one without a deadline counts one day. Keys in `after` that are not
    among the items are passed over. The order of the items does not matter. RuleError names the tasks of a circle.
    """
    known = {item.key: item for item in items}
    if not known:
        return None
    waits = {key: tuple(sorted(set(item.after) & known.keys())) for key, item in known.items()}
    order = _ordered(known, waits)
    starts, days = _forward(order, known, waits, begin)
    finishes = {key: starts[key] + days[key] - 1 for key in order}
    last = max(finishes.values())
    latest = _backward(order, waits, days, last)
    pinned = {key: starts[key] for key, item in known.items() if item.start or item.deadline}
    room = _backward(order, waits, days, max(last, end.toordinal()) if end else last, pinned)
    day = date.fromordinal
    linked = {key for key, before in waits.items() if before} | {key for before in waits.values() for key in before}
    spans = {
        key: Span(
            key=key, start=day(starts[key]), finish=day(finishes[key]), latest_start=day(latest[key] - days[key] + 1),
            latest_finish=day(latest[key]), room_until=day(room[key]), slack=latest[key] - finishes[key],
            has_start=known[key].start is not None, has_deadline=known[key].deadline is not None,
            linked=key in linked,
        )
        for key in order
    }  # fmt: skip
    conflicts = [found for key in sorted(spans) if (found := _conflict(known[key], spans, known, waits))]
    return Schedule(spans, tuple(conflicts), _path(spans, waits), day(min(starts.values())), day(last))


def _ordered(known: dict[int, Item], waits: dict[int, tuple[int, ...]]) -> list[int]:
    circle = circle_in((key, before) for key, befores in waits.items() for before in befores)
    if circle:
        names = " → ".join(f"“{_short(known[key].name)}”" for key in circle)
        raise RuleError(f"Các nhiệm vụ chờ lẫn nhau nên không xếp được tiến độ: {names}.")
    return list(TopologicalSorter(waits).static_order())


def _forward(
    order: list[int], known: dict[int, Item], waits: dict[int, tuple[int, ...]], begin: date
) -> tuple[dict[int, int], dict[int, int]]:
    """Earliest first days and durations, in ordinals of the calendar."""
    starts: dict[int, int] = {}
    days: dict[int, int] = {}
    for key in order:
        item = known[key]
        due = item.deadline.toordinal() if item.deadline else None
        free = max((starts[before] + days[before] for before in waits[key]), default=None)
        wished = item.start.toordinal() if item.start else None
        if wished is None and free is None:
            wished = begin.toordinal() if due is None else min(begin.toordinal(), due)
        starts[key] = max(value for value in (wished, free) if value is not None)
        if due is None:
            days[key] = 1
        else:
            days[key] = max(1, due - (item.start.toordinal() if item.start else starts[key]) + 1)
    return starts, days


def _backward(
    order: list[int],
    waits: dict[int, tuple[int, ...]],
    days: dict[int, int],
    last: int,
    pinned: dict[int, int] | None = None,
) -> dict[int, int]:
    """Latest last days with which everything ends on `last`, and tasks that are `pinned` begin on their day."""
    latest = dict.fromkeys(order, last)
    for key in reversed(order):
        begins = (pinned or {}).get(key, latest[key] - days[key] + 1)
        for before in waits[key]:
            latest[before] = min(latest[before], begins - 1)
    return latest


def _conflict(
    item: Item, spans: dict[int, Span], known: dict[int, Item], waits: dict[int, tuple[int, ...]]
) -> Conflict | None:
    span = spans[item.key]
    if item.done or item.deadline is None or span.finish <= item.deadline or not waits[item.key]:
        return None
    before = max(waits[item.key], key=lambda key: (spans[key].finish, -key))
    late = (span.finish - item.deadline).days
    said = (
        f"“{_short(item.name)}” có hạn {vndate(item.deadline)} nhưng phải làm sau “{_short(known[before].name)}”, "
        f"việc này xong sớm nhất ngày {vndate(spans[before].finish)}"
    )
    if spans[before].finish >= item.deadline:
        return Conflict(item.key, before, late, f"{said}, nên không thể kịp hạn.")
    return Conflict(
        item.key, before, late, f"{said}; giữ đủ {span.days} ngày làm thì xong {vndate(span.finish)}, chậm {late} ngày."
    )


def _path(spans: dict[int, Span], waits: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    last = max(span.finish for span in spans.values())
    key: int | None = min((span.key for span in spans.values() if span.finish == last and span.critical), default=None)
    path: list[int] = []
    while key is not None:
        path.append(key)
        first = spans[key].start.toordinal()
        key = next((one for one in waits[key] if spans[one].finish.toordinal() == first - 1), None)
    return tuple(reversed(path))


def _short(name: str) -> str:
    return name if len(name) <= _NAME_LENGTH else f"{name[: _NAME_LENGTH - 1].rstrip()}…"
