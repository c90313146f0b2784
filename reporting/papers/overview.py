"""Which areas have sent which reports: areas × periods, their rates, whom to call, and the same as a workbook. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.utils import timezone

from areas.models import Area
from core.sheets import Column, Heading, Sheet
from reporting.context import Shares
from reporting.enums import ReportState, Timeliness

if TYPE_CHECKING:
    from accounts.models import User
    from reporting.models import PeriodicReport

#: Sent once and given back since.
RETURNED = "returned"
#: What counts as owed, and what of it as sent.
OWED = (Timeliness.ON_TIME, Timeliness.LATE, Timeliness.MISSING, RETURNED)
SENT = (Timeliness.ON_TIME, Timeliness.LATE)
STATES = (
    (Timeliness.MISSING, "Quá hạn, chưa gửi"), (RETURNED, "Bị trả lại"), (Timeliness.LATE, "Gửi muộn"),
    (Timeliness.ON_TIME, "Đúng hạn"), (Timeliness.NOT_DUE, "Chưa đến hạn"),
)  # fmt: skip


class PeriodOf(Protocol):
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def label(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """A period with its last day to send."""

    period: PeriodOf
    due_on: date


@dataclass(frozen=True, slots=True)
class Square:
    """How one area's report for one period stands, as the office sees it."""

    turn: Turn
    code: str
    words: str
    #: None as long as nothing was sent: a draft is not the office's business.
    report: int | None = None
    sent_on: date | None = None
    #: Days after the last day, sent or not; 0 in time.
    late: int = 0
    received: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    area: Area
    #: One a period; None where the area did not stand then.
    squares: tuple[Square | None, ...]


@dataclass(frozen=True, slots=True)
class Rates(Shares):
    """Reports owed up to today, and how many of them came, and in time."""

    #: By code, those not due too.
    counts: Mapping[str, int]
    to_receive: int


@dataclass(frozen=True, slots=True)
class Call:
    """An area that owes reports, and whom to call."""

    area: Area
    squares: tuple[Square, ...]
    people: tuple[User, ...]
    #: It was reminded today.
    told: bool = False

    @property
    def late(self) -> int:
        return max(square.late for square in self.squares)

    @property
    def periods(self) -> str:
        return "; ".join(square.turn.period.label for square in self.squares)


def rows_of(
    areas: Iterable[Area], turns: Sequence[Turn], reports: Iterable[PeriodicReport], today: date,
    stands: Callable[[Area, date], bool],
) -> list[Row]:  # fmt: skip
    """Areas × periods; `reports` come with `first_sent_at`. An area that stood in none of the periods is left out."""
    known = {(report.area_id, report.starts_on): report for report in reports}
    found = []
    for area in areas:
        squares = tuple(
            _square(turn, known.get((area.pk, turn.period.starts_on)), today)
            if stands(area, min(turn.period.ends_on, today)) or (area.pk, turn.period.starts_on) in known
            else None
            for turn in turns
        )
        if any(squares):
            found.append(Row(area, squares))
    return found


def _square(turn: Turn, report: PeriodicReport | None, today: date) -> Square:
    if report is not None:
        turn = Turn(turn.period, report.due_on)
    first_sent = getattr(report, "first_sent_at", None)
    if report is None or first_sent is None:
        late = max((today - turn.due_on).days, 0)
        if late:
            return Square(turn, Timeliness.MISSING, f"Quá hạn {late} ngày", late=late)
        return Square(turn, Timeliness.NOT_DUE, "Chưa đến hạn")
    sent_on = timezone.localtime(first_sent).date()
    late = max((sent_on - turn.due_on).days, 0)
    if report.state not in {ReportState.SENT, ReportState.RECEIVED}:
        return Square(turn, RETURNED, "Bị trả lại", report.pk, sent_on, max((today - turn.due_on).days, 0))
    code, words = (Timeliness.LATE, f"Muộn {late} ngày") if late else (Timeliness.ON_TIME, "Đúng hạn")
    return Square(turn, code, words, report.pk, sent_on, late, report.state == ReportState.RECEIVED)


def rates_of(rows: Iterable[Row]) -> Rates:
    squares = [square for row in rows for square in row.squares if square is not None]
    counts = Counter(square.code for square in squares)
    return Rates(
        sum(counts[code] for code in OWED), sum(counts[code] for code in SENT), counts[Timeliness.ON_TIME], counts,
        sum(1 for square in squares if square.code in SENT and not square.received),
    )  # fmt: skip


def with_state(rows: Iterable[Row], code: str) -> list[Row]:
    """Areas with at least one report that stands so."""
    return [row for row in rows if any(square is not None and square.code == code for square in row.squares)]


def calls_of(rows: Iterable[Row]) -> list[tuple[Area, tuple[Square, ...]]]:
    """Areas with something to be asked for (past its day, or given back), the longest overdue first."""
    found = [
        (
            row.area,
            tuple(
                square
                for square in sorted(filter(None, row.squares), key=lambda square: square.turn.period.ends_on)
                if square.code in {Timeliness.MISSING, RETURNED}
            ),
        )
        for row in rows
    ]
    asked = [(area, squares) for area, squares in found if squares]
    return sorted(asked, key=lambda item: (-max(square.late for square in item[1]), item[0].sort_key))


def contact(people: Iterable[User]) -> str:
    """ "Lò Thị Mến, 0900000001; …"."""
    return "; ".join(f"{user.full_name}, {user.phone}" for user in people)


def sheets(
    title: str, office: Area, rows: Sequence[Row], turns: Sequence[Turn], people: Mapping[int, Sequence[User]]
) -> tuple[Sheet, Sheet]:
    """Areas × periods as shown, and one row a report to count with."""
    head = Heading((str(office).upper(),), (), ("TÌNH HÌNH GỬI BÁO CÁO", title))
    wide = Sheet(
        "Tổng hợp",
        (Column("TT", 5), Column("Địa bàn", 26), *(Column(turn.period.label.capitalize(), 14) for turn in turns)),
        [
            (str(place), str(row.area), *("" if square is None else square.words for square in row.squares))
            for place, row in enumerate(rows, 1)
        ],
        heading=head,
    )  # fmt: skip
    long = Sheet(
        "Từng báo cáo",
        (
            Column("Địa bàn", 26), Column("Kỳ", 20), Column("Hạn gửi", 12, "date"), Column("Gửi ngày", 12, "date"),
            Column("Tình trạng", 20), Column("Số ngày muộn", 12, "number"), Column("Đã nhận", 10), Column("Người liên hệ", 40),
        ),
        [
            (
                str(row.area), square.turn.period.label, square.turn.due_on, square.sent_on, dict(STATES)[square.code], square.late,
                "Đã nhận" if square.received else "", contact(people.get(row.area.pk, ())),
            )
            for row in rows
            for square in row.squares
            if square is not None
        ],
    )  # fmt: skip
    return wide, long
