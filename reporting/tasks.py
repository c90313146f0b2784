"""What beat asks for of reports."""

from __future__ import annotations

from celery import shared_task

from core import clock


@shared_task(name="reporting.open_reports")
def open_reports() -> None:
    """Sent by beat in the night; opens each report once."""
    from reporting.actions import opening

    opening.open_reports(clock.today())
