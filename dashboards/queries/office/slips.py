"""Criteria that were met and are no more: read from the summaries, never from results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core.formats import vndate
from criteria.enums import RoundCardState, State
from criteria.judging import MARKS, MET_MARKS
from criteria.models import RoundCard, RoundSummary
from criteria.queries.sets import numbers_of
from dashboards.queries.office.groups import LOOK_BACK, Group, Item, Opened, Scope, above, place, place_fields
from dashboards.queries.office.rounds import cards_of

_UNMET = MARKS[State.UNMET]
_AREA = place_fields("card__area")


def slips(scope: Scope, limit: int | None) -> Group:
    """Communes with criteria that slipped, those with most first. Four queries.

    Looked at is the latest round of each office and set: what it (or, until the card is sent, the living card) says against the
    round before as accepted; and once it is accepted, what the living card has come to say since.
    """
    latest, before = _rounds(scope)
    was = _accepted(scope, before.values())
    cards = RoundCard.objects.filter(cards_of(scope, latest.values()))
    # Nothing can have slipped where neither the round nor the living card has an unmet criterion.
    open_ = Q(summary__marks__contains=_UNMET) | Q(card__summary__marks__contains=_UNMET)
    rows: Any = cards.filter(open_).order_by().values(
        "pk", "round_id", "state", "summary__marks", "summary__said", "card__summary__marks", "card__area_id"
    )  # fmt: skip
    found: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}
    for row in rows:
        round_ = latest[row["round_id"]]
        earlier = was.get((before[round_.pk].pk, row["card__area_id"]), "") if round_.pk in before else ""
        places = _slipped(row, earlier)
        key = (row["card__area_id"], round_.criteria_set_id)
        if places and (key not in found or len(found[key][1]) < len(places)):
            found[key] = (row["pk"], places)
    most = sorted(found.values(), key=lambda one: (-len(one[1]), one[0]))[:limit]
    return Group(
        "tieu-chi-tut", "Tiêu chí đã đạt nay chưa đạt", "xã",
        "Xã có tiêu chí đạt ở kỳ trước, hoặc khi chấp nhận phiếu kỳ này, mà nay chưa đạt.",
        "Không có tiêu chí nào tụt so với kỳ trước.", len(found), _items(scope, most, latest), f"{reverse('overview')}?xep=tut",
    )  # fmt: skip


def _rounds(scope: Scope) -> tuple[dict[int, Opened], dict[int, Opened]]:
    """The latest round of each office and set, by its id, and the one before it, by the id of the latest."""
    series: dict[tuple[int, int], list[Opened]] = {}
    for round_ in scope.rounds:
        series.setdefault((round_.area_id, round_.criteria_set_id), []).append(round_)
    oldest = scope.today - LOOK_BACK
    now = [one for one in series.values() if one[0].deadline >= oldest]
    return {one[0].pk: one[0] for one in now}, {one[0].pk: one[1] for one in now if len(one) > 1}


def _accepted(scope: Scope, rounds: Iterable[Opened]) -> dict[tuple[int, int], str]:
    """By round and commune, the letters of the cards that were accepted. One query."""
    here = cards_of(scope, rounds, "round_card__")
    rows = RoundSummary.objects.filter(here, round_card__state=RoundCardState.ACCEPTED)
    return {
        (round_, area): marks for round_, area, marks in rows.values_list("round", "round_card__card__area", "marks")
    }


def _slipped(row: dict[str, Any], earlier: str) -> tuple[int, ...]:
    """Places (from 0) of the criteria that slipped."""
    living = row["card__summary__marks"] or ""
    marks = row["summary__marks"] or ""
    now = marks or living
    found = set(_lost(earlier, now))
    if row["state"] == RoundCardState.ACCEPTED:
        said = row["summary__said"] or marks
        # What the commune called unmet and the office corrected has not changed since.
        found.update(spot for spot in _lost(marks, living) if said[spot] != _UNMET)
    return tuple(sorted(found))


def _lost(was: str, now: str) -> list[int]:
    """Places that were met and are unmet now; looks at the unmet ones alone, for of all communes there are many."""
    found = []
    spot = now.find(_UNMET) if was != now else -1
    while spot >= 0:
        if was[spot : spot + 1] in MET_MARKS:
            found.append(spot)
        spot = now.find(_UNMET, spot + 1)
    return found


def _items(scope: Scope, most: Sequence[tuple[int, tuple[int, ...]]], latest: dict[int, Opened]) -> tuple[Item, ...]:
    """The lines for these cards, whose places slipped. Two queries: many are compared, and only those shown are named."""
    if not most:
        return ()
    numbers = numbers_of(round_.criteria_set_id for round_ in latest.values())
    rows: Any = (
        RoundCard.objects.filter(pk__in=[pk for pk, _ in most]).order_by().values("pk", "round_id", "state", *_AREA)
    )
    named = {row["pk"]: row for row in rows}
    return tuple(_item(scope, places, named[pk], latest[named[pk]["round_id"]], numbers) for pk, places in most)


def _item(
    scope: Scope, places: tuple[int, ...], row: dict[str, Any], round_: Opened, numbers: dict[int, list[int]]
) -> Item:
    which = ", ".join(str(numbers[round_.criteria_set_id][spot]) for spot in places)
    verified = "đã thẩm tra" if row["state"] == RoundCardState.ACCEPTED else "xã tự đánh giá, chưa thẩm tra"
    note = (
        f"{above(scope, row, 'card__area')}Tiêu chí {which}; {round_.name}, hạn {vndate(round_.deadline)}, {verified}."
    )
    return Item(
        place(row, "card__area"), note, f"{len(places)} tiêu chí tụt", "unmet",
        reverse("criteria:round_card", args=[row["pk"]]), "Xem phiếu",
    )  # fmt: skip
