"""Writing many rows of a card at once: from the grid and from a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from core.errors import RuleError
from criteria.actions.cards import put_criterion
from criteria.actions.summaries import keep_card
from criteria.judging import Entered
from criteria.models import Criterion, Scorecard
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

MOVED = "Dòng này vừa được người khác sửa; đề nghị xem lại rồi lưu lần nữa."


@dataclass(frozen=True, slots=True)
class RowChange:
    """What shall stand in one row. `read_at` is the moment of the result that the person saw, None where there was none."""

    key: str
    criterion: Criterion
    indicator_id: int | None
    entered: Entered
    read_at: datetime | None


class RowsRefusedError(RuleError):
    """Nothing was written; `rows` says why, a sentence by the key of each refused row."""

    def __init__(self, rows: dict[str, str]) -> None:
        super().__init__(f"Chưa lưu: {len(rows)} dòng cần sửa.")
        self.rows = rows


@transaction.atomic
def save_rows(card: Scorecard, changes: Sequence[RowChange], *, by: User, source: str = "") -> int:
    """Put all changed rows into the card in one transaction; answers how many rows changed. Safe to repeat.

    RowsRefusedError, and nothing written, when a rule refuses any of them or a row is no longer what the person saw.
    `source` is the name of the workbook they come from, told in the journal.
    """
    Scorecard.objects.select_for_update().get(pk=card.pk)
    refused = _moved(card, changes)
    written = 0
    for criterion, group in _by_criterion(changes):
        try:
            with transaction.atomic():
                written += _save(card, criterion, group, by)
        except RuleError:
            refused |= _each_alone(card, criterion, group, by)
    if refused:
        raise RowsRefusedError(refused)
    if written:
        keep_card(card)
    if source and written:
        record("card.imported", card, by=by, area=card.area, note=f"{written} dòng từ tệp {source}")
    return written


def refusals(card: Scorecard, changes: Sequence[RowChange], *, by: User) -> dict[str, str]:
    """What `save_rows` would refuse, by the key of the row; writes nothing."""
    with transaction.atomic():
        try:
            save_rows(card, changes, by=by)
        except RowsRefusedError as error:
            return error.rows
        finally:
            transaction.set_rollback(True)
    return {}


def _moved(card: Scorecard, changes: Sequence[RowChange]) -> dict[str, str]:
    stand: dict[tuple[int, int | None], datetime] = {
        (row["criterion_id"], row["indicator_id"]): row["at"]
        for row in card.results.values("criterion_id", "indicator_id", "at")
    }
    return {
        change.key: MOVED
        for change in changes
        if stand.get((change.criterion.pk, change.indicator_id)) != change.read_at
    }


def _by_criterion(changes: Sequence[RowChange]) -> list[tuple[Criterion, list[RowChange]]]:
    groups: dict[Criterion, list[RowChange]] = defaultdict(list)
    for change in changes:
        groups[change.criterion].append(change)
    return list(groups.items())


def _save(card: Scorecard, criterion: Criterion, group: Sequence[RowChange], by: User) -> int:
    rows = {change.indicator_id: change.entered for change in group if change.indicator_id is not None}
    whole = next((change.entered for change in group if change.indicator_id is None), None)
    return len(put_criterion(card, criterion, rows=rows, whole=whole, by=by))


def _each_alone(card: Scorecard, criterion: Criterion, group: Sequence[RowChange], by: User) -> dict[str, str]:
    """Which rows of a refused criterion the rule is about."""
    refused = {}
    for change in group:
        try:
            with transaction.atomic():
                _save(card, criterion, [change], by)
        except RuleError as error:
            refused[change.key] = error.message
    return refused
