"""What a report is called, where it stands, and whether it came in time. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from areas.enums import Level
from core.formats import vndate
from reporting.enums import Every, ReportState

if TYPE_CHECKING:
    from reporting.models import PeriodicReport

#: Where a report is before each step; a returned one is with its writer again.
_WAY = (ReportState.DRAFT, ReportState.SIGNING, ReportState.SENT, ReportState.RECEIVED)
_WORDS = {
    ReportState.DRAFT: ("Soạn", "Từ số liệu của hệ thống"),
    ReportState.SIGNING: ("Trình ký", "Lãnh đạo, văn thư"),
    ReportState.SENT: ("Gửi", "Lên cấp trên"),
    ReportState.RECEIVED: ("Nhận", "Cấp trên xác nhận"),
}


def on_paper(report: PeriodicReport) -> bool:
    """Whether the report goes up as an issued paper; a village's goes without one."""
    return report.form.level != Level.VILLAGE


def title_of(report: PeriodicReport) -> str:
    """ "Báo cáo tháng 7/2024 của thôn": the form's name with its period, in place of the bare word for it; with its drive's name."""
    word, period = Every(report.form.every).label.lower(), report.period_words
    found = re.search(rf"\b{word}\b", report.form.name, re.IGNORECASE)
    name = report.form.name
    said = f"{name[: found.start()]}{period}{name[found.end() :]}" if found else f"{name} {period}"
    return f"{said}, {report.drive.name}" if report.drive is not None else said


def steps_of(report: PeriodicReport) -> list[dict[str, str]]:
    """The way of a report for templates/ui/steps.html."""
    way = [state for state in _WAY if on_paper(report) or state != ReportState.SIGNING]
    if report.form.level == Level.PROVINCE:
        way.remove(ReportState.RECEIVED)
    state = ReportState(report.state)
    returned = state == ReportState.RETURNED
    place = 0 if returned else way.index(state)
    # What is sent is done; the next thing is that it is received.
    done_to = place + 1 if state in {ReportState.SENT, ReportState.RECEIVED} else place
    steps = []
    for spot, step in enumerate(way):
        label, note = _WORDS[step]
        if spot == 0 and returned:
            label, note = "Sửa", "Bị trả lại"
        at = "done" if spot < done_to else ("stopped" if returned else "now") if spot == done_to else ""
        steps.append({"label": label, "note": note, "state": at})
    return steps


def when_due(report: PeriodicReport, today: date, first_sent: date | None) -> tuple[str, str]:
    """(code, words) of the report's timeliness for a state chip; ("", "") where there is nothing to say."""
    code = report.timeliness(today, first_sent)
    words = {
        "on_time": "Đúng hạn",
        "late": f"Gửi muộn {(first_sent - report.due_on).days} ngày" if first_sent else "",
        "missing": f"Quá hạn {(today - report.due_on).days} ngày",
        "not_due": f"Hạn {vndate(report.due_on)}",
    }
    return code, words[code]


def day_of(moment: datetime | None) -> date | None:
    """The Vietnamese day of a moment."""
    return timezone.localtime(moment).date() if moment else None
