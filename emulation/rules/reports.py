"""What a report may say: figures that can be, days that are open, when two reports are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from core.formats import number
from emulation.due import Owed, is_due_day, opens_on
from emulation.enums import DriveState, EntryState, ReportEvery, ReportWay

#: A report shows up to so many photos.
MOST_PHOTOS = 6
#: All reports together on a work: more than so many times its volume is a slip of the finger or of the unit.
TIMES_AT_MOST = 10
#: The same for works without a volume, in their unit.
MOST_QUANTITY = Decimal(1_000_000)
MOST_PEOPLE = 20_000
#: A day and a night shift on top of it (as musters have it).
MOST_DAYS_A_PERSON = 3
MOST_LABOUR_DAYS = Decimal(20_000)
MOST_TEXT = 3000


@dataclass(frozen=True, slots=True)
class LineSaid:
    """What somebody says of one work; None where nothing was written."""

    work: int
    quantity: Decimal | None = None
    people: int | None = None
    labour_days: Decimal | None = None

    @property
    def empty(self) -> bool:
        return self.quantity is None and self.people is None and self.labour_days is None


@dataclass(frozen=True, slots=True)
class Said:
    """A whole report as somebody writes it; `announced` are SHA-256 of its photos, in order."""

    text: str = ""
    trouble: str = ""
    lines: tuple[LineSaid, ...] = ()
    announced: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        return not (self.text or self.trouble or self.announced or any(not line.empty for line in self.lines))


@dataclass(frozen=True, slots=True)
class Sending:
    """How a report comes: its key, the version its writer saw (None: none), and what else is known of it."""

    key: UUID
    base: UUID | None = None
    reason: str = ""
    way: str = ReportWay.PHONE
    written_at: datetime | None = None


def same(one: Said, other: Said) -> bool:
    """Whether two reports say the same: words, figures and photos; an empty line is no line."""
    return _content(one) == _content(other)


def _content(said: Said) -> tuple[object, ...]:
    lines = {(line.work, line.quantity, line.people, line.labour_days) for line in said.lines if not line.empty}
    return said.text.strip(), said.trouble.strip(), lines, frozenset(said.announced)


def day_words(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def day_refusal(owed: Owed, day: date, *, drive: str, entry: str, frozen: bool, today: date) -> str:
    """Why no report of this day is taken; empty where one is. `drive` and `entry` are states."""
    if drive != DriveState.OPEN:
        ended = drive == DriveState.CLOSED
        return f"Đợt thi đua {'đã tổng kết nên không nhận báo cáo nữa' if ended else 'chưa mở nên chưa nhận báo cáo'}."
    if entry != EntryState.ACCEPTED:
        return "Đăng ký thi đua này không còn hoặc chưa được xã nhận nên không nhận báo cáo."
    if not is_due_day(owed, day):
        return f"Ngày {day_words(day)} không phải ngày báo cáo."
    if opens_on(owed, day) > today:
        return f"Ngày {day_words(day)} chưa đến nên chưa báo cáo được."
    if frozen:
        return f"Ngày {day_words(day)} đã chốt số liệu nên không nhận báo cáo nữa."
    return ""


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """A work as a report meets it: its volume and unit, and what all other counted reports say is done."""

    text: str
    volume: Decimal | None
    measure: str
    done: Decimal


def faults(said: Said, works: Mapping[int, WorkFigures], *, period_days: int = 31) -> list[str]:
    """Why the report cannot be taken, sentence by sentence; empty when it can."""
    found: list[str] = []
    if said.empty:
        found.append("Ghi khối lượng, kết quả, khó khăn hoặc thêm ảnh rồi gửi.")
    if max(len(said.text), len(said.trouble)) > MOST_TEXT:
        found.append(f"Mỗi phần ghi nhiều nhất {MOST_TEXT} ký tự.")
    found += photo_faults(said.announced)
    for line in said.lines:
        if line.work not in works:
            found.append("Có việc không thuộc đăng ký thi đua này; đề nghị tải lại trang.")
        else:
            found += [sentence for _, sentence in line_faults(line, works[line.work], period_days=period_days)]
    return found


def photo_faults(announced: Sequence[str]) -> list[str]:
    if len(announced) > MOST_PHOTOS:
        return [f"Mỗi báo cáo nhiều nhất {MOST_PHOTOS} ảnh; đang có {len(announced)}."]
    if len(set(announced)) != len(announced):
        return ["Có ảnh chọn hai lần; đề nghị bỏ bớt."]
    return []


def line_faults(line: LineSaid, work: WorkFigures, *, period_days: int) -> list[tuple[str, str]]:
    """Field (quantity, people, days) and sentence of each figure that cannot be."""
    found = []
    if line.quantity is not None and (sentence := _quantity_fault(line.quantity, work)):
        found.append(("quantity", sentence))
    if line.people is not None and not 0 <= line.people <= MOST_PEOPLE:
        found.append(("people", f"{work.text}: số người từ 0 đến {number(MOST_PEOPLE)}."))
    if line.labour_days is not None and (sentence := _days_fault(line, work, period_days)):
        found.append(("days", sentence))
    return found


def _quantity_fault(quantity: Decimal, work: WorkFigures) -> str:
    if quantity < 0:
        return f"{work.text}: khối lượng từ 0 trở lên."
    if not work.volume:
        most = number(MOST_QUANTITY)
        return (
            "" if quantity <= MOST_QUANTITY else f"{work.text}: khối lượng lớn quá mức (trên {most}); kiểm tra lại số."
        )
    if work.done + quantity > TIMES_AT_MOST * work.volume:
        asked = f"{number(work.volume, 3)} {work.measure}".strip()
        return (
            f"{work.text}: khối lượng gấp hơn {TIMES_AT_MOST} lần mức giao ({asked}); kiểm tra lại số và đơn vị tính."
        )
    return ""


def _days_fault(line: LineSaid, work: WorkFigures, period_days: int) -> str:
    days = line.labour_days or Decimal(0)
    if not 0 <= days <= MOST_LABOUR_DAYS:
        return f"{work.text}: số ngày công từ 0 đến {number(MOST_LABOUR_DAYS)}."
    if line.people is not None and days > line.people * MOST_DAYS_A_PERSON * period_days:
        return f"{work.text}: {number(days)} công là nhiều so với {line.people} người; kiểm tra lại số."
    return ""


def period_days(every: str) -> int:
    """How many days a report covers at most."""
    return {ReportEvery.DAY.value: 1, ReportEvery.WEEK.value: 7}.get(every, 31)
