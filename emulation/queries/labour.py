"""Reading labour days that wait: counts by state, and the books that take them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from areas.models import Area
from contributions.enums import BookForm, BookKind
from contributions.models import Book
from emulation.enums import ProposalState
from emulation.models import Drive, LabourProposal


def counts(drive: Drive) -> dict[str, int]:
    """By state, how many proposals the drive has. One query."""
    rows = LabourProposal.objects.filter(report__duty__entry__drive=drive).order_by().values("state")
    return dict(rows.annotate(n=Count("pk")).values_list("state", "n"))


def tabs(drive: Drive, state: str) -> list[dict[str, Any]]:
    """The states as tabs with their counts."""
    told = counts(drive)
    return [
        {
            "label": value.label,
            "count": told.get(value, 0),
            "url": f"?tinh-trang={value.value}",
            "current": value == state,
        }
        for value in ProposalState
    ]


def labour_books(areas: Iterable[Area | int | None]) -> list[Book]:
    """Books of labour days of these areas that the system numbers and that were not handed back, the newest first. One query."""
    rows = Book.objects.filter(
        area__in=[area for area in areas if area is not None],
        form=BookForm.LABOUR,
        kind=BookKind.SYSTEM,
        handed_back_on=None,
    )
    return list(rows.order_by("-year", "code", "pk"))
