"""Writing entries: registered, accepted or returned by the commune, withdrawn; the cards they are judged by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right
from campaigns.papers.changes import differences, mark_of
from core import clock
from core.errors import RuleError
from emulation.enums import ENTRY_STEPS, DriveState, EntryKind, EntryState
from emulation.models import Drive, Entry, ReportLine
from emulation.papers.entries import said_of_entry
from emulation.queries.entries import match_villages, villages_under
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.models import PlanVillage
    from criteria.models import Scorecard

CLOSED = "Đợt thi đua đã tổng kết; mở lại rồi sửa."
_ONCE = "“{name}” đã có trong đợt thi đua này; mỗi đơn vị, người, hộ đăng ký một lần."


@dataclass(frozen=True, slots=True)
class Proposed:
    """How many villages were entered, and the plan's names that no village bears."""

    made: int
    unknown: list[str]


@transaction.atomic
def propose_villages(drive: Drive, *, by: User) -> Proposed:
    """Enter the villages that the plan names (all of the commune, where it names none), accepted by the commune that asks.

    What the plan asks of a village stands in its entry. Villages that are there already are left alone: safe to repeat.
    Writes the journal. RuleError for a closed drive.
    """
    drive = open_drive(drive)
    rows = list(drive.plan.villages.order_by("position"))
    villages, unknown = match_villages(rows, list(villages_under(drive.area)))
    there = set(drive.entries.filter(kind=EntryKind.VILLAGE).values_list("area", flat=True))
    made = [(village, row) for village, row in villages if village.pk not in there]
    for village, row in made:
        entry = Entry.objects.create(
            drive=drive, kind=EntryKind.VILLAGE, area=village, name=str(village), goals=_asked(row) if row else "",
            state=EntryState.ACCEPTED, created_by=by, created_at=clock.now(),
        )  # fmt: skip
        record("entry.registered", entry, by=by, area=village, note="Theo kế hoạch của xã")
    return Proposed(len(made), unknown)


def _asked(row: PlanVillage) -> str:
    """What the plan asks of a village, in its words and figures."""
    gardens = f"{row.gardens} vườn mẫu" if row.gardens else ""
    if gardens and row.garden_criteria:
        gardens += f", mỗi vườn {row.garden_criteria} tiêu chí"
    reach = row.reach or (f"{row.criteria} tiêu chí" if row.criteria else "")
    parts = (row.get_role_display(), reach, gardens)
    return "; ".join(part for part in parts if part)


@transaction.atomic
def register_entry(drive: Drive, *, values: Mapping[str, Any], accepted: bool, by: User) -> Entry:
    """Enter somebody into the drive. `values`: kind, area, organisation, name, post, goals.

    Registered by the commune itself it is `accepted` at once, else it waits for the commune, which is told. RuleError for a
    closed drive and where the same one is entered already (so that a form sent twice makes one). Writes the journal.
    """
    drive = open_drive(drive)
    state = EntryState.ACCEPTED if accepted else EntryState.REGISTERED
    entry = Entry(drive=drive, state=state, created_by=by, created_at=clock.now(), **values)
    _save_once(entry)
    record("entry.registered", entry, by=by, area=entry.area)
    if not accepted:
        _tell_commune(entry, by)
    return entry


@transaction.atomic
def save_entry(entry: Entry, *, values: Mapping[str, Any], seen: str, by: User) -> Entry:
    """Change what is registered; a returned registration stays returned until it is sent again (step_entry).

    `seen` is the mark of what the person read: RuleError where somebody saved since, for a closed drive, for a name that is
    there already.
    """
    entry = locked_entry(entry)
    before = said_of_entry(entry)
    if seen != mark_of(before):
        raise RuleError("Đăng ký này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    for name, value in values.items():
        setattr(entry, name, value)
    changes = differences(before, said_of_entry(entry))
    if changes:
        _save_once(entry)
        record("entry.changed", entry, by=by, area=entry.area, changes=changes)
    return entry


def mark(entry: Entry) -> str:
    """The mark of the entry as it stands, for the form that shows it."""
    return mark_of(said_of_entry(entry))


@transaction.atomic
def step_entry(entry: Entry, *, to: str, by: User, reason: str = "") -> Entry:
    """Accept, return (with a remark), withdraw (with a reason once accepted) or send again. A step taken is not taken again.

    Tells the one who registered it of the commune's answer, and the commune of what is sent again. RuleError for a step
    that is not there, a remark that is missing, an entry with reports that would be withdrawn.
    """
    entry = locked_entry(entry)
    if entry.state == to:
        return entry
    if to not in ENTRY_STEPS[entry.state]:
        raise RuleError("Đăng ký này không chuyển được sang tình trạng đó.")
    if to == EntryState.RETURNED and not reason.strip():
        raise RuleError("Ghi rõ nội dung đề nghị bổ sung.")
    if to == EntryState.WITHDRAWN and entry.state == EntryState.ACCEPTED:
        if not reason.strip():
            raise RuleError("Ghi lý do rút đăng ký.")
        if ReportLine.objects.filter(work__entry=entry).exists():
            raise RuleError("Đơn vị đã có báo cáo trong đợt thi đua nên không rút được.")
    before, entry.state = entry.get_state_display(), to
    entry.reason = reason.strip()
    entry.save(update_fields=["state", "reason"])
    changes = {"tình trạng": [str(before), str(entry.get_state_display())]}
    record("entry.stepped", entry, by=by, area=entry.area, changes=changes, note=entry.reason)
    if to == EntryState.REGISTERED:
        _tell_commune(entry, by)
    elif entry.created_by_id != by.pk:
        _tell([entry.created_by], entry, f"{entry.get_state_display()}: {entry.name}, {entry.drive.name}")
    return entry


@transaction.atomic
def link_cards(entry: Entry, cards: Collection[Scorecard], *, by: User) -> Entry:
    """Say which cards the entry is judged by; nothing where nothing differs. RuleError for a closed drive."""
    entry = locked_entry(entry)
    before = {card.pk: str(card) for card in entry.cards.select_related("area")}
    after = {card.pk: str(card) for card in cards}
    if before.keys() != after.keys():
        entry.cards.set(after)
        changes = {"phiếu": ["; ".join(sorted(before.values())), "; ".join(sorted(after.values()))]}
        record("entry.card_linked", entry, by=by, area=entry.area, changes=changes)
    return entry


def open_drive(drive: Drive) -> Drive:
    """The drive as it now is, kept from others; RuleError for a closed one."""
    drive = Drive.objects.select_for_update(of=("self",)).select_related("area", "plan").get(pk=drive.pk)
    if drive.state == DriveState.CLOSED:
        raise RuleError(CLOSED)
    return drive


def locked_entry(entry: Entry) -> Entry:
    """The entry as it now is, kept from others; RuleError where its drive is closed."""
    rows = Entry.objects.select_for_update(of=("self",)).select_related(
        "area", "organisation", "drive__area", "drive__plan", "created_by"
    )
    entry = rows.get(pk=entry.pk)
    if entry.drive.state == DriveState.CLOSED:
        raise RuleError(CLOSED)
    return entry


def _save_once(entry: Entry) -> None:
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise RuleError(_ONCE.format(name=entry.name)) from error


def _tell_commune(entry: Entry, by: User) -> None:
    people = [user for user in people_who_may(Right.WRITE_DRIVES, entry.drive.area) if user.pk != by.pk]
    _tell(people, entry, f"Đăng ký thi đua chờ nhận: {entry.name}, {entry.drive.name}")


def _tell(people: list[User], entry: Entry, title: str) -> None:
    moment = f"{clock.now():%Y%m%d%H%M%S%f}"
    notify(
        people,
        key=f"entry:{entry.pk}:{moment}",
        title=title,
        url=reverse("emulation:entry", args=[entry.drive_id, entry.pk]),
    )
