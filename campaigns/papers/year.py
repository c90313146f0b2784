"""What pages, the journal and workbooks show of events, inspections and proposals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.enums import EventKind, InspectorKind, ProposalState
from campaigns.models import Event, Inspection, Proposal, Recommendation
from core.formats import money, number, vndate
from core.sheets import Column, Sheet

#: The look of each state (codes of core.templatetags.ui.STATUSES); its word is the enum's.
PROPOSAL_LOOK = {
    ProposalState.DRAFTED: "draft", ProposalState.SENT: "submitted", ProposalState.ANSWERED: "approved",
    ProposalState.SETTLED: "done", ProposalState.DECLINED: "cancelled",
}  # fmt: skip


def _day(day: date | None) -> str:
    return vndate(day) if day else ""


def said_event(event: Event) -> dict[str, str]:
    """Every part of an event as text, for the journal and for noticing that somebody else saved."""
    return {
        "Địa bàn": str(event.area), "Thuộc kế hoạch": str(event.plan or ""), "Loại": EventKind(event.kind).label,
        "Tên": event.title, "Ngày": _day(event.held_on), "Địa điểm": event.place, "Chương trình": event.programme,
        "Số người dự": "" if event.people is None else number(event.people),
        "Kinh phí": "" if event.cost is None else f"{money(event.cost)} đồng", "Kết quả": event.result,
    }  # fmt: skip


def said_inspection(inspection: Inspection, rows: Iterable[Recommendation]) -> dict[str, str]:
    """The same of an inspection with what it asks for, except how far that has come (`said_recommendation`)."""
    asked = "; ".join(f"{row.text} ({row.unit or 'chưa giao'}, hạn {_day(row.due_on) or 'không ghi'})" for row in rows)
    return {
        "Địa bàn": str(inspection.area), "Thuộc kế hoạch": str(inspection.plan or ""),
        "Đoàn của": InspectorKind(inspection.inspector).label, "Nội dung": inspection.subject,
        "Nơi được kiểm tra": inspection.unit, "Ngày": _day(inspection.held_on), "Thành phần đoàn": inspection.team,
        "Biên bản": str(inspection.minutes or ""), "Kiến nghị": asked,
    }  # fmt: skip


def said_recommendation(row: Recommendation) -> dict[str, str]:
    return {"Kết quả thực hiện": row.result, "Xong ngày": _day(row.done_on)}


def said_proposal(proposal: Proposal) -> dict[str, str]:
    """Every part of a proposal but its state, which has steps of its own."""
    return {
        "Địa bàn": str(proposal.area), "Thuộc kế hoạch": str(proposal.plan or ""), "Nội dung kiến nghị": proposal.text,
        "Gửi": proposal.addressee, "Công văn số": proposal.letter, "Gửi ngày": _day(proposal.sent_on),
        "Trả lời": proposal.answer, "Trả lời ngày": _day(proposal.answered_on),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a thing has come: code of its chip, and its words."""

    code: str
    words: str


def recommendation_standing(row: Recommendation, today: date) -> Standing:
    """Done, late by so many days, or open."""
    if row.done_on is not None:
        return Standing("done", f"Xong {vndate(row.done_on)}")
    if row.due_on is not None and row.due_on < today:
        return Standing("error", f"Quá hạn {(today - row.due_on).days} ngày")
    return Standing("to_compare", "Đang thực hiện")


def proposal_standing(proposal: Proposal) -> Standing:
    state = ProposalState(proposal.state)
    return Standing(PROPOSAL_LOOK[state], str(state.label))


def waiting_days(proposal: Proposal, today: date) -> int | None:
    """Days since the letter went out, while an answer or its end is waited for."""
    if proposal.sent_on is None or proposal.state in {ProposalState.SETTLED, ProposalState.DECLINED}:
        return None
    return (today - proposal.sent_on).days


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal in a list."""

    row: Proposal
    standing: Standing
    waiting: int | None


def proposal_lines(rows: Iterable[Proposal], today: date) -> list[ProposalLine]:
    return [ProposalLine(row, proposal_standing(row), waiting_days(row, today)) for row in rows]


def event_sheet(events: Iterable[Event]) -> Sheet:
    """The list of events, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Ngày", 13, kind="date"), Column("Loại", 22), Column("Tên hoạt động", 46),
        Column("Địa bàn", 18), Column("Địa điểm", 26), Column("Số người dự", 12, kind="number"),
        Column("Kinh phí (đồng)", 16, kind="money"), Column("Kết quả", 44), Column("Thuộc kế hoạch", 34),
    )  # fmt: skip
    rows = (
        (
            place, event.held_on, event.get_kind_display(), event.title, str(event.area), event.place, event.people,
            event.cost, event.result, str(event.plan or ""),
        )
        for place, event in enumerate(events, 1)
    )  # fmt: skip
    return Sheet("Hoạt động trong năm", columns, rows)


def inspection_sheet(rows: Iterable[Recommendation], today: date) -> Sheet:
    """What the inspections asked for, one line each: the list a commune sends to those who inspected."""
    columns = (
        Column("STT", 6, kind="number"), Column("Ngày kiểm tra", 13, kind="date"), Column("Đoàn của", 24),
        Column("Nội dung kiểm tra", 36), Column("Nơi được kiểm tra", 22), Column("Kiến nghị", 44),
        Column("Đơn vị thực hiện", 22), Column("Hạn", 13, kind="date"), Column("Tình trạng", 20),
        Column("Kết quả thực hiện", 40), Column("Xong ngày", 13, kind="date"),
    )  # fmt: skip
    lines = (
        (
            place, row.inspection.held_on, row.inspection.get_inspector_display(), row.inspection.subject,
            row.inspection.unit, row.text, row.unit, row.due_on, recommendation_standing(row, today).words, row.result,
            row.done_on,
        )
        for place, row in enumerate(rows, 1)
    )  # fmt: skip
    return Sheet("Kiến nghị sau kiểm tra", columns, lines)


def proposal_sheet(proposals: Iterable[Proposal], today: date) -> Sheet:
    """The list of proposals, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Nội dung kiến nghị", 52), Column("Gửi", 26), Column("Công văn số", 16),
        Column("Gửi ngày", 13, kind="date"), Column("Số ngày chờ", 10, kind="number"), Column("Tình trạng", 22),
        Column("Trả lời", 44), Column("Trả lời ngày", 13, kind="date"), Column("Địa bàn", 18), Column("Thuộc kế hoạch", 34),
    )  # fmt: skip
    rows = (
        (
            place, row.text, row.addressee, row.letter, row.sent_on, waiting_days(row, today), row.get_state_display(),
            row.answer, row.answered_on, str(row.area), str(row.plan or ""),
        )
        for place, row in enumerate(proposals, 1)
    )  # fmt: skip
    return Sheet("Kiến nghị cấp trên", columns, rows)
