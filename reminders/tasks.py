"""What beat asks for of reminders."""

from __future__ import annotations

from datetime import time

from celery import shared_task
from django.utils import timezone

from core import clock

#: In Vietnam; the digest an hour later finds everything there.
GATHER_FROM = time(6)


@shared_task(name="reminders.daily")
def daily() -> None:
    """Sent by beat every few minutes: from 06:00 on gathers the day's reminders, from 07:00 on makes the digests; does once what is
    to be done once."""
    from reminders.actions import gathering, messages

    now = clock.now()
    if timezone.localtime(now).time() >= GATHER_FROM:
        gathering.gather(clock.today())
        messages.make_digests(now)


@shared_task(name="reminders.urgent")
def urgent() -> None:
    """Sent by beat every half minute."""
    from reminders.actions import messages

    messages.make_urgent(clock.now())
