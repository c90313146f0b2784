"""What the report of a campaign's results is written from, beside the sums of the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from contributions.enums import Consent
from contributions.models import Campaign, FinalReport, RosterLine, Spending
from documents.models import Document


@dataclass(frozen=True, slots=True)
class SpentOn:
    """What was spent (or handed over) on one work, reversals taken off; đồng."""

    kind: str
    #: Name of the work; empty for what is bound to none.
    work: str
    count: int
    amount: int


def receipts_by_way(campaign: Campaign) -> dict[str, int]:
    """How many receipts stand, by way of giving: those reversed and the reversals themselves are left out."""
    standing = campaign.receipts.filter(reverses=None, reversed_by=None).order_by()
    return dict(standing.values_list("way").annotate(n=Count("pk")))


def lines_by_state(campaign: Campaign) -> dict[str, int]:
    """How many givers are asked, exempt, or do not take part."""
    return dict(campaign.lines.order_by().values_list("state").annotate(n=Count("pk")))


def spent_by_work(campaign: Campaign) -> list[SpentOn]:
    """Payments by kind and work, in the order of kinds and names; what was taken back whole does not appear."""
    rows = Spending.objects.filter(campaign=campaign).order_by("kind", "work__sort_key", "work")
    standing = Count("pk", filter=Q(reverses=None, reversed_by=None))
    sums = rows.values("kind", "work", "work__name").annotate(n=standing, money=Sum("amount"))
    return [SpentOn(row["kind"], row["work__name"] or "", row["n"], row["money"]) for row in sums if row["money"]]


def givers_to_name(campaign: Campaign) -> QuerySet[Any]:
    """Givers who agreed to be named and gave something, each with `given` (đồng) and `worked` (days)."""
    lines = RosterLine.objects.filter(campaign=campaign).exclude(party__consent=Consent.NONE)
    lines = lines.annotate(given=Sum("allocations__amount"), worked=Sum("allocations__days")).filter(given__gt=0)
    return lines.select_related("party", "village", "unit").order_by("party__sort_key", "pk")


def last_report(campaign: Campaign) -> FinalReport | None:
    return FinalReport.objects.filter(campaign=campaign).select_related("document__issuer").first()


def page_of_final_report(document: Document) -> str | None:
    """For documents.registry: the page of a campaign's report."""
    found = FinalReport.objects.filter(document=document).first()
    return found.get_absolute_url() if found else None
