"""What the cards linked to entries say, for scoring: the share of criteria met, and of those met before that still are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from criteria.enums import RoundCardState, State
from criteria.judging import counted_met
from criteria.models import RoundCard, Scorecard
from criteria.papers.snapshots import states_in
from emulation.models import Entry
from emulation.queries.cards import states_of


def met_shares(entries: Iterable[int]) -> dict[int, Fraction]:
    """By entry's id, the share of met criteria over all its cards as they stand now ("không đánh giá" counts as met).

    An entry without a card, or whose cards have no result at all, is left out. Five queries.
    """
    links = _links(entries)
    states = states_of(_cards(links))
    found: dict[int, Fraction] = {}
    for entry, cards in links.items():
        told = [state for card in cards for state in states.get(card, {}).values()]
        if set(told) - {State.NO_DATA}:
            found[entry] = Fraction(counted_met(told), len(told))
    return found


def kept_shares(entries: Iterable[int], *, upto: date) -> dict[int, Fraction]:
    """By entry's id, of the criteria met in the last round accepted until `upto`, the share that has not slipped since.

    Slipped is what criteria.papers.snapshots.slipped calls so: met then, unmet or without data now. An entry whose cards
    were in no round, or met nothing there, is left out. Six queries.
    """
    links = _links(entries)
    cards = _cards(links)
    now, before = states_of(cards), _met_before(cards, upto)
    found: dict[int, Fraction] = {}
    for entry, own in links.items():
        was = [(card, number) for card in own for number in before.get(card, ())]
        if was:
            slipped = sum(now[card].get(number, State.NO_DATA) in {State.UNMET, State.NO_DATA} for card, number in was)
            found[entry] = 1 - Fraction(slipped, len(was))
    return found


def _links(entries: Iterable[int]) -> dict[int, list[int]]:
    rows = Entry.cards.through.objects.filter(entry__in=list(entries)).order_by("pk")
    found: dict[int, list[int]] = {}
    for entry, card in rows.values_list("entry_id", "scorecard_id"):
        found.setdefault(entry, []).append(card)
    return found


def _cards(links: Mapping[int, list[int]]) -> list[Scorecard]:
    return list(Scorecard.objects.filter(pk__in={card for cards in links.values() for card in cards}))


def _met_before(cards: list[Scorecard], upto: date) -> dict[int, list[int]]:
    """By card's id, the numbers of the criteria that the last accepted round of the same place and set had as met."""
    accepted = RoundCard.objects.filter(
        state=RoundCardState.ACCEPTED, decided_at__date__lte=upto, card__area__in={card.area_id for card in cards},
        card__criteria_set__in={card.criteria_set_id for card in cards},
    )  # fmt: skip
    last: dict[int, str] = {}
    for row in accepted.select_related("card").order_by("decided_at", "pk"):
        for card in cards:
            if _same(row.card, card):
                last[card.pk] = row.snapshot
    return {
        card: [int(code) for code, state in states_in(snapshot).items() if code.isdecimal() and state == State.MET]
        for card, snapshot in last.items()
    }


def _same(before: Scorecard, card: Scorecard) -> bool:
    """Of the same place, household and set, and not of a later year."""
    mine = (card.area_id, card.subject, card.criteria_set_id)
    return (before.area_id, before.subject, before.criteria_set_id) == mine and before.year <= card.year
