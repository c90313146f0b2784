"""Routines: what comes back every day, week, month, quarter or year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.read.assignments import HEADINGS as ASSIGNMENTS
from campaigns.read.assignments import NO_UNIT, UNIT, unit_of
from campaigns.read.blocks import fields_in
from campaigns.read.facts import Block, Every, Routine
from campaigns.read.outline import Outline, Placed, sentences, trim
from campaigns.read.patterns import Pattern, pattern
from core.text import tidy

_EACH = r"(?:hàng|hằng|mỗi|từng)"
_TIMES = r"(?:\s+(?:ít nhất\s+)?(?:\d{1,2}|một|hai|ba|bốn)\s+(?:lần|kỳ))?"

# How often; the match is cut from the phrase.
FREQUENCIES: tuple[Pattern[Every], ...] = (
    pattern("daily", rf"(?:định kỳ\s+)?(?:{_EACH}\s+ngày{_TIMES}|(?:\d{{1,2}}|một|hai)\s+lần\s*/\s*ngày)\b", "day", "báo cáo mỗi ngày 1 lần"),
    pattern("weekly", rf"(?:định kỳ\s+)?(?:{_EACH}\s+tuần{_TIMES}|(?:\d{{1,2}}|một|hai|ba)\s+lần\s*/\s*tuần)\b", "week", "hằng tuần quét dọn đường thôn"),
    pattern("monthly", rf"(?:định kỳ\s+)?(?:{_EACH}\s+tháng{_TIMES}|(?:\d{{1,2}}|một|hai)\s+lần\s*/\s*tháng|định kỳ tháng)\b", "month", "Định kỳ hàng tháng báo cáo kết quả"),
    pattern("quarterly", rf"(?:định kỳ\s+)?(?:{_EACH}\s+quý{_TIMES}|(?:\d{{1,2}}|một|hai)\s+lần\s*/\s*quý|định kỳ quý)\b", "quarter", "Hằng quý họp kiểm điểm"),
    pattern("yearly", rf"(?:định kỳ\s+)?(?:{_EACH}\s+năm{_TIMES}|(?:\d{{1,2}}|một|hai)\s+lần\s*/\s*năm)\b", "year", "hằng năm tổng kết"),
)  # fmt: skip
#: "hàng tháng, quý và năm": more rhythms after the first.
_MORE = re.compile(r"^(?:\s*(?:,|và|hoặc)\s*(?:hàng |hằng )?(?:tuần|tháng|quý|năm|6 tháng))+\b", re.IGNORECASE)
_WORDS: tuple[tuple[str, Every], ...] = (("tuần", "week"), ("tháng", "month"), ("quý", "quarter"), ("năm", "year"))
#: An income or a price "mỗi tháng" is no routine; neither is the work of every year.
_NO_ROUTINE = re.compile(r"^\s*(?:công|lương)\b", re.IGNORECASE)
_NO_ROUTINE_AHEAD = re.compile(r"(?:thu nhập|phấn đấu|bình quân|tăng|giảm)[^,;]{0,40}$", re.IGNORECASE)

# Time of day; groups hour, minute.
TIMES = (
    pattern("o-clock", r"(?:lúc|hồi|trước|vào)\s+(?P<hour>\d{1,2})\s*(?:giờ|h|:)\s*(?P<minute>\d{2})?(?!\d)", None, "vào hồi 17 giờ"),
)  # fmt: skip

#: Work that comes back; the last one in front of "mỗi ngày" opens the phrase.
WORK = re.compile(
    r"(?:tổng hợp,?\s+)?báo cáo|cập nhật|đăng(?:\s+tải)?|tổng vệ sinh|quét dọn|dọn|ngày ra quân|ra quân|phát bản tin|xây dựng bản tin|kiểm tra|họp|giao ban|"
    r"sinh hoạt|đối thoại|tổ chức|tập huấn|gửi|phát\b|viết|thực hiện",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?P<who>(?:mỗi|các|từng)\s+(?!ngày|tuần|tháng|quý|năm|lần)[^.;:\d]{2,80}?)\s+(?:ít nhất|tối thiểu|phải|có|ra quân|tổ chức|$)",
    re.IGNORECASE,
)

#: "Các xóm: hằng tháng báo cáo kết quả".
_LABEL = re.compile(r"^(?P<who>[^:“\".;\d]{2,120}?)\s*:\s*$")


def routines_of(outline: Outline, blocks: tuple[Block, ...]) -> tuple[Routine, ...]:
    """The routines in reading order, with who owes them where the text tells."""
    responsible = {line: block.responsible for block in blocks for line in block.lines}
    found: dict[tuple[str, Every], Routine] = {}
    unit: str | None = None
    for placed in outline.placed:
        unit = _unit(placed, unit)
        for sentence in sentences(placed.text):
            own = fields_in(sentence)[-1][1] or sentence
            for row in _in_sentence(own, sentence, unit or responsible.get(placed.text)):
                found.setdefault((row.what, row.every), row)
    return tuple(found.values())


def _unit(placed: Placed, before: str | None) -> str | None:
    """The unit whose duties these lines are: a heading, or the last paragraph that named one."""
    path = placed.path
    for index, node in enumerate(path):
        if not any(row.regex.search(node.title) for row in ASSIGNMENTS):
            continue
        below = path[index + 1] if index + 1 < len(path) else None
        if below and below.title:
            return (
                None
                if any(row.regex.search(below.title) for row in NO_UNIT)
                else (unit_of(f"{below.title}:") or (below.title,))[0]
            )
        own = unit_of(placed.text)
        return own[0] if own else before
    return None


def _in_sentence(sentence: str, source: str, unit: str | None) -> Iterator[Routine]:
    """The routines of a sentence without its field label ("Giải pháp: …")."""
    taken: list[range] = []
    for row in FREQUENCIES:
        for match in row.regex.finditer(sentence):
            rest, ahead = sentence[match.end() :], sentence[: match.start()]
            if (
                any(match.start() in span for span in taken)
                or _NO_ROUTINE.search(rest[:12])
                or _NO_ROUTINE_AHEAD.search(ahead)
            ):
                continue
            taken.append(range(match.start(), match.end()))
            who = _who(sentence) or _labelled(ahead) or unit
            what, at = _what(ahead, rest), _time(rest) or _time(ahead[-40:])
            more = _MORE.match(rest)
            rhythms = [
                row.meaning,
                *(every for word, every in _WORDS if more and re.search(rf"\b{word}\b", more.group(), re.IGNORECASE)),
            ]
            for every in dict.fromkeys(rhythms):
                yield Routine(tidy(what), every, at, who, source)


def _time(text: str) -> str | None:
    match = TIMES[0].regex.search(text)
    if not match or int(match["hour"]) > 24 or int(match["minute"] or 0) > 59:
        return None
    return f"{int(match['hour']):02d}:{int(match['minute'] or 0):02d}"


def _who(sentence: str) -> str | None:
    match = _SUBJECT.match(sentence)
    return trim(match["who"]) if match else None


def _labelled(ahead: str) -> str | None:
    """The unit that stands with a colon right in front of the rhythm."""
    match = _LABEL.match(ahead)
    return trim(match["who"]) if match and UNIT.match(match["who"]) else None


def _what(ahead: str, rest: str) -> str:
    """The work without its rhythm: what follows "hằng tháng", or the work named last in front of it."""
    rest = _MORE.sub("", rest)
    clause = re.split(r"[;]", ahead)[-1]
    after = trim(re.split(r"[;.]", TIMES[0].regex.sub("", rest))[0])
    if not clause.strip(" ,-") or clause.rstrip().endswith((",", ":")):
        return after
    hits = [match for match in WORK.finditer(clause) if match.group().lower() != "thực hiện"] or list(
        WORK.finditer(clause)
    )
    if hits:
        lead = clause[hits[-1].start() :].strip(" ,")
        tail = "" if after.startswith(("để", "vào")) else after.split(",")[0]
        return trim(f"{lead} {tail}")
    return trim(f"{clause} {after}") if after else trim(clause)
