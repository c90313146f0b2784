"""The board of a drive: where each accepted entry stands, from what its reports say. Every figure in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from emulation.enums import EntryState, Pace, TurnState
from emulation.models import Drive, Entry, EntryWork
from emulation.queries.following import Turn, last_reports, turns_between
from emulation.queries.progress import done_by_work, mean_share, photo_counts, works_by_entry

#: A tenth of the whole behind its plan is slow, a quarter is far behind; a tenth more is ahead.
_BEHIND, _FAR = Decimal("0.1"), Decimal("0.25")


@dataclass(frozen=True, slots=True)
class Standing:
    """One entry on the board. Shares run from 0 to 1; `done` is None where no work of the entry has a volume."""

    entry: Entry
    done: Decimal | None
    #: What its plan asks for by now: the share of time gone of its works, or of the drive where it has none.
    planned: Decimal
    on_time: int
    due: int
    #: Of today: reports whose hour is past and that have not come.
    missing_today: int
    photos: int
    last: datetime | None

    @property
    def done_percent(self) -> Decimal | None:
        return None if self.done is None else self.done * 100

    @property
    def planned_percent(self) -> Decimal:
        return self.planned * 100

    @property
    def pace(self) -> Pace:
        if self.done is None:
            return Pace.NO_VOLUME
        if self.done >= 1:
            return Pace.DONE
        ahead = self.done - self.planned
        if ahead <= -_FAR:
            return Pace.FAR_BEHIND
        if ahead <= -_BEHIND:
            return Pace.BEHIND
        return Pace.AHEAD if ahead >= _BEHIND else Pace.ON_PLAN


def standings(drive: Drive, *, now: datetime, today: date) -> list[Standing]:
    """Every accepted entry, the worst first: farthest behind its plan, then most reports missing today, then by name.

    Six queries, however many entries.
    """
    entries = list(drive.entries.filter(state=EntryState.ACCEPTED).select_related("area", "organisation"))
    works = works_by_entry(drive)
    done = done_by_work([work.pk for rows in works.values() for work in rows])
    turns: dict[int, list[Turn]] = {}
    for turn in turns_between(drive, since=drive.starts_on, upto=min(today, drive.ends_on)):
        if turn.until < now:
            turns.setdefault(turn.duty.entry_id, []).append(turn)
    photos, last = photo_counts(drive), last_reports(drive)
    rows = []
    for entry in entries:
        own, owed = works.get(entry.pk, []), turns.get(entry.pk, [])
        states = [turn.state_at(now) for turn in owed]
        rows.append(
            Standing(
                entry=entry, done=mean_share(own, done), planned=_planned(drive, own, today),
                on_time=states.count(TurnState.ON_TIME), due=len(owed),
                missing_today=sum(1 for turn in owed if turn.day == today and turn.came is None),
                photos=photos.get(entry.pk, 0), last=last.get(entry.pk),
            )
        )  # fmt: skip
    return sorted(rows, key=_worst_first)


_ORDER = {pace: place for place, pace in enumerate(Pace)}


def _worst_first(row: Standing) -> tuple[int, Decimal, int, str, int]:
    gap = Decimal(0) if row.done is None else row.done - row.planned
    return (_ORDER[row.pace], gap, -row.missing_today, row.entry.sort_key, row.entry.pk)


def _planned(drive: Drive, works: list[EntryWork], today: date) -> Decimal:
    """The mean share of time gone of the works with a volume, each from its beginning to its deadline."""
    spans = [
        (work.task.starts_on or drive.starts_on, work.task.deadline or drive.ends_on)
        for work in works
        if work.task.volume
    ] or [(drive.starts_on, drive.ends_on)]
    return sum((time_gone(first, last, today) for first, last in spans), Decimal(0)) / len(spans)


def time_gone(first: date, last: date, today: date) -> Decimal:
    """Which part (0 to 1) of the days from `first` to `last` (both included) is over at the end of `today`."""
    days = (last - first).days + 1
    if days <= 0:
        return Decimal(int(today >= last))
    return min(max(Decimal((today - first).days + 1) / days, Decimal(0)), Decimal(1))
