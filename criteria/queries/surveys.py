"""Reading what goes into a dossier: opinions, meetings, the survey, and the rules they are held against."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from areas.queries import in_force, villages_of
from core import clock
from criteria.models import (
    Dossier,
    Opinion,
    ProposalMeeting,
    RecognitionRule,
    Scorecard,
    SurveyAnswer,
    SurveyCount,
    SurveyItem,
)
from criteria.queries.dossiers import day_of_rules, rules_on
from journal.models import Entry
from journal.queries import history_of

#: The Front and the unions are heard (official-forms 2.2, step 3).
_HEARD = (OrganisationKind.FRONT, OrganisationKind.UNION)


def thresholds_of(card: Scorecard) -> dict[str, RecognitionRule]:
    """The rules with a number that hold for the card, by key with "_" for "-" (as templates ask); one missing is not established."""
    rules = rules_on(card.criteria_set, day_of_rules(card))
    return {key.replace("-", "_"): rule for key, rule in rules.items() if rule.number is not None}


def villages_to_ask(dossier: Dossier) -> list[Area]:
    """The villages of the commune today and those that were counted before; for a village's card the village itself."""
    area = dossier.card.area
    if area.level != Level.COMMUNE:
        return [area]
    counted = SurveyCount.objects.filter(dossier=dossier).values("area")
    now = in_force(villages_of(area), clock.today()).values("pk")
    # Not joined by "or": all areas there are would be looked at.
    return list(Area.objects.filter(pk__in=now.order_by().union(counted.order_by())).order_by("sort_key"))


def villages_to_hear(dossier: Dossier) -> list[Area]:
    """The villages of the commune today; for a village's card the village itself."""
    area = dossier.card.area
    if area.level != Level.COMMUNE:
        return [area]
    return list(in_force(villages_of(area), clock.today()).order_by("sort_key"))


def bodies_to_hear(dossier: Dossier) -> list[Organisation]:
    """The Front and the unions of the commune that exist today."""
    area = dossier.card.area
    commune = area.parent if area.level == Level.VILLAGE else area
    bodies = Organisation.objects.filter(area=commune, kind__in=_HEARD)
    return sorted(in_force(bodies, clock.today()), key=lambda body: (_HEARD.index(body.kind), body.sort_key))


def opinions_of(dossier: Dossier) -> QuerySet[Opinion]:
    return dossier.opinions.select_related("area", "body", "by")


def meetings_of(dossier: Dossier) -> QuerySet[ProposalMeeting]:
    """All meetings, the last (which counts) first."""
    return dossier.meetings.select_related("by").order_by("-held_on", "-pk")


def items_of(dossier: Dossier) -> list[SurveyItem]:
    return list(dossier.survey_items.all())


def counts_of(dossier: Dossier) -> QuerySet[SurveyCount]:
    return dossier.survey_counts.select_related("area", "by")


def answers_of(dossier: Dossier) -> QuerySet[SurveyAnswer]:
    return SurveyAnswer.objects.filter(count__dossier=dossier)


def criteria_of(dossier: Dossier) -> list[tuple[int, str]]:
    """Numbers and names of the set's criteria."""
    return list(dossier.card.criteria_set.criteria.values_list("number", "name"))


def told_of(dossier: Dossier, *kinds: str) -> QuerySet[Entry]:
    """What the journal tells of these kinds of things of the dossier ("survey", "opinion", "meeting"), newest first."""
    wanted = Q(pk__in=())
    for kind in kinds:
        wanted |= Q(action__startswith=f"{kind}.")
    return history_of(dossier).filter(wanted)
