"""Rows for the tests of "Cần xử lý", each as it stands once the pages did their part."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from core import clock
from criteria.models import Dossier, Evidence, Scorecard
from reporting.enums import Every, ReportState
from reporting.models import PeriodicReport, ReportForm, SentVersion
from tests import factories

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


def form(level: str = "commune") -> ReportForm:
    found, _ = ReportForm.objects.get_or_create(
        code=f"bc-thang-{level}", valid_from="2020-01-01",
        defaults={"name": "Báo cáo tháng", "level": level, "every": Every.MONTH, "due_after": 3},
    )  # fmt: skip
    return found


def report(area: Area, due: date, by: User, *, sent: date | None = None, state: str = "") -> PeriodicReport:
    """A monthly report to be sent by `due`; with `sent` it went up at noon of that day."""
    moment = clock.start_of(sent) + timedelta(hours=12) if sent else None
    made = PeriodicReport.objects.create(
        form=form(area.level), area=area, starts_on=due - timedelta(days=33), ends_on=due - timedelta(days=3), due_on=due,
        created_by=by, sent_at=moment, state=state or (ReportState.SENT if sent else ReportState.DRAFT),
    )  # fmt: skip
    if moment:
        SentVersion.objects.create(report=made, at=moment, by=by)
    return made


def evidence(area: Area, title: str, last: date, by: User) -> Evidence:
    paper = factories.document(area, None, by=by)
    return Evidence.objects.create(
        area=area, title=title, document=paper, valid_to=last, created_by=by, created_at=clock.now()
    )


def dossier(card: Scorecard, by: User, *, sent_on: date | None = None, days_ago: int = 0) -> Dossier:
    return Dossier.objects.create(
        card=card, sent_on=sent_on, created_by=by, created_at=clock.now() - timedelta(days=days_ago)
    )


def groups(page: Any) -> dict[str, Any]:
    """The groups with lines that a page shows, by code."""
    return {group.code: group for group in page.context["waiting"]}


def told(page: Any, code: str) -> list[tuple[str, str]]:
    """(title, due) of the lines of one group."""
    found = groups(page).get(code)
    return [(item.title, item.due) for item in found.items] if found else []
