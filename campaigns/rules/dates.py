"""Dates that cannot be, or that do not fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from campaigns.read.facts import PlanFacts
from campaigns.read.outline import Outline, sentence_at
from campaigns.read.patterns import first_match, pattern
from campaigns.rules.finding import Finding, finding
from documents.context import Paper
from documents.read.dates import find_dates

_DAYS = {
    "hai": 0,
    "2": 0,
    "ba": 1,
    "3": 1,
    "tư": 2,
    "4": 2,
    "năm": 3,
    "5": 3,
    "sáu": 4,
    "6": 4,
    "bảy": 5,
    "bẩy": 5,
    "7": 5,
    "nhật": 6,
}
_DAY_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAY = r"(?<!lần )(?<!khóa )(?<!họp )(?:thứ\s+(?P<day>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ\s+(?P<sunday>nhật))"

# Group day or sunday; in front of a date or behind it.
WEEKDAYS_BEHIND = (
    pattern("behind", rf"^\s*[,(]?\s*(?:tức\s+(?:là\s+)?)?(?:ngày\s+)?{_WEEKDAY}\b", None, " (thứ bảy) tại hội trường"),
)
WEEKDAYS_AHEAD = (pattern("ahead", rf"{_WEEKDAY}\s*[,(]?\s*(?:ngày\s*)?$", None, "sáng thứ bảy, ngày "),)
# A span named by its days; group days.
LENGTHS = (
    pattern("days-of-drive", r"(?<!\d)(?P<days>\d{1,3})\s*ngày\s*(?:đêm\s*)?(?:cao điểm|thi đua|ra quân|hành động|chiến dịch|hoàn thành|nước rút|liên tục)", None, "phát động “60 ngày cao điểm”"),
    pattern("drive-of-days", r"(?:đợt|chiến dịch|thời gian|trong vòng|trong)\s+(?:thi đua\s+|cao điểm\s+|là\s+)*(?P<days>\d{1,3})\s*ngày(?!\s*(?:công|lương|làm việc|kể từ|trước|sau|/))", None, "đợt cao điểm 30 ngày"),
)  # fmt: skip


def date_findings(facts: PlanFacts, paper: Paper, outline: Outline) -> Iterator[Finding]:
    """All findings about days: of the bases, the signature, the period, weekdays and days that do not exist."""
    yield from _impossible(paper, outline)
    yield from _bases(facts, paper)
    yield from _signed(facts, paper)
    yield from _length(facts, paper, outline)
    yield from _weekdays(outline)


def texts(outline: Outline) -> list[str]:
    """Every passage of the paper that may hold a date."""
    closing = list(outline.paper.closing)
    titles = [node.title for node, _ in outline.nodes() if node.title]
    return [
        outline.paper.subject or "",
        *outline.opening,
        *titles,
        *(placed.text for placed in outline.placed),
        *closing,
    ]


def show(day: date) -> str:
    """ "02/10/2021"."""
    return f"{day:%d/%m/%Y}"


def _impossible(paper: Paper, outline: Outline) -> Iterator[Finding]:
    seen: set[str] = set()
    if paper.day and paper.month and paper.year and not _exists(paper.year, paper.month, paper.day):
        written = f"{paper.day:02d}/{paper.month:02d}/{paper.year}"
        seen.add(written)
        yield finding(
            "impossible-date",
            f"Ngày ban hành {written} không có trong lịch",
            f"ngày {paper.day} tháng {paper.month} năm {paper.year}",
        )
    for text in texts(outline):
        for written_date in find_dates(text):
            if written_date.impossible and written_date.text not in seen:
                seen.add(written_date.text)
                label = re.sub(r"^ngày\s+", "", written_date.text, flags=re.IGNORECASE)
                yield finding(
                    "impossible-date", f"Ngày {label} không có trong lịch", sentence_at(text, written_date.start)
                )


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _start(facts: PlanFacts) -> tuple[date, str] | None:
    if facts.period:
        return facts.period.start, facts.period.source
    return (facts.start.date, facts.start.source) if facts.start else None


def _bases(facts: PlanFacts, paper: Paper) -> Iterator[Finding]:
    start = _start(facts)
    for cited in facts.cited:
        if not cited.in_basis or not cited.date:
            continue
        if after := _issued_before(paper, cited.date):
            yield finding(
                "basis-after-document",
                f"Căn cứ {cited.number} ngày {show(cited.date)} có sau ngày ban hành {after}",
                cited.source,
            )
        if start and cited.date > start[0]:
            message = f"Căn cứ {cited.number} ngày {show(cited.date)} có sau ngày bắt đầu {show(start[0])}"
            yield finding("basis-after-start", message, cited.source, start[1])


def _issued_before(paper: Paper, day: date) -> str | None:
    """The paper's date as shown when it is surely before this day; blank parts count for the paper."""
    if paper.year is None:
        return None
    if paper.month is None:
        return f"năm {paper.year}" if paper.year < day.year else None
    if paper.day is None:
        return f"tháng {paper.month}/{paper.year}" if (paper.year, paper.month) < (day.year, day.month) else None
    if not _exists(paper.year, paper.month, paper.day):
        return None
    issued = date(paper.year, paper.month, paper.day)
    return show(issued) if issued < day else None


def _signed(facts: PlanFacts, paper: Paper) -> Iterator[Finding]:
    start = _start(facts)
    if not start or not (paper.year and paper.month and paper.day) or not _exists(paper.year, paper.month, paper.day):
        return
    issued = date(paper.year, paper.month, paper.day)
    if issued > start[0]:
        yield finding("signed-after-start", f"Ký ngày {show(issued)}, sau ngày bắt đầu {show(start[0])}", start[1])


def _length(facts: PlanFacts, paper: Paper, outline: Outline) -> Iterator[Finding]:
    if not facts.period:
        return
    span = (facts.period.end - facts.period.start).days + 1
    for text in (paper.subject or "", facts.period.source, *outline.opening):
        if found := first_match(LENGTHS, text):
            named = int(found[1]["days"])
            if named != span:
                message = f"Gọi là {named} ngày nhưng từ {show(facts.period.start)} đến hết {show(facts.period.end)} là {span} ngày"
                yield finding("period-length", message, text, facts.period.source)
            return


def _weekdays(outline: Outline) -> Iterator[Finding]:
    for text in texts(outline):
        for written in find_dates(text):
            if not written.value:
                continue
            found = first_match(WEEKDAYS_BEHIND, text[written.end : written.end + 40]) or first_match(
                WEEKDAYS_AHEAD, text[max(0, written.start - 40) : written.start]
            )
            if not found:
                continue
            named = _DAYS["nhật" if found[1]["sunday"] else found[1]["day"].lower()]
            if named != written.value.weekday():
                message = f"Ngày {show(written.value)} là {_DAY_NAMES[written.value.weekday()]}, không phải {_DAY_NAMES[named]}"
                yield finding("weekday", message, sentence_at(text, written.start))
