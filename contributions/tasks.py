"""What beat asks for of contributions."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="contributions.fold_totals")
def fold_totals() -> None:
    """Sent by beat every few minutes; puts rows of kept sums together, which changes no sum."""
    from contributions.actions import totals

    totals.fold()
