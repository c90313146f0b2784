"""What pages and phones show of reports: the days that are owed, a version beside another, the rows of the list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.formats import number
from emulation.due import due_days, due_moment, opens_on
from emulation.enums import ReportState
from emulation.models import Duty, EntryWork, Report
from emulation.queries.following import owed_of
from emulation.queries.progress import NOTHING, Done
from emulation.queries.reports import within

#: How far back days that were missed are still shown.
LOOK_BACK = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class OwedDay:
    """One day of a duty as who owes it sees it; state: open, late, sent or conflict, and frozen where nothing came in time.

    `frozen`: its figures are frozen, no report is taken any more.
    """

    day: date
    until: datetime
    state: str
    report: Report | None
    frozen: bool

    @property
    def status(self) -> str:
        return f"report_{self.state}"


def owed_days(
    duty: Duty, standing: Mapping[tuple[int, date], Sequence[Report]], frozen: Sequence[tuple[date, date]], *, today: date, now: datetime
) -> list[OwedDay]:  # fmt: skip
    """Days of the last month, the newest first; those of frozen scorings show what was sent."""
    owed = owed_of(duty)
    found = []
    for day in due_days(owed, today - LOOK_BACK, today + LOOK_BACK):
        if opens_on(owed, day) > today:
            continue
        versions = standing.get((duty.pk, day), [])
        found.append(
            OwedDay(
                day,
                until := due_moment(day, duty.due_at),
                _state(versions, late=now > until, frozen=(shut := within(frozen, day))),
                versions[-1] if versions else None,
                shut,
            )
        )
    return found[::-1]


def _state(versions: Sequence[Report], *, late: bool, frozen: bool) -> str:
    if not versions:
        return "frozen" if frozen else "late" if late else "open"
    return "sent" if versions[-1].state == ReportState.COUNTED else "conflict"


def plain(value: Decimal | None) -> str | None:
    """A figure for a phone's store: "400", "12.5"; None where there is none."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def duty_for_phone(
    duty: Duty, days: Iterable[OwedDay], works: Iterable[EntryWork], done: Mapping[int, Done]
) -> dict[str, Any]:
    """A duty as the page on the phone keeps it."""
    entry = duty.entry
    return {
        "id": duty.pk, "entry": str(entry), "drive": str(entry.drive), "who": str(duty.committee or entry),
        "every": duty.every, "due_at": f"{duty.due_at:%H:%M}", "keeps_place": entry.drive.keeps_place,
        "days": [
            {
                "day": row.day.isoformat(), "state": row.state, "report": row.report.pk if row.report else None,
                "key": str(row.report.key) if row.report and row.state == "sent" else None, "frozen": row.frozen,
            }
            for row in days
        ],
        "works": [
            {
                "id": work.pk, "text": work.task.text, "measure": work.task.measure, "volume": plain(work.task.volume),
                "done": plain(done.get(work.pk, NOTHING).quantity),
            }
            for work in works
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One work of a version, in words."""

    work: EntryWork
    quantity: str
    people: str
    days: str


def shown_lines(report: Report) -> list[ShownLine]:
    """A version's lines; `lines` with work and task are fetched before."""
    return [
        ShownLine(
            line.work, f"{number(line.quantity, 3)} {line.work.task.measure}".strip() if line.quantity is not None else "—",
            number(line.people), number(line.labour_days),
        )
        for line in report.lines.all()
    ]  # fmt: skip


def lateness(first: datetime | None, day: date, duty: Duty) -> bool:
    """Whether the first version came after the hour."""
    return first is not None and first > due_moment(day, duty.due_at)
