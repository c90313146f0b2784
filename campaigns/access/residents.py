"""May this person see or write this decision of residents? The only doors to such rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import demand
from accounts.enums import Right
from areas.models import Area
from campaigns.access.places import places_to_write, seen_if
from campaigns.models import ResidentsDecision
from campaigns.queries.residents import with_people
from documents.models import StoredFile

if TYPE_CHECKING:
    from accounts.models import User


def visible_decisions(user: User) -> QuerySet[ResidentsDecision]:
    """Decisions on one's own areas and below; a village sees those of its whole commune."""
    return ResidentsDecision.objects.filter(seen_if(user))


def get_decision(user: User, pk: int, right: Right | None = None) -> ResidentsDecision:
    """The decision, if the person may read it (else 404) and has the right there (else 403)."""
    decision = get_object_or_404(with_people(visible_decisions(user)), pk=pk)
    if right is not None:
        demand(user, right, decision.area)
    return decision


def decision_places(user: User, now: Area | None = None) -> QuerySet[Area]:
    """The areas on which the person records decisions; 403 for those who record none."""
    return places_to_write(user, Right.WRITE_PLANS, now)


def may_fetch_record(user: User, stored: StoredFile) -> bool:
    """Check for records of decisions: who sees the decision may fetch its record."""
    return visible_decisions(user).filter(record=stored).exists()
