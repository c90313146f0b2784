"""Reading for the office above: what it asks, which areas owe it, what they have sent. Drafts are never read here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Min, OuterRef, Q, QuerySet, Subquery

from accounts.enums import RIGHTS, Right, Role
from accounts.models import Assignment
from areas.enums import Level
from areas.models import Area
from areas.queries import ids_on, in_force, stands
from journal.models import Notice
from reporting.enums import ReportState
from reporting.models import PeriodicReport, ReportDuty, ReportForm, SentVersion

if TYPE_CHECKING:
    from accounts.models import User
    from reporting.context import Scope

#: From the top down.
LEVELS = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE, Level.VILLAGE)
#: A report in one of these counts; one that was sent back does not until it is sent again.
COUNTED = (ReportState.SENT, ReportState.RECEIVED)


@dataclass(frozen=True, slots=True)
class Part:
    """One area that owes the office a report for the period, and the report as it last went up, if it counts."""

    area: Area
    form: ReportForm
    version: SentVersion | None
    #: It was sent and given back.
    returned: bool = False


def duties_of(areas: Sequence[Area]) -> QuerySet[ReportDuty]:
    """What these offices ask, in force and ended."""
    rows = ReportDuty.objects.filter(asked_by__in=areas).select_related("form", "asked_by", "drive", "created_by")
    return rows.order_by("asked_by__path", "form__name", "-valid_from")


def levels_below(area: Area) -> tuple[Level, ...]:
    """The levels that may owe the area a report: a village's is its commune's alone."""
    below = LEVELS[LEVELS.index(Level(area.level)) + 1 :]
    return below if area.level == Level.COMMUNE else tuple(level for level in below if level != Level.VILLAGE)


def forms_to_ask(area: Area, on: date) -> QuerySet[ReportForm]:
    """Forms in force that areas below this one write."""
    return in_force(ReportForm.objects.filter(level__in=levels_below(area)), on)


def areas_owing(office: Area, level: str) -> QuerySet[Area]:
    """All areas of a level under an office, those that have ended too: who stands on which day is asked of each."""
    return Area.objects.filter(path__startswith=office.path or "-", level=level).order_by("sort_key", "pk")


def latest_version() -> Subquery:
    """Id of the last version of a report of the outer query."""
    rows = SentVersion.objects.filter(report=OuterRef("pk")).order_by("-at", "-pk")
    return Subquery(rows.values("pk")[:1])


def standing_between(
    office: Area, form: ReportForm, first: date, last: date, *, drive: int | None
) -> QuerySet[PeriodicReport]:
    """Reports of a form under an office whose periods end between two days, with `first_sent_at` and `version_id`;
    nothing of their content."""
    rows = PeriodicReport.objects.filter(
        form=form, drive=drive, area__path__startswith=office.path or "-", ends_on__gte=first, ends_on__lte=last
    )
    return rows.annotate(first_sent_at=Min("versions__at"), version_id=latest_version())


def parts_of(scope: Scope) -> list[Part]:
    """The areas below that owe the scope's office a report for its period, each with what it has sent, in the order of names.

    A report belongs to the period in which its own figures end. Of the levels below only the nearest that is asked for a form of
    the same rhythm is read, so that nothing is counted on two levels. Four queries.
    """
    forms = _forms_below(scope)
    if not forms:
        return []
    areas = list(areas_owing(scope.area, forms[0].level))
    reports = {
        (row.area_id, row.form_id): row
        for row in PeriodicReport.objects.filter(
            form__in=forms, drive=scope.drive, area__path__startswith=scope.area.path or "-",
            ends_on__gte=scope.since, ends_on__lte=scope.upto,
        )
        .annotate(version_id=latest_version())
        .order_by("ends_on")
    }  # fmt: skip
    counted = [row.version_id for row in reports.values() if row.state in COUNTED and row.version_id]
    versions = SentVersion.objects.select_related("by", "report").in_bulk(counted)
    found = []
    for area in areas:
        for form in forms:
            report = reports.get((area.pk, form.pk))
            if report is None and not stands(area, scope.upto):
                continue
            version = versions.get(report.version_id) if report is not None and report.state in COUNTED else None
            found.append(
                Part(area, form, version, returned=report is not None and version is None and bool(report.version_id))
            )
    return found


def _forms_below(scope: Scope) -> list[ReportForm]:
    """What the office, or one above it, asks of the nearest level below for this rhythm and period."""
    above = ids_on(scope.area.path)
    duties = ReportDuty.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=scope.upto), valid_from__lte=scope.upto, asked_by__in=above, drive=scope.drive,
        form__every=scope.form.every, form__level__in=levels_below(scope.area),
    ).select_related("form")  # fmt: skip
    forms = {duty.form_id: duty.form for duty in duties}
    nearest = min((LEVELS.index(Level(form.level)) for form in forms.values()), default=0)
    return sorted(
        (form for form in forms.values() if form.level == LEVELS[nearest]), key=lambda form: (form.code, form.pk)
    )


def writers_on(areas: Collection[Area | int], on: date) -> dict[int, list[User]]:
    """Area id → the people who write its reports, the NTM officer first. One query."""
    roles = [role for role, rights in RIGHTS.items() if Right.WRITE_REPORTS in rights]
    rows = in_force(Assignment.objects.filter(area__in=areas, role__in=roles, user__is_active=True), on)
    found: dict[int, list[User]] = {}
    for row in sorted(rows.select_related("user"), key=lambda row: (row.role != Role.NTM_OFFICER, row.pk)):
        people = found.setdefault(row.area_id, [])
        if row.user not in people:
            people.append(row.user)
    return found


def told(keys: Collection[str], people: Collection[User]) -> set[str]:
    """Which of these keys of notices one of the people has in the inbox."""
    return set(Notice.objects.filter(recipient__in=people, key__in=keys).values_list("key", flat=True))
