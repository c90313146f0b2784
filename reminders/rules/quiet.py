"""Quiet hours."""

from __future__ import annotations

from datetime import datetime, time, timedelta


def first_moment(now: datetime, quiet_from: time, quiet_to: time) -> datetime:
    """`now`, or the end of the quiet hours when `now` (in the person's zone) lies in them. They may go over midnight; from and to the
    same means none."""
    at = now.time()
    if quiet_from <= quiet_to:
        is_quiet, ends_tomorrow = quiet_from <= at < quiet_to, False
    else:
        is_quiet, ends_tomorrow = at >= quiet_from or at < quiet_to, at >= quiet_from
    if not is_quiet:
        return now
    return datetime.combine(now.date() + timedelta(days=ends_tomorrow), quiet_to, now.tzinfo)
