"""What a report says of the scorecards: each card of the year with the rows its form needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from criteria.enums import SetLevel
from criteria.models import Evidence, Result, RoundCard, Scorecard
from criteria.queries.cards import CriterionLine, last_results, lines_of
from criteria.queries.cares import Cares, cares_of
from criteria.queries.evidence import by_row
from criteria.queries.results import accepted_before
from reporting.models import Cell

if TYPE_CHECKING:
    from reporting.context import Scope


@dataclass(frozen=True, slots=True)
class CardFact:
    card: Scorecard
    lines: list[CriterionLine]
    cares: Cares
    proof: dict[tuple[int, int | None], list[Evidence]]
    #: What was accepted last in a round, else last year's results by indicator's id.
    accepted: RoundCard | None
    last: dict[int, Result]


def card_facts(scope: Scope) -> list[CardFact]:
    """The area's cards by commune sets for the year of the scope's last day; the same number of queries for each card.

    A commune has one card, two where it works at nâng cao or kiểu mẫu.
    """
    cards = Scorecard.objects.filter(
        area=scope.area, subject="", year=scope.upto.year, criteria_set__level=SetLevel.COMMUNE
    ).select_related("area__parent", "criteria_set")
    return [_fact(card, scope) for card in cards.order_by("criteria_set__name", "pk")]


def _fact(card: Scorecard, scope: Scope) -> CardFact:
    accepted = accepted_before(card)
    return CardFact(
        card, lines_of(card, on=scope.upto), cares_of(card), by_row(card.area, card.criteria_set), accepted,
        {} if accepted else last_results(card),
    )  # fmt: skip


def said_before(scope: Scope) -> dict[str, str]:
    """By row, what the report of the period before said in the column of results. At most one query."""
    if scope.before is None:
        return {}
    cells = Cell.objects.filter(report=scope.before, table="criteria", column="result").exclude(text="")
    return dict(cells.values_list("row", "text"))
