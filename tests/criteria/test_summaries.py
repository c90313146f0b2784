"""The summaries say what results and snapshots say, whatever was done to the cards before."""

from __future__ import annotations

import random
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from core.clock import today
from criteria.actions.cards import save_criterion
from criteria.actions.summaries import recompute
from criteria.enums import RoundCardState, State
from criteria.judging import Entered, Value, marks_of
from criteria.models import CardSummary, Criterion, Result, RoundCard, RoundSummary, Scorecard
from criteria.papers.cards import card_rows, totals
from criteria.papers.snapshots import states_in
from criteria.queries.cards import lines_of
from tests.cast import Cast
from tests.criteria.test_rounds import fill, key, open_round

SignIn = Callable[[User], Client]


@pytest.fixture
def mine(cast: Cast, card: Scorecard, signed_in: SignIn) -> RoundCard:
    """The commune's card in a round of the province."""
    open_round(signed_in(cast.coordination), cast, year=card.year)
    return RoundCard.objects.get(card=card)


def test_a_living_card_is_summed_up_as_its_page_does(card: Scorecard, cast: Cast) -> None:
    dice = random.Random(7)  # noqa: S311 - a settled order of saves
    criteria = list(Criterion.objects.filter(criteria_set=card.criteria_set).prefetch_related("indicators"))
    for _ in range(12):
        criterion = dice.choice(criteria)
        states = [State.MET, State.UNMET, State.NO_DATA]
        rows = {row.pk: Entered(state=dice.choice(states), reason="Xã xét.") for row in criterion.indicators.all()}
        save_criterion(card, criterion, rows=rows, whole=Entered(state=State.MET, reason="Xã xét."), by=cast.officer)
        rows_of_card = card_rows(lines_of(card, on=today()))
        summary = CardSummary.objects.get(card=card)
        assert summary.marks == marks_of(row.state for row in rows_of_card)
        assert summary.met == totals(card, rows_of_card).met
        assert (
            summary.rows_met == Result.objects.filter(scorecard=card, state=State.MET).exclude(indicator=None).count()
        )
        assert summary.rows == sum(len(row.line.rows) for row in rows_of_card)
    assert recompute() == []


def test_from_submission_on_the_round_has_its_own(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    leader, office = signed_in(cast.leader), signed_in(cast.coordination)
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    assert not RoundSummary.objects.exists(), "while the commune fills, its living card counts"
    leader.post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    summary = RoundSummary.objects.get(round_card=mine)
    assert (summary.marks[0], summary.said, summary.met) == ("D", summary.marks, 1)

    row = key("1.1")
    wrong = {"row": row, f"ket-qua-{row}": "unmet", f"ly-do-{row}": "Quy hoạch chưa công bố."}
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/dieu-chinh/", wrong)
    summary.refresh_from_db()
    assert (summary.marks[0], summary.said[0], summary.met) == ("C", "D", 0), "the corrected row decides its criterion"
    office.post(f"/ky-danh-gia/phieu/{mine.pk}/chap-nhan/")
    mine.refresh_from_db()
    assert mine.state == RoundCardState.ACCEPTED
    assert states_in(mine.snapshot)["1"] == State.UNMET, "and the page of the card says the same"
    fill(mine, cast.officer, ct1_1="Không đạt")
    summary.refresh_from_db()
    assert summary.said[0] == "D", "what was submitted stands"
    assert recompute() == []


def test_a_returned_card_counts_as_it_lives(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    fill(mine, cast.officer, ct1_1="Đạt")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    signed_in(cast.coordination).post(f"/ky-danh-gia/phieu/{mine.pk}/tra-lai/", {f"y-{key('1.1')}": "Thiếu hồ sơ."})
    assert not RoundSummary.objects.exists()
    assert recompute() == []


def test_the_command_finds_and_mends_what_differs(mine: RoundCard, cast: Cast, signed_in: SignIn) -> None:
    fill(mine, cast.officer, ct1_1="Đạt", ct1_2="Đạt")
    signed_in(cast.leader).post(f"/ky-danh-gia/phieu/{mine.pk}/gui/")
    right = CardSummary.objects.get(card=mine.card).marks
    CardSummary.objects.filter(card=mine.card).update(marks="C" * len(right), met=0)
    RoundSummary.objects.all().delete()
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert "2 dòng lệch, đã sửa." in out.getvalue()
    assert (CardSummary.objects.get(card=mine.card).marks, RoundSummary.objects.get().marks) == (right, right)
    Result.objects.filter(scorecard=mine.card).delete()
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert "2 dòng lệch" in out.getvalue(), "the card, and the count of the province"
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert out.getvalue().strip() == "Không có dòng nào lệch."


def test_a_row_without_a_value_leaves_no_mark(card: Scorecard, cast: Cast) -> None:
    criterion = Criterion.objects.get(criteria_set=card.criteria_set, number=1)
    rows = {row.pk: Entered(Value()) for row in criterion.indicators.all()}
    save_criterion(card, criterion, rows=rows, whole=None, by=cast.officer)
    assert not CardSummary.objects.exists()
