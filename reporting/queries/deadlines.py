"""Periodic reports that are owed, for reminders.sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from accounts.access import areas_held, ids_who_may
from accounts.enums import Right
from areas.enums import Level
from core.formats import vndate
from reminders.sources import Due, Span, commune_of_village, on_days, owed_by
from reporting.enums import ReportState
from reporting.models import PeriodicReport

if TYPE_CHECKING:
    from accounts.models import User

#: Not sent yet, or sent back.
OWED = (ReportState.DRAFT, ReportState.SIGNING, ReportState.RETURNED)
_REPORT = (
    "pk", "form__name", "starts_on", "ends_on", "due_on", "area_id", "area__level", "area__parent_id", "area__kind_word", "area__name",
    "drive__name",
)  # fmt: skip


def _owed() -> QuerySet[PeriodicReport]:
    return PeriodicReport.objects.filter(state__in=OWED).order_by()


def reports_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Reports to send by these days. Two queries."""
    return _reports(_owed().filter(on_days("due_on", spans)))


def reports_of(user: User, upto: date) -> list[Due]:
    held = areas_held(user, Right.WRITE_REPORTS)
    here = Q(area__in=held) | Q(area__parent__in=held, area__level=Level.VILLAGE)
    return owed_by(user, _reports(_owed().filter(here, due_on__lte=upto)))


def open_reports(ids: Iterable[int]) -> set[int]:
    return set(_owed().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _reports(reports: QuerySet[PeriodicReport]) -> Iterator[Due]:
    """Those who write the area's reports; of a village that nobody writes for, those of its commune."""
    rows: list[Any] = list(reports.values(*_REPORT))
    places = {row["area_id"]: commune_of_village(row) for row in rows}
    people = ids_who_may(Right.WRITE_REPORTS, places)
    for row in rows:
        drive = f", đợt {row['drive__name'][:60]}" if row["drive__name"] else ""
        yield Due(
            "periodic_report", row["pk"],
            f"Gửi {_inside(row['form__name'][:120])}, {row['area__kind_word']} {row['area__name']}{drive}, "
            f"số liệu {vndate(row['starts_on'])} – {vndate(row['ends_on'])}",
            row["due_on"], reverse("reporting:report", args=[row["pk"]]), people[row["area_id"]], row["area_id"],
        )  # fmt: skip


def _inside(name: str) -> str:
    """ "báo cáo tháng": a form's name inside a sentence."""
    return f"{name[:1].lower()}{name[1:]}"
