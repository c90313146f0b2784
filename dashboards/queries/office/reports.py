"""Periodic reports: those that are late, and which share came and came in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from accounts.access import areas_held
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import below
from core.formats import vndate
from dashboards.queries.office.groups import LOOK_BACK, Group, Item, Scope, above, overdue, place, place_fields, worst
from reporting.context import Shares
from reporting.enums import ReportState, period_words
from reporting.models import PeriodicReport, SentVersion
from reporting.queries.office import COUNTED
from reporting.queries.reports import OWED

#: Rates look back this many days: whatever the day, every monthly report has had a last day in them.
RATE_DAYS = timedelta(days=31)
_AREA = place_fields("area")


def _owed(scope: Scope) -> QuerySet[PeriodicReport]:
    """Reports of the areas and of those below that come up to them: a village's goes to its commune alone."""
    communes = scope.communes
    here = below(scope.offices, "path") & Q(level__in=[Level.PROVINCE, Level.DISTRICT, Level.COMMUNE])
    here |= Q(pk__in=[area.pk for area in communes]) | Q(parent__in=communes, level=Level.VILLAGE)
    # Areas by a query of their own: from a commune's few the database goes to their reports, not through everybody's.
    return PeriodicReport.objects.filter(area__in=Area.objects.filter(here).order_by()).order_by()


def _late(scope: Scope) -> QuerySet[PeriodicReport]:
    return _owed(scope).filter(state__in=OWED, due_on__lt=scope.today, due_on__gte=scope.today - LOOK_BACK)


def count_late(scope: Scope) -> int:
    return _late(scope).count()


def late_reports(scope: Scope, limit: int | None) -> Group:
    """Reports past their last day that have not come or were given back, the longest late first. Two queries."""
    late = _late(scope).order_by("due_on", "area__sort_key", "pk").values(
        "pk", "form_id", "form__name", "form__every", "drive__name", "starts_on", "ends_on", "due_on", "state", "area__level", *_AREA
    )  # fmt: skip
    rows, count = worst(late, limit)
    inside = {area.pk for area in areas_held(scope.user, Right.READ_REPORTS)}
    items = overdue([_late_item(scope, row, inside) for row in rows], scope.today)
    may_receive = bool(areas_held(scope.user, Right.RECEIVE_REPORTS))
    return Group(
        "bao-cao-cham", "Báo cáo chậm gửi", "báo cáo",
        "Báo cáo định kỳ đã quá hạn mà chưa gửi, hoặc bị trả lại; tính theo ngày làm việc.",
        "Không có báo cáo định kỳ nào quá hạn.", count, items,
        reverse("reporting:office" if may_receive else "reporting:reports"),
    )  # fmt: skip


def _late_item(scope: Scope, row: dict[str, Any], inside: set[int]) -> Item:
    """Its own people open the report; the office above calls whoever owes it, for a draft is not the office's to read."""
    name = row["form__name"]
    period = period_words(row["form__every"], row["starts_on"], row["ends_on"])
    drive = f", {row['drive__name']}" if row["drive__name"] else ""
    is_village = row["area__level"] == Level.VILLAGE
    returned = row["state"] == ReportState.RETURNED
    if row["area_id"] in inside or (is_village and row["area__parent_id"] in inside):
        url, verb = reverse("reporting:report", args=[row["pk"]]), "Mở báo cáo"
    else:
        asked = f"mau={row['form_id']}&nam={row['ends_on'].year}"
        url, verb = f"{reverse('reporting:office')}?{asked}#can-goi", "Nhắc, gọi"
    note = (
        f"{above(scope, row, 'area')}{name} ({period}){drive}; hạn {vndate(row['due_on'])}, "
        f"{'bị trả lại, chưa gửi lại' if returned else 'chưa gửi'}."
    )
    return Item(place(row, "area"), note, "", "", url, verb, row["due_on"])


@dataclass(frozen=True, slots=True)
class Rates(Shares):
    """Of the reports whose last day lies on these days (both included): how many were owed, came, came in time."""

    first: date
    last: date


def rates(scope: Scope) -> Rates:
    """Reporting rate and on-time rate of the last 31 days; in time is what was first sent by its last day. One query."""
    first, last = rate_days(scope.today)
    found = due_between(_owed(scope), first, last).aggregate(**SHARES)
    return Rates(found["owed"], found["sent"], found["on_time"], first, last)


def rate_days(today: date) -> tuple[date, date]:
    """The last 31 days before today, both included."""
    return today - RATE_DAYS, today - timedelta(days=1)


def due_between(reports: QuerySet[PeriodicReport], first: date, last: date) -> QuerySet[Any]:
    """Those of the reports whose last day lies on these days (both included), for SHARES to count."""
    in_time = Exists(SentVersion.objects.filter(report=OuterRef("pk"), at__date__lte=OuterRef("due_on")))
    return reports.filter(due_on__gte=first, due_on__lte=last).annotate(in_time=in_time)


_COUNTED = Q(state__in=COUNTED)
#: What Shares counts, over `due_between`.
SHARES = {
    "owed": Count("pk"), "sent": Count("pk", filter=_COUNTED), "on_time": Count("pk", filter=_COUNTED & Q(in_time=True)),
}  # fmt: skip
