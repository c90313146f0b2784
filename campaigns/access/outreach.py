"""May this person see, write or mark this piece of outreach? The only doors to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from accounts.access import demand, may
from accounts.enums import Right
from campaigns.access.plans import visible_plans
from campaigns.models import Outreach
from campaigns.queries.outreach import with_plan
from documents.access import visible_if

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile


def get_outreach(user: User, pk: int, *, write: bool = False, officer: bool = False) -> Outreach:
    """A piece of a plan the person may read; else 404.

    With `write`, 403 unless it is the person's own or the person writes the plan's area; with `officer` only the latter.
    """
    item = get_object_or_404(with_plan(Outreach.objects.filter(visible_if(user, "plan__document__"))), pk=pk)
    if officer or (write and item.owner_id != user.pk):
        demand(user, Right.WRITE_PLANS, item.plan.area)
    return item


def may_write(user: User, item: Outreach) -> bool:
    return item.owner_id == user.pk or may(user, Right.WRITE_PLANS, item.plan.area)


def may_direct(user: User, item: Outreach) -> bool:
    """Whether the person may give the piece to somebody else, change its date or take it away."""
    return may(user, Right.WRITE_PLANS, item.plan.area)


def may_fetch_outreach_photo(user: User, stored: StoredFile) -> bool:
    """Check for photos of outreach: who reads the plan sees them."""
    return Outreach.objects.filter(plan__in=visible_plans(user).values("pk"), photo=stored).exists()
