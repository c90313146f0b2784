"""What a plan says of the commune's results, put into its scorecard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from campaigns.models import Plan, StandingRow
from campaigns.queries.cards import set_of
from core.errors import RuleError
from criteria.actions.cards import open_card, save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value

if TYPE_CHECKING:
    from accounts.models import User
    from criteria.models import Criterion, Scorecard


@transaction.atomic
def enter_standings(plan: Plan, *, by: User) -> Scorecard:
    """Put the plan's list of results into the area's card of its year: criteria as claims, named indicators as results.

    Rows the card has already are left alone; each row written names the plan as its reason. Safe to repeat.
    """
    criteria_set = set_of(plan)
    if criteria_set is None or plan.year is None:
        raise RuleError("Chưa có bộ tiêu chí của năm kế hoạch nên chưa ghi vào phiếu được.")
    card = open_card(area=plan.area, criteria_set=criteria_set, year=plan.year, by=by)
    reason = f"Theo {plan.document.number_and_symbol or plan.title}."
    told = {row.code: row for row in plan.standings.all() if row.code}
    taken: set[tuple[int, str | None]] = set(card.results.values_list("criterion__number", "indicator__code"))
    for criterion in criteria_set.criteria.prefetch_related("indicators"):
        _enter(card, criterion, told, taken, reason, by)
    return card


def _enter(
    card: Scorecard, criterion: Criterion, told: dict[str, StandingRow], taken: set[tuple[int, str | None]],
    reason: str, by: User,
) -> None:  # fmt: skip
    rows = {
        indicator.pk: _entered(told[indicator.code], reason)
        for indicator in criterion.indicators.all()
        if indicator.code in told and "." in indicator.code and (criterion.number, indicator.code) not in taken
    }
    claim = told.get(str(criterion.number))
    whole = _entered(claim, reason) if claim and (criterion.number, None) not in taken else None
    if rows or whole:
        save_criterion(card, criterion, rows=rows, whole=whole, by=by)


def _entered(row: StandingRow, reason: str) -> Entered:
    return Entered(Value(number=row.value), state=State(row.standing), reason=reason)
