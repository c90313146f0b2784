"""Writing the interim or final report of a drive as an official paper."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from areas.models import Organisation
from areas.queries import peoples_committee, signer_on
from core import clock
from core.errors import RuleError
from documents.actions import create_document, edit_document
from documents.enums import DocumentState, PaperType
from emulation.enums import ReviewKind
from emulation.models import Drive, Review
from emulation.papers.reviews import Words, review_paper
from emulation.queries.reviews import facts_of, last_review
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def draft_review(drive: Drive, kind: str, words: Words, *, since: date, upto: date, by: User) -> Review:
    """The report as a draft of the plan's issuer, else of the commune's committee; a draft of this kind that is there is written anew.

    Figures are those of the reports at this moment. An issued report stays and a new one is drafted beside it. RuleError
    where the issuer is not declared, and while a report of this kind waits for its approval or number.
    """
    rows = Drive.objects.select_for_update(of=("self",)).select_related("area__parent", "plan__document__issuer")
    drive = rows.get(pk=drive.pk)
    issuer, today = issuer_for(drive), clock.today()
    facts = facts_of(drive, since=since, upto=upto, now=clock.now())
    paper = review_paper(facts, kind, words, issuer=issuer, signer=signer_on(issuer, today), today=today)
    found = last_review(drive, kind)
    if found is not None and found.document.state in {DocumentState.SUBMITTED, DocumentState.APPROVED}:
        state = found.document.get_state_display()
        raise RuleError(f"Báo cáo {ReviewKind(kind).label.lower()} đang ở trạng thái “{state}” nên không lập lại được.")
    if found is not None and found.document.state == DocumentState.DRAFT:
        if found.document.context != paper.as_json():
            edit_document(found.document, paper=paper, by=by)
    else:
        document = create_document(area=drive.area, issuer=issuer, type=PaperType.REPORT, paper=paper, by=by)
        found = Review(drive=drive, kind=kind, document=document)
        record(
            "review.drafted",
            drive,
            by=by,
            area=drive.area,
            note=f"{ReviewKind(kind).label}, đến hết ngày {upto:%d/%m/%Y}",
        )
    found.counts_from, found.counts_to = since, upto
    for name, text in asdict(words).items():
        setattr(found, name, text)
    found.save()
    return found


def issuer_for(drive: Drive) -> Organisation:
    """Who issues the drive's papers: the issuer of its plan, else the commune's people's committee. RuleError without one."""
    if drive.plan.document.issuer is not None:
        return drive.plan.document.issuer
    issuer = peoples_committee(drive.area, clock.today())
    if issuer is None:
        raise RuleError(
            f"Chưa khai báo Ủy ban nhân dân {drive.area.kind_word} ở mục Cơ quan nên chưa lập văn bản được."
        )
    return issuer
