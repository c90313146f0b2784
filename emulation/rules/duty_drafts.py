"""From the routines of a plan to who owes which report: "Các đoàn công tác … báo cáo … vào 17 giờ hằng ngày"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from typing import Protocol

from emulation.enums import ReportEvery

#: Where a plan names no hour, the one that the plans at hand name.
USUAL_HOUR = time(17)
#: Month's reports without a day fall on the 25th, week's on Friday; both may be changed before they are saved.
_USUAL_DAY: dict[str, int | None] = {ReportEvery.DAY: None, ReportEvery.WEEK: 5, ReportEvery.MONTH: 25}
_REPORT = re.compile(r"báo cáo|gửi kết quả", re.IGNORECASE)
#: What the commune's own offices and officers do with the reports is no duty of those who compete.
_OFFICE = re.compile(
    r"^(?:ban chỉ đạo|ban quản lý|chuyên trách|văn phòng|cán bộ|công chức|đồng chí|đ/c|ubnd|ủy ban nhân dân|thường trực|hội đồng)",
    re.IGNORECASE,
)
_GROUP = re.compile(r"(?:đoàn|tổ|nhóm)\s+(?:công tác|chỉ đạo|giúp việc|kiểm tra)", re.IGNORECASE)


class RoutineWords(Protocol):
    """What is read of a routine (campaigns.models.Routine)."""

    what: str
    every: str
    at: time | None
    who: str
    day: int | None


@dataclass(frozen=True, slots=True)
class DutyDraft:
    """A report that the plan asks for: how often, on which day, by which hour, and whether the working groups owe it."""

    every: str
    day: int | None
    due_at: time
    by_group: bool
    #: The plan's own words, for the person who checks the proposal.
    said: str


#: Where the plan names no report at all.
DAILY = DutyDraft(ReportEvery.DAY, None, USUAL_HOUR, by_group=False, said="")


def duty_drafts(routines: Iterable[RoutineWords]) -> list[DutyDraft]:
    """The reports among the routines, one a rhythm and kind of sender; quarterly and yearly ones are papers, not duties.

    A routine that names a working group (đoàn công tác, tổ công tác) is owed by the group of each entry, any other by the
    entry itself; what the commune's offices report to others is left out. The first of several with the same rhythm and sender counts.
    """
    found: dict[tuple[str, bool], DutyDraft] = {}
    for row in routines:
        if row.every not in _USUAL_DAY or not _REPORT.search(row.what) or _OFFICE.match(row.who.strip()):
            continue
        by_group = bool(_GROUP.search(row.who))
        said = f"{row.who}: {row.what}" if row.who else row.what
        day = None if row.every == ReportEvery.DAY else row.day or _USUAL_DAY[row.every]
        found.setdefault((row.every, by_group), DutyDraft(row.every, day, row.at or USUAL_HOUR, by_group, said))
    return list(found.values())
