"""What beat asks for of scorecards."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="criteria.fold_tallies")
def fold_tallies() -> None:
    """Sent by beat every minute; puts rows of counts together, which changes no sum."""
    from criteria.actions import tallies

    tallies.fold()
