"""Keeping the summaries of cards true, in the transaction of what changed them; and making all of them anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from core import clock
from criteria.enums import RoundCardState
from criteria.models import CardSummary, CriteriaSet, RoundCard, RoundSummary, Scorecard
from criteria.queries.summaries import (
    Standing,
    corrected_in,
    in_snapshot,
    standing_of,
    standings,
    states_of,
    stored,
    structure_of,
)

_BATCH = 2_000
_FIELDS = ("marks", "met", "rows_met", "rows", "at")


def keep_card(card: Scorecard) -> None:
    """Bring the living card's summary up to date; call it with the card locked. Four queries."""
    found = standing_of(structure_of(card.criteria_set_id), states_of(card.pk))
    CardSummary.objects.update_or_create(card=card, defaults={**asdict(found), "at": clock.now()})


def keep_round_card(round_card: RoundCard) -> None:
    """Bring the summary of a card in a round up to date; one that is with the commune (again) has none."""
    if not round_card.snapshot or round_card.state == RoundCardState.RETURNED:
        RoundSummary.objects.filter(pk=round_card.pk).delete()
        return
    found, said = in_snapshot(round_card.snapshot, corrected_in(round_card))
    values = {**asdict(found), "said": said, "round_id": round_card.round_id, "at": clock.now()}
    RoundSummary.objects.update_or_create(round_card=round_card, defaults=values)


@dataclass(frozen=True, slots=True)
class Difference:
    """A summary that did not say what its source says; None where there is none."""

    what: str
    kept: Standing | None
    source: Standing | None


@transaction.atomic
def recompute() -> list[Difference]:
    """Make all summaries anew from results and snapshots, put right what differs, and say what did.

    Reads every result once as a stream; writes only what differs. Cards are locked against nothing: run it while few work.
    """
    return [*_living(), *_in_rounds()]


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
    for round_card in cards.order_by("pk").iterator(chunk_size=500):
        source, _ = in_snapshot(round_card.snapshot, corrected_in(round_card))
        before = kept.pop(round_card.pk, None)
        if before != source:
            keep_round_card(round_card)
            yield Difference(f"phiếu trong kỳ {round_card.pk}", before, source)
    RoundSummary.objects.filter(pk__in=kept).delete()
    yield from (Difference(f"phiếu trong kỳ {pk}", before, None) for pk, before in kept.items())
