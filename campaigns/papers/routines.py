"""What pages and the journal show of routines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from campaigns.enums import Every
from campaigns.models import Routine, RoutineTurn
from core.formats import number, vndate

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_OF_SPAN = {
    Every.MONTH: "ngày {day} hằng tháng", Every.QUARTER: "ngày {day} tháng cuối quý", Every.YEAR: "ngày {day} tháng 12 hằng năm",
}  # fmt: skip


def rhythm(routine: Routine) -> str:
    """ "Hằng tuần, Chủ nhật, trước 17:00": how often a routine is asked for."""
    parts = [str(Every(routine.every).label)]
    if routine.day and routine.every == Every.WEEK:
        parts.append(_WEEKDAYS[min(routine.day, 7) - 1])
    elif routine.day and routine.every in _OF_SPAN:
        parts = [_OF_SPAN[Every(routine.every)].format(day=routine.day)]
        parts[0] = parts[0][:1].upper() + parts[0][1:]
    if routine.at:
        parts.append(f"trước {routine.at:%H:%M}")
    return ", ".join(parts)


def said(turn: RoutineTurn) -> dict[str, str]:
    """The parts of a turn that may be corrected, as text."""
    return {
        "Số người tham gia": "" if turn.people is None else number(turn.people),
        "Số ngày công": "" if turn.labour_days is None else number(turn.labour_days), "Kết quả": turn.text,
    }  # fmt: skip


def in_words(turn: RoutineTurn) -> str:
    """ "35 người, 17,5 ngày công. Dọn 2 km đường": one turn on one line."""
    figures = [
        f"{number(value)} {unit}" for value, unit in ((turn.people, "người"), (turn.labour_days, "ngày công")) if value is not None
    ]  # fmt: skip
    return ". ".join(part for part in (", ".join(figures), turn.text) if part) or "không ghi số liệu"


def totals(lines: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sums under the table by area."""
    kept = [line["kept"] for line in lines if line["kept"]]
    return {
        "turns": sum(item.turns for item in kept), "people": sum(item.people for item in kept),
        "labour_days": sum(item.labour_days for item in kept),
    }  # fmt: skip


def period_words(start: date, end: date) -> str:
    return f"{vndate(start)} – {vndate(end)}"
