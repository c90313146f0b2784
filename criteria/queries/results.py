"""Reading what the form of results and the office's workbook are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation, PostHolder
from areas.queries import issuers_on, signer_on
from criteria.enums import RoundCardState, RoundKind
from criteria.models import CriteriaSet, Round, RoundCard, Scorecard
from criteria.queries.rounds import communes_below


def accepted_before(card: Scorecard) -> RoundCard | None:
    """What was accepted last of the same place by the same set before what the card says now.

    That is an earlier year, or a part of this year (month, quarter, six months) since which the card has changed: what is
    accepted for the whole year is this very period.
    """
    earlier = Q(card__year__lt=card.year)
    part = Q(card=card, submitted_at__lt=card.updated_at) & ~Q(round__kind__in=(RoundKind.YEAR, RoundKind.REGISTRATION))
    cards = RoundCard.objects.filter(
        earlier | part, card__area=card.area_id, card__subject=card.subject, card__criteria_set=card.criteria_set_id,
        state=RoundCardState.ACCEPTED,
    )  # fmt: skip
    return cards.select_related("round").order_by("-decided_at").first()


def issuer_of(area: Area) -> Organisation | None:
    """The body that makes papers for the area: its people's committee, else another of its own; for a village its commune's."""
    for place in filter(None, (area, area.parent if area.level == Level.VILLAGE else None)):
        bodies = list(issuers_on(place))
        committee = next((body for body in bodies if body.kind == OrganisationKind.PEOPLES_COMMITTEE), None)
        if bodies:
            return committee or bodies[0]
    return None


def signer_of(issuer: Organisation | None, on: date) -> PostHolder | None:
    return signer_on(issuer, on) if issuer else None


def communes_of(area: Area, on: date) -> list[Area]:
    return list(communes_below(area, on).select_related("parent").order_by("sort_key"))


def cards_of(communes: Sequence[Area], criteria_set: CriteriaSet, year: int) -> dict[int, Scorecard]:
    """The communes' own cards of the year, by area id."""
    cards = Scorecard.objects.filter(area__in=communes, criteria_set=criteria_set, year=year, subject="")
    return {card.area_id: card for card in cards.select_related("area", "area__parent", "criteria_set")}


def accepted_of(cards: Iterable[Scorecard], round_: Round | None) -> dict[int, RoundCard]:
    """By card id what was accepted of it: in the round, or last of all rounds. Snapshots are left to be read one by one."""
    found = RoundCard.objects.filter(card__in=[card.pk for card in cards], state=RoundCardState.ACCEPTED)
    if round_ is not None:
        found = found.filter(round=round_)
    rows = found.select_related("round").defer("snapshot").order_by("decided_at")
    return {row.card_id: row for row in rows}


def rows_in(criteria_set: CriteriaSet) -> int:
    """Criteria and indicators of a set."""
    return sum(1 + criterion.indicators.count() for criterion in criteria_set.criteria.prefetch_related("indicators"))
