"""How long a notice stands."""

from __future__ import annotations

from datetime import date, timedelta

#: Days on end that contributions of the people are posted for at least (Luật 10/2022/QH15, điều 13).
LEAST_DAYS = 30


def last_day(posted_from: date) -> date:
    """The last of the days for which a notice stands at least."""
    return posted_from + timedelta(days=LEAST_DAYS - 1)
