"""What pages and workbooks show of a plan: rows and plain values, no formats, no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from areas.models import Area
from campaigns.enums import FindingLevel
from campaigns.models import Finding, Plan
from core.formats import vndate
from core.sheets import Column, Sheet
from documents.context import Block, Paper, Paragraph, Section, Table, paper_from_json
from documents.nd30 import date_line, number_line, profile_of


def plan_sheet(plans: Iterable[Plan]) -> Sheet:
    """The list of plans as a sheet, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Số, ký hiệu", 16), Column("Ngày ban hành", 14, kind="date"),
        Column("Tên kế hoạch", 60), Column("Loại", 24), Column("Năm", 8, kind="number"), Column("Địa bàn", 20),
        Column("Trạng thái", 22), Column("Lỗi", 8, kind="number"), Column("Cảnh báo", 10, kind="number"),
    )  # fmt: skip
    rows = (
        (
            place, plan.document.number_and_symbol, plan.document.issued_on, plan.title, plan.get_kind_display(), plan.year,
            str(plan.area), plan.document.get_state_display(), plan.errors, plan.warnings,  # type: ignore[attr-defined]
        )
        for place, plan in enumerate(plans, 1)
    )  # fmt: skip
    return Sheet("Danh sách kế hoạch", columns, rows)


def head_initial(facts: dict[str, Any], area: Area) -> dict[str, Any]:
    """What the head form shows at first: what was read, as it was read."""
    document, signature = facts["document"], facts["document"]["signature"] or {}
    parts, period = document["date_parts"] or {}, facts["period"] or {}
    return {
        "kind": facts["kind"], "issuing_body": document["issuing_body"], "number": document["number"],
        "symbol": document["symbol"], "place": document["place"], "day": parts.get("day"), "month": parts.get("month"),
        "year_of_paper": parts.get("year"), "subject": document["subject"], "year": facts["year"], "theme": facts["theme"],
        "starts_on": _date(period.get("start")), "ends_on": _date(period.get("end")), "deadline": _date(facts["deadline"]),
        "legal_bases": "\n".join(document["legal_bases"]), "recipients": "\n".join(document["recipients"]),
        "authority": signature.get("authority"), "title": signature.get("title"), "name": signature.get("name"),
    }  # fmt: skip


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source as shown beside the forms; `depth` 0 for headings of the first level."""

    text: str
    depth: int
    heading: bool


def outline(reading: dict[str, Any]) -> list[Line]:
    """The whole source in reading order, for comparing."""
    paper = paper_from_json(reading["paper"])
    tail = [*paper.closing, *(["Nơi nhận:"] if paper.recipients else []), *(f"- {place}" for place in paper.recipients)]
    for signature in (paper.left_signature, paper.signature):
        if signature:
            tail += [part for part in (signature.authority, signature.title, signature.post, signature.name) if part]
    appendices = [
        Section(
            None, ". ".join(part for part in (appendix.label, appendix.title) if part) or "Phụ lục", appendix.content
        )
        for appendix in paper.appendices
    ]
    return [
        *(Line(text, 0, False) for text in _head_of(paper)),
        *(line for block in paper.content for line in _lines_of(block, 0)),
        *(Line(text, 0, False) for text in tail),
        *(line for block in appendices for line in _lines_of(block, 0)),
    ]


def _head_of(paper: Paper) -> list[str]:
    """All that stands before the body; number and date as the paper prints them, with blank places for what is missing in them."""
    lines = [paper.parent_body, paper.issuing_body]
    if paper.number or paper.symbol:
        lines.append(number_line(profile_of(paper.style), paper.number, paper.symbol))
    if paper.place or paper.day or paper.month or paper.year:
        lines.append(date_line(paper.place, paper.day, paper.month, paper.year))
    lines += [paper.type, paper.subject]
    lines += [f"Kính gửi: {addressee}" for addressee in paper.addressees]
    lines += [paper.deciding_authority, *paper.legal_bases, *paper.preamble]
    return [line for line in lines if line]


def _lines_of(block: Block, depth: int) -> list[Line]:
    match block:
        case Paragraph(text=text):
            return [Line(text, depth, False)]
        case Table(rows=rows, caption=caption):
            return [
                Line(text, depth, False) for text in ([caption] if caption else []) + [" | ".join(row) for row in rows]
            ]
        case Section(label=label, title=title, content=content):
            head = f"{label}. {title or ''}".strip() if label else title or ""
            return [Line(head, depth, True), *(line for inner in content for line in _lines_of(inner, depth + 1))]


def contents(plan: Plan, rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of the plan's page, with how much each holds and the worst finding."""
    levels = {finding.level for finding in rows["findings"] if not finding.kept}
    worst = next((level for level in ("error", "warning") if level in levels), "")
    parts = (
        ("Kết quả kiểm tra", "kiem-tra", f"{len(rows['findings'])} kết quả", worst, True),
        (
            "Tiêu chí",
            "tieu-chi",
            f"{len(plan.facts.get('criteria', []))} tiêu chí nêu kết quả",
            "",
            bool(plan.facts.get("criteria")),
        ),
        ("Nhiệm vụ theo tiêu chí", "khoi", f"{len(rows['blocks'])} khối", "", bool(rows["blocks"])),
        ("Mục tiêu", "muc-tieu", f"{len(rows['targets'])} mục tiêu", "", bool(rows["targets"])),
        ("Phân công", "phan-cong", f"{len(rows['duties'])} đơn vị", "", bool(rows["duties"])),
        ("Nội dung khác", "khac", "", "", True),
        ("Căn cứ và nơi nhận", "can-cu", "", "", True),
    )
    return [
        {"label": label, "url": f"#{anchor}", "note": note, "level": level, "mark": ""}
        for label, anchor, note, level, shown in parts
        if shown
    ]


def shown_facts(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with their ISO dates as people write them (`date_shown`)."""
    dated = {
        name: [{**row, "date_shown": _shown(row["date"])} for row in facts.get(name, [])]
        for name in ("milestones", "cited_documents")
    }
    return {**facts, **dated}


def _shown(value: str | None) -> str:
    day = _date(value)
    return vndate(day) if day else ""


def finding_counts(findings: Iterable[Finding]) -> str:
    """ "1 lỗi, 3 cảnh báo, 1 lưu ý, 2 đã giữ nguyên"; empty when there is none."""
    counts = Counter("kept" if finding.kept else finding.level for finding in findings)
    words = [f"{counts[level]} {level.label.lower()}" for level in FindingLevel if counts[level]]
    return ", ".join([*words, f"{counts['kept']} đã giữ nguyên"] if counts["kept"] else words)
