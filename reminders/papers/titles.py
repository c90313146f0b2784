"""The one line that tells a person of a last day, worded by how far it is on the day of reading."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from core import text
from core.formats import vndate
from reminders.papers.digest import LATE, SOON, TODAY

if TYPE_CHECKING:
    from collections.abc import Sequence

#: As long as an inbox line may be.
AT_MOST = 250
_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
#: Stands between how far it is and what has to be done; the first part never holds it.
_BETWEEN = ": "


def reminder(what: str, due_on: date, today: date, distance: int) -> str:
    """ "Còn 3 ngày làm việc, hạn 25/11/2026: Báo cáo …"; `distance` is working days from the last day to today (rules/offsets.py)."""
    return _cut(f"{_how_far(due_on, today, distance)}{_BETWEEN}{what}")


def reworded(title: str, due_on: date, today: date, distance: int) -> str:
    """A title that `reminder` made on an earlier day, as it is to be read today."""
    return reminder(title.partition(_BETWEEN)[2], due_on, today, distance)


def unanswered(what: str, due_on: date, names: Sequence[str], times: int) -> str:
    """What the superior reads."""
    who = f"{', '.join(names[:3])} và {len(names) - 3} người khác" if len(names) > 3 else ", ".join(names)
    return _cut(f"Đã nhắc {times} lần, {who} chưa trả lời, hạn {vndate(due_on)}{_BETWEEN}{what}")


def group_of(due_on: date, today: date) -> str:
    """The heading under which a digest of today lists it."""
    if due_on < today:
        return LATE
    return TODAY if due_on == today else SOON


def _how_far(due_on: date, today: date, distance: int) -> str:
    day = vndate(due_on)
    if due_on == today:
        return "Đến hạn hôm nay"
    if due_on < today:
        # A last day on a day off is late from the next working day on.
        return f"Quá hạn {distance} ngày làm việc (hạn {day})" if distance > 0 else f"Quá hạn (hạn {day})"
    if distance < 0:
        return f"Còn {-distance} ngày làm việc, hạn {day}"
    return f"Đến hạn {_WEEKDAYS[due_on.weekday()]} {day}, là ngày nghỉ"


def _cut(title: str) -> str:
    words = text.tidy(title)
    return words if len(words) <= AT_MOST else words[: AT_MOST - 2].rpartition(" ")[0] + " …"
