"""What the cards linked to entries say, criterion by criterion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from criteria.enums import State
from criteria.judging import criterion_state
from criteria.models import Criterion, Result, Scorecard


def states_of(cards: Iterable[Scorecard]) -> dict[int, dict[int, State]]:
    """By card's id and criterion's number, where each criterion of its set stands now, as on the card's page. Three queries."""
    cards = list(cards)
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    sets = {card.criteria_set_id for card in cards}
    for row in Criterion.objects.filter(criteria_set__in=sets).prefetch_related("indicators"):
        criteria[row.criteria_set_id].append(row)
    results = Result.objects.filter(scorecard__in=cards)
    stored: dict[tuple[int, int, int | None], State] = {
        (card, criterion, indicator): State(state)
        for card, criterion, indicator, state in results.values_list("scorecard", "criterion", "indicator", "state")
    }
    return {
        card.pk: {row.number: _state(card, row, stored) for row in criteria[card.criteria_set_id]} for card in cards
    }


def _state(card: Scorecard, criterion: Criterion, stored: dict[tuple[int, int, int | None], State]) -> State:
    rows = [stored.get((card.pk, criterion.pk, row.pk), State.NO_DATA) for row in criterion.indicators.all()]
    return criterion_state(rows, complete=criterion.complete, whole=stored.get((card.pk, criterion.pk, None)))
