"""Writing what is asked of superior bodies: drafted, sent, answered, settled or declined."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.enums import PROPOSAL_STEPS, ProposalState
from campaigns.models import Proposal
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.year import said_proposal
from core import clock
from core.errors import RuleError
from core.formats import vndate
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


def add_proposal(*, values: Mapping[str, Any], key: str, by: User) -> Proposal:
    """Enter a proposal, not sent yet; the form sent twice (`key`) makes one."""

    def do() -> dict[str, Any]:
        proposal = Proposal.objects.create(created_by=by, created_at=clock.now(), **values)
        record("proposal.saved", proposal, by=by, area=proposal.area, note="Lập mới.")
        return {"proposal": proposal.pk}

    return Proposal.objects.get(pk=once(by, purpose="campaigns.proposal", key=key, do=do)["proposal"])


@transaction.atomic
def save_proposal(proposal: Proposal, *, values: Mapping[str, Any], seen: str, by: User) -> Proposal:
    """Change what a proposal says. RuleError where somebody saved since (`seen`), or its dates are out of order.

    What was sent keeps its words: then `text` and `addressee` are refused.
    """
    proposal = _locked(proposal)
    before = said_proposal(proposal)
    if seen != mark_of(before):
        raise RuleError("Kiến nghị này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    if proposal.state != ProposalState.DRAFTED and {"text", "addressee"} & set(values):
        raise RuleError("Kiến nghị đã gửi nên nội dung và nơi gửi không sửa nữa.")
    _write(proposal, values)
    changes = differences(before, said_proposal(proposal))
    if changes:
        proposal.save()
        record("proposal.saved", proposal, by=by, area=proposal.area, changes=changes)
    return proposal


@transaction.atomic
def take_step(
    proposal: Proposal, to: ProposalState, *, values: Mapping[str, Any] | None = None, note: str = "", by: User
) -> Proposal:
    """Move a proposal on: sent (with letter, sent_on), answered (answer, answered_on), settled or declined.

    Taking a step again changes nothing; RuleError for a step that does not follow, or without what belongs to it.
    """
    proposal = _locked(proposal)
    if proposal.state == to:
        return proposal
    refuse_other_steps(proposal, to)
    before = said_proposal(proposal) | {"Tình trạng": proposal.get_state_display()}
    proposal.state = to
    _write(proposal, values or {})
    proposal.save()
    changes = differences(before, said_proposal(proposal) | {"Tình trạng": str(to.label)})
    record("proposal.step", proposal, by=by, area=proposal.area, changes=changes, note=note.strip())
    return proposal


def refuse_other_steps(proposal: Proposal, to: ProposalState) -> None:
    """RuleError for a step that neither follows nor was taken."""
    if to != proposal.state and to not in PROPOSAL_STEPS[proposal.state]:
        raise RuleError(
            f"Kiến nghị đang ở tình trạng “{proposal.get_state_display()}” nên không chuyển sang “{to.label}” được."
        )


def _locked(proposal: Proposal) -> Proposal:
    return Proposal.objects.select_for_update(of=("self",)).select_related("area", "plan").get(pk=proposal.pk)


def _write(proposal: Proposal, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(proposal, name, value)
    if proposal.state == ProposalState.DRAFTED:
        return
    if not proposal.letter or proposal.sent_on is None:
        raise RuleError("Ghi số công văn và ngày gửi.")
    _in_order(proposal.sent_on, None)
    if proposal.state == ProposalState.SENT:
        return
    if not proposal.answer or proposal.answered_on is None:
        raise RuleError("Ghi nội dung và ngày trả lời.")
    _in_order(proposal.answered_on, proposal.sent_on)


def _in_order(day: date, after: date | None) -> None:
    if day > clock.today():
        raise RuleError(f"Ngày {vndate(day)} chưa đến; đề nghị xem lại.")
    if after is not None and day < after:
        raise RuleError(f"Ngày trả lời không trước ngày gửi ({vndate(after)}).")
