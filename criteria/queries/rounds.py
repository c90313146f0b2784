"""Reading rounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, OuterRef, QuerySet

from areas.enums import Level
from areas.models import Area
from areas.queries import below, in_force, subtree
from core.database import how_many
from criteria.enums import RoundCardState
from criteria.models import Criterion, Indicator, Round, RoundCard, RowCorrection


def communes_below(area: Area, on: date) -> QuerySet[Area]:
    """The communes under an office on a day."""
    return in_force(subtree(area).filter(level=Level.COMMUNE), on)


def opening_on(areas: Sequence[Area]) -> QuerySet[Area, int]:
    """Ids of these areas and those below that ever opened a round, for a condition on `area`.

    Offices that open rounds are few: the database looks up theirs, where it would walk through every village for a path.
    """
    opening = Round.objects.order_by().values("area").distinct()
    return Area.objects.filter(below(areas, "path"), pk__in=opening).order_by().values_list("pk", flat=True)


def with_counts(rounds: QuerySet[Round]) -> QuerySet[Round]:
    """Adds `total`, `submitted`, `accepted`, `returned`; counted for the rounds of a page alone, not for all there are."""
    cards = RoundCard.objects.filter(round=OuterRef("pk"))
    counted = rounds.select_related("area", "criteria_set").annotate(
        total=how_many(cards, "round"),
        **{
            state.value: how_many(cards.filter(state=state), "round")
            for state in (RoundCardState.SUBMITTED, RoundCardState.ACCEPTED, RoundCardState.RETURNED)
        },
    )
    return counted.order_by("-deadline", "-pk")


def with_people(cards: QuerySet[RoundCard]) -> QuerySet[RoundCard]:
    return cards.select_related("round__area", "card__area", "card__criteria_set", "submitted_by", "decided_by")


def without_snapshots(cards: QuerySet[RoundCard]) -> QuerySet[RoundCard]:
    return cards.defer("snapshot")


def corrections_of(round_card: RoundCard) -> QuerySet[RowCorrection]:
    """What the office judged otherwise, in the order it did."""
    return round_card.corrections.select_related("criterion", "indicator", "by")


def row_named(criteria_set_id: int, key: str) -> tuple[Criterion, Indicator | None] | None:
    """The row of the set that "t<number of the criterion>" or "c<indicator id>" names; None for another. One query."""
    rest = key[1:]
    if not rest.isdecimal():
        return None
    criteria = Criterion.objects.filter(criteria_set=criteria_set_id)
    if key.startswith("t"):
        criterion = criteria.filter(number=int(rest)).first()
        return (criterion, None) if criterion else None
    indicators = Indicator.objects.filter(pk=int(rest), criterion__in=criteria).select_related("criterion")
    indicator = indicators.first()
    return (indicator.criterion, indicator) if indicator else None


def snapshot_before(round_card: RoundCard) -> str:
    """What was accepted last of the same commune and set, before this; "" where nothing was."""
    before = RoundCard.objects.filter(
        card__area=round_card.card.area_id, card__criteria_set=round_card.card.criteria_set_id,
        state=RoundCardState.ACCEPTED,
    ).exclude(pk=round_card.pk)  # fmt: skip
    if round_card.decided_at is not None:
        before = before.filter(decided_at__lt=round_card.decided_at)
    return before.order_by("-decided_at").values_list("snapshot", flat=True).first() or ""


def counts_by_state(cards: QuerySet[RoundCard]) -> dict[str, int]:
    return dict(cards.order_by().values_list("state").annotate(n=Count("pk")))
