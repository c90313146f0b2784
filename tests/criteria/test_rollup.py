"""Counts by area: right after any work, for communes that save at once, while rows are put together, and when communes end."""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from io import StringIO
from itertools import count as counter
from itertools import product

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models import F
from django.test import Client

from accounts.models import User
from areas.enums import Level
from areas.models import Area
from core.clock import today
from criteria.actions.cards import open_card, save_criterion
from criteria.actions.rounds import RemarkOn, accept_card, correct_row, open_round, return_card, submit_card
from criteria.actions.summaries import recompute
from criteria.actions.tallies import fold, recount
from criteria.enums import RoundCardState, RoundKind, State, TallyKind
from criteria.judging import Entered, met_in
from criteria.models import AcceptedSummary, CardSummary, CriteriaSet, Criterion, RoundCard, Scorecard, Tally
from criteria.models.summaries import Summary
from criteria.queries.tallies import Count, counts_of, kept
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
DISTRICT_END = date(2025, 6, 30)


@pytest.fixture
def chosen(db: None) -> CriteriaSet:
    call_command("load_criteria", verbosity=0)
    return CriteriaSet.objects.get(code="ntm-xa-2021-2025")


def enter(card: Scorecard, by: User, **states: State) -> None:
    """Judge whole criteria: c1=State.MET."""
    for name, state in states.items():
        criterion = Criterion.objects.get(criteria_set=card.criteria_set, number=int(name[1:]))
        rows = {row.pk: Entered(state=state, reason="Xã xét.") for row in criterion.indicators.all()}
        whole = None if criterion.complete else Entered(state=state, reason="Xã xét.")
        save_criterion(card, criterion, rows=rows, whole=whole, by=by)


def by_hand(office: Area, chosen: CriteriaSet, year: int, kind: TallyKind, on: date) -> tuple[int, int, list[int]]:
    """Cards, their criteria met together, and how many meet each criterion: asked of every card one after the other."""
    cards, met, each = 0, 0, [0] * chosen.criteria.count()
    for card in Scorecard.objects.filter(
        area__path__startswith=office.path or "-", criteria_set=chosen, year=year, subject=""
    ):
        area = card.area
        there = (area.valid_from is None or area.valid_from <= on) and (area.valid_to is None or area.valid_to >= on)
        if area.level != Level.COMMUNE or not there:
            continue
        summary: Summary | None = CardSummary.objects.filter(card=card).first()
        if kind == TallyKind.ACCEPTED:
            rounds = RoundCard.objects.filter(card=card, state=RoundCardState.ACCEPTED)
            last = max(rounds, key=lambda row: (row.decided_at, row.pk), default=None)
            summary = last.summary if last else None
        if summary is None or not summary.marks.strip("-"):
            continue
        cards, met = cards + 1, met + met_in(summary.marks)
        each = [n + (mark in "DK") for n, mark in zip(each, summary.marks, strict=True)]
    return cards, met, each


def told(count: Count | None, width: int) -> tuple[int, int, list[int]]:
    if count is None:
        return 0, 0, [0] * width
    met = sum(n * cards for n, cards in enumerate(count.met))
    return count.cards, met, [count.met_at(place) for place in range(width)]


class Work:
    """One random piece of work after the other, in an order that the dice settle."""

    def __init__(self, cast: Cast, chosen: CriteriaSet) -> None:
        self.cast, self.chosen, self.names = cast, chosen, counter(1)
        self.dice = random.Random(11)  # noqa: S311 - a settled order of work
        self.criteria = list(chosen.criteria.filter(number__in=(1, 7, 8)))
        self.another_round()

    def another_round(self) -> None:
        open_round(
            area=self.cast.province, criteria_set=self.chosen, kind=RoundKind.MONTH, name=f"Kỳ {next(self.names)}",
            year=today().year, deadline=today(), by=self.cast.coordination,
        )  # fmt: skip

    def save(self) -> None:
        states = [State.MET, State.MET, State.UNMET, State.NO_DATA]
        card = self.dice.choice(Scorecard.objects.order_by("pk"))
        enter(card, self.cast.officer, **{f"c{self.dice.choice(self.criteria).number}": self.dice.choice(states)})

    def submit(self) -> None:
        row = self.dice.choice(RoundCard.objects.order_by("pk"))
        if row.state in {RoundCardState.FILLING, RoundCardState.RETURNED}:
            submit_card(row, by=self.cast.leader)

    def answer(self) -> None:
        row = self.dice.choice(RoundCard.objects.order_by("pk"))
        criterion, office = self.dice.choice(self.criteria), self.cast.coordination
        if row.state != RoundCardState.SUBMITTED:
            return
        if self.dice.random() < 0.3:
            return_card(row, remarks=[RemarkOn(criterion, None, "Bổ sung.")], by=office)
            return
        if row.summary.marks[criterion.number - 1] == "D":
            correct_row(
                row, criterion=criterion, indicator=criterion.indicators.all()[0], after=State.UNMET, reason="Thiếu.",
                by=office,
            )  # fmt: skip
        accept_card(row, by=office)

    def end_or_not(self) -> None:
        area = self.dice.choice(
            Area.objects.filter(level=Level.COMMUNE).exclude(pk=self.cast.commune.pk).order_by("pk")
        )
        area.valid_to = None if area.valid_to else today() - timedelta(days=1)
        area.save()

    def go_on(self) -> None:
        kinds = (self.save, self.submit, self.answer, self.end_or_not, fold, self.another_round)
        self.dice.choices(kinds, (6, 5, 5, 1, 1, 1))[0]()


def test_random_work_counts_as_asked_card_by_card(cast: Cast, chosen: CriteriaSet) -> None:
    """Saving, submitting, returning, correcting, accepting, folding, communes ending: the counts are those of the slow way."""
    year = today().year
    district = factories.area("Đại Sơn", level=Level.DISTRICT, kind_word="huyện", code="T9", parent=cast.province)
    for number in range(3):
        factories.area(f"Phú {number}", level=Level.COMMUNE, kind_word="xã", code=f"T9{number}", parent=district)
    work = Work(cast, chosen)
    for step in range(90):
        work.go_on()
        if step % 15 != 14:
            continue
        for on in (today(), today() - timedelta(days=1)):
            found = counts_of([cast.province.pk, district.pk], chosen.pk, year, on=on)
            for office, kind in product((cast.province, district), TallyKind):
                slow = by_hand(office, chosen, year, kind, on)
                assert told(found.get((office.pk, kind)), len(slow[2])) == slow, (step, str(office), kind, on)
    assert AcceptedSummary.objects.exists(), "the dice reached acceptance"
    assert recompute() == []
    fold()
    assert recount() == []
    assert Tally.objects.count() <= len(kept(Tally.objects.all())), "one row a key is left"


def test_the_accepted_stands_beside_the_living(cast: Cast, chosen: CriteriaSet) -> None:
    card = open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
    assert counts_of([cast.province.pk], chosen.pk, card.year, on=today()) == {}, "an empty card counts nowhere"
    enter(card, cast.officer, c1=State.MET)
    open_round(
        area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name="Cả năm", year=card.year, deadline=today(),
        by=cast.coordination,
    )  # fmt: skip
    row = RoundCard.objects.get(card=card)
    submit_card(row, by=cast.leader)
    accept_card(row, by=cast.coordination)
    enter(card, cast.officer, c1=State.UNMET)
    found = counts_of([cast.province.pk], chosen.pk, card.year, on=today())
    assert found[cast.province.pk, TallyKind.SELF].met_at(0) == 0
    assert found[cast.province.pk, TallyKind.ACCEPTED].met_at(0) == 1
    assert counts_of([cast.province.pk], chosen.pk, card.year, on=today(), scope="TN") == {}
    village = open_card(
        area=cast.village, criteria_set=CriteriaSet.objects.filter(level="thon").first() or chosen, year=card.year,
        by=cast.officer,
    )  # fmt: skip
    first = village.criteria_set.criteria.order_by("number")[0]
    enter(village, cast.officer, **{f"c{first.number}": State.MET})
    assert Tally.objects.filter(criteria_set=village.criteria_set).count() == 0, "villages count in no area above"


def test_a_commune_that_ends_stays_in_the_days_it_had(cast: Cast, chosen: CriteriaSet) -> None:
    """Two communes become one in the middle of a year: before that day two count, after it the new one alone."""
    for area, state in ((cast.commune, State.MET), (cast.next_commune, State.UNMET)):
        enter(open_card(area=area, criteria_set=chosen, year=2025, by=cast.officer), cast.officer, c1=state)
    heir = factories.area("Bình An", level=Level.COMMUNE, kind_word="xã", code="T3", parent=cast.province)
    Area.objects.filter(pk=heir.pk).update(valid_from=DISTRICT_END + timedelta(days=1))
    enter(open_card(area=heir, criteria_set=chosen, year=2025, by=cast.officer), cast.officer, c1=State.MET)
    for area in (cast.commune, cast.next_commune):
        area.valid_to, area.successor = DISTRICT_END, heir
        area.save()

    def communes(on: date) -> tuple[int, int]:
        count = counts_of([cast.province.pk], chosen.pk, 2025, on=on)[cast.province.pk, TallyKind.SELF]
        return count.cards, count.met_at(0)

    assert communes(DISTRICT_END) == (2, 1)
    assert communes(date(2025, 12, 31)) == (1, 1)
    fold()
    assert communes(DISTRICT_END) == (2, 1)
    assert recompute() == []


def test_the_command_finds_and_mends_counts(cast: Cast, chosen: CriteriaSet) -> None:
    card = open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
    enter(card, cast.officer, c1=State.MET)
    Tally.objects.update(cards=F("cards") + 3)
    out = StringIO()
    call_command("recompute_summaries", stdout=out)
    assert "1 dòng lệch, đã sửa." in out.getvalue()
    assert "Xã tự đánh giá: đang ghi 4 phiếu" in out.getvalue()
    assert counts_of([cast.province.pk], chosen.pk, card.year, on=today())[cast.province.pk, TallyKind.SELF].cards == 1
    Tally.objects.all().delete()
    AcceptedSummary.objects.all().delete()
    assert len(recompute()) == 1
    assert recompute() == []


def test_what_was_there_before_is_counted_by_the_migration(cast: Cast, chosen: CriteriaSet) -> None:
    card = open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
    enter(card, cast.officer, c1=State.MET)
    for name in ("Kỳ 1", "Kỳ 2"):
        open_round(
            area=cast.province, criteria_set=chosen, kind=RoundKind.YEAR, name=name, year=card.year, deadline=today(),
            by=cast.coordination,
        )  # fmt: skip
        accept_card(
            submit_card(RoundCard.objects.get(card=card, round__name=name), by=cast.leader), by=cast.coordination
        )
        enter(card, cast.officer, c1=State.UNMET)
    Tally.objects.all().delete()
    AcceptedSummary.objects.all().delete()
    import_module("criteria.migrations.0016_tallies").fill(apps, None)
    assert AcceptedSummary.objects.get().round_card.round.name == "Kỳ 2"
    assert recompute() == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_communes_that_save_at_once_wait_for_nobody_and_none_is_lost(cast: Cast) -> None:
    """Six connections save ten cards of one province while others fold, recount, read and change a commune's dates."""
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    cards = []
    for number in range(10):
        area = factories.area(
            f"Phú {number}", level=Level.COMMUNE, kind_word="xã", code=f"TP{number}", parent=cast.province
        )
        cards.append(open_card(area=area, criteria_set=chosen, year=today().year, by=cast.officer))
        enter(cards[-1], cast.officer, c1=State.MET)
    dice = random.Random(3)  # noqa: S311 - a settled order of saves
    jobs = [(card, dice.choice((State.MET, State.UNMET)), number) for card in cards for number in (1, 7, 8)]
    dice.shuffle(jobs)
    seen: list[int] = []

    def save(job: tuple[Scorecard, State, int]) -> None:
        card, state, number = job
        try:
            enter(card, cast.officer, **{f"c{number}": state})
        finally:
            connection.close()

    def beside(turn: int) -> None:
        try:
            if turn % 5 == 0:
                assert recount() == []
            elif turn % 2:
                fold()
            else:
                area = Area.objects.get(pk=cards[turn % 3].area_id)
                area.valid_from = None if area.valid_from else date(2020, 1, 1)
                area.save()
            found = counts_of([cast.province.pk], chosen.pk, today().year, on=today())
            seen.append(found[cast.province.pk, TallyKind.SELF].cards)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as savers, ThreadPoolExecutor(2) as others:
        waits = [savers.submit(save, job) for job in jobs] + [others.submit(beside, turn) for turn in range(40)]
        for wait in waits:
            wait.result()
    assert set(seen) == {10}, "no reader saw half of a fold"
    assert recompute() == []
    slow = by_hand(cast.province, chosen, today().year, TallyKind.SELF, today())
    found = counts_of([cast.province.pk], chosen.pk, today().year, on=today())
    assert told(found[cast.province.pk, TallyKind.SELF], len(slow[2])) == slow


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_two_rounds_accept_one_card_at_once(cast: Cast) -> None:
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    card = open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
    sent = []
    for number, state in enumerate((State.MET, State.UNMET, State.MET, State.UNMET)):
        enter(card, cast.officer, c1=state)
        open_round(
            area=cast.province, criteria_set=chosen, kind=RoundKind.MONTH, name=f"Kỳ {number}", year=card.year,
            deadline=today(), by=cast.coordination,
        )  # fmt: skip
        sent.append(submit_card(RoundCard.objects.get(card=card, round__name=f"Kỳ {number}"), by=cast.leader))

    def accept(row: RoundCard) -> None:
        try:
            accept_card(row, by=cast.coordination)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(accept, sent))
    last = max(RoundCard.objects.filter(card=card), key=lambda row: (row.decided_at, row.pk))
    assert AcceptedSummary.objects.get().round_card == last
    assert recompute() == []
