"""Keeping the counts by area true: a row with the difference in the transaction of each change, put together later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection, models, transaction
from django.db.models import Count as Number

from areas.enums import Level
from areas.models import Area
from criteria.enums import TallyKind
from criteria.models import AcceptedSummary, CardSummary, Scorecard, Tally
from criteria.queries.tallies import Count, Key, added, from_summaries, kept, keys_of

_BATCH = 1_000
#: So many rows of one key are put together at a time.
_FOLDED = 5_000


def count_card(card: Scorecard, kind: TallyKind, before: str, after: str) -> None:
    """Tell the areas above that the card's letters went from `before` to `after` ("": no card); call it with the card locked.

    Adds rows and waits for nobody. Two queries where something changed, none else. Cards of villages, households and
    gardens count nowhere.
    """
    if before == after or card.subject:
        return
    change = Count()
    change.add(before, -1)
    change.add(after)
    # Asked after the lock: while the commune's span is changed, its cards are locked (follow_span).
    place = Area.objects.values_list("path", "level", "valid_from", "valid_to").get(pk=card.area_id)
    keys = keys_of(*place, criteria_set=card.criteria_set_id, year=card.year, kind=kind, scope=card.scope)
    _add(dict.fromkeys(keys, change))


def _add(changes: Mapping[Key, Count]) -> None:
    rows = [Tally(**key._asdict(), cards=count.cards, counts=count.stored()) for key, count in changes.items() if count]
    Tally.objects.bulk_create(rows, batch_size=_BATCH)


def follow_span(area: Area) -> None:
    """Before a commune's dates are saved, in that transaction: its cards count under the new span from now on.

    A commune never moves: one that merges or comes under another area ends, and its successor is a new area with cards of
    its own. So the span is all that counts must follow.
    """
    place = Area.objects.filter(pk=area.pk, level=Level.COMMUNE).values_list("path", "level", "valid_from", "valid_to")
    old = place.first()
    if old is None:
        return
    # A caller may have set words for dates; as they will be kept.
    span = [models.DateField().to_python(day) for day in (area.valid_from, area.valid_to)]
    if span == [*old[2:]]:
        return
    cards = {card.pk: card for card in Scorecard.objects.select_for_update(of=("self",)).filter(area=area, subject="")}
    for kind, rows in ((TallyKind.SELF, CardSummary.objects), (TallyKind.ACCEPTED, AcceptedSummary.objects)):
        for pk, marks in rows.filter(card__in=cards).values_list("pk", "marks"):
            card, out, in_ = cards[pk], Count(), Count()
            out.add(marks, -1)
            in_.add(marks)
            fields: dict[str, Any] = {
                "criteria_set": card.criteria_set_id, "year": card.year, "kind": kind, "scope": card.scope,
            }  # fmt: skip
            _add(dict.fromkeys(keys_of(*old, **fields), out))
            _add(dict.fromkeys(keys_of(*old[:2], *span, **fields), in_))


def before_area(instance: Area, *, raw: bool, **kwargs: Any) -> None:
    """What Area.save tells of each area that is about to be written (a signal: areas below know no cards)."""
    if not raw and not instance._state.adding:  # noqa: SLF001 - Django's own door
        follow_span(instance)


def fold() -> int:
    """Put the rows of each key together into one; no sum changes. Answers how many rows went. Safe at any time, also twice at once."""
    crowded = Tally.objects.values_list(*Key._fields).annotate(n=Number("pk")).filter(n__gt=1).order_by()
    return sum(_fold(Key(*key)) for *key, _ in list(crowded))


@transaction.atomic
def _fold(key: Key) -> int:
    """Rows that somebody else is putting together meanwhile are left to them."""
    rows = Tally.objects.filter(**key._asdict()).select_for_update(skip_locked=True).order_by("pk")[:_FOLDED]
    taken = {pk: row for pk, *row in rows.values_list("pk", *Key._fields, "cards", "counts")}
    if len(taken) < 2:
        return 0
    _add(added(tuple(row) for row in taken.values()))
    Tally.objects.filter(pk__in=taken).delete()
    return len(taken)


@transaction.atomic
def recount() -> list[tuple[Key, Count, Count]]:
    """Make all counts anew from the summaries, add what differs, and say what did: key, what was kept, what is right.

    While it reads nobody may add, so that summaries and counts are of one moment; who saves a card waits until it ends.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{Tally._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')  # noqa: SLF001
    was, right = kept(Tally.objects.all()), from_summaries()
    found = [(key, was.get(key, Count()), right.get(key, Count())) for key in sorted({*was, *right}, key=str)]
    differing = [(key, before, after) for key, before, after in found if before.minus(after)]
    _add({key: after.minus(before) for key, before, after in differing})
    return differing
