"""What a person corrects in a plan that was read from a file: pure functions over the reading and its facts."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from campaigns.read import as_json, plan_facts
from campaigns.rules import findings_for
from documents.context import Paper, Signature, Style, paper_from_json
from documents.read import LayoutNote, Reading


@dataclass(frozen=True, slots=True)
class Corrections:
    """The corrected head of a paper and the corrected rows; rows are plain dicts in the shape of `import_plan --json`."""

    kind: str
    issuing_body: str | None
    style: Style
    number: str | None
    symbol: str | None
    place: str | None
    day: int | None
    month: int | None
    year_of_paper: int | None
    subject: str
    year: int | None
    theme: str | None
    starts_on: date | None
    ends_on: date | None
    deadline: date | None
    legal_bases: tuple[str, ...]
    recipients: tuple[str, ...]
    signature: Signature | None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)


def reading_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain data, to wait in the database until a person has compared it."""
    return {
        "paper": reading.paper.as_json(),
        "layout_notes": [asdict(note) for note in reading.layout_notes],
        "missing": sorted(reading.missing),
        "style_known": reading.style_known,
    }


def reading_from_json(data: dict[str, Any]) -> Reading:
    return Reading(
        paper=paper_from_json(data["paper"]),
        layout_notes=tuple(LayoutNote(**note) for note in data["layout_notes"]),
        missing=frozenset(data["missing"]),
        style_known=data["style_known"],
    )


def facts_of(reading: Reading) -> dict[str, Any]:
    """The answer of `import_plan --json` for a reading."""
    facts = plan_facts(reading)
    findings = findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing)
    return as_json(reading, facts, findings)


def corrected_paper(paper: Paper, changes: Corrections) -> Paper:
    """The paper with its head, bases, recipients and signature as corrected; the body stays as written."""
    return replace(
        paper, style=changes.style, issuing_body=changes.issuing_body, number=changes.number, symbol=changes.symbol,
        place=changes.place, day=changes.day, month=changes.month, year=changes.year_of_paper, subject=changes.subject,
        legal_bases=changes.legal_bases, recipients=changes.recipients, signature=changes.signature,
    )  # fmt: skip


def reading_of_draft(paper: Paper) -> Reading:
    """The reading of a paper that is in the system already, to be corrected once more."""
    return Reading(paper=paper, layout_notes=(), missing=missing_parts(paper), style_known=True)


def missing_parts(paper: Paper) -> frozenset[str]:
    """Which of number, date, signature and issuer the paper still lacks."""
    has = {
        "number": paper.number,
        "date": paper.day and paper.month and paper.year,
        "signature": paper.signature,
        "issuer": paper.issuing_body,
    }
    return frozenset(name for name, value in has.items() if not value)


def corrected(reading: Reading, changes: Corrections) -> tuple[Reading, dict[str, Any]]:
    """The corrected reading and its facts: read and checked anew, then the person's own rows put over what was read."""
    paper = corrected_paper(reading.paper, changes)
    again = replace(reading, paper=paper, missing=missing_parts(paper))
    facts = facts_of(again)
    period = {"start": changes.starts_on, "end": changes.ends_on}
    facts.update(
        kind=changes.kind, year=changes.year, theme=changes.theme, blocks=changes.blocks, targets=changes.targets,
        assignments=changes.assignments, deadline=changes.deadline.isoformat() if changes.deadline else None,
        period={name: day.isoformat() if day else None for name, day in period.items()} if any(period.values()) else None,
    )  # fmt: skip
    return again, facts
