"""Labour days of reports on their way into the ledger: proposed, accepted by somebody else than the reporter, or declined.

What is proposed follows what counts: `propose_labour` brings it in step whenever a version begins or ceases to count. What was
accepted stands; where it counts no more, a reversing proposal takes it back, and its acceptance reverses the receipt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from areas.enums import Level
from contributions.actions.receipts import Entry as LedgerEntry
from contributions.actions.receipts import issue_receipt, needs_leader, reverse_receipt
from contributions.enums import BookForm, Way
from contributions.models import Book, Receipt
from contributions.queries.receipts import book_for_reversal
from core import clock
from core.errors import RuleError
from core.formats import number, vndate
from emulation.enums import ProposalState, ReportState
from emulation.models import Duty, LabourProposal, Report
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

OWN_REPORT = "Người báo cáo không tự nhận ngày công của mình vào sổ; đề nghị người khác nhận."
_Place = tuple[int, int]


def propose_labour(duty: Duty, day: date) -> None:
    """Bring the proposals of a duty's day in step with its counted version; versions in conflict propose nothing.

    Inside the transaction that locks the duty. Safe to repeat.
    """
    counted = Report.objects.filter(duty=duty, day=day, state=ReportState.COUNTED).first()
    rows: dict[_Place, list[LabourProposal]] = defaultdict(list)
    found = LabourProposal.objects.filter(report__duty=duty, report__day=day).select_related("reverses")
    for row in found.order_by("pk"):
        rows[row.work_id, row.campaign_id].append(row)
    if counted is None:
        for row in found.filter(state=ProposalState.PROPOSED):
            _move(row, ProposalState.DROPPED)
        return
    wanted = {
        (line.work_id, line.work.campaign_id): line
        for line in counted.lines.select_related("work")
        if line.labour_days and line.work.campaign_id
    }
    for place in sorted(rows.keys() | wanted.keys()):
        line = wanted.get(place)
        days, people = (line.labour_days or Decimal(0), line.people) if line else (Decimal(0), None)
        _bring_in_step(counted, place, days, people, rows.get(place, []))


def _bring_in_step(
    counted: Report, place: _Place, days: Decimal, people: int | None, rows: Sequence[LabourProposal]
) -> None:
    """The proposals of one work and campaign: what was accepted and is right stands; the rest is dropped, taken back, proposed."""
    undo = {row.reverses_id: row for row in rows if row.reverses_id}
    accepted = [row for row in rows if row.reverses_id is None and row.state == ProposalState.ACCEPTED]
    live = [row for row in accepted if row.pk not in undo or undo[row.pk].state != ProposalState.ACCEPTED]
    right = next((row for row in reversed(live) if row.days == days), None)
    for row in live:
        _take_back(row, undo.get(row.pk), counted, needed=row is not right)
    own = None
    for row in rows:
        if row.reverses_id is None and row.state != ProposalState.ACCEPTED:
            if row.report_id == counted.pk:
                own = row
            elif row.state == ProposalState.PROPOSED:
                _move(row, ProposalState.DROPPED)
    if right is not None or not days:
        if own is not None and own.state == ProposalState.PROPOSED:
            _move(own, ProposalState.DROPPED)
    elif own is None:
        work, campaign = place
        LabourProposal.objects.create(report=counted, work_id=work, campaign_id=campaign, days=days, people=people)
    elif own.state == ProposalState.DROPPED:
        _move(own, ProposalState.PROPOSED)


def _take_back(row: LabourProposal, undo: LabourProposal | None, counted: Report, *, needed: bool) -> None:
    """Propose to take an accepted row back, or drop that where the row is right again."""
    if undo is None:
        if needed:
            LabourProposal.objects.create(
                report=counted,
                work_id=row.work_id,
                campaign_id=row.campaign_id,
                days=-row.days,
                people=row.people,
                reverses=row,
            )
    elif needed:
        # Asked again by a newer version: whoever wrote that one is the reporter now.
        undo.report, undo.state, undo.reason, undo.decided_by, undo.decided_at = (
            counted,
            ProposalState.PROPOSED,
            "",
            None,
            None,
        )
        undo.save(update_fields=["report", "state", "reason", "decided_by", "decided_at"])
    elif undo.state == ProposalState.PROPOSED:
        _move(undo, ProposalState.DROPPED)


def _move(row: LabourProposal, state: ProposalState) -> None:
    row.state = state
    row.save(update_fields=["state"])


@transaction.atomic
def accept_labour(proposal: LabourProposal, *, book: Book | None, by: User) -> LabourProposal:
    """Take proposed days into the ledger: a receipt of labour, or the reversal of the receipt they take back. Safe to repeat.

    `book` is a system book of labour days; a reversal finds its own. RuleError for the reporter himself, for what is not proposed
    any more, and as the ledger says.
    """
    proposal = _locked(proposal)
    if proposal.state == ProposalState.ACCEPTED:
        return proposal
    _check(proposal, by)
    if proposal.reverses is None:
        proposal.receipt = _issue(proposal, book, by)
    else:
        proposal.receipt = _reverse(proposal, proposal.reverses, by)
    _decide(proposal, ProposalState.ACCEPTED, by)
    said = f"{number(proposal.days)} công, {proposal.receipt}"
    record("labour.accepted", proposal.report, by=by, area=proposal.campaign.area, note=said)
    return proposal


@transaction.atomic
def decline_labour(proposal: LabourProposal, *, reason: str, by: User) -> LabourProposal:
    """Leave proposed days out of the ledger, with the reason. Safe to repeat; RuleError as for accepting."""
    proposal = _locked(proposal)
    if proposal.state == ProposalState.DECLINED:
        return proposal
    _check(proposal, by)
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do không nhận ngày công.")
    proposal.reason = reason.strip()
    _decide(proposal, ProposalState.DECLINED, by)
    note = f"{number(proposal.days)} công: {proposal.reason}"
    record("labour.declined", proposal.report, by=by, area=proposal.campaign.area, note=note)
    return proposal


def _locked(proposal: LabourProposal) -> LabourProposal:
    """The proposal as it stands, after its duty: a correction that comes at the same moment waits, or was first."""
    Duty.objects.select_for_update(of=("self",)).get(reports=proposal.report_id)
    rows = LabourProposal.objects.select_for_update(of=("self",))
    return rows.select_related(
        "report__duty__entry__area", "work__task", "campaign__area", "reverses__receipt__book"
    ).get(pk=proposal.pk)


def _check(proposal: LabourProposal, by: User) -> None:
    if proposal.state != ProposalState.PROPOSED:
        raise RuleError("Đề xuất ngày công này không còn chờ nhận; báo cáo đã sửa hoặc đã có người trả lời.")
    if proposal.report.by_id == by.pk:
        raise RuleError(OWN_REPORT)


def _decide(proposal: LabourProposal, state: ProposalState, by: User) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, clock.now()
    proposal.save(update_fields=["state", "reason", "receipt", "decided_by", "decided_at"])


def _issue(proposal: LabourProposal, book: Book | None, by: User) -> Receipt:
    if book is None or book.form != BookForm.LABOUR:
        raise RuleError(
            "Chọn quyển giấy báo ngày công lao động đóng góp do hệ thống cấp số; chưa có thì mở quyển trước."
        )
    report = proposal.report
    entry = report.duty.entry
    # A week's report may come before its due day; the ledger takes no day to come.
    worked_on = min(report.day, timezone.localdate(report.at))
    line = LedgerEntry(
        way=Way.LABOUR, payer=entry.name, address=entry.post or str(entry.area),
        village=entry.area if entry.area.level == Level.VILLAGE else None, received_on=worked_on, days=proposal.days,
        text=f"{proposal.work.task.text[:400]}, theo báo cáo ngày {vndate(report.day)}", key=_key(proposal),
    )  # fmt: skip
    return issue_receipt(line, campaign=proposal.campaign, book=book, by=by)


def _reverse(proposal: LabourProposal, taken: LabourProposal, by: User) -> Receipt:
    receipt = taken.receipt
    assert receipt is not None, "the database holds that an accepted proposal has its receipt"
    done = Receipt.objects.filter(reverses=receipt).first()
    if done is not None:  # taken back in the ledger itself, as after the leader's word
        return done
    if needs_leader(proposal.campaign, receipt):
        raise RuleError(
            f"{receipt} do lãnh đạo duyệt điều chỉnh: mở chứng từ để đề nghị; duyệt xong thì bấm nhận lại ở đây."
        )
    book = book_for_reversal(receipt, proposal.campaign)
    if book is None:
        raise RuleError("Chưa có quyển giấy báo ngày công của năm nay do hệ thống cấp số để ghi chứng từ điều chỉnh.")
    reason = f"Báo cáo thi đua ngày {vndate(taken.report.day)} đã sửa"
    return reverse_receipt(receipt, reason=reason, book=book, key=_key(proposal), by=by)


def _key(proposal: LabourProposal) -> UUID:
    return uuid5(NAMESPACE_OID, f"emulation-labour-{proposal.pk}")
