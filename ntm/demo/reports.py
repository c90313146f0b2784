"""The demonstration's periodic reports: what the province and xã Thượng Lộ ask, the commune's report of July 2024 drafted."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from areas.models import Area
from core import clock
from reporting.actions.opening import open_report, open_reports
from reporting.actions.reports import draft_report
from reporting.models import PeriodicReport, ReportDuty, ReportForm
from reporting.rules.periods import period_of

_PROVINCE, _COMMUNE, _OFFICER, _OFFICE = "cu-46", "cu-20185", "0900000001", "0900000018"
#: Figures of July count to this day; the plan and the card of the commune are of 2024.
_JULY = date(2024, 7, 14)
#: The province and its communes of that time ended.
_LAST_DAY = date(2025, 6, 30)


def load_reports() -> PeriodicReport | None:
    """Ask for monthly reports, open those of the villages that are due about today, draft the commune's of July 2024.

    Safe to repeat; None where they are there.
    """
    commune, province = Area.objects.get(code=_COMMUNE), Area.objects.get(code=_PROVINCE)
    form, village_form = (ReportForm.objects.get(code=code) for code in ("xa-thang", "thon-thang"))
    if ReportDuty.objects.filter(form=form, asked_by=province).exists():
        return None
    officer, office = (User.objects.get(phone=phone) for phone in (_OFFICER, _OFFICE))
    today = clock.today()
    with transaction.atomic():
        ReportDuty.objects.create(
            form=form, asked_by=province, valid_from=date(2024, 6, 15), valid_to=_LAST_DAY, created_by=office
        )
        since = period_of(village_form, today - timedelta(days=20)).starts_on
        ReportDuty.objects.create(form=village_form, asked_by=commune, valid_from=since, created_by=officer)
        open_reports(today)
        report = open_report(form, commune, period_of(form, _JULY), by=officer)
        return draft_report(report, by=officer)
