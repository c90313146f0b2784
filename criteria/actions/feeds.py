"""Taking a figure that villages or gardens tell into a row of the card above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import clock
from core.errors import RuleError
from core.formats import number as shown
from core.formats import vndate
from criteria.actions.cards import save_criterion
from criteria.enums import State
from criteria.judging import Entered, Value
from criteria.models import Indicator, Scorecard
from criteria.queries.feeds import feeds_for

if TYPE_CHECKING:
    from accounts.models import User


def take_feed(card: Scorecard, indicator: Indicator, *, key: str, by: User) -> str:
    """Put one figure of `feeds_for(card)` as it is today into the row, with its source as the reason; answers that sentence.

    The row is judged by its level; where the level said nothing and a person had judged, that judgement stays. RuleError for a
    figure that is not there any more. Safe to repeat.
    """
    found = next(((fed, item) for fed in feeds_for(card) for item in fed.figures if item.key == key), None)
    if found is None:
        raise RuleError("Số liệu này không còn; đề nghị mở lại trang.")
    fed, figure = found
    words = f"{figure.label}: {shown(figure.number)} ({fed.criteria_set})"
    reason = f"Lấy từ đăng ký đạt chuẩn của thôn, vườn ngày {vndate(clock.today())}. {words}; {fed.sentence}."
    before = card.results.filter(indicator=indicator).first()
    said = State(before.state) if before and not before.computed and before.state != State.NO_DATA else None
    parts = dict(before.parts) if before else {}
    entered = Entered(Value(number=figure.number, parts=parts), state=said, reason=reason)
    save_criterion(card, indicator.criterion, rows={indicator.pk: entered}, whole=None, by=by)
    return words
