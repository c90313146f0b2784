"""Who sees drives and entries, and who writes what in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.access import areas_held, commune_ids_above, demand, may
from accounts.enums import RIGHTS, Right
from areas.enums import Level
from areas.models import Area, Organisation
from areas.queries import below, in_force, with_children
from campaigns.access.plans import get_plan
from campaigns.enums import CommitteeKind
from campaigns.models import Committee, Plan
from contributions.access import visible_campaigns
from core import clock
from criteria.access import visible_cards
from documents.enums import DocumentState
from emulation.enums import DRIVE_KINDS
from emulation.models import Drive, Entry, EntryWork

if TYPE_CHECKING:
    from accounts.models import User
    from contributions.models import Campaign


def visible_drives(user: User) -> QuerySet[Drive]:
    """Drives on one's own areas and below; for a village also its commune's."""
    held = areas_held(user, Right.READ_DRIVES)
    rows = Drive.objects.filter(below(held, "area__path") | Q(area__in=sorted(commune_ids_above(held))))
    return rows.select_related("area", "area__parent", "plan", "plan__document").defer(
        "plan__facts", "plan__document__context"
    )


def get_drive(user: User, pk: int, right: Right | None = None) -> Drive:
    """The drive, if the person may read it (else 404) and has the right on its area (else 403)."""
    drive = get_object_or_404(visible_drives(user), pk=pk)
    if right is not None:
        demand(user, right, drive.area)
    return drive


def get_entry(user: User, pk: int, entry_pk: int) -> Entry:
    """An entry of a drive the person may read; what a village registered is no secret among villages."""
    drive = get_drive(user, pk)
    rows = drive.entries.select_related("area", "area__parent", "organisation", "plan__document")
    entry = get_object_or_404(rows.defer("plan__facts", "plan__document__context"), pk=entry_pk)
    entry.drive = drive
    return entry


def plans_to_start(user: User) -> QuerySet[Plan]:
    """Issued plans of emulation and peaks without a drive, of the areas whose drives the person writes; 403 for others."""
    held = areas_held(user, Right.WRITE_DRIVES)
    if not held:
        raise PermissionDenied
    rows = Plan.objects.filter(area__in=held, kind__in=DRIVE_KINDS, document__state=DocumentState.ISSUED, drive=None)
    return (
        rows.select_related("area", "document").defer("facts", "document__context").order_by("-year", "sort_key", "pk")
    )


def get_plan_to_start(user: User, pk: int) -> Plan:
    """An issued or started plan of a drive; 404 for plans one may not read and of other kinds, 403 without the right."""
    plan = get_plan(user, pk, Right.WRITE_DRIVES)
    if plan.kind not in DRIVE_KINDS or plan.document.state != DocumentState.ISSUED:
        raise Http404
    return plan


def get_work(user: User, pk: int, entry_pk: int, work_pk: int) -> EntryWork:
    """A work of an entry that the person acts for: 404 where it is not to be seen, 403 for mere readers."""
    entry = get_own_entry(user, pk, entry_pk)
    rows = entry.works.select_related("task__plan__document", "task__owner", "campaign")
    work = get_object_or_404(rows.defer("task__plan__facts", "task__plan__document__context"), pk=work_pk)
    work.entry = entry
    return work


def get_own_entry(user: User, pk: int, entry_pk: int) -> Entry:
    """An entry that the person acts for: 404 where it is not to be seen, 403 for mere readers."""
    entry = get_entry(user, pk, entry_pk)
    demand_entry(user, entry)
    return entry


def places_to_enter(user: User, drive: Drive) -> tuple[QuerySet[Area], QuerySet[Organisation]]:
    """For whom the person registers: villages (with the people in them), and bodies of the area. 403 for nobody at all.

    Who writes the drive registers for all of the area, the village's head for the own village, a representative for the own unit.
    """
    here, today = drive.area, clock.today()
    areas = in_force(Area.objects.filter(Q(pk=here.pk) | Q(parent=here, level=Level.VILLAGE)), today)
    units = in_force(Organisation.objects.filter(area=here), today)
    if not may(user, Right.WRITE_DRIVES, here):
        held = [role for role in user.assignments_today if Right.ENTER_DRIVES in RIGHTS[role.role]]
        areas = areas.filter(pk__in=[role.area_id for role in held if role.area.level == Level.VILLAGE])
        units = units.filter(pk__in=[role.organisation_id for role in held if role.organisation_id])
        if not areas.exists() and not units.exists():
            raise PermissionDenied
    return areas.order_by("level", "sort_key"), units.order_by("sort_key")


def may_register(user: User, drive: Drive) -> bool:
    """Whether the person registers for anybody in the drive."""
    if may(user, Right.WRITE_DRIVES, drive.area):
        return True
    return any(
        Right.ENTER_DRIVES in RIGHTS[role.role]
        and (role.area.parent_id == drive.area_id or (role.area_id == drive.area_id and role.organisation_id))
        for role in user.assignments_today
    )


def campaigns_to_link(user: User, area: Area) -> QuerySet[Campaign]:
    """Contribution campaigns of the area and its villages that the person may read, newest first."""
    rows = visible_campaigns(user).filter(area__in=with_children(area))
    return rows.order_by("-year", "sort_key", "pk")


def campaigns_of(user: User, drive: Drive) -> QuerySet[Campaign]:
    """The linked contribution campaigns that the person may open."""
    return visible_campaigns(user).filter(drives=drive).order_by("name", "pk")


def cards_open_to(user: User, entry: Entry) -> set[int]:
    """Those of the entry's cards that the person may open."""
    return set(visible_cards(user).filter(entries=entry).values_list("pk", flat=True))


def groups_of(drive: Drive) -> QuerySet[Committee]:
    """The working groups of the drive's area that are at work."""
    rows = Committee.objects.filter(area=drive.area_id, kind=CommitteeKind.WORKING_GROUP)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=clock.today())).order_by("sort_key", "pk")


def may_enter(user: User, entry: Entry) -> bool:
    """Whether the person registers for the entry: the village's head, the unit's representative, the commune's officer."""
    if may(user, Right.WRITE_DRIVES, entry.drive.area):
        return True
    return may_enter_for(user, entry.area, entry.organisation_id)


def may_enter_for(user: User, area: Area, organisation_id: int | None) -> bool:
    """Whether the person acts for exactly this village, or for this body of the area."""
    for item in user.assignments_today:
        if Right.ENTER_DRIVES not in RIGHTS[item.role] or item.area_id != area.pk:
            continue
        if item.area.level == Level.VILLAGE and organisation_id is None:
            return True
        if organisation_id is not None and item.organisation_id == organisation_id:
            return True
    return False


def demand_entry(user: User, entry: Entry) -> None:
    """403 for somebody who reads the entry and does not act for it."""
    if not may_enter(user, entry):
        raise PermissionDenied
