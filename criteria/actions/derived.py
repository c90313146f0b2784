"""Rows that follow from other cards: judged anew when what they follow from changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from criteria.actions.summaries import keep_card
from criteria.enums import DerivedKind, State
from criteria.judging import judge
from criteria.models import Result, Scorecard
from criteria.papers.cards import measure_of, value_of
from criteria.queries.cards import CriterionLine, IndicatorLine, lines_of
from criteria.queries.derived import cards_following, has_derived_rows
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

NOTE = "Hệ thống tính lại theo phiếu hoặc mức liên quan."


@transaction.atomic
def refresh_card(card: Scorecard, *, by: User) -> int:
    """Judge the card's derived rows anew by what they follow from today; how many changed. Safe to repeat.

    What a person judged otherwise, with a reason, stays; only what value and level say beside it is brought up to date.
    """
    if not has_derived_rows(card.criteria_set):
        return 0
    Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    lines = lines_of(card, on=clock.today())
    changed = sum(
        _rejudge(card, line, row, by) for line in lines for row in line.rows if row.version and row.version.derived
    )
    if changed:
        keep_card(card)
    return changed


@transaction.atomic
def refresh_following(card: Scorecard, *, by: User, seen: frozenset[int] = frozenset()) -> None:
    """Judge anew the cards of which rows follow from this one, and those that follow from them."""
    seen |= {card.pk}
    for following in cards_following(card):
        if following.pk not in seen and refresh_card(following, by=by):
            refresh_following(following, by=by, seen=seen)


def _rejudge(card: Scorecard, line: CriterionLine, row: IndicatorLine, by: User) -> bool:
    measure, result = measure_of(row), row.result
    computed = judge(measure, value_of(row))
    said = computed or ""
    if result is None:
        if measure.derived != DerivedKind.SET_MET or computed not in {State.MET, State.UNMET}:
            return False
        result = Result(scorecard=card, criterion=line.criterion, indicator=row.indicator, state=State.NO_DATA)
    elif result.computed == said:
        return False
    before = State(result.state)
    if result.state in {result.computed, State.NO_DATA}:
        result.state = computed or State.NO_DATA
    result.computed, result.version = said, row.version
    result.by, result.at = by, clock.now()
    result.save()
    changes = {f"chỉ tiêu {row.indicator}": [before.label, State(result.state).label]}
    record("scorecard.saved", card, by=by, area=card.area, changes=changes, note=NOTE)
    return True
