"""What beat asks for of exports and their files."""

from __future__ import annotations

from celery import shared_task


@shared_task(name="documents.order_scheduled_exports")
def order_scheduled_exports() -> None:
    """Sent by beat every few minutes; each turn of a schedule is ordered once."""
    from documents import schedule_actions

    schedule_actions.order_due()


@shared_task(name="documents.remove_expired_files")
def remove_expired_files() -> None:
    """Sent by beat every hour: files of "Tệp của tôi" whose day is over."""
    from documents import job_files

    job_files.remove_expired()
