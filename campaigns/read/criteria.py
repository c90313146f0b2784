"""Results: which criteria are met, which not, as the list of results says; and which indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from campaigns.read.criterion_names import criterion_of
from campaigns.read.facts import CriterionStatus, IndicatorStatus, SetKey, Status
from campaigns.read.numbers import NUMBER, number
from campaigns.read.outline import UPPER, Line, Node, Outline, Placed, sentence_at, table_rows, trim
from campaigns.read.patterns import Pattern, first_match, pattern
from campaigns.read.sets import set_of
from documents.context import Table, walk

_MOST = 30  # no set has more criteria

# Order matters: "chưa đạt" holds "đạt".
STATUSES: tuple[Pattern[Status], ...] = (
    pattern("unmet", r"(?:chưa|không)\s+(?:được\s+)?đạt|chưa hoàn thành", "unmet", "chưa đạt chuẩn"),
    pattern("not-assessed", r"(?:không|chưa)\s+(?:được\s+|phải\s+)?(?:đánh giá|xét)", "not_assessed", "Không đánh giá"),
    pattern("met", r"\bđạt\b", "met", "Đã đạt"),
)
#: A status that stands alone, as an answer: "Đạt", "Chưa đạt (2/3 chỉ tiêu)", "không đánh giá".
_ANSWER = re.compile(
    r"^(?:hiện\s+|nay\s+|đã\s+|cơ bản\s+|kết quả\s*:?\s*|đánh giá\s*:\s*)*"
    r"(?P<status>(?:chưa|không)\s+đạt|(?:không|chưa)\s+đánh giá|đạt)(?:\s+chuẩn)?\b(?P<more>.*)$",
    re.IGNORECASE,
)
#: A heading over a list of results: "Các tiêu chí đã đạt", "Tiêu chí chưa đạt, gồm".
HEADINGS: tuple[Pattern[Status], ...] = (
    pattern("unmet-heading", r"(?:tiêu chí|TC)[^/]{0,30}?(?:chưa|không)\s+đạt", "unmet", "Các tiêu chí chưa đạt"),
    pattern("not-assessed-heading", r"(?:tiêu chí|TC)[^/]{0,30}?không\s+(?:đánh giá|xét)", "not_assessed", "Tiêu chí không đánh giá"),
    pattern("met-heading", r"(?:tiêu chí|TC)\s+(?:xã\s+)?(?:đã\s+|cơ bản\s+)?đạt", "met", "Tiêu chí đã đạt: 16/19 tiêu chí"),
)  # fmt: skip
_CRITERION = re.compile(r"^(?:tiêu chí|TC)\s+(?:số\s+)?\(?\d", re.IGNORECASE)
_RESULTS = re.compile(r"kết quả|hiện trạng|thực trạng|rà soát|đánh giá", re.IGNORECASE)

# One criterion a line; groups number, name, rest.
ITEMS = (
    pattern("number-name-answer", r"^(?:tiêu chí|TC)\s*(?:số|thứ)?\s*[:.]?\s*\(?(?P<number>\d{1,2})\)?(?![\d/%]|[.,]\d)\s*[-–.:,]?\s*(?:\((?P<bracket>[^)]{1,120})\)|(?:về\s+)?(?P<name>[^:()]{0,120}?))\s*:\s*(?P<rest>.*)$", "colon", "Tiêu chí số 01 (Quy hoạch): Đạt"),
    pattern("name-first", r"^(?:tiêu chí|TC)\s+(?P<name>[^:(]{2,80}?)\s*\((?:tiêu chí\s+)?(?:số\s+)?(?P<number>\d{1,2})\)\s*:\s*(?P<rest>.*)$", "colon", "Tiêu chí Quy hoạch (tiêu chí số 1): Đạt"),
    pattern("no-colon", r"^(?:tiêu chí|TC)\s*(?:số)?\s*\(?(?P<number>\d{1,2})\)?(?![\d/%]|[.,]\d)\s*[-–.,]?\s*(?:\((?P<bracket>[^)]{1,120})\)|(?:về\s+)?(?P<name>[^():]{0,120}?))\s*[-–,(]?\s*(?P<rest>(?:đã\s+|cơ bản\s+)?đạt(?:\s+chuẩn)?|(?:chưa|không)\s+đạt(?:\s+chuẩn)?|không\s+đánh giá)\s*[).;,]*$", "dash", "Tiêu chí số 3 - Thủy lợi - đạt"),
)  # fmt: skip

#: A name goes on until the list does, or until the sentence says more.
_ENUM_NAME = rf"[{UPPER}](?:(?!\s+(?:và\s+(?:[Tt]iêu chí|số|\d)|trong|để|năm|đã|chưa|vào)\b)[^,;.():]){{1,60}}"
_ENUM_ITEM = rf"(?:(?:[Tt]iêu chí|TC)\s+)?(?:số\s+)?\(?\d{{1,2}}(?:\.\d{{1,2}})?\)?(?![\d/%])(?:\s*\([^)]{{1,80}}\)|\s+(?:về\s+|[-–]\s+)?{_ENUM_NAME})?"
#: "tiêu chí số 12.1 và tiêu chí số 16.2", "tiêu chí số 1, 2, 3 và 5".
ENUMERATION = re.compile(rf"(?:[Tt]iêu chí|[Cc]hỉ tiêu|\bTC)\s+(?:số\s+)?(?:gồm\s*:?\s*)?(?={_ENUM_ITEM})(?P<list>{_ENUM_ITEM}(?:\s*(?:,|;|và)\s*{_ENUM_ITEM})*)")  # fmt: skip
_ENUM_PARTS = re.compile(rf"(?<![\d.])(?P<number>\d{{1,2}}(?:\.\d{{1,2}})?)\)?(?![\d/%])(?:\s*\((?P<bracket>[^)]{{1,80}})\)|\s+(?:về\s+|[-–]\s+)?(?P<name>{_ENUM_NAME}))?")  # fmt: skip
# Gaps named without their numbers; group list.
NAMED_GAPS = (
    pattern("gaps-by-name", r"tiêu chí\s+(?:chưa|không)\s+đạt(?:\s+(?:là|gồm))?\s*(?:[:(]|là|gồm)\s*(?P<list>[^.;()\d]{3,200})", "unmet", "còn 2 tiêu chí chưa đạt: Thu nhập và Môi trường"),
)  # fmt: skip
#: "đạt" as a wish is no status.
GOAL = re.compile(r"phấn đấu|quyết tâm|nhằm|mục tiêu|để\s+(?:hoàn thành|đạt)|sẽ\s+đạt|dự kiến|đăng ký|hướng tới", re.IGNORECASE)  # fmt: skip

_CODE = r"(?<![\d./])(?P<code>\d{1,2}\.\d{1,2})(?![\d%]|[./,]\d|\s*(?:%|triệu|tỷ|đồng|ha|km|m\b))"
_UNITS = r"%|triệu đồng|tr\.đ|hộ|người|ha|km|m|mô hình|sản phẩm"
# What was reached, of what is asked; groups value, target, unit.
VALUES = (
    pattern("value-of-target", rf"(?P<value>{NUMBER})\s*%?\s*/\s*(?P<target>{NUMBER})\s*(?P<unit>{_UNITS})", None, "ước khoảng 25/60%"),
    pattern("value-then-target", rf"(?:đạt|có|là)\s+(?:khoảng\s+)?(?P<value>{NUMBER})\s*(?P<unit>{_UNITS})[^\d]{{0,40}}(?:yêu cầu|quy định|chuẩn|chỉ tiêu|mức|so với)[^\d]{{0,20}}(?P<target>{NUMBER})\s*(?P=unit)", None, "mới đạt 31% (quy định là 50%)"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Results:
    criteria: tuple[CriterionStatus, ...]
    mentions: tuple[CriterionStatus, ...]
    indicators: tuple[IndicatorStatus, ...]
    #: The lines that are the list of results; figures in them are no targets.
    lines: frozenset[str]


def results_of(outline: Outline) -> Results:
    """The list of results. The first row for a criterion wins, later ones are mentions."""
    rows: list[CriterionStatus] = []
    mentions: list[CriterionStatus] = []
    lines: set[str] = set()
    found = [*_items(outline), *_numbered(outline), *_tables(outline)]
    for row, line in found:
        known = any(_same(row, other) for other in rows)
        (mentions if known else rows).append(row)
        lines.add(line)
    named, indicators = _from_sentences(outline)
    for row in named:
        known = any(_same(row, other) for other in rows)
        if row.number is None and row.name and criterion_of(row.name, row.set) in {other.number for other in rows}:
            continue  # the list has it with its number
        (mentions if known else rows).append(row)
    lines |= {row.source for row in indicators if row.value is not None}
    return Results(tuple(rows), tuple(mentions), tuple(indicators), frozenset(lines))


def status_in(text: str) -> Status | None:
    """The status that a short answer or a heading gives."""
    found = first_match(STATUSES, text)
    return found[0].meaning if found else None


def heading_status(path: tuple[Node, ...], text: str = "") -> Status | None:
    """The status in the nearest heading over a list."""
    for title in (text, *(node.title for node in reversed(path))):
        if found := first_match(HEADINGS, title):
            return found[0].meaning
    return None


def _same(row: CriterionStatus, other: CriterionStatus) -> bool:
    return (
        row.number is not None and row.number == other.number and (row.set == other.set or None in (row.set, other.set))
    )


def _items(outline: Outline) -> Iterator[tuple[CriterionStatus, str]]:
    """One criterion a line, then one criterion a heading."""
    above: Placed | None = None
    for placed in outline.placed:
        if row := _item(outline, placed, _heading_line(above, placed)):
            yield row, placed.text
        elif first_match(HEADINGS, placed.text):
            above = placed
    for node, path in outline.nodes():
        if _CRITERION.match(node.title):
            answer = node.lines[0].text if node.lines and node.lines[0].run_in else ""
            placed = Placed(Line("", f"{node.title}: {answer}"), path)
            if row := _item(outline, placed, ""):
                yield row, placed.text


def _item(outline: Outline, placed: Placed, above: str) -> CriterionStatus | None:
    found = first_match(ITEMS, placed.text)
    if not found:
        return None
    groups = found[1].groupdict()
    status = _item_status(groups["rest"]) or heading_status(placed.path, above)
    if not status or not 1 <= int(groups["number"]) <= _MOST:
        return None
    name = trim(groups.get("bracket") or groups.get("name") or "") or None
    return CriterionStatus(_set(outline, placed), int(groups["number"]), name, status, placed.text)


def _heading_line(above: Placed | None, placed: Placed) -> str:
    """The text of the line above where it introduces this one: both stand directly in the same part."""
    same_part = above and above.path and placed.path and above.path[-1] is placed.path[-1]
    return above.text if above and same_part else ""


def _item_status(rest: str) -> Status | None:
    """What a line of the list answers: at its start, or as its last words."""
    if match := _ANSWER.match(rest):
        return status_in(match["status"])
    last = re.search(
        r"(?:(?:chưa|không)\s+đạt|(?:không|chưa)\s+đánh giá|(?:đã|:)\s*đạt)(?:\s+chuẩn)?\W*$", rest, re.IGNORECASE
    )
    return status_in(last.group()) if last else None


def _numbered(outline: Outline) -> Iterator[tuple[CriterionStatus, str]]:
    """ "1. Quy hoạch: Đạt" as a numbered part under a heading of results."""
    for node, path in outline.nodes():
        named = node.label and node.title and node.lines and not _CRITERION.match(node.title)
        if not (named and any(_RESULTS.search(above.title) for above in path)):
            continue
        answer = _ANSWER.match(node.lines[0].text)
        last = (node.label or "").rsplit(".", 1)[-1]
        if answer and not re.search(r"\w", answer["more"].split("(")[0]) and last.isdigit() and 1 <= int(last) <= _MOST:
            line = f"{node.title}: {node.lines[0].text}"
            status = status_in(answer["status"])
            if status:
                placed = Placed(Line("", line), path)
                yield CriterionStatus(_set(outline, placed), int(last), node.title, status, line), line


def _tables(outline: Outline) -> Iterator[tuple[CriterionStatus, str]]:
    """A table with a column of criteria and a column of results."""
    for block in walk(outline.paper.content):
        if not isinstance(block, Table):
            continue
        header, rows = table_rows(block)
        result = _column(header, r"kết quả|đánh giá|hiện trạng|đạt")
        name = _column(header, r"tiêu chí|nội dung")
        if result is None or name is None or result == name:
            continue
        for row in rows:
            status = status_in(row[result])
            digits = re.search(r"(?<![\d.,])\d{1,2}(?![\d.,/%])", f"{row[name]} {row[0]}")
            if status and digits and _ANSWER.match(row[result]) and 1 <= int(digits.group()) <= _MOST:
                source = " | ".join(cell for cell in row if cell)
                title = trim(re.sub(r"^(?:tiêu chí)?\s*(?:số)?\s*\d{0,2}", "", row[name], flags=re.IGNORECASE)) or None
                which = set_of(" ".join(header), outline.paper.subject or "")
                yield CriterionStatus(which, int(digits.group()), title, status, source), source


def _column(header: tuple[str, ...], words: str) -> int | None:
    return next((index for index, cell in enumerate(header) if re.search(words, cell, re.IGNORECASE)), None)


def _set(outline: Outline, placed: Placed) -> SetKey | None:
    titles = [node.title for node in reversed(placed.path)]
    return set_of(*titles, outline.paper.subject or "", *outline.opening)


def _from_sentences(outline: Outline) -> tuple[list[CriterionStatus], list[IndicatorStatus]]:
    """Criteria and indicators that a sentence lists or names with a status."""
    criteria: list[CriterionStatus] = []
    indicators: dict[str, IndicatorStatus] = {}
    listed = [placed for placed in outline.placed if first_match(ITEMS, placed.text)]
    others = [placed for placed in outline.placed if not first_match(ITEMS, placed.text)]
    for placed in (*listed, *others):
        for row in _named_indicators(placed):
            _keep(indicators, row)
    for placed in others:
        criteria += _gaps_by_name(outline, placed)
        for match in ENUMERATION.finditer(placed.text):
            status = _status_before(placed, match.start())
            if not status:
                continue
            source = sentence_at(placed.text, match.start())
            for part in _ENUM_PARTS.finditer(match["list"]):
                if "." in part["number"]:
                    _keep(indicators, IndicatorStatus(part["number"], status, None, None, None, source))
                elif 1 <= int(part["number"]) <= _MOST:
                    name = trim(part["bracket"] or part["name"] or "") or None
                    which = set_of(source, *(node.title for node in reversed(placed.path)), outline.paper.subject or "")
                    criteria.append(CriterionStatus(which, int(part["number"]), name, status, source))
    return criteria, list(indicators.values())


def _gaps_by_name(outline: Outline, placed: Placed) -> Iterator[CriterionStatus]:
    for row in NAMED_GAPS:
        for match in row.regex.finditer(placed.text):
            source = sentence_at(placed.text, match.start())
            which = set_of(source, *(node.title for node in reversed(placed.path)), outline.paper.subject or "")
            for part in re.split(r"\s*(?:,|\bvà\b)\s*", match["list"]):
                name = trim(re.sub(r"^(?:tiêu chí|về)\s+(?:về\s+)?", "", part, flags=re.IGNORECASE))
                if criterion_of(name, which):
                    yield CriterionStatus(which, None, name, "unmet", source)


def _status_before(placed: Placed, position: int) -> Status | None:
    """The status nearest before a list in its sentence; "phấn đấu đạt" is none."""
    sentence = sentence_at(placed.text, position)
    start = placed.text.find(sentence)
    before = placed.text[max(0, start) : position] if start <= position else ""
    hits = list(
        re.finditer(
            r"(?:chưa|không)\s+đạt|không\s+đánh giá|(?:đã|tiêu chí)\s+đạt(?:\s+chuẩn)?|đạt chuẩn", before, re.IGNORECASE
        )
    )
    if hits:
        status = status_in(hits[-1].group())
        return None if status == "met" and GOAL.search(before) and "đã" not in hits[-1].group().lower() else status
    return None if GOAL.search(before) else heading_status(placed.path)


_INDICATOR = re.compile(rf"(?:chỉ tiêu|tiêu chí|nội dung)\s+(?:số\s+)?(?P<before>(?:chưa|không|đã)\s+đạt\s*(?:là|gồm|:)?\s*)?(?:số\s+)?{_CODE}(?P<after>[^;]*)", re.IGNORECASE)  # fmt: skip
_INDICATOR_STATUS = re.compile(r"(?:chưa|không)\s+(?:đạt|hoàn thành|đánh giá)|(?<!mới )(?<!ước )(?:đã\s+)?đạt(?:\s+chuẩn)?(?=\s*[.;,)]|\s*$)", re.IGNORECASE)  # fmt: skip


def _named_indicators(placed: Placed) -> Iterator[IndicatorStatus]:
    for match in _INDICATOR.finditer(placed.text):
        source = sentence_at(placed.text, match.start())
        after = match["after"][:300]
        values = first_match(VALUES, after)
        status = status_in(match["before"] or "")
        if not status and (hit := _INDICATOR_STATUS.search(after.split(".")[0])):
            status = status_in(hit.group())
        if not status and values:
            short = number(values[1]["value"]) < number(values[1]["target"])
            status = "unmet" if short and re.search(r"mới|chỉ|chưa|ước", after) else heading_status(placed.path)
        status = status or _gap_of_item(placed, match["code"])
        if not status or (GOAL.search(source[: max(0, source.find(match["code"]))]) and not match["before"]):
            continue
        row = IndicatorStatus(match["code"], status, None, None, None, source)
        if values:
            found = values[1]
            row = replace(row, value=number(found["value"]), target=number(found["target"]), unit=found["unit"])
        yield row


def _gap_of_item(placed: Placed, code: str) -> Status | None:
    """ "Tiêu chí số 13: Chưa đạt, vướng ở chỉ tiêu 13.3": what an unmet criterion's own line names is its gap."""
    found = first_match(ITEMS, placed.text)
    if not found or _item_status(found[1]["rest"]) != "unmet":
        return None
    return "unmet" if code.partition(".")[0] == str(int(found[1]["number"])) else None


def _keep(rows: dict[str, IndicatorStatus], row: IndicatorStatus) -> None:
    """The first row of an indicator stays, but one with figures is better than one without."""
    known = rows.get(row.code)
    if known is None or (known.value is None and row.value is not None and known.status == row.status):
        rows[row.code] = row
