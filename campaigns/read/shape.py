"""The answer of `import_plan --json`: the shape that other programs rely on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from campaigns.read.facts import PlanFacts, Rates
from documents.context import Appendix, Paper, Paragraph, Section, Table
from documents.context import Block as PaperBlock
from documents.read import Reading


class FindingLike(Protocol):
    """What a finding shows of itself; the class lives above, in `campaigns.rules`."""

    @property
    def code(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def quotes(self) -> tuple[str, ...]: ...


#: What the answer shows of each kind of row, in this order; the other fields serve the checks.
_KEYS = {
    "cited": ("number", "date", "issuer"),
    "awards": ("level", "form", "source"),
    "funds": ("kind", "text"),
    "milestones": ("what", "date", "rule", "place", "source"),
    "criteria": ("set", "number", "name", "status", "source"),
    "indicators": ("code", "status", "value", "target", "unit", "source"),
    "claims": ("set", "met", "unmet", "total", "source"),
    "blocks": ("number", "criterion", "title", "tasks", "solutions", "lead", "responsible"),
    "targets": ("text", "value", "unit", "direction", "criterion", "source"),
    "villages": ("name", "role"),
    "routines": ("what", "every", "at", "who", "source"),
    "assignments": ("unit", "duties"),
    "findings": ("code", "level", "message", "quotes"),
}
_BRACKET = ("min_income", "max_income", "days")


def as_json(reading: Reading, facts: PlanFacts, findings: Iterable[FindingLike]) -> dict[str, Any]:
    """The facts as plain data, every key present, null or [] where the text does not say."""
    period, deadline = facts.period, facts.deadline

    def rows(name: str) -> list[dict[str, Any]]:
        return [_shown(row, _KEYS[name]) for row in getattr(facts, name)]

    return {
        "kind": facts.kind,
        "document": document_json(reading.paper, style_known=reading.style_known),
        "cited_documents": rows("cited"),
        "year": facts.year,
        "theme": facts.theme,
        "participants": list(facts.participants),
        "awards": rows("awards"),
        "funds": rows("funds"),
        "milestones": rows("milestones"),
        "period": {"start": _plain(period.start), "end": _plain(period.end)} if period else None,
        "deadline": _plain(deadline.date) if deadline else None,
        "criteria": rows("criteria"),
        "indicators": rows("indicators"),
        "claims": rows("claims"),
        "blocks": rows("blocks"),
        "targets": rows("targets"),
        "rates": _rates(facts.rates),
        "bank_accounts": list(facts.bank_accounts),
        "villages": rows("villages"),
        "routines": rows("routines"),
        "assignments": rows("assignments"),
        "findings": [_shown(row, _KEYS["findings"]) for row in findings],
    }


def document_json(paper: Paper, *, style_known: bool = True) -> dict[str, Any]:
    """The paper's own part of the answer; `style` is null where nothing tells it."""
    parts = {"day": paper.day, "month": paper.month, "year": paper.year}
    signature = paper.signature
    return {
        "style": paper.style if style_known else None,
        "parent_body": paper.parent_body,
        "issuing_body": paper.issuing_body,
        "number": paper.number,
        "symbol": paper.symbol,
        "place": paper.place,
        "date": _date(paper),
        "date_parts": parts if any(part is not None for part in parts.values()) else None,
        "type": paper.type,
        "subject": paper.subject,
        "legal_bases": list(paper.legal_bases),
        "preamble": list(paper.preamble),
        "sections": _sections(paper.content)
        + [section for appendix in paper.appendices for section in _appendix(appendix)],
        "recipients": list(paper.recipients),
        "signature": {"authority": signature.authority, "title": signature.title, "name": signature.name}
        if signature
        else None,
    }


def _date(paper: Paper) -> str | None:
    if paper.day is None or paper.month is None or paper.year is None:
        return None
    try:
        return date(paper.year, paper.month, paper.day).isoformat()
    except ValueError:
        return None


def _sections(content: Sequence[PaperBlock]) -> list[dict[str, Any]]:
    """The parts of the body; paragraphs outside any part make a part without label and title."""
    sections: list[dict[str, Any]] = []
    loose: dict[str, Any] | None = None
    for block in content:
        if isinstance(block, Section):
            loose = None
            sections.append(_section(block))
        else:
            if loose is None:
                loose = {"label": None, "title": None, "paragraphs": [], "children": []}
                sections.append(loose)
            loose["paragraphs"] += _texts(block)
    return sections


def _section(section: Section) -> dict[str, Any]:
    return {
        "label": section.label,
        "title": section.title.rstrip(" :") if section.title else None,
        "paragraphs": [text for block in section.content if not isinstance(block, Section) for text in _texts(block)],
        "children": [_section(block) for block in section.content if isinstance(block, Section)],
    }


def _appendix(appendix: Appendix) -> list[dict[str, Any]]:
    return [
        {"label": appendix.label, "title": appendix.title, "paragraphs": [], "children": _sections(appendix.content)}
    ]


def _texts(block: Paragraph | Table) -> list[str]:
    if isinstance(block, Table):
        return [" | ".join(row) for row in block.rows]
    return [block.text]


def _shown(row: object, keys: Sequence[str]) -> dict[str, Any]:
    return {key: _plain(getattr(row, key)) for key in keys}


def _rates(rates: Rates | None) -> dict[str, Any] | None:
    if rates is None:
        return None
    return {
        "labour_day_value": rates.labour_day_value,
        "brackets": [_shown(bracket, _BRACKET) for bracket in rates.brackets],
        "organisation_minimum": rates.organisation_minimum,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
