"""Reading muster sheets with their sums."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from contributions.models import Muster, MusterLine


def with_sums(musters: QuerySet[Muster]) -> QuerySet[Any]:
    """Adds `people`, `days` and `taken` (lines that are in the ledger)."""
    return musters.annotate(
        people=Count("lines"), days=Sum("lines__days"), taken=Count("lines", filter=Q(lines__receipt__isnull=False))
    )


def lines_of(muster: Muster) -> QuerySet[MusterLine]:
    return muster.lines.select_related("line__party", "receipt__book").order_by("line__party__sort_key", "pk")
