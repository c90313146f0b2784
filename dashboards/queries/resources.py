"""What was mobilised, by source and year: the ledger of contributions and the sources of works as decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce, ExtractYear

from areas.models import Area
from areas.queries import below
from campaigns.enums import FundKind
from campaigns.models import WorkFund
from contributions.enums import Source
from contributions.queries.totals import received_by_year

#: Sources in the order they are shown, with their words.
SOURCES = {
    "state": "Ngân sách nhà nước (công trình)", "credit": "Vốn tín dụng (công trình)", **dict(Source.choices),
}  # fmt: skip


def by_year(areas: Sequence[Area]) -> dict[int, dict[str, int]]:
    """Đồng by year and source (SOURCES), of the areas and all below; labour and goods at their worth. Two queries.

    The same reckoning as contributions.queries.totals.resources has for one year: receipts count in the year they were
    written; a work in the year of its plan, without a plan in the year it starts.
    """
    found: defaultdict[int, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for (year, source), money in received_by_year(areas).items():
        found[year][source] = money
    funds = WorkFund.objects.filter(below(areas, "work__area__path"), kind__in=[FundKind.STATE, FundKind.CREDIT])
    funds = funds.filter(
        Q(work__plan__year__isnull=False) | Q(work__plan=None, work__starts_on__isnull=False)
    ).order_by()
    year_of = Coalesce(F("work__plan__year"), ExtractYear("work__starts_on"))
    for year, kind, money in funds.values_list(year_of, "kind").annotate(sum=Sum("amount")):
        found[year][kind] += int(money)
    return {year: {name: sums[name] for name in SOURCES} for year, sums in sorted(found.items()) if any(sums.values())}
