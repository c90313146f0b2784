"""Who reads and writes an area's reports, and who above receives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, demand, may
from accounts.enums import Right
from areas.enums import Level
from areas.queries import below, in_force
from core import clock
from reporting.models import Cell, Passage, PeriodicReport, ReportForm
from reporting.queries.reports import was_sent, with_all

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


def _inside(user: User) -> Q:
    """Reports of one's own areas and of the villages of one's commune: these are read as they are written."""
    ids = [area.pk for area in areas_held(user, Right.READ_REPORTS)]
    return Q(area__in=ids) | Q(area__parent__in=ids, area__level=Level.VILLAGE)


def visible_reports(user: User) -> QuerySet[PeriodicReport]:
    """One's own and one's villages' reports; of areas further below those that went up at least once."""
    held = areas_held(user, Right.READ_REPORTS)
    if not held:
        return PeriodicReport.objects.none()
    return PeriodicReport.objects.filter(_inside(user) | (below(held, "area__path") & Q(was_sent())))


def own_reports(user: User) -> QuerySet[PeriodicReport]:
    """The list of the one who writes: reports of one's own areas, not those of the areas below."""
    ids = [area.pk for area in areas_held(user, Right.READ_REPORTS)]
    return with_all(PeriodicReport.objects.filter(area__in=ids))


def is_inside(user: User, report: PeriodicReport) -> bool:
    """Whether the person reads the report as it is written; everybody else reads it as it last went up."""
    ids = {area.pk for area in areas_held(user, Right.READ_REPORTS)}
    area = report.area
    return area.pk in ids or (area.level == Level.VILLAGE and area.parent_id in ids)


def may_write(user: User, report: PeriodicReport) -> bool:
    """Whether the person writes the report: the area's own people; a commune's for its villages."""
    return may(user, Right.WRITE_REPORTS, report.area)


def may_receive(user: User, report: PeriodicReport) -> bool:
    """Whether the person receives the report: for a village its commune's people, for others whoever holds the right above."""
    if report.area.level == Level.VILLAGE:
        return report.area.parent_id in {area.pk for area in areas_held(user, Right.RECEIVE_REPORTS)}
    return may(user, Right.RECEIVE_REPORTS, report.area)


def get_report(user: User, pk: int, right: Right | None = None) -> PeriodicReport:
    """A report the person may read; else 404. To write it, inside the area (else 404) with the right (else 403)."""
    report = get_object_or_404(with_all(visible_reports(user)), pk=pk)
    if right is Right.RECEIVE_REPORTS:
        if not may_receive(user, report):
            raise PermissionDenied
    elif right is not None:
        demand(user, right, report.area)
    return report


def get_passage(user: User, pk: int, passage: int, right: Right | None = None) -> Passage:
    """A paragraph of a report that the person may write; else 404 or 403."""
    report = get_report(user, pk, right)
    found = get_object_or_404(report.passages.select_related("edited_by"), pk=passage)
    found.report = report
    return found


def get_cell(user: User, pk: int, cell: int, right: Right | None = None) -> Cell:
    """A cell of a report the person reads as it is written; else 404 or 403."""
    report = get_report(user, pk, right)
    rows = report.cells.select_related("edited_by")
    found = get_object_or_404(rows if is_inside(user, report) else rows.none(), pk=cell)
    found.report = report
    return found


def writing_areas(user: User) -> list[Area]:
    """The areas whose reports are this person's own work; 403 for those who write none."""
    areas = areas_held(user, Right.WRITE_REPORTS)
    if not areas:
        raise PermissionDenied
    return areas


def forms_for(areas: list[Area]) -> QuerySet[ReportForm]:
    """The forms in force of these areas' levels."""
    return in_force(ReportForm.objects.filter(level__in={area.level for area in areas}), clock.today())
