"""What beat asks for of drives."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="emulation.remind_of_missing")
def remind_of_missing() -> None:
    """Sent by beat every few minutes; tells each thing once."""
    from emulation.actions import following

    following.remind_of_missing()
