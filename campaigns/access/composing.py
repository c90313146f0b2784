"""May this person compose this plan? The doors to the parts of its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.enums import Right
from campaigns.access.plans import get_plan
from campaigns.compose.editing import block_id
from campaigns.compose.parts import PARTS, Part
from campaigns.models import Block, Plan

if TYPE_CHECKING:
    from accounts.models import User


def get_composable(user: User, pk: int) -> Plan:
    """A plan the person writes: outside of one's areas 404, without the right there 403; its state is the page's matter."""
    plan = get_plan(user, pk, Right.WRITE_PLANS)
    if plan.kind not in PARTS:
        raise Http404
    return plan


def get_part(user: User, pk: int, slug: str) -> tuple[Plan, Part, Block | None]:
    """One part of such a plan, and its block where it is a block's part; 404 for a part the plan has not."""
    plan = get_composable(user, pk)
    number = block_id(slug)
    if number is not None:
        block = get_object_or_404(Block, pk=number, plan=plan)
        return plan, Part(slug, block.title), block
    part = next((part for part in PARTS[plan.kind] if part.slug == slug), None)
    if part is None:
        raise Http404
    return plan, part, None
