"""The sentences of a plan that are no row of their own: purposes, demands, contents under their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from campaigns.read.assignments import HEADINGS as ASSIGNMENTS
from campaigns.read.assignments import NO_UNIT
from campaigns.read.facts import Award, CriterionStatus, IndicatorStatus, PlanFacts
from campaigns.read.general import PARTICIPANTS, THEMES
from campaigns.read.outline import Line, Node, outline_of, sentences, trim
from campaigns.read.patterns import Pattern, first_match, pattern
from core.text import tidy
from documents.context import Paper, Table

Kind = Literal["purpose", "requirement", "content", "model", "event", "solution", "scoring"]

# What a heading opens. Order matters: "mục đích, yêu cầu" is divided by the headings below it.
KINDS: tuple[Pattern[Kind], ...] = (
    pattern("purpose", r"^(?:các\s+)?mục đích(?!\W+yêu cầu)|^mục tiêu chung|^quan điểm", "purpose", "Mục đích"),
    pattern("requirement", r"^(?:các\s+)?yêu cầu", "requirement", "Yêu cầu"),
    pattern("purpose-demand", r"^mục đích", "purpose", "Mục đích, yêu cầu"),
    pattern("scoring", r"chấm điểm|thang điểm", "scoring", "Cách chấm điểm"),
    pattern("models", r"^(?:công tác\s+)?(?:xây dựng|duy trì)[^.;]{0,20}(?:các\s+)?mô hình", "model", "Xây dựng, duy trì các mô hình"),
    pattern("events", r"^(?:các\s+)?(?:hoạt động, ngày hội|hoạt động trong năm)", "event", "Các hoạt động trong năm"),
    pattern("solutions", r"^(?:các\s+)?giải pháp", "solution", "Giải pháp thực hiện"),
)  # fmt: skip
# Headings whose lines are rows: results, awards, money, times.
ROWS = (
    pattern("results", r"(?:tiêu chí|TC)[^/]{0,30}?\s(?:đạt|không (?:đánh giá|xét))|^các chỉ tiêu$", None, "Các tiêu chí đã đạt"),
    pattern("awards", r"khen thưởng", None, "Hình thức khen thưởng"),
    pattern("money", r"^(?:nguồn\s+)?kinh phí|^nguồn (?:vốn|lực)|^dự kiến chi", None, "Kinh phí thực hiện"),
    pattern("theme", r"^chủ đề(?!\W+(?:và\s+)?(?:thời gian|đối tượng))", None, "Chủ đề thi đua"),
)  # fmt: skip
_LABEL = re.compile(r"^(?P<label>[^:“\"]{3,60}?)\s*:\s+(?P<rest>\S.*)$")
#: A dated step whose sentence has fewer letters besides the step and its place is told by its row alone.
_FEW = 55


@dataclass(frozen=True, slots=True)
class PlanSentence:
    kind: Kind
    #: The heading it stands under, "" directly below the part.
    heading: str
    text: str


def lines_of(paper: Paper, facts: PlanFacts) -> tuple[PlanSentence, ...]:
    """What the body says besides the rows of `facts`, in reading order, each sentence once.

    Lines that are a row whole (a result, an award, a rate, a date under a heading of dates, a unit's duty, a block) are left
    out; a line that tells more than its row stays.
    """
    outline = outline_of(paper)
    rows = _rows(facts)
    found: dict[PlanSentence, None] = {}
    for kind, heading, line in _walk(outline.root, "content", "", frozenset(block.title for block in facts.blocks)):
        text = tidy(line.text)
        if text and not _is_row(text, rows):
            found.setdefault(PlanSentence(kind, heading if kind == "content" else "", text))
    return tuple(found)


def _walk(node: Node, kind: Kind, heading: str, blocks: frozenset[str]) -> Iterator[tuple[Kind, str, Line]]:
    for item in node.items:
        if isinstance(item, Table):
            continue
        if isinstance(item, Line):
            yield kind, heading, item
        elif isinstance(item, Node):
            yield from _node(item, kind, heading, blocks)


def _node(node: Node, kind: Kind, heading: str, blocks: frozenset[str]) -> Iterator[tuple[Kind, str, Line]]:
    title = node.title
    if title in blocks or first_match(PARTICIPANTS, title) or any(row.regex.search(title) for row in ROWS):
        return
    if any(row.regex.search(title) for row in ASSIGNMENTS):
        for child in node.children:
            if child.title and any(row.regex.search(child.title) for row in NO_UNIT):
                yield from _node(child, "content", heading, blocks)
        return
    named = first_match(KINDS, title)
    if not title:
        # A numbered sentence: its words are the line.
        yield from _walk(node, kind, heading, blocks)
    elif named:
        yield from _walk(node, named[0].meaning, "", blocks)
    else:
        below = title if kind == "content" else heading
        yield from _walk(node, kind, below, blocks)


def _rows(facts: PlanFacts) -> frozenset[str]:
    """The sentences that rows say completely."""
    rows: tuple[CriterionStatus | IndicatorStatus | Award, ...] = (*facts.criteria, *facts.indicators, *facts.awards)
    said = {_key(row.source) for row in rows}
    said |= {_key(source) for source in (facts.rates.sources if facts.rates else ())}
    said |= {_key(fund.text) for fund in facts.funds} | {_key(text) for text in facts.participants}
    said |= {_key(period.source) for period in (facts.period, facts.deadline) if period}
    said |= {
        _key(row.source) for row in facts.milestones if len(row.source) - len(row.what) - len(row.place or "") < _FEW
    }
    return frozenset(said)


def _is_row(text: str, rows: frozenset[str]) -> bool:
    label = _LABEL.match(text)
    if label and (
        first_match(PARTICIPANTS, label["label"]) or re.match(r"(?:nguồn\s+)?kinh phí", label["label"], re.IGNORECASE)
    ):
        return True
    if first_match(THEMES, text):
        return True
    return _key(text) in rows or all(_key(part) in rows for part in sentences(text))


def _key(text: str) -> str:
    return trim(tidy(text)).casefold()
