"""Who reports on what, who reads reports, who chooses between versions and takes labour days into the ledger."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import demand, has_anywhere, may
from accounts.enums import RIGHTS, Right
from areas.enums import Level
from emulation.access.drives import may_enter_for, visible_drives
from emulation.models import Drive, Duty, GroupPerson, LabourProposal, Report, ReportPhoto

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile


def own_duties(user: User) -> QuerySet[Duty]:
    """Reports that are this person's own to send: of the working groups, the village, the body he or she acts for."""
    groups = GroupPerson.objects.filter(user=user).values("committee")
    mine = Q(committee__in=groups)
    for item in user.assignments_today:
        if Right.ENTER_DRIVES not in RIGHTS[item.role]:
            continue
        here = Q(committee=None, entry__area=item.area_id)
        if item.organisation_id is not None:
            mine |= here & Q(entry__organisation=item.organisation_id)
        if item.area.level == Level.VILLAGE:
            mine |= here & Q(entry__organisation=None)
    return Duty.objects.filter(mine)


def ever_reports(user: User) -> bool:
    """Whether reports may ever be this person's to send, even when none is owed today."""
    return has_anywhere(user, Right.ENTER_DRIVES) or GroupPerson.objects.filter(user=user).exists()


def is_own(user: User, duty: Duty) -> bool:
    """Whether the duty is the person's own."""
    if duty.committee_id is not None:
        return GroupPerson.objects.filter(user=user, committee=duty.committee_id).exists()
    return may_enter_for(user, duty.entry.area, duty.entry.organisation_id)


def may_report(user: User, duty: Duty) -> bool:
    """Whether the person reports: who owes it, or the commune's officer for anybody."""
    return may(user, Right.WRITE_DRIVES, duty.entry.drive.area) or is_own(user, duty)


def get_duty(user: User, pk: int) -> Duty:
    """A duty on which the person reports: else 404 for whom the drive does not concern, 403 for who only reads it."""
    mine = Q(entry__drive__in=_drive_ids(user)) | Q(pk__in=own_duties(user).values("pk"))
    duty = get_object_or_404(
        Duty.objects.filter(mine).select_related(
            "entry__drive__area", "entry__area", "entry__organisation", "committee"
        ),
        pk=pk,
    )
    if not may_report(user, duty):
        raise PermissionDenied
    return duty


def the_day(typed: str) -> date:
    """A day of an address, 2026-11-22; else 404."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise Http404 from error


def visible_reports(user: User) -> QuerySet[Report]:
    """Reports of drives the person reads, and of duties that are his or her own."""
    mine = Q(duty__entry__drive__in=_drive_ids(user)) | Q(duty__in=own_duties(user).values("pk"))
    return Report.objects.filter(mine)


def _drive_ids(user: User) -> QuerySet[Drive, int]:
    return visible_drives(user).order_by().values_list("pk", flat=True)


def get_report(user: User, pk: int) -> Report:
    """A report the person may read; else 404."""
    rows = visible_reports(user).select_related(
        "duty__entry__drive__area__parent",
        "duty__entry__area",
        "duty__entry__organisation",
        "duty__committee",
        "by",
        "replaces",
    )
    return get_object_or_404(rows, pk=pk)


def may_decide(user: User, report: Report) -> bool:
    """Whether the person chooses between versions: the commune's officer."""
    return may(user, Right.WRITE_DRIVES, report.duty.entry.drive.area)


def get_conflict(user: User, pk: int) -> Report:
    """A report of a drive the person reads (else 404), where he or she chooses between versions (else 403)."""
    report = get_report(user, pk)
    demand(user, Right.WRITE_DRIVES, report.duty.entry.drive.area)
    return report


def report_to_fill(user: User, key: UUID) -> Report:
    """The report with this key, for its photos: the sender's, or of somebody who may report in the sender's place."""
    report = get_object_or_404(
        visible_reports(user).select_related(
            "duty__entry__drive__area", "duty__entry__area", "duty__entry__organisation"
        ),
        key=key,
    )
    if report.by_id != user.pk and not may_report(user, report.duty):
        raise PermissionDenied
    return report


def may_fetch_report_photo(user: User, stored: StoredFile) -> bool:
    """Check for photos of reports: who reads the report."""
    return ReportPhoto.objects.filter(file=stored, report__in=visible_reports(user).values("pk")).exists()


def seen_proposals(user: User, drive: Drive) -> QuerySet[LabourProposal]:
    """Labour days proposed from a drive that the person reads, with all that a page shows of them."""
    rows = LabourProposal.objects.filter(report__duty__entry__drive=drive)
    return rows.select_related(
        "report__duty__entry",
        "report__by",
        "work__task",
        "campaign__area",
        "receipt__book",
        "decided_by",
        "reverses__receipt__book",
    ).order_by("report__day", "pk")


def may_take(user: User, proposal: LabourProposal) -> bool:
    """Whether the person takes days into the campaign's ledger; that it is not the reporter, the action sees to."""
    return may(user, Right.WRITE_CAMPAIGNS, proposal.campaign.area)


def get_proposal(user: User, drive: Drive, pk: int) -> LabourProposal:
    """A proposal of the drive (else 404) whose campaign's books the person keeps (else 403)."""
    proposal = get_object_or_404(seen_proposals(user, drive), pk=pk)
    if not may_take(user, proposal):
        raise PermissionDenied
    return proposal
