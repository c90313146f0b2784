"""Reading works: their money is added up by the database."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from areas.models import Area
from areas.queries import found_by
from campaigns.models import Plan, ResidentsDecision, Work, WorkFund, WorkPayment
from core import clock
from core.formats import vndate
from criteria.sources import Debt
from documents.models import CitedDocument


def with_people(works: QuerySet[Work]) -> QuerySet[Work]:
    return works.select_related(
        "area", "area__parent", "plan", "plan__document", "decision", "residents_decision", "created_by"
    ).defer("plan__facts", "plan__document__context")


def with_money(works: QuerySet[Work], on: date | None = None) -> QuerySet[Any]:
    """Adds `paid`, `debt` (accepted less paid), `over` (paid above accepted) and `funded` (None without sources), in đồng.

    With `on`, as it stood at the end of that day.
    """
    payments = WorkPayment.objects.filter(work=OuterRef("pk")).order_by()
    accepted: Any = F("accepted_value")
    if on is not None:
        payments = payments.filter(paid_on__lte=on)
        accepted = Case(When(accepted_on__lte=on, then=F("accepted_value")), output_field=BigIntegerField())
    zero = Value(0, output_field=BigIntegerField())
    paid = Coalesce(Subquery(_sum_of(payments)), zero)
    funded = Subquery(_sum_of(WorkFund.objects.filter(work=OuterRef("pk")).order_by()))
    works = works.annotate(paid=paid, accepted_then=accepted, funded=funded)
    left = F("accepted_then") - F("paid")
    return works.annotate(
        debt=Case(When(accepted_then__gt=F("paid"), then=left), default=zero, output_field=BigIntegerField()),
        over=Case(When(accepted_then__lt=F("paid"), then=-left), default=zero, output_field=BigIntegerField()),
    )


def _sum_of(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.values("work").annotate(sum=Sum("amount")).values("sum")


def filtered(
    works: QuerySet[Any], *, words: str = "", state: str = "", area: Area | None = None, plan: int | None = None,
    criterion: int | None = None, owing: bool = False,
) -> QuerySet[Work]:  # fmt: skip
    """Works (with money) of a state, an area with its villages, a plan, a criterion, with debt; found without diacritics."""
    if words:
        works = found_by(works, words)
    if state:
        works = works.filter(state=state)
    if area:
        works = works.filter(area__path__startswith=area.path or "-")
    if plan:
        works = works.filter(plan=plan)
    if criterion:
        works = works.filter(criterion=criterion)
    if owing:
        works = works.filter(debt__gt=0)
    return works


def totals(works: QuerySet[Work]) -> dict[str, int]:
    """Sums over works (with money), by the database: total, accepted, paid, debt, over (đồng)."""
    names = {"total": "total", "accepted": "accepted_then", "paid": "paid", "debt": "debt", "over": "over"}
    sums = works.order_by().aggregate(**{f"sum_{name}": Sum(field) for name, field in names.items()})
    return {name: int(sums[f"sum_{name}"] or 0) for name in names}


def plans_of(works: QuerySet[Work], plans: QuerySet[Plan]) -> dict[int, str]:
    """Titles by id of those of the plans that there are works of, in Vietnamese order."""
    used = plans.filter(pk__in=works.order_by().values("plan")).order_by("sort_key")
    return dict(used.values_list("pk", "title"))


def criteria_of(works: QuerySet[Work]) -> list[int]:
    numbers = works.exclude(criterion=None).order_by("criterion").values_list("criterion", flat=True).distinct()
    return [number for number in numbers if number]


def payments_of(work: Work) -> QuerySet[WorkPayment]:
    """The ledger of a work in the order of days, each with what corrects it."""
    return work.payments.select_related("by", "corrects", "corrected_by").order_by("paid_on", "pk")


def paid_of(work: Work) -> int:
    """What has been paid for the work, corrections taken off; đồng."""
    return int(work.payments.aggregate(sum=Sum("amount"))["sum"] or 0)


def debts_of(area: Area, on: date | None = None) -> QuerySet[Any]:
    """Works of an area and below that are accepted and not fully paid at the end of a day (default today), largest debt first.

    Each has `accepted_then`, `paid` and `debt` in đồng. For recognition there must be none ("không có nợ đọng xây dựng cơ
    bản", Quyết định 18/2022/QĐ-TTg).
    """
    return owing(Work.objects.filter(area__path__startswith=area.path or "-"), on or clock.today())


def debts_in(area: Area, on: date) -> list[Debt] | None:
    """The same as plain rows for the area's recognition dossier (criteria.sources); None while the area has no works recorded."""
    rows = [
        Debt(
            work=work.name, decision=_decided(work), total=work.total, accepted=work.accepted_then, paid=work.paid,
            debt=work.debt, funded=work.funded,
        )
        for work in debts_of(area, on).select_related("decision")
    ]  # fmt: skip
    return rows if rows or Work.objects.filter(area__path__startswith=area.path or "-").exists() else None


def _decided(work: Work) -> str:
    """ "66/QĐ-UBND, 5/3/2024": the decision that approves the work, as the register of documents has it."""
    if work.decision is None:
        return ""
    dated = vndate(work.decision.dated) if work.decision.dated else ""
    return ", ".join(filter(None, (work.decision.number, dated)))


def owing(works: QuerySet[Work], on: date) -> QuerySet[Any]:
    """Those of the works that are accepted and not fully paid at the end of a day, with money, largest debt first."""
    with_sums = with_money(works.select_related("area", "area__parent"), on)
    return with_sums.filter(debt__gt=0).order_by("-debt", "sort_key")


def totals_by_source(area: Area, year: int) -> dict[str, int]:
    """Money of a year's works on an area and below by source (FundKind code → đồng), as decided.

    A work belongs to the year of its plan; without a plan, to the year in which it starts.
    """
    funds = WorkFund.objects.filter(
        Q(work__plan__year=year) | Q(work__plan=None, work__starts_on__year=year),
        work__area__path__startswith=area.path or "-",
    )
    rows = funds.order_by().values("kind").annotate(sum=Sum("amount")).values_list("kind", "sum")
    return {kind: int(amount) for kind, amount in rows}


def decisions_near(area_ids: set[int]) -> QuerySet[CitedDocument]:
    """Documents of these areas' own register: what may approve a work or set up a committee there."""
    return CitedDocument.objects.filter(area__in=area_ids).order_by("-dated", "sort_key")


def residents_decisions_on(areas: QuerySet[Area]) -> QuerySet[ResidentsDecision]:
    return ResidentsDecision.objects.filter(area__in=areas).select_related("area").order_by("-held_on", "-pk")
