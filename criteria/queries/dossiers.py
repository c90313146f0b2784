"""Reading dossiers and the rules they are checked by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from areas.queries import in_force
from core import clock
from criteria.enums import RegistrationState, SetLevel
from criteria.models import CriteriaSet, Dossier, DossierPaper, RecognitionRule, Registration, Scorecard
from documents.enums import DocumentState
from documents.models import Document

#: The rules in force for one set on one day, by key.
Rules = dict[str, RecognitionRule]


def rules_on(criteria_set: CriteriaSet, day: date) -> Rules:
    """Every rule of recognition in force for the set on the day, by key; a row of the set goes before one for all sets.

    A key that is missing is not established: then nothing is judged, and a person decides.
    """
    rows = in_force(RecognitionRule.objects.filter(Q(criteria_set=None) | Q(criteria_set=criteria_set)), day)
    found: Rules = {}
    for row in rows.order_by("valid_from"):
        held = found.get(row.key)
        if held is None or held.criteria_set_id is None or row.criteria_set_id is not None:
            found[row.key] = row
    return found


def rule_on(key: str, criteria_set: CriteriaSet, day: date) -> RecognitionRule | None:
    """One rule of recognition in force for the set on the day; None where none is established."""
    return rules_on(criteria_set, day).get(key)


def day_of_rules(card: Scorecard) -> date:
    """The day whose rules a card is checked by: today, or the end of its year once that is over.

    Recognition goes by the results of the year of assessment (QĐ 18/2022/QĐ-TTg): a card of 2025 that is put together in 2026
    is judged by the rules of 2025.
    """
    return min(clock.today(), date(card.year, 12, 31))


def with_people(dossiers: QuerySet[Dossier]) -> QuerySet[Dossier]:
    return dossiers.select_related("card__area__parent", "card__criteria_set")


def papers_of(dossier: Dossier) -> QuerySet[DossierPaper]:
    """Its papers with their documents."""
    return dossier.papers.select_related("document__issuer", "document__area", "document__created_by")


def opened(card: Scorecard) -> Dossier | None:
    """The card's dossier, if there is one."""
    return Dossier.objects.filter(card=card).first()


def is_recognised(card: Scorecard) -> bool:
    """Whether the card's area was recognised by its set, for that year or before, and still is."""
    rows = Registration.objects.filter(
        area=card.area_id, criteria_set=card.criteria_set_id, subject=card.subject, state=RegistrationState.RECOGNISED
    )
    return rows.filter(year__lte=card.year).exists()


def takes_dossier(card: Scorecard) -> bool:
    """Dossiers are made for communes; villages and gardens are recognised otherwise."""
    return card.criteria_set.level == SetLevel.COMMUNE


@dataclass(frozen=True, slots=True)
class Kept:
    """How many papers a dossier has, and how many of them are issued."""

    papers: int
    issued: int


def kept_by(dossiers: Sequence[Dossier]) -> dict[int, Kept]:
    """Per dossier id, how many papers it has and how many of them are issued."""
    found: dict[int, list[str]] = {}
    rows = DossierPaper.objects.filter(dossier__in=dossiers).values_list("dossier_id", "document__state")
    for dossier, state in rows:
        found.setdefault(dossier, []).append(state)
    return {pk: Kept(len(states), states.count(DocumentState.ISSUED)) for pk, states in found.items()}


def page_of_dossier_paper(document: Document) -> str | None:
    """The page that shows a paper of a dossier; None for all other papers."""
    row = DossierPaper.objects.filter(document=document).first()
    return reverse("criteria:dossier_paper", args=[row.pk]) if row else None
