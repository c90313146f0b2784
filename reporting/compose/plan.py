"""Biểu kế hoạch: each criterion's block of the year's issued plans."""

from __future__ import annotations

from decimal import Decimal

from accounts.enums import Role
from core import clock
from core.formats import number
from reporting.compose.words import day, joined, name_of
from reporting.context import Drafted, Figure, Missing, Scope, Source
from reporting.queries.sources import blocks_of, people_on


def plan(scope: Scope) -> Drafted:
    """One row a block; targets are those of its criterion. At most five queries."""
    said, blocks = Drafted(), blocks_of(scope)
    if not blocks:
        who = people_on(scope.area, Role.NTM_OFFICER, clock.today())
        said.missing.append(Missing(f"Chưa có kế hoạch năm {scope.upto.year} đã ban hành theo từng tiêu chí", who))
    for block in blocks:
        goals = [row for row in block.plan.targets.all() if block.criterion and row.criterion == block.criterion]
        goal_words = joined(
            f"{row.text}: {number(row.value, 4)} {row.unit}".strip() if row.value is not None else row.text
            for row in goals
        )
        due = block.deadline or max((task.deadline for task in block.tasks.all() if task.deadline), default=None)
        source = Source(
            "campaigns.block", block.pk, f"{block.plan.title}, {block}"[:250], block.plan.get_absolute_url(), name_of(block.owner)
        )  # fmt: skip
        texts = {
            "content": str(block), "goal": goal_words, "tasks": joined(task.text for task in block.tasks.all()),
            "solutions": joined(row.text for row in block.solutions.all()), "lead": block.lead,
            "responsible": block.responsible or name_of(block.owner), "due": day(due) if due else "",
        }  # fmt: skip
        for column, text in texts.items():
            said.figures.append(
                Figure("plan", f"block:{block.pk}", column, text=text, sources=(source,) if text else ())
            )
        money = None if block.money is None else Decimal(block.money)
        said.figures.append(
            Figure("plan", f"block:{block.pk}", "money", money, sources=() if money is None else (source,))
        )
    return said
