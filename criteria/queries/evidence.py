"""Reading evidence."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from areas.models import Area
from criteria.models import CriteriaSet, Evidence, EvidenceUse, Scorecard
from journal.models import Entry
from journal.queries import type_of

#: How long before its end a piece of evidence is told of.
SOON = timedelta(days=60)


def with_all(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return evidence.select_related("area", "file", "document", "created_by").prefetch_related(
        "uses__indicator", "uses__criterion"
    )


def in_use(evidence: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return evidence.filter(withdrawn_at=None)


def ending(evidence: QuerySet[Evidence], on: date) -> QuerySet[Evidence]:
    """What has ended or ends within 60 days, the first to end first."""
    return in_use(evidence).filter(valid_to__lte=on + SOON).order_by("valid_to", "sort_key")


def history_with_evidence(card: Scorecard) -> QuerySet[Entry]:
    """What happened to the card and to evidence of its place for its set, taken back or not, newest first."""
    evidence = Evidence.objects.filter(
        area=card.area_id, subject=card.subject, uses__criterion__criteria_set=card.criteria_set_id
    )
    ids = evidence.annotate(key=Cast("pk", CharField())).values("key")
    own = Q(subject_type=type_of(card), subject_id=str(card.pk))
    return Entry.objects.filter(own | Q(subject_type=type_of(Evidence()), subject_id__in=ids))


def by_row(
    area: Area, criteria_set: CriteriaSet, *, number: int | None = None, subject: str = ""
) -> dict[tuple[int, int | None], list[Evidence]]:
    """Evidence by (criterion id, indicator id or None for the whole), of all criteria or the one with this number.

    The area's own, or that of a household or garden in it (`subject`).
    """
    uses = (
        EvidenceUse.objects.filter(
            evidence__area=area,
            evidence__subject=subject,
            evidence__withdrawn_at=None,
            criterion__criteria_set=criteria_set,
        )
        .select_related("evidence__file", "evidence__document")
        .order_by("evidence__sort_key")
    )
    if number is not None:
        uses = uses.filter(criterion__number=number)
    found: dict[tuple[int, int | None], list[Evidence]] = defaultdict(list)
    for use in uses:
        found[use.criterion_id, use.indicator_id].append(use.evidence)
    return found
