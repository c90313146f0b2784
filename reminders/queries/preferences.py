"""How a person wants to hear, the machines that take notices, and the messages sent to try the ways out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jobs.models import Job
from reminders.models import Preference, PushSubscription

if TYPE_CHECKING:
    from accounts.models import User

TEST_KIND = "reminders.test"


def preference_of(user: User) -> Preference:
    """The person's row, or one with what holds until something is chosen, not saved."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


def machines_of(user: User) -> QuerySet[PushSubscription]:
    return PushSubscription.objects.filter(user=user)


def test_key(user: User, channel: str) -> str:
    """The natural key of a message that tries this channel."""
    return f"{user.pk}:{channel}"


def last_tests(user: User) -> dict[str, Job]:
    """The newest try of each channel, by channel."""
    jobs = Job.objects.filter(kind=TEST_KIND, owner=user).order_by("pk")
    return {job.payload["channel"]: job for job in jobs}
