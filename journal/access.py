"""A notice is its recipient's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from journal import queries
from journal.models import Notice

if TYPE_CHECKING:
    from accounts.models import User


def get_notice(user: User, pk: int) -> Notice:
    """The person's own notice; 404 for anybody else's."""
    notice = queries.inbox(user).filter(pk=pk).first()
    if notice is None:
        raise Http404
    return notice
