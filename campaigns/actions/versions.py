"""Keeping the paper of a plan as it stood at a moment, so that two of them can be compared."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from campaigns.models import PartState, Plan, PlanVersion
from campaigns.papers.compare import same_words
from core import clock
from documents.context import paper_from_json
from documents.enums import DocumentState
from documents.models import Document

if TYPE_CHECKING:
    from accounts.models import User

#: Somebody who comes back to the same plan after this long begins anew.
_PAUSE = timedelta(hours=1)
_WHY = {
    DocumentState.DRAFT: "Trả lại",
    DocumentState.SUBMITTED: "Trình duyệt",
    DocumentState.APPROVED: "Phê duyệt",
    DocumentState.ISSUED: "Ban hành",
}


@transaction.atomic
def keep_version(plan: Plan, why: str, by: User | None) -> PlanVersion:
    """Keep the paper as it stands. Safe to repeat: with the words of the last version, that one is answered.

    `why` is shown in the list of versions: "Trình duyệt", "Lập kế hoạch".
    """
    Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    context = Document.objects.values_list("context", flat=True).get(pk=plan.document_id)
    last = plan.versions.first()
    if last is not None and same_words(paper_from_json(last.paper), paper_from_json(context)):
        return last
    return PlanVersion.objects.create(
        plan=plan, number=last.number + 1 if last else 1, paper=context, why=why[:100], by=by, at=clock.now()
    )


def before_edit(plan: Plan, by: User) -> None:
    """To be called before a part is written: keeps what somebody else, or oneself more than an hour ago, left behind."""
    last = PartState.objects.filter(plan=plan).exclude(at=None).select_related("by").order_by("-at").first()
    if last is None or last.at is None:
        keep_version(plan, "Trước khi sửa", by)
    elif last.by_id != by.pk or clock.now() - last.at > _PAUSE:
        keep_version(plan, f"Trước khi {by} sửa", last.by)


def keep_step(plan: Plan, to: DocumentState, by: User | None) -> None:
    """The version of a step of the paper's way."""
    keep_version(plan, _WHY[to], by)
