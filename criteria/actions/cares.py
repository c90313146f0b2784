"""Every write on who looks after the rows of a card."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.queries import people_of
from core.errors import RuleError
from core.formats import vndate
from criteria.models import Criterion, Indicator, RowCare, Scorecard
from criteria.queries.cares import cares_of
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User

#: A whole criterion (None), or one of its indicators.
Row = tuple[Criterion, Indicator | None]


@transaction.atomic
def assign_rows(
    card: Scorecard, rows: Sequence[Row], *, owner: User | None, unit: str, due_on: date | None, by: User
) -> int:
    """Say of these rows who looks after them and by when; what is None or "" stays as it is. Answers how many rows changed.

    The owner gets one notice for all of them, but not of one's own doing. RuleError without rows, or for an owner who has no
    role on the card's area or its villages. Safe to repeat.
    """
    _demand_rows(rows)
    if owner is not None and not people_of(card.area).filter(pk=owner.pk).exists():
        raise RuleError(f"{owner} không có vai trò ở {card.area}.")
    card = Scorecard.objects.select_for_update(of=("self",)).select_related("area").get(pk=card.pk)
    cares, changed = cares_of(card), []
    for criterion, indicator in rows:
        care = cares.get((criterion.pk, indicator.pk if indicator else None))
        care = care or RowCare(scorecard=card, criterion=criterion, indicator=indicator)
        before = _words(care)
        care.owner, care.unit, care.due_on = owner or care.owner, unit or care.unit, due_on or care.due_on
        if care.pk is None or _words(care) != before:
            care.save()
            changed.append((_label(criterion, indicator), before, _words(care)))
    _record(card, changed, by)
    if owner is not None and owner.pk != by.pk and changed:
        _tell(card, owner, [label for label, _, _ in changed], due_on)
    return len(changed)


@transaction.atomic
def release_rows(card: Scorecard, rows: Sequence[Row], *, by: User) -> int:
    """Nobody in particular looks after these rows any more. Answers how many had somebody. Safe to repeat."""
    _demand_rows(rows)
    card = Scorecard.objects.select_for_update(of=("self",)).select_related("area").get(pk=card.pk)
    cares, changed = cares_of(card), []
    for criterion, indicator in rows:
        care = cares.get((criterion.pk, indicator.pk if indicator else None))
        if care is not None:
            changed.append((_label(criterion, indicator), _words(care), ""))
            care.delete()
    _record(card, changed, by)
    return len(changed)


def _demand_rows(rows: Sequence[Row]) -> None:
    if not rows:
        raise RuleError("Chọn ít nhất một dòng.")


def _record(card: Scorecard, changed: Iterable[tuple[str, str, str]], by: User) -> None:
    changes = {label: [before, after] for label, before, after in changed}
    if changes:
        record("care.assigned", card, by=by, area=card.area, changes=changes)


def _tell(card: Scorecard, owner: User, labels: list[str], due_on: date | None) -> None:
    rows = ", ".join(labels[:6]) + (f" và {len(labels) - 6} dòng khác" if len(labels) > 6 else "")
    title = f"Được phân công phụ trách {rows} của {card}" + (
        f", hoàn thành chậm nhất ngày {vndate(due_on)}" if due_on else ""
    )
    mark = hashlib.sha256(f"{labels}{due_on}".encode()).hexdigest()[:12]
    notify([owner], key=f"care-{card.pk}-{mark}", title=title, url=reverse("criteria:cares", args=[card.pk]))


def _label(criterion: Criterion, indicator: Indicator | None) -> str:
    return f"chỉ tiêu {indicator}" if indicator else f"tiêu chí {criterion.number}"


def _words(care: RowCare) -> str:
    said = [str(care.owner) if care.owner else "", care.unit, vndate(care.due_on) if care.due_on else ""]
    return ", ".join(part for part in said if part)
