"""What a card's gaps propose, put into next year's plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from campaigns.actions.paper import put_paper
from campaigns.actions.versions import before_edit
from campaigns.compose.parts import BLOCK_PREFIX
from campaigns.enums import PlanKind
from campaigns.models import Block, PartState, Plan, Task
from campaigns.papers.proposed_tasks import Proposed
from campaigns.queries.plans import with_people
from core import clock
from core.errors import RuleError
from documents.enums import DocumentState
from documents.models import Document
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from criteria.models import Scorecard


@dataclass(frozen=True, slots=True)
class Taken:
    """A proposal as the officer worded it."""

    proposed: Proposed
    text: str
    unit: str
    deadline: date | None


@transaction.atomic
def add_proposed_tasks(plan: Plan, card: Scorecard, taken: Iterable[Taken], *, by: User) -> int:
    """Put what a card's gaps propose into a draft annual plan that the system composes: each as a task of its criterion's
    block, which is made where the plan has none. Answers how many were added.

    A row of the card gives a plan one task (Task.source says which): what is there already is left alone, so it is safe to
    repeat. Composes the paper anew and writes the journal. RuleError where the plan is of another area or kind, or beyond
    its draft.
    """
    document = Document.objects.select_for_update().only("pk", "state").get(pk=plan.document_id)
    plan = with_people(Plan.objects.all()).get(pk=plan.pk)
    if plan.area_id != card.area_id or plan.kind != PlanKind.ANNUAL or not plan.composed:
        raise RuleError("Chỉ đưa nhiệm vụ vào kế hoạch năm soạn trên hệ thống của cùng địa bàn.")
    if document.state != DocumentState.DRAFT:
        raise RuleError("Kế hoạch không còn là bản nháp nên không thêm nhiệm vụ được.")
    there = set(plan.tasks.exclude(source="").values_list("source", flat=True))
    new = [row for row in taken if row.proposed.source not in there]
    if not new:
        return 0
    before_edit(plan, by)
    blocks = _blocks_for(plan, [row.proposed for row in new], by)
    last = plan.tasks.aggregate(last=Max("position"))["last"] or 0
    Task.objects.bulk_create(
        Task(
            plan=plan, block=blocks[row.proposed.criterion], position=place, text=row.text, source=row.proposed.source,
            unit=row.unit or blocks[row.proposed.criterion].responsible, deadline=row.deadline,
        )
        for place, row in enumerate(new, last + 1)
    )  # fmt: skip
    for number in {row.proposed.criterion for row in new}:
        _note_saved(plan, f"{BLOCK_PREFIX}{blocks[number].pk}", by)
    changes = {f"Nhiệm vụ, {row.proposed.source} (thêm)": [None, row.text] for row in new}
    record(
        "plan.block_saved",
        plan,
        by=by,
        area=plan.area,
        changes=changes,
        note=f"Đề xuất từ phiếu tự đánh giá năm {card.year}",
    )
    put_paper(plan, by=by)
    return len(new)


def _blocks_for(plan: Plan, proposed: list[Proposed], by: User) -> dict[int, Block]:
    """The plan's blocks by criterion; those that are missing are put at the end."""
    blocks: dict[int, Block] = {}
    for block in plan.blocks.exclude(criterion=None).order_by("position", "pk"):
        blocks.setdefault(block.criterion or 0, block)
    missing = {row.criterion: row.title for row in proposed if row.criterion not in blocks}
    last = plan.blocks.aggregate(last=Max("position"))["last"] or 0
    for place, number in enumerate(sorted(missing), last + 1):
        blocks[number] = Block.objects.create(
            plan=plan, position=place, number=f"1.{place}", criterion=number, title=missing[number]
        )
    if missing:
        _note_saved(plan, "khoi", by)
    return blocks


def _note_saved(plan: Plan, slug: str, by: User) -> None:
    """One more save of a part, so that a form that is open on it says that somebody saved since."""
    state, _ = PartState.objects.select_for_update().get_or_create(plan=plan, slug=slug)
    state.saves, state.by, state.at = state.saves + 1, by, clock.now()
    state.save()
