"""Keeping the summaries of cards true, in the transaction of what changed them; and making all of them anew."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from core import clock
from criteria.actions.tallies import count_card, recount
from criteria.enums import RoundCardState, TallyKind
from criteria.models import AcceptedSummary, CardSummary, CriteriaSet, RoundCard, RoundSummary, Scorecard
from criteria.queries.summaries import (
    Standing,
    corrected_in,
    in_snapshot,
    last_accepted,
    standing_of,
    standings,
    states_of,
    stored,
    structure_of,
)
from criteria.queries.tallies import Count

_BATCH = 2_000
_FIELDS = ("marks", "met", "rows_met", "rows", "at")


def keep_card(card: Scorecard) -> None:
    """Bring the living card's summary and the counts of the areas above up to date; call it with the card locked."""
    found = standing_of(structure_of(card.criteria_set_id), states_of(card.pk))
    was = CardSummary.objects.filter(card=card).values_list("marks", flat=True).first() or ""
    CardSummary.objects.update_or_create(card=card, defaults={**asdict(found), "at": clock.now()})
    count_card(card, TallyKind.SELF, was, found.marks)


def keep_round_card(round_card: RoundCard) -> None:
    """Bring the summary of a card in a round up to date; one that is with the commune (again) has none.

    From its acceptance on it is also what was accepted last of the card, in the counts of the areas above too.
    """
    if not round_card.snapshot or round_card.state == RoundCardState.RETURNED:
        RoundSummary.objects.filter(pk=round_card.pk).delete()
        return
    found = _put_round_card(round_card)
    if round_card.state == RoundCardState.ACCEPTED:
        _keep_accepted(round_card, found)


def _put_round_card(round_card: RoundCard) -> Standing:
    found, said = in_snapshot(round_card.snapshot, corrected_in(round_card.pk, round_card.state))
    values = {**asdict(found), "said": said, "round_id": round_card.round_id, "at": clock.now()}
    RoundSummary.objects.update_or_create(round_card=round_card, defaults=values)
    return found


def _keep_accepted(round_card: RoundCard, found: Standing) -> None:
    """Locks the card: two rounds may accept it at once, and the later acceptance is what counts."""
    card = Scorecard.objects.select_for_update().get(pk=round_card.card_id)
    rows = AcceptedSummary.objects.filter(card=card)
    was = rows.values_list("marks", "round_card__decided_at", "round_card").first() or ("", None, 0)
    if was[1] is not None and was[1:] > (round_card.decided_at, round_card.pk):
        return
    values = {**asdict(found), "round_card": round_card, "at": clock.now()}
    AcceptedSummary.objects.update_or_create(card=card, defaults=values)
    count_card(card, TallyKind.ACCEPTED, was[0], found.marks)


@dataclass(frozen=True, slots=True)
class Difference:
    """A summary or count that did not say what its source says; None where there is none."""

    what: str
    kept: Standing | Count | None
    source: Standing | Count | None


@transaction.atomic
def recompute() -> list[Difference]:
    """Make all summaries anew from results and snapshots, the counts anew from them, put right what differs, and say what did.

    Reads every result once as a stream; writes only what differs. Cards are locked against nothing: run it while few work.
    """
    # Millions of rows come and go, none of them in a cycle: looking for cycles would take every tenth second.
    gc.disable()
    try:
        return [*_living(), *_in_rounds(), *recompute_above()]
    finally:
        gc.enable()


def recompute_above() -> list[Difference]:
    """The part that is made of the summaries of cards and rounds alone: what was accepted last, and the counts by area."""
    return [*_accepted(), *_counts()]


def _living() -> Iterator[Difference]:
    now = clock.now()
    kept = stored(CardSummary.objects.all())
    for criteria_set in CriteriaSet.objects.filter(scorecards__isnull=False).distinct().order_by("pk"):
        waiting: list[CardSummary] = []
        for card, source in standings(criteria_set.pk):
            before = kept.pop(card, None)
            if before != source:
                waiting.append(CardSummary(card_id=card, **asdict(source), at=now))
                yield Difference(f"phiếu {card}", before, source)
            if len(waiting) >= _BATCH:
                _put_cards(waiting)
        _put_cards(waiting)
    empty = _without_results(kept)
    CardSummary.objects.filter(pk__in=[card for card, _ in empty]).delete()
    yield from (Difference(f"phiếu {card}", before, None) for card, before in empty)


def _without_results(kept: dict[int, Standing]) -> list[tuple[int, Standing]]:
    """Cards whose results are all gone though the summary says otherwise; one that says "no data" everywhere is right."""
    return [(card, before) for card, before in kept.items() if before.marks.strip("-") or before.rows_met]


def _put_cards(rows: list[CardSummary]) -> None:
    CardSummary.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["card"], update_fields=_FIELDS, batch_size=_BATCH
    )
    rows.clear()


def _in_rounds() -> Iterator[Difference]:
    kept = stored(RoundSummary.objects.all())
    cards = RoundCard.objects.exclude(snapshot="").exclude(state=RoundCardState.RETURNED)
    for pk, state, snapshot in cards.order_by("pk").values_list("pk", "state", "snapshot").iterator(chunk_size=500):
        source, _ = in_snapshot(snapshot, corrected_in(pk, state))
        before = kept.pop(pk, None)
        if before != source:
            _put_round_card(RoundCard.objects.get(pk=pk))
            yield Difference(f"phiếu trong kỳ {pk}", before, source)
    RoundSummary.objects.filter(pk__in=kept).delete()
    yield from (Difference(f"phiếu trong kỳ {pk}", before, None) for pk, before in kept.items())


def _accepted() -> Iterator[Difference]:
    now = clock.now()
    kept = {row.card_id: row for row in AcceptedSummary.objects.iterator(chunk_size=_BATCH)}
    waiting: list[AcceptedSummary] = []
    for card, round_card, source in last_accepted():
        row = kept.pop(card, None)
        before = Standing(row.marks, row.met, row.rows_met, row.rows) if row else None
        if row is None or before != source or row.round_card_id != round_card:
            waiting.append(AcceptedSummary(card_id=card, round_card_id=round_card, **asdict(source), at=now))
            yield Difference(f"kết quả chấp nhận gần nhất của phiếu {card}", before, source)
    AcceptedSummary.objects.bulk_create(
        waiting, update_conflicts=True, unique_fields=["card"], update_fields=(*_FIELDS, "round_card"),
        batch_size=_BATCH,
    )  # fmt: skip
    AcceptedSummary.objects.filter(pk__in=kept).delete()
    for card, row in kept.items():
        before = Standing(row.marks, row.met, row.rows_met, row.rows)
        yield Difference(f"kết quả chấp nhận gần nhất của phiếu {card}", before, None)


def _counts() -> Iterator[Difference]:
    for key, before, right in recount():
        what = f"số đếm địa bàn {key.area_id}, bộ {key.criteria_set_id}, năm {key.year}, {TallyKind(key.kind).label}"
        yield Difference(what, before, right)
