"""Time: the period, the deadline and the dated steps of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from campaigns.read.facts import Deadline, Milestone, Period
from campaigns.read.outline import Line, Outline, Placed, sentence_at, trim
from campaigns.read.patterns import Pattern, first_match, pattern
from documents.read.citations import find_citations
from documents.read.dates import WrittenDate, find_dates, find_ranges

Rule = Literal["on", "before", "by"]

# What stands right before a date.
RULES: tuple[Pattern[Rule], ...] = (
    pattern("by", r"(?:chậm nhất|muộn nhất|hạn cuối|thời hạn)[^.;,]{0,20}$|(?:đến|tới)\s+(?:hết\s+)?(?:ngày\s+)?$", "by", "gửi báo cáo chậm nhất "),
    pattern("before", r"trước\s+(?:ngày\s+)?$", "before", "làm xong trước ngày "),
    pattern("on", r"(?:vào|ngày|:|sáng|chiều|tối|bảy|hai|ba|tư|năm|sáu|nhật|,)?\s*(?:ngày\s+)?$", "on", "tổng kết vào ngày "),
)  # fmt: skip
# What a period or a deadline is of; the first that is found in sentence or heading wins.
PERIOD_WORDS = re.compile(r"thời gian|phát động|đợt|cao điểm|thực hiện|triển khai|bắt đầu", re.IGNORECASE)
DEADLINES = (
    pattern("done-before", r"(?:thực hiện|triển khai|cuộc vận động|vận động|kế hoạch|đợt)[^.;]{0,160}(?:xong|hoàn thành|kết thúc)\s+(?:trước|trong|vào|chậm nhất)", None, "Cuộc vận động hoàn thành trước ngày 15/9/2023"),
    pattern("time-until", r"(?:thời gian|thời hạn)[^.;]{0,80}(?:đến hết|đến|trước|chậm nhất|xong)\s+(?:hết\s+)?(?:ngày\s+)?", None, "Thời gian thực hiện: đến hết ngày 30/6/2024"),
)  # fmt: skip
_TIME_HEADING = re.compile(r"^(?:về\s+)?(?:thời gian|thời hạn|tiến độ)", re.IGNORECASE)
_DONE = re.compile(r"xong|hoàn thành|kết thúc|thực hiện|triển khai|hạn|đến hết|chậm nhất", re.IGNORECASE)

#: What happens, most telling word first: the last one before the date opens the phrase.
EVENTS = (
    pattern("meeting", r"(?:họp|hội nghị|lễ|hội thi|ngày hội|ra quân)\b", None, "họp thôn phát động"),
    pattern("review", r"(?:tổ chức\s+)?(?:sơ kết|tổng kết|thẩm định|nghiệm thu|chấm điểm|đánh giá)", None, "sơ kết đợt thi đua"),
    pattern("start", r"(?:khởi công|phát động|khai mạc|khánh thành|bàn giao)", None, "khởi công nhà văn hóa"),
    pattern("send", r"(?:báo cáo|gửi|nộp|trình|đăng ký|lập|ban hành|phê duyệt)\b", None, "gửi báo cáo"),
    pattern("finish", r"(?:hoàn thành|kết thúc|triển khai|thực hiện|xây dựng|tổ chức|tổng vệ sinh)", None, "hoàn thành tuyến đường"),
)  # fmt: skip
#: "trước ngày 15/12 hàng năm" comes back and is no step of this plan.
_EVERY = re.compile(r"\s*(?:hàng|hằng|mỗi)\s+(?:năm|quý|tháng)", re.IGNORECASE)
#: A heading that says only that a day follows.
_BARE = re.compile(r"^(?:về\s+)?(?:thời gian|thời hạn|tiến độ)?\s*(?:hoàn thành|thực hiện|triển khai)?$", re.IGNORECASE)
_START = re.compile(r"^(?:lễ\s+|tổ chức\s+)*(?:phát động|khởi động|bắt đầu|ra quân)", re.IGNORECASE)
_PLACE = re.compile(r"^\s*(?:\([^)]{1,30}\))?\s*,?\s*(?:tổ chức\s+)?tại\s+(?P<place>[^.;,()]{3,80})", re.IGNORECASE)
_PLACE_AHEAD = re.compile(
    r"tại\s+(?P<place>(?:nhà văn hóa|hội trường|trụ sở|thôn|xóm|bản|ấp|UBND|sân|trường)[^.;,()]{1,60}?)\s*(?:vào|ngày|$)",
    re.IGNORECASE,
)


def period_of(outline: Outline) -> Period | None:
    """The span of days of the plan: one that its sentence or heading calls so, else the first of all."""
    spans = list(_spans(outline))
    best = next((period for period, telling in spans if telling), None)
    return best or (spans[0][0] if len(spans) == 1 else None)


def start_of(milestones: tuple[Milestone, ...]) -> Milestone | None:
    """A start that is written as one day on its own."""
    return next((row for row in milestones if row.rule == "on" and _START.search(row.what)), None)


def deadline_of(outline: Outline, block_lines: frozenset[str]) -> Deadline | None:
    """The day by which the whole plan shall be done; a block's own day is none."""
    for placed in _passages(outline):
        if placed.text in block_lines:
            continue
        under_time = any(_TIME_HEADING.search(node.title) for node in placed.path)
        for written in _dates(placed.text):
            sentence = sentence_at(placed.text, written.start)
            ahead = placed.text[max(0, placed.text.find(sentence)) : written.start]
            if _rule(ahead) == "on" or not written.value:
                continue
            if first_match(DEADLINES, f"{ahead} ") or (under_time and _DONE.search(ahead)):
                return Deadline(written.value, sentence)
    return None


def milestones_of(outline: Outline, deadline: Deadline | None, year: int | None) -> tuple[Milestone, ...]:
    """The dated steps of the body; the same step twice makes one row."""
    found: dict[tuple[date, str, str], Milestone] = {}
    for placed in outline.placed:
        for written in _dates(placed.text, year):
            row = _milestone(placed, written)
            if not row or (deadline and row.date == deadline.date and row.source == deadline.source):
                continue
            key = (row.date, row.rule, _key(row.what))
            found.setdefault(key, row)
    return tuple(found.values())


def _passages(outline: Outline) -> list[Placed]:
    return [*(Placed(Line("", text), ()) for text in outline.opening), *outline.placed]


def _spans(outline: Outline) -> Iterator[tuple[Period, bool]]:
    for placed in _passages(outline):
        for span in find_ranges(placed.text):
            first, last = span.first.value, span.last.value
            if first and last and first <= last:
                sentence = sentence_at(placed.text, span.start)
                telling = bool(PERIOD_WORDS.search(sentence) or PERIOD_WORDS.search(placed.headings))
                yield Period(first, last, sentence), telling


def _dates(text: str, year: int | None = None) -> list[WrittenDate]:
    """The days of a passage without those of the documents it cites and without the ends of spans."""
    found = [row for row in find_dates(text, year) if row.value and not _EVERY.match(text[row.end : row.end + 20])]
    if not found:
        return []
    cited = {citation.date for citation in find_citations(text, year)}
    spans = [range(span.start, span.end) for span in find_ranges(text)]
    return [row for row in found if row.value not in cited and not any(row.start in span for span in spans)]


def _rule(ahead: str) -> Rule:
    found = first_match(RULES, re.sub(r"ngày\s*$", "ngày ", ahead[-80:]))
    return found[0].meaning if found else "on"


def _milestone(placed: Placed, written: WrittenDate) -> Milestone | None:
    if not written.value:
        return None
    sentence = sentence_at(placed.text, written.start)
    start = max(0, placed.text.find(sentence))
    ahead, rest = placed.text[start : written.start], placed.text[written.end :]
    place = _PLACE.match(rest) or _PLACE_AHEAD.search(ahead)
    return Milestone(
        what=_what(ahead, rest, placed),
        date=written.value,
        rule=_rule(ahead),
        place=trim(place["place"]) if place else None,
        source=sentence,
    )


_DATE_WORDS = re.compile(
    r"[\s,(:]*(?:(?:xong\s+)?trước|vào|chậm nhất|muộn nhất|đến hết|đến|tới|từ|trong)?\s*(?:hết\s+)?(?:là\s+)?(?:ngày\s*)?(?:\d{1,2}\s*(?:giờ|h|:)\s*\d{0,2}\W*)?$",
    re.IGNORECASE,
)


def _what(ahead: str, rest: str, placed: Placed) -> str:
    """The step in the words of the text: the label before a colon, else from the event to the date."""
    plain = ahead[-400:]
    while (shorter := _DATE_WORDS.sub("", plain)) != plain:
        plain = shorter
    label = re.sub(r"^thời gian\s+", "", trim(plain), flags=re.IGNORECASE)
    titles = [node.title for node in reversed(placed.path) if node.title]
    if _BARE.match(label):
        bare, *above = [*filter(None, [label]), *titles, ""]
        return f"{bare}: {above[0]}" if _BARE.match(bare) and above and above[0] else bare
    if len(label) <= 60:
        return label
    for row in EVENTS:
        if hits := list(row.regex.finditer(plain)):
            return trim(plain[hits[-1].start() :])
    return trim(plain.split(";")[-1])[-160:] or trim(re.split(r"[.;]", rest)[0])[:160]


def _key(what: str) -> str:
    """The event's own word, so that "sơ kết" and "tổ chức sơ kết đợt thi đua" are one."""
    for row in EVENTS:
        if match := row.regex.search(what):
            return re.sub(r"^tổ chức\s+", "", match.group().lower())
    return what.lower()
