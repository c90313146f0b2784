"""The only clock. Tests and trials move it, for every process at once, through CLOCK_FILE."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone


def _offset() -> timedelta:
    if not settings.CLOCK_FILE:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(settings.CLOCK_FILE).read_text()))
    except (OSError, ValueError):
        return timedelta()


def now() -> datetime:
    """The moment, aware, in UTC."""
    return timezone.now() + _offset()


def today() -> date:
    """The date in Vietnam (Asia/Ho_Chi_Minh)."""
    return timezone.localdate(now())


def start_of(day: date) -> datetime:
    """The moment at which a day begins in Vietnam."""
    return timezone.make_aware(datetime.combine(day, time()))
