"""The demonstration's rounds: the district's office opens two, seven communes fill their cards, the office has looked at some.

The six communes beside xã Thượng Lộ and all their results are made up.
"""

from __future__ import annotations

import random
from datetime import timedelta

from django.db import transaction

from accounts.models import User
from areas.models import Area
from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.actions.rounds import RemarkOn, accept_card, open_round, return_card, submit_card
from criteria.enums import RoundKind, State
from criteria.judging import Entered
from criteria.models import CriteriaSet, Round, RoundCard, Scorecard

_OFFICE, _COMMUNES, _DISTRICT, _SET, _YEAR = "0900000016", "0900000029", "cu-46-nam-dong", "ntm-xa-2021-2025", 2024
_REASON = "Số liệu minh họa."
#: Commune → how many rows in a hundred are met, in the first round and in the second.
_MET = {
    "demo-xa-1": (97, 99),
    "demo-xa-2": (92, 96),
    "demo-xa-3": (90, 88),
    "demo-xa-4": (94, 97),
    "demo-xa-5": (82, 90),
}


def load_rounds() -> Round | None:
    """Open both rounds with their cards; None where they are there already."""
    office, officer = (User.objects.get(phone=phone) for phone in (_OFFICE, _COMMUNES))
    district, chosen = Area.objects.get(code=_DISTRICT), CriteriaSet.objects.get(code=_SET)
    if Round.objects.filter(area=district).exists():
        return None
    dice = random.Random(2024)  # noqa: S311 - the same demonstration every time
    with transaction.atomic():
        first = _open(district, chosen, RoundKind.HALF_YEAR, "6 tháng đầu năm 2024 (minh họa)", 20, office)
        for code, (share, _) in _MET.items():
            _fill(_card(first, code).card, share, dice, officer)
            _pass(_card(first, code), officer, office)
        second = _open(district, chosen, RoundKind.YEAR, "Năm 2024 (minh họa)", 40, office)
        for code, (_, share) in _MET.items():
            _fill(_card(second, code).card, share, dice, officer)
        for code in ("demo-xa-1", "demo-xa-2"):
            _pass(_card(second, code), officer, office)
        submit_card(_card(second, "demo-xa-3"), by=officer)
        waiting = submit_card(_card(second, "demo-xa-4"), by=officer)
        criterion = chosen.criteria.get(number=1)
        remark = RemarkOn(criterion, criterion.indicators.first(), "Đề nghị bổ sung quyết định phê duyệt quy hoạch.")
        return_card(waiting, remarks=[remark], by=office)
    return second


def _open(district: Area, chosen: CriteriaSet, kind: RoundKind, name: str, days: int, office: User) -> Round:
    deadline = today() + timedelta(days=days)
    return open_round(
        area=district, criteria_set=chosen, kind=kind, name=name, year=_YEAR, deadline=deadline, by=office
    )


def _card(round_: Round, code: str) -> RoundCard:
    return RoundCard.objects.get(round=round_, card__area__code=code)


def _pass(round_card: RoundCard, officer: User, office: User) -> None:
    accept_card(submit_card(round_card, by=officer), by=office)


def _fill(card: Scorecard, share: int, dice: random.Random, officer: User) -> None:
    for criterion in card.criteria_set.criteria.prefetch_related("indicators"):
        rows = {row.pk: _judged(share, dice) for row in criterion.indicators.all()}
        save_criterion(card, criterion, rows=rows, whole=None, by=officer)


def _judged(share: int, dice: random.Random) -> Entered:
    return Entered(state=State.MET if dice.randrange(100) < share else State.UNMET, reason=_REASON)
