"""The office above: whose reports it receives, what it asks, what it has put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, areas_where
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from emulation.access.drives import visible_drives
from emulation.models import Drive
from reporting.models import ReportDuty, ReportForm
from reporting.queries.office import duties_of

if TYPE_CHECKING:
    from accounts.models import User


def offices(user: User) -> list[Area]:
    """The areas for which the person receives reports from below; 403 for whoever receives none."""
    held = [area for area in areas_held(user, Right.RECEIVE_REPORTS) if area.level != Level.VILLAGE]
    if not held:
        raise PermissionDenied
    return list({area.pk: area for area in held}.values())


def visible_duties(user: User) -> QuerySet[ReportDuty]:
    """What the person's offices ask."""
    return duties_of(offices(user))


def get_duty(user: User, pk: int) -> ReportDuty:
    """A duty of an office of this person; else 404."""
    return get_object_or_404(visible_duties(user), pk=pk)


def drives_to_ask(user: User, office: Area) -> QuerySet[Drive]:
    """Drives that an office may ask reports of: those on it and below it."""
    return visible_drives(user).filter(area__path__startswith=office.path or "-").order_by("-starts_on", "name")


def get_rollup(user: User, form_pk: int, area_pk: int) -> tuple[ReportForm, Area]:
    """The form of an office's own report and the office, for whoever reads its reports; else 404."""
    area = get_object_or_404(areas_where(user, Right.READ_REPORTS), pk=area_pk)
    form = get_object_or_404(ReportForm, pk=form_pk)
    if form.level != area.level:
        raise Http404
    return form, area
