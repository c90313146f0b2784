"""May this person see or fill this card? The only doors to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import below
from criteria.models import Evidence, Round, RoundCard, Scorecard
from criteria.queries.cards import with_people
from criteria.queries.rounds import with_people as rounds_with_people
from documents.access import visible_documents
from documents.enums import DocumentState
from documents.models import Document, StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def visible_cards(user: User) -> QuerySet[Scorecard]:
    """Cards of one's own areas and all below them; for a village also its commune's."""
    return with_people(Scorecard.objects.filter(_seen_if(user)))


def _seen_if(user: User) -> Q:
    """Rows on one's own areas and all below them; for a village also its commune's."""
    held = areas_held(user, Right.READ_SCORECARDS)
    return below(held, "area__path") | Q(area__in=sorted(commune_ids_above(held)))


def get_card(user: User, pk: int, right: Right | None = None) -> Scorecard:
    """The card, if the person may read it (else 404) and has the right on its area (else 403)."""
    card = get_object_or_404(visible_cards(user), pk=pk)
    if right is not None:
        demand(user, right, card.area)
    return card


def filling_areas(user: User) -> list[Area]:
    """The communes and villages whose cards the person fills; 403 for those who fill none."""
    held = areas_held(user, Right.WRITE_SCORECARDS)
    if not held:
        raise PermissionDenied
    villages = Area.objects.filter(parent__in=held, level=Level.VILLAGE)
    return [*held, *villages.order_by("sort_key")]


def visible_evidence(user: User) -> QuerySet[Evidence]:
    """Evidence of one's own areas and all below them; for a village also its commune's."""
    return Evidence.objects.filter(_seen_if(user))


def get_evidence(user: User, pk: int) -> Evidence:
    """The evidence, if the person may read it; else 404."""
    return get_object_or_404(visible_evidence(user).select_related("area", "file", "document"), pk=pk)


def may_fetch_evidence(user: User, stored: StoredFile) -> bool:
    """Check for files of evidence: who may read the evidence may have its file."""
    return visible_evidence(user).filter(file=stored).exists()


def citable_documents(user: User, area: Area) -> QuerySet[Document]:
    """Papers in force that the person may read and the area's evidence may point to: its own and those above it."""
    ids = [int(part) for part in (area.path or "").split("/") if part]
    papers = visible_documents(user).filter(state=DocumentState.ISSUED, area__in=ids)
    return papers.defer("context").order_by("-issued_on")


def visible_round_cards(user: User) -> QuerySet[RoundCard]:
    """Cards in rounds, of one's own areas and all below them."""
    return RoundCard.objects.filter(below(areas_held(user, Right.READ_SCORECARDS), "card__area__path"))


def visible_rounds(user: User) -> QuerySet[Round]:
    """Rounds opened on one's own areas or below, and those that a commune of one's own takes part in."""
    mine = visible_round_cards(user).values("round")
    return Round.objects.filter(Q(pk__in=mine) | below(areas_held(user, Right.READ_SCORECARDS), "area__path"))


def get_round(user: User, pk: int) -> Round:
    return get_object_or_404(visible_rounds(user).select_related("area", "criteria_set"), pk=pk)


def get_round_card(user: User, pk: int) -> RoundCard:
    """The card in its round, if the person may read it; else 404."""
    return get_object_or_404(rounds_with_people(visible_round_cards(user)), pk=pk)


def opening_areas(user: User) -> list[Area]:
    """The areas for whose communes the person opens rounds; 403 for those who open none."""
    held = areas_held(user, Right.OPEN_ROUNDS)
    if not held:
        raise PermissionDenied
    return held
