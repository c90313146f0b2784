"""What a report says of works and of residents' decisions; each function in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Prefetch, Q

from campaigns.enums import WorkState
from campaigns.models import ResidentsDecision, Work, WorkFund, WorkPayment
from campaigns.queries.works import debts_of
from contributions.models import Receipt

if TYPE_CHECKING:
    from reporting.context import Scope


@dataclass(slots=True)
class WorkFact:
    """A work that was built, paid for or given to up to the scope's last day."""

    work: Work
    funds: list[WorkFund]
    #: Up to the scope's last day.
    payments: list[WorkPayment]
    receipts: list[Receipt] = field(default_factory=list)


def work_facts(scope: Scope) -> list[WorkFact]:
    """Works of the area and below in order of area and name: of the year, under way, or with money in the scope's days.

    Four queries.
    """
    path, year = scope.area.path or "-", scope.upto.year
    days = {"gte": scope.since, "lte": scope.upto}
    paid = WorkPayment.objects.filter(work=OuterRef("pk"), **{f"paid_on__{key}": on for key, on in days.items()})
    given = Receipt.objects.filter(work=OuterRef("pk"), **{f"received_on__{key}": on for key, on in days.items()})
    of_year = Q(plan__year=year) | Q(plan=None, starts_on__year=year) | Q(state=WorkState.BUILDING)
    works = Work.objects.filter(of_year | Exists(paid) | Exists(given), area__path__startswith=path)
    works = (
        works.exclude(state=WorkState.STOPPED).select_related("area", "created_by").order_by("area__path", "sort_key")
    )
    payments = WorkPayment.objects.filter(paid_on__lte=scope.upto).select_related("by").order_by("paid_on", "pk")
    rows = works.prefetch_related("funds", Prefetch("payments", payments))
    facts = {row.pk: WorkFact(row, list(row.funds.all()), list(row.payments.all())) for row in rows}
    receipts = Receipt.objects.filter(work__in=list(facts), received_on__lte=scope.upto)
    for receipt in receipts.select_related("book", "by").order_by("received_on", "pk"):
        assert receipt.work_id is not None
        facts[receipt.work_id].receipts.append(receipt)
    return list(facts.values())


def decision_rows(scope: Scope) -> list[ResidentsDecision]:
    """What residents of the area and below decided in the scope's days, oldest first. One query."""
    rows = ResidentsDecision.objects.filter(
        area__path__startswith=scope.area.path or "-", held_on__gte=scope.since, held_on__lte=scope.upto
    )
    return list(rows.select_related("area", "created_by").order_by("held_on", "pk"))


def debt_rows(scope: Scope) -> list[Any]:
    """Works accepted and not fully paid at the end of the scope's days, with money (campaigns.queries.works), their funds and
    payments. Three queries."""
    payments = WorkPayment.objects.filter(paid_on__lte=scope.upto).select_related("by").order_by("paid_on", "pk")
    rows = debts_of(scope.area, scope.upto).select_related("area", "decision", "created_by")
    return list(rows.prefetch_related("funds", Prefetch("payments", payments)))


def accepted_works(scope: Scope) -> list[Work]:
    """Works of the area and below that were accepted up to the scope's last day, by name. One query."""
    rows = Work.objects.filter(area__path__startswith=scope.area.path or "-", accepted_on__lte=scope.upto)
    return list(rows.select_related("created_by").order_by("sort_key"))
