"""Every write on scorecards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from core.formats import number as shown
from criteria.actions.derived import refresh_card, refresh_following
from criteria.actions.summaries import keep_card
from criteria.enums import State
from criteria.judging import Entered, judge, may_be
from criteria.models import CriteriaSet, Criterion, Result, Scorecard
from criteria.papers.cards import measure_of
from criteria.papers.parts import in_words, kept
from criteria.queries.cards import CriterionLine, IndicatorLine, lines_of, scopes_of, sets_for
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


@transaction.atomic
def open_card(*, area: Area, criteria_set: CriteriaSet, year: int, by: User, subject: str = "") -> Scorecard:
    """The card of the area, or of a household or garden in it, by this set for the year; opened when it is not there yet.

    Safe to repeat. RuleError where the set is not for such a place.
    """
    if not sets_for(area, subject).filter(pk=criteria_set.pk).exists():
        raise RuleError(f"{criteria_set} không áp dụng cho {area}.")
    now = clock.now()
    card, created = Scorecard.objects.get_or_create(
        area=area, criteria_set=criteria_set, year=year, subject=subject,
        defaults={
            "scope": scopes_of([area], criteria_set, clock.today()).get(area.pk, ""), "created_by": by, "created_at": now, "updated_at": now,
        },
    )  # fmt: skip
    if created:
        record("scorecard.opened", card, by=by, area=area)
        refresh_card(card, by=by)
    return card


@transaction.atomic
def save_criterion(
    card: Scorecard, criterion: Criterion, *, rows: Mapping[int, Entered], whole: Entered | None, by: User
) -> list[Result]:
    """Put what was entered for one criterion into the card: by indicator id, and for the whole where a person judges it whole.

    Writes only rows that change, each with its change in the journal. RuleError where a state needs a reason and has none,
    or the row does not allow it; then nothing is written.
    """
    changed = put_criterion(card, criterion, rows=rows, whole=whole, by=by)
    if changed:
        keep_card(card)
    return changed


def put_criterion(
    card: Scorecard, criterion: Criterion, *, rows: Mapping[int, Entered], whole: Entered | None, by: User
) -> list[Result]:
    """As save_criterion, in the caller's transaction and without the card's summary: whoever puts several criteria keeps it once."""
    card = Scorecard.objects.select_for_update(of=("self",)).select_related("area", "criteria_set").get(pk=card.pk)
    line = lines_of(card, on=clock.today(), number=criterion.number)[0]
    changed = [done for row in line.rows if row.indicator.pk in rows and (done := _put(card, line, row, rows, by))]
    if whole is not None and (done := _put_whole(card, line, whole, by)):
        changed.append(done)
    if changed:
        card.updated_at = clock.now()
        card.save(update_fields=["updated_at"])
        refresh_following(card, by=by)
    return changed


def _put(
    card: Scorecard, line: CriterionLine, row: IndicatorLine, rows: Mapping[int, Entered], by: User
) -> Result | None:
    entered, measure = rows[row.indicator.pk], measure_of(row)
    entered = replace(entered, value=replace(entered.value, parts=kept(measure.parts, entered.value.parts)))
    computed = judge(measure, entered.value)
    state = entered.state or computed or State.NO_DATA
    if not may_be(measure, state):
        raise RuleError(f"Chỉ tiêu {row.name} phải đánh giá, không chọn “Không đánh giá” được.")
    _demand_reason(row.name, state, computed, entered.reason)
    result = row.result or Result(scorecard=card, criterion=line.criterion, indicator=row.indicator)
    return _store(result, entered, state, computed, by, row=row)


def _put_whole(card: Scorecard, line: CriterionLine, entered: Entered, by: User) -> Result | None:
    """For a criterion whose rows are known whole this is only a claim: its state still comes from its rows."""
    state = entered.state or State.NO_DATA
    _demand_reason(f"tiêu chí {line.criterion.number}", state, None, entered.reason)
    result = line.whole or Result(scorecard=card, criterion=line.criterion)
    return _store(result, entered, state, None, by)


def _demand_reason(what: str, state: State, computed: State | None, reason: str) -> None:
    if state not in {computed, State.NO_DATA} and not reason:
        raise RuleError(
            f"Đề nghị ghi lý do khi xét {what} là “{state.label}” mà số liệu và mức không tự cho kết quả đó."
        )


def _store(
    result: Result,
    entered: Entered,
    state: State,
    computed: State | None,
    by: User,
    *,
    row: IndicatorLine | None = None,
) -> Result | None:
    """Write the row and its change; None when nothing differs."""
    before, value = _words(result, row) if result.pk else "", entered.value
    values = {
        "number": value.number, "second": value.second, "text": value.text, "parts": dict(value.parts), "state": state,
        "computed": computed or "", "reason": entered.reason, "version": row.version if row else None,
    }  # fmt: skip
    if result.pk and all(getattr(result, name) == new for name, new in values.items()):
        return None
    if not result.pk and entered == Entered() and computed in {None, State.NO_DATA}:
        return None
    for name, new in values.items():
        setattr(result, name, new)
    result.by, result.at = by, clock.now()
    result.save()
    card = result.scorecard
    label = f"chỉ tiêu {row.name}" if row else f"tiêu chí {result.criterion.number}"
    record(
        "scorecard.saved",
        card,
        by=by,
        area=card.area,
        changes={label: [before, _words(result, row)]},
        note=entered.reason,
    )
    return result


def _words(result: Result, row: IndicatorLine | None) -> str:
    figures = [shown(figure, places=4) for figure in (result.number, result.second) if figure is not None]
    parts = in_words(measure_of(row).parts, result.parts) if row else ""
    entered = [*figures, *filter(None, (result.text, parts))]
    state = "chưa xét" if entered and result.state == State.NO_DATA else State(result.state).label
    return ", ".join([*entered, state])
