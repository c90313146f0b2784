"""What labour days are worth. Pure."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal


def worth(days: Decimal, day_value: int | None) -> int:
    """Days in đồng, halves rounded up, as receipts reckon them; 0 where the campaign has no value of a day."""
    return int((days * (day_value or 0)).to_integral_value(ROUND_HALF_UP))
