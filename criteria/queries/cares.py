"""Reading who looks after the rows of a card."""

from __future__ import annotations

from criteria.models import RowCare, Scorecard

#: By (criterion id, indicator id or None for the whole criterion).
Cares = dict[tuple[int, int | None], RowCare]


def cares_of(card: Scorecard) -> Cares:
    """Who looks after which row; one query. See `care_for`."""
    rows = card.cares.select_related("owner", "criterion")
    return {(row.criterion_id, row.indicator_id): row for row in rows}


def care_for(cares: Cares, criterion_id: int, indicator_id: int | None = None) -> RowCare | None:
    """Who looks after the row: its own care, else that of the whole criterion."""
    return cares.get((criterion_id, indicator_id)) or cares.get((criterion_id, None))
