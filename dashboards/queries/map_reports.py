"""Which share of the communes' reports came in time, by commune or by office: the rule of "Cần xử lý" for other days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from areas.enums import Level
from areas.models import Area, titled
from areas.queries import below
from criteria.queries.rounds import communes_below
from dashboards.queries.areas import over_communes
from dashboards.queries.office.reports import SHARES, due_between, rate_days
from reporting.context import Shares
from reporting.models import PeriodicReport

#: So many months can be chosen.
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """One commune, or one office with the communes below it."""

    area: int
    name: str
    #: The name with the word before it.
    full: str
    #: The district between the area shown and a commune, "" where there is none.
    above: str
    shares: Shares


def months_before(today: date) -> list[date]:
    """The first days of the month yesterday was in and of those before it, newest first."""
    found = [(today - timedelta(days=1)).replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found


def days_of(month: date | None, today: date) -> tuple[date, date]:
    """The days of the month that are over, both included; without a month those of "Cần xử lý"."""
    if month is None:
        return rate_days(today)
    following = (month + timedelta(days=31)).replace(day=1)
    return month, min(following, today) - timedelta(days=1)


def of_communes(area: Area, first: date, last: date) -> list[Row]:
    """Each commune that is there on the last day with its own reports, in Vietnamese order; two queries."""
    reports = PeriodicReport.objects.filter(below([area], "area__path"), area__level=Level.COMMUNE).order_by()
    shares = {
        pk: Shares(*counts) for pk, *counts in due_between(reports, first, last).values_list("area").annotate(**SHARES)
    }
    fields = ("pk", "kind_word", "name", "parent", "parent__kind_word", "parent__name")
    return [
        Row(
            pk, name, titled(kind, name), titled(above_kind or "", above or "") if parent != area.pk else "",
            shares.get(pk, Shares(0, 0, 0)),
        )
        for pk, kind, name, parent, above_kind, above in communes_below(area, last).order_by("sort_key", "pk").values_list(*fields)
    ]  # fmt: skip


def of_offices(offices: Sequence[Area], first: date, last: date) -> list[Row]:
    """Each of these provinces and districts with the reports of its communes; two queries, their rows as few as there are
    offices and districts."""
    over = over_communes(area.pk for area in offices)
    # By what lies right above the communes: a path would be held against each of the offices, for every report.
    inside = Area.objects.filter(level=Level.COMMUNE, parent__in=[*over]).order_by()
    reports = PeriodicReport.objects.filter(area__in=inside).order_by()
    found = {area.pk: Shares(0, 0, 0) for area in offices}
    rows = due_between(reports, first, last).values_list("area__parent").annotate(**SHARES)
    for parent, owed, sent, on_time in rows:
        for office in over[parent]:
            was = found[office]
            found[office] = Shares(was.owed + owed, was.sent + sent, was.on_time + on_time)
    return [Row(area.pk, area.name, str(area), "", found[area.pk]) for area in offices]
