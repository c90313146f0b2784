"""What may be told to everybody of the ledger: sums by year and source, from which no giver can be read."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, ExtractYear

from areas.models import Area
from contributions.models import PublicNotice
from contributions.queries.totals import by_source
from core import text

#: Year → source ("enterprises", "people", "others") → giver → đồng.
GivenByGiver = dict[int, dict[str, dict[str, int]]]


def given_by_giver(area: Area, upto: date) -> GivenByGiver:
    """What each giver gave by year and source on the area and below, up to the end of a day; three queries.

    A reversal counts in the year of what it reverses. Givers are told apart by name alone: two of one name count as one, so that
    a source never seems to have more givers than it has. The names are for counting (contributions.rules.public) and go nowhere.
    """

    def wanted(at: str) -> Q:
        return Q(**{f"{at}campaign__area__path__startswith": area.path or "-", f"{at}received_on__lte": upto})

    found: defaultdict[int, defaultdict[str, defaultdict[str, int]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for source, year, name, money, _ in by_source(wanted, _year, names=True):
        found[year][source][text.search_key(name)] += money
    return {year: {source: dict(givers) for source, givers in sources.items()} for year, sources in found.items()}


def _year(at: str) -> ExtractYear:
    """Of a reversal, the year of what it reverses."""
    return ExtractYear(Coalesce(f"{at}reverses__received_on", f"{at}received_on"))


def posted_notices(area: Area, on: date) -> QuerySet[PublicNotice]:
    """Notices of the area and below that are posted on a day, the latest first."""
    rows = PublicNotice.objects.filter(
        campaign__area__path__startswith=area.path or "-", posted_from__lte=on, posted_to__gte=on
    )
    return rows.select_related("campaign").defer("snapshot").order_by("-posted_from", "-pk")
