"""Reading reports: with what their pages show, whom they concern, and how one stands as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from accounts.access import holders, people_who_may
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from areas.queries import ancestors
from reporting.enums import ReportState
from reporting.models import Passage, PeriodicReport, ReportForm, SentVersion

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document

#: Still with the one who writes it.
OWED = (ReportState.DRAFT, ReportState.SIGNING, ReportState.RETURNED)


def all_forms() -> QuerySet[ReportForm]:
    """The forms of periodic reports, of every time."""
    return ReportForm.objects.all()


def with_all(rows: QuerySet[PeriodicReport]) -> QuerySet[PeriodicReport]:
    """With form, area, drive and paper, and `first_sent_at`: when it went up for the first time."""
    return rows.select_related("form", "area__parent", "drive", "document").annotate(first_sent_at=first_sent_at())


def was_sent(prefix: str = "pk") -> Exists:
    """Condition: the report went up at least once."""
    return Exists(SentVersion.objects.filter(report=OuterRef(prefix)))


def filtered(
    rows: QuerySet[PeriodicReport], *, year: int | None = None, form: int | None = None, state: str = ""
) -> QuerySet[PeriodicReport]:
    """Of a year (by the figures' last day), a form, a state; what is not given leaves all."""
    if year is not None:
        rows = rows.filter(ends_on__year=year)
    if form is not None:
        rows = rows.filter(form=form)
    return rows.filter(state=state) if state else rows


def last_version(report: PeriodicReport) -> SentVersion | None:
    """The report as it last went up."""
    return report.versions.select_related("by").first()


def sent_before(report: PeriodicReport) -> PeriodicReport | None:
    """The last report of the same form and area before this one that went up."""
    rows = PeriodicReport.objects.filter(form__code=report.form.code, area=report.area_id, drive=report.drive_id)
    return rows.filter(was_sent(), ends_on__lt=report.starts_on).order_by("-ends_on").first()


def shown_passages(report: PeriodicReport) -> list[Passage]:
    """Paragraphs in their order, without those that a person took out."""
    return list(report.passages.exclude(text="").select_related("edited_by"))


def content_of(report: PeriodicReport) -> dict[str, Any]:
    """How the report stands, as JSON: {"passages": [{section, text, sources}], "cells": [{table, row, position, column,
    value, text, sources}]}; values as text ("1500000.0000") or None."""
    return {
        "passages": [
            {"section": row.section, "text": row.text, "sources": row.sources} for row in report.passages.exclude(text="")
        ],
        "cells": [
            {
                "table": cell.table, "row": cell.row, "position": cell.position, "column": cell.column,
                "value": None if cell.value is None else str(cell.value), "text": cell.text, "sources": cell.sources,
            }
            for cell in report.cells.all()
        ],
    }  # fmt: skip


def receiving_areas(area: Area) -> list[Area]:
    """Where an area's reports go: a village's to its commune, others' to all areas above."""
    if area.level == Level.VILLAGE:
        return [area.parent] if area.parent is not None else []
    return list(ancestors(area))


def receivers_of(report: PeriodicReport) -> QuerySet[User]:
    """The people of the office above who receive the report."""
    return holders(Right.RECEIVE_REPORTS, receiving_areas(report.area))


def writers_of(report: PeriodicReport) -> QuerySet[User]:
    """The people whose work the report is; a village's without any are its commune's."""
    return people_who_may(Right.WRITE_REPORTS, report.area)


def of_documents(document: int) -> Q:
    """Condition: the report whose paper this is, or was when it went up."""
    return Q(document=document) | Q(pk__in=SentVersion.objects.filter(document=document).values("report"))


def page_of_report(document: Document) -> str | None:
    """For documents: the report whose paper this is, or was when it went up."""
    report = PeriodicReport.objects.filter(of_documents(document.pk)).only("pk").first()
    return report.get_absolute_url() if report is not None else None


def forms_of(rows: QuerySet[PeriodicReport]) -> list[tuple[int, str]]:
    """(id, name) of the forms among these reports."""
    return list(rows.order_by("form__name").values_list("form", "form__name").distinct())


def years_of(rows: QuerySet[PeriodicReport]) -> list[int]:
    """The years among these reports, latest first."""
    return [day.year for day in rows.order_by().dates("ends_on", "year", order="DESC")]


def first_sent_at() -> Subquery:
    """When a report of the outer query went up first."""
    rows = SentVersion.objects.filter(report=OuterRef("pk")).order_by("at", "pk")
    return Subquery(rows.values("at")[:1])
