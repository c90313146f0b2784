"""May this person see or fill this card? The only doors to its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import MANY, below, ids_above, ids_on, on_areas
from criteria.models import (
    Dossier,
    DossierPaper,
    DossierPhoto,
    Evidence,
    Registration,
    RegistrationList,
    Round,
    RoundCard,
    Scorecard,
)
from criteria.models.sets import IndicatorVersion, LevelsDecision
from criteria.models.sets import Level as LevelRow
from criteria.queries.cards import with_people
from criteria.queries.levels import with_counts as decisions_with_counts
from criteria.queries.registrations import with_people as registrations_with_people
from criteria.queries.rounds import opening_on
from criteria.queries.rounds import with_people as rounds_with_people
from criteria.queries.sets import own_levels
from documents.access import visible_documents, visible_if
from documents.enums import DocumentState
from documents.models import Document, StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def visible_cards(user: User) -> QuerySet[Scorecard]:
    """Cards of one's own areas and all below them; for a village also its commune's."""
    held = areas_held(user, Right.READ_SCORECARDS)
    if len(held) >= MANY:
        return with_people(
            Scorecard.objects.filter(on_areas(held, "area") | Q(area__in=sorted(commune_ids_above(held))))
        )
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


def visible_dossiers(user: User) -> QuerySet[Dossier]:
    """Dossiers of the cards one may read."""
    rows = Dossier.objects.filter(card__in=Scorecard.objects.filter(_seen_if(user)))
    return rows.select_related("card__area__parent", "card__criteria_set")


def get_dossier(user: User, pk: int, right: Right | None = None) -> Dossier:
    """The dossier, if the person may read it (else 404) and has the right on its area (else 403)."""
    dossier = get_object_or_404(visible_dossiers(user), pk=pk)
    if right is not None:
        demand(user, right, dossier.card.area)
    return dossier


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
    ids = ids_on(area.path)
    papers = visible_documents(user).filter(state=DocumentState.ISSUED, area__in=ids)
    return papers.defer("context").order_by("-issued_on")


def visible_round_cards(user: User) -> QuerySet[RoundCard]:
    """Cards in rounds, of one's own areas and all below them."""
    return RoundCard.objects.filter(below(areas_held(user, Right.READ_SCORECARDS), "card__area__path"))


def visible_rounds(user: User) -> QuerySet[Round]:
    """Rounds opened on one's own areas or below, and those that a commune of one's own takes part in.

    The latter were opened above one's areas: only for those are cards looked at.
    """
    held = areas_held(user, Right.READ_SCORECARDS)
    mine = Q(area__in=opening_on(held))
    above = {pk for area in held for pk in ids_above(area.path)}
    if above:
        # A round has cards of its own year and set alone: with that said, a commune's other cards are not looked at.
        of_round = {
            "round": OuterRef("pk"),
            "card__year": OuterRef("year"),
            "card__criteria_set": OuterRef("criteria_set"),
        }
        cards = visible_round_cards(user).filter(**of_round)
        # A question of its own: beside an "or", PostgreSQL would join every village of the country first.
        mine |= Q(pk__in=Round.objects.filter(Exists(cards), area__in=above).order_by().values("pk"))
    return Round.objects.filter(mine)


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


def visible_registrations(user: User) -> QuerySet[Registration]:
    """Registrations of one's own areas and all below them; for a village also its commune's."""
    return registrations_with_people(Registration.objects.filter(_seen_if(user)))


def get_registration(user: User, pk: int, right: Right | None = None) -> Registration:
    """The registration, if the person may read it (else 404) and has the right on its area (else 403).

    RECOGNISE reaches only areas below one's own: the commune's leader recognises villages and gardens, never the commune.
    """
    found = get_object_or_404(visible_registrations(user), pk=pk)
    if right is not None:
        demand(user, right, found.area)
    return found


def listed_communes(user: User) -> list[Area]:
    """The communes whose list of registrations the person draws up."""
    return [area for area in areas_held(user, Right.WRITE_SCORECARDS) if area.level == Level.COMMUNE]


def listing_areas(user: User) -> list[Area]:
    """`listed_communes`; 403 for those who draw up none."""
    communes = listed_communes(user)
    if not communes:
        raise PermissionDenied
    return communes


def visible_lists(user: User) -> QuerySet[RegistrationList]:
    """Lists of registrations whose paper the person may read."""
    rows = RegistrationList.objects.filter(visible_if(user, "document__"))
    return rows.select_related("area", "document__area", "document__issuer", "document__created_by")


def get_list(user: User, pk: int) -> RegistrationList:
    """The list, if the person may read its paper; else 404."""
    return get_object_or_404(visible_lists(user), pk=pk)


def level_provinces(user: User) -> list[Area]:
    """The provinces whose levels the person enters and publishes."""
    return [area for area in areas_held(user, Right.MANAGE_CRITERIA) if area.level == Level.PROVINCE]


def deciding_provinces(user: User) -> list[Area]:
    """The same; 403 for those who enter the levels of none."""
    provinces = level_provinces(user)
    if not provinces:
        raise PermissionDenied
    return provinces


def may_check_rows(user: User) -> bool:
    """Whether the person may say that a row of a set stands so in the decision: a province's, or the whole house's administrator."""
    return user.is_superuser or bool(level_provinces(user))


def get_checkable(user: User, kind: str, pk: int) -> IndicatorVersion | LevelRow:
    """The wording ("noi-dung") or level ("muc") of a set to be compared: 404 where there is none, 403 without the right.

    Everybody may read the sets, so the row may be known. A level of a province's decision is none of the set's.
    """
    kinds: dict[str, QuerySet[Any]] = {
        "noi-dung": IndicatorVersion.objects.select_related("indicator__criterion__criteria_set"),
        "muc": own_levels().select_related("version__indicator__criterion__criteria_set"),
    }
    if kind not in kinds:
        raise Http404
    found: IndicatorVersion | LevelRow = get_object_or_404(kinds[kind], pk=pk)
    if not may_check_rows(user):
        raise PermissionDenied
    return found


def visible_decisions(user: User) -> QuerySet[LevelsDecision]:
    """What one's own province has published, and its drafts for those who enter them."""
    above = {pk for area in areas_held(user, Right.READ_SCORECARDS) for pk in ids_on(area.path)}
    published = Q(area__in=sorted(above), published_at__isnull=False)
    return decisions_with_counts(LevelsDecision.objects.filter(published | Q(area__in=level_provinces(user))))


def get_decision(user: User, pk: int, *, write: bool = False) -> LevelsDecision:
    """The decision, if the person may read it (else 404) and, to write, enters the levels of its province (else 403)."""
    found = get_object_or_404(visible_decisions(user), pk=pk)
    if write and found.area not in level_provinces(user):
        raise PermissionDenied
    return found


# --- What a dossier holds ---


def get_dossier_paper(user: User, pk: int, right: Right | None = None) -> DossierPaper:
    """A paper of a dossier that the person may read (drafts only within their own area); else 404."""
    rows = DossierPaper.objects.filter(dossier__in=visible_dossiers(user), document__in=visible_documents(user))
    row = get_object_or_404(rows.select_related("document__area", "document__issuer", "document__created_by"), pk=pk)
    row.dossier = get_dossier(user, row.dossier_id, right)
    return row


def get_dossier_photo(user: User, pk: int, right: Right) -> DossierPhoto:
    """A picture of a dossier one may read (else 404), with the right on its area (else 403)."""
    photo = get_object_or_404(DossierPhoto.objects.select_related("file"), pk=pk)
    photo.dossier = get_dossier(user, photo.dossier_id, right)
    return photo


def may_fetch_dossier_photo(user: User, stored: StoredFile) -> bool:
    """Check for pictures of dossiers: who may read the dossier."""
    return DossierPhoto.objects.filter(file=stored, dossier__in=visible_dossiers(user)).exists()


def may_fetch_dossier(user: User, stored: StoredFile) -> bool:
    """Check for dossiers as one file: who ordered it, while the person still reads dossiers of the area.

    It holds what that person could read then, drafts too, so nobody else gets it.
    """
    return stored.created_by_id == user.pk and visible_dossiers(user).filter(card__area=stored.area_id).exists()


def is_office(user: User) -> bool:
    """Whether the person works for an office above communes."""
    return bool(_offices(user))


def _offices(user: User) -> list[Area]:
    return [area for area in areas_held(user, Right.READ_SCORECARDS) if area.level in {Level.DISTRICT, Level.PROVINCE}]


def office_areas(user: User) -> list[Area]:
    """The districts and provinces whose communes' cards the person reads; 403 for those who have none."""
    held = _offices(user)
    if not held:
        raise PermissionDenied
    districts = Area.objects.filter(below(held, "path"), level=Level.DISTRICT).order_by("sort_key")
    return [*held, *(area for area in districts if area not in held)]
