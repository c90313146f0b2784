"""Reading everything a dossier is put together from, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import prefetch_related_objects

from core import clock
from criteria.enums import State
from criteria.models import CriteriaSet, Dossier, Scorecard
from criteria.papers.cards import card_rows
from criteria.papers.dossiers import Material
from criteria.papers.revocation import Revocation, revocation_of
from criteria.papers.surveys import meeting_summary, meeting_that_counts, opinion_summary, survey_summary
from criteria.queries import surveys
from criteria.queries.cards import lines_of
from criteria.queries.cares import cares_of
from criteria.queries.dossiers import day_of_rules, is_recognised, papers_of, rules_on
from criteria.queries.evidence import by_row
from criteria.sources import debts_for
from documents.citations import citation
from documents.models import CitedDocument
from documents.nd30 import DOTS, printed_date

#: What recognition goes by where rules are established (official-forms 2.1).
_PROCEDURE = ("18/2022/QĐ-TTg", "03/2024/QĐ-TTg")


def material_of(dossier: Dossier) -> Material:
    """What the card, the inputs and the rooms above say of the dossier, as it stands today."""
    card, today, day = dossier.card, clock.today(), day_of_rules(dossier.card)
    meeting = meeting_that_counts(surveys.meetings_of(dossier))
    villages = surveys.villages_to_hear(dossier)
    # Counted here, shown by the page of the dossier: read once.
    prefetch_related_objects([dossier], "photos")
    return Material(
        dossier=dossier,
        rows=card_rows(lines_of(card, on=day)),
        proof=by_row(card.area, card.criteria_set),
        cares=cares_of(card),
        opinions=opinion_summary(surveys.opinions_of(dossier), villages, surveys.bodies_to_hear(dossier)),
        meeting=meeting_summary(meeting) if meeting else None,
        survey=survey_summary(
            surveys.counts_of(dossier), surveys.items_of(dossier), surveys.answers_of(dossier), villages
        ),
        papers={row.part: row for row in papers_of(dossier)},
        photos=len(dossier.photos.all()),
        debts=debts_for(card.area, today),
        rules=(rules := rules_on(card.criteria_set, day)),
        bases=_bases(card.criteria_set, established=bool(rules)),
        today=today,
        day=day,
    )  # fmt: skip


def revocation_for(card: Scorecard, states: Mapping[int, State]) -> Revocation | None:
    """Whether a recognised area's criteria, by number, have come to where revocation is considered; None for all others."""
    if not is_recognised(card):
        return None
    return revocation_of(states, rules_on(card.criteria_set, day_of_rules(card)))


def _bases(criteria_set: CriteriaSet, *, established: bool) -> tuple[str, ...]:
    """The set's decision, then those on recognition, cited from the national register; what it does not know is a blank place."""
    own = [criteria_set.basis_number] if criteria_set.basis_number else []
    numbers = [*own, *(_PROCEDURE if established else ())]
    known = {row.number: row for row in CitedDocument.objects.filter(area=None, number__in=numbers)}
    return tuple(f"Căn cứ {_cited(number, known.get(number), criteria_set)}" for number in numbers)


def _cited(number: str, known: CitedDocument | None, criteria_set: CriteriaSet) -> str:
    if known is not None:
        return citation(known) if known.subject else f"{citation(known)} về {DOTS}"
    day = criteria_set.basis_date if number == criteria_set.basis_number else None
    written = printed_date(day.day, day.month, day.year) if day else printed_date(None, None, None)
    issuer = criteria_set.basis_issuer if number == criteria_set.basis_number else ""
    return f"Quyết định số {number} {written} của {issuer or DOTS} về {DOTS}"
