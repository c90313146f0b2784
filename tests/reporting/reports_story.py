"""A commune that owes the province a monthly report, with something to say, for the stories of this folder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from campaigns.models import Task
from core import clock
from reporting.actions.forms import load_shipped
from reporting.actions.opening import open_reports
from reporting.models import PeriodicReport, ReportDuty, ReportForm
from tests.campaigns.years import issued_plan

if TYPE_CHECKING:
    from areas.models import Area
    from tests.cast import Cast

#: A day on which the figures of July (15/6–14/7) are complete, and the report is not late yet.
A_DAY = "2024-07-16 09:00"


@dataclass
class Story:
    """What the province and the commune ask, and the July reports of xã An Bình and thôn Nà Cốc."""

    monthly: ReportForm
    village_form: ReportForm
    duty: ReportDuty
    report: PeriodicReport
    village_report: PeriodicReport


def build(cast: Cast) -> Story:
    """To be called with the clock at A_DAY: duties since June, the reports opened as beat does, a plan with two tasks."""
    load_shipped()
    monthly, village_form = ReportForm.objects.get(code="xa-thang"), ReportForm.objects.get(code="thon-thang")
    duty = ask(cast.province, monthly, by=cast)
    ask(cast.commune, village_form, by=cast)
    plan = issued_plan(cast, title="Kế hoạch xây dựng nông thôn mới năm 2024", year=2024)
    for position, (text, deadline) in enumerate(
        (("Làm đường trục thôn Nà Cốc", date(2024, 7, 10)), ("Ra mắt mô hình hàng rào xanh", date(2024, 9, 30))), 1
    ):
        Task.objects.create(plan=plan, position=position, text=text, area=cast.village, deadline=deadline)
    open_reports(clock.today())
    july = PeriodicReport.objects.filter(ends_on=date(2024, 7, 14))
    return Story(
        monthly, village_form, duty, july.get(area=cast.commune), july.get(area=cast.village)
    )  # fmt: skip


def ask(area: Area, form: ReportForm, *, by: Cast) -> ReportDuty:
    """A duty since the middle of June 2024."""
    return ReportDuty.objects.create(form=form, asked_by=area, valid_from=date(2024, 6, 15), created_by=by.coordination)
