"""Reading the parts of a plan's form: their states for the list at the left, and the rows of their lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaigns.compose.editing import RowList
from campaigns.compose.parts import BLOCK_PREFIX, Part, parts_of
from campaigns.enums import FindingLevel
from campaigns.models import Block, Finding, Plan, Remark, Task
from campaigns.queries import composing as queries
from documents.models import Basis

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class PartLine:
    """One part in the list at the left."""

    part: Part
    #: "empty", "filled", "remarked" or "error".
    state: str
    #: Others who have it open.
    people: tuple[str, ...] = ()
    #: A block's criterion.
    mark: str = ""


def part_lines(plan: Plan, blocks: list[Block], user: User) -> list[PartLine]:
    """All parts of the plan with their states, in four queries."""
    filled = queries.filled_parts(plan) | {f"{BLOCK_PREFIX}{block.pk}" for block in blocks if block.is_filled}  # type: ignore[attr-defined]
    remarked = set(Remark.objects.filter(plan=plan, resolved_at=None).values_list("slug", flat=True))
    wrong = set(Finding.objects.filter(plan=plan, level=FindingLevel.ERROR).values_list("slug", flat=True))
    people: dict[str, list[str]] = {}
    for slug, name in queries.present(plan, user).values_list("slug", "user__full_name"):
        people.setdefault(slug, []).append(name)
    marks = {f"{BLOCK_PREFIX}{block.pk}": str(block.criterion or "") for block in blocks}

    def state(slug: str) -> str:
        if slug in wrong:
            return "error"
        return "remarked" if slug in remarked else "filled" if slug in filled else "empty"

    return [
        PartLine(part, state(part.slug), tuple(people.get(part.slug, ())), marks.get(part.slug, ""))
        for part in parts_of(plan.kind, [(block.pk, block.title) for block in blocks])
    ]


def rows_in(list_: RowList, plan: Plan, block: Block | None) -> list[Any]:
    """The rows of one list in their order."""
    rows = list_.rows(plan, block).order_by("position", "pk")
    if list_.model is Task:
        rows = rows.select_related("owner").prefetch_related("after")
    if list_.model is Basis:
        rows = rows.select_related("cited", "cited__replaced_by")
    if list_.name == "chi":
        rows = rows.select_related("fund")
    return list(rows)
