"""Sending awards of the level above up: the tờ trình, the day it went, the answer that came."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from areas.queries import peoples_committee, signer_on
from core import clock
from core.errors import RuleError
from documents.actions import create_document, edit_document
from documents.enums import DocumentState, PaperType
from emulation.enums import NominationState
from emulation.models import Drive, HigherAward, Nomination, RankRow
from emulation.papers.higher_awards import Sender, achievement_report, submission
from emulation.queries.awards import bases_on
from emulation.queries.higher_awards import ballots_of, nominations_of, ready_to_go_up
from emulation.queries.reviews import facts_of
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from documents.context import Paper


def sender_of(drive: Drive) -> Sender:
    """The commune's people's committee with who signs today. RuleError where it is not declared."""
    today = clock.today()
    issuer = peoples_committee(drive.area, today)
    if issuer is None:
        raise RuleError(
            f"Chưa khai báo Ủy ban nhân dân {drive.area.kind_word} ở mục Cơ quan nên chưa lập văn bản được."
        )
    return Sender(issuer, signer_on(issuer, today), today, bases_on(today))


@transaction.atomic
def draft_higher_award(
    drive: Drive, chosen: Collection[int], *, by: User, higher: HigherAward | None = None
) -> HigherAward:
    """A dossier with these nominations (ids), its tờ trình as a draft; with `higher` its draft is written anew.

    The drive's row is locked, so that a form sent twice does not send the same people up twice: the second time they are no
    longer free, which is a RuleError. RuleError as well for a paper beyond its draft.
    """
    drive = (
        Drive.objects.select_for_update(of=("self",)).select_related("area__parent", "plan__document").get(pk=drive.pk)
    )
    rows = list(ready_to_go_up(drive, but=higher).filter(pk__in=chosen))
    if not chosen or len(rows) != len(set(chosen)):
        raise RuleError("Chọn ít nhất một đề nghị khen cấp trên chưa nằm trong hồ sơ nào.")
    sender = sender_of(drive)
    paper = submission(drive, rows, ballots_of(rows), sender)
    if higher is None:
        document = create_document(area=drive.area, issuer=sender.issuer, type=PaperType.PROPOSAL, paper=paper, by=by)
        higher = HigherAward.objects.create(drive=drive, document=document, created_by=by, created_at=clock.now())
        record("award.sent_up", drive, by=by, area=drive.area, note=f"Lập hồ sơ, {len(rows)} đề nghị")
    elif higher.document.context != paper.as_json():
        edit_document(higher.document, paper=paper, by=by)
    higher.nominations.set(rows)
    return higher


def redraft_higher_award(higher: HigherAward, *, by: User) -> HigherAward:
    """Write the tờ trình anew from the nominations as they stand; those that were withdrawn fall out."""
    if higher.document.state != DocumentState.DRAFT:
        raise RuleError("Tờ trình đã trình duyệt hoặc đã ban hành nên không soạn lại được.")
    ready = set(ready_to_go_up(higher.drive, but=higher).values_list("pk", flat=True))
    chosen = [row.pk for row in nominations_of(higher) if row.pk in ready]
    return draft_higher_award(higher.drive, chosen, by=by, higher=higher)


@transaction.atomic
def record_sent(higher: HigherAward, *, sent_on: date | None, answer: str, by: User) -> HigherAward:
    """Keep the day the dossier went up and what came back; its nominations count as sent up from then. Safe to repeat.

    RuleError before the tờ trình is issued.
    """
    higher = (
        HigherAward.objects.select_for_update(of=("self",)).select_related("document", "drive__area").get(pk=higher.pk)
    )
    if higher.document.state != DocumentState.ISSUED:
        raise RuleError("Tờ trình chưa ban hành nên chưa ghi ngày gửi được.")
    if sent_on is None and answer:
        raise RuleError("Ghi ngày gửi hồ sơ trước khi ghi kết quả.")
    if sent_on is not None and higher.document.issued_on is not None and sent_on < higher.document.issued_on:
        raise RuleError("Ngày gửi không được trước ngày ban hành tờ trình.")
    if (higher.sent_on, higher.answer) == (sent_on, answer):
        return higher
    changes = {
        name: [str(before or ""), str(after or "")]
        for name, before, after in (("gửi ngày", higher.sent_on, sent_on), ("kết quả", higher.answer, answer))
        if before != after
    }
    higher.sent_on, higher.answer = sent_on, answer
    higher.save()
    if sent_on is not None:
        going = higher.nominations.select_for_update(of=("self",)).filter(
            state__in=[NominationState.SELECTED, NominationState.PASSED]
        )
        for nomination in going:
            before = nomination.get_state_display()
            nomination.state = NominationState.SENT_UP
            nomination.save()
            steps = {"tình trạng": [before, nomination.get_state_display()]}
            record("nomination.stepped", nomination, by=by, area=higher.drive.area, changes=steps)
    record("award.sent_up", higher, by=by, area=higher.drive.area, changes=changes)
    return higher


def reports_of(higher: HigherAward, nominations: list[Nomination]) -> list[Paper]:
    """The báo cáo thành tích of these nominations, in their order, from what the drive knows now."""
    drive, sender = higher.drive, sender_of(higher.drive)
    upto = max(min(clock.today(), drive.ends_on), drive.starts_on)
    facts = {row.entry.pk: row for row in facts_of(drive, since=drive.starts_on, upto=upto, now=clock.now()).entries}
    ranks: dict[int, list[RankRow]] = {}
    for rank in RankRow.objects.filter(scoring__drive=drive).select_related("scoring"):
        ranks.setdefault(rank.entry_id, []).append(rank)
    return [
        achievement_report(row, facts.get(row.entry_id or 0), ranks.get(row.entry_id or 0, []), sender=sender)
        for row in nominations
    ]
