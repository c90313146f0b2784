"""Whose calendar an address opens, and which machine is whose. What is due is asked with the person and needs no further door."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404

from reminders.models import PushSubscription
from reminders.queries.due import reader_of

if TYPE_CHECKING:
    from accounts.models import User


def get_machine(user: User, pk: int) -> PushSubscription:
    """A machine that takes the person's own notices; else 404."""
    return get_object_or_404(PushSubscription, pk=pk, user=user)


def get_reader(secret: str) -> User:
    """The person whose calendar this secret address is; 404 for a made-up or renewed one, and for a locked account."""
    user = reader_of(secret)
    if user is None:
        raise Http404
    return user
