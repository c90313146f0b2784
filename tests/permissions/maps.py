"""From one criteria set to the next, and from a card's gaps to tasks."""

from __future__ import annotations

from typing import Any

from core.clock import now
from criteria.actions.maps import lay_old_results
from criteria.enums import MapKind, SetLevel, State
from criteria.models import CriteriaSet, Criterion, MapRow, Result, Scorecard
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
_NO_FILLER = {**{person: 403 for person in _READERS if person != "officer"}, **NOT_INSIDE}

TABLE = (
    Row("criteria:carried", _READERS, NOT_INSIDE, of="mapped_card"),
    # Without an old card in the form there is nothing to be found.
    Row("criteria:lay_old_results", ("officer",), _NO_FILLER, method="post", of="mapped_card", done=404),
    Row("criteria:check_carried", ("officer",), _NO_FILLER, method="post", of="mapped_card", done=404),
    Row("campaigns:propose_tasks", _READERS, NOT_INSIDE, of="mapped_card"),
    Row("campaigns:propose_tasks", ("officer",), _NO_FILLER, method="post", of="mapped_card"),
)
PAGES = (
    ("officer", "criteria:carried", "mapped_card"),
    ("leader", "criteria:carried", "mapped_card"),
    ("officer", "campaigns:propose_tasks", "mapped_card"),
    ("leader", "campaigns:propose_tasks", "mapped_card"),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    """A card with an old one whose results lie beside it."""
    common = {"area": cast.commune, "created_by": cast.officer, "created_at": now(), "updated_at": now()}
    cards, criteria = [], []
    for year, code in ((2025, "thu-cu"), (2026, "thu-moi")):
        chosen = CriteriaSet.objects.create(code=code, name=f"Bộ {code}", level=SetLevel.COMMUNE, issued_by="central")
        rows = [
            Criterion.objects.create(criteria_set=chosen, number=number, name=name, complete=False)
            for number, name in enumerate(("Quy hoạch", "Giao thông", "Điện"), 1)
        ]
        criteria.append(rows)
        cards.append(Scorecard.objects.create(criteria_set=chosen, year=year, **common))
    (old, card), (before, after) = cards, criteria
    sets = {"from_set": old.criteria_set, "to_set": card.criteria_set}
    MapRow.objects.create(
        kind=MapKind.CARRIED, from_criterion=before[0], to_criterion=after[0], note="Cùng tên.", **sets
    )
    MapRow.objects.create(kind=MapKind.ANEW, to_criterion=after[1], **sets)
    MapRow.objects.create(kind=MapKind.DROPPED, from_criterion=before[1], **sets)
    Result.objects.create(
        scorecard=old, criterion=before[0], state=State.MET, reason="Xã xét.", by=cast.officer, at=now()
    )
    lay_old_results(card, old, by=cast.officer)
    return {"mapped_card": card.pk}
