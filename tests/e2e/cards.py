"""A commune's card as the office finds it."""

from __future__ import annotations

from django.core.management import call_command

from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.actions.rounds import open_round, submit_card
from criteria.enums import RoundKind, State
from criteria.judging import Entered
from criteria.models import CriteriaSet, RoundCard
from tests.cast import Cast


def sent_card(cast: Cast, state: State) -> RoundCard:
    """The commune's card in this year's round, its first criterion in this state, sent by the leader."""
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Năm nay", year=today().year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    round_card = RoundCard.objects.get(card__area=cast.commune)
    criterion = chosen.criteria.get(number=1)
    rows = {row.pk: Entered(state=state, reason="Xã xét.") for row in criterion.indicators.all()}
    save_criterion(round_card.card, criterion, rows=rows, whole=None, by=cast.officer)
    submit_card(round_card, by=cast.leader)
    return round_card
