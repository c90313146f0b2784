"""Writing givers: entered, corrected, moved between villages and units."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction

from campaigns.papers.changes import differences, mark_of
from contributions.actions.totals import hold_campaigns_of, hold_lines
from contributions.enums import CampaignState
from contributions.models import Party, PartyRun, RosterLine
from contributions.papers.rosters import said_of_party
from contributions.rules.campaigns import initials, party_code
from core import clock
from core.errors import RuleError
from core.text import digits
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area, Organisation


def take_codes(commune: Area, count: int) -> list[str]:
    """The commune's next codes of givers, each given once: the run is locked until the transaction ends."""
    PartyRun.objects.get_or_create(area=commune)
    run = PartyRun.objects.select_for_update().get(area=commune)
    first = run.last + 1
    run.last += count
    run.save(update_fields=["last"])
    prefix = initials(commune.name)
    return [party_code(prefix, number) for number in range(first, first + count)]


@transaction.atomic
def add_party(commune: Area, *, values: Mapping[str, Any], by: User) -> Party:
    """Enter a giver of the commune under the next code. Writes the journal."""
    party = Party(area=commune, code=take_codes(commune, 1)[0], created_by=by, created_at=clock.now(), **_tidy(values))
    party.save()
    record("party.saved", party, by=by, area=commune)
    return party


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "phone": digits(values.get("phone") or "")[:15]}


def mark(party: Party) -> str:
    return mark_of(said_of_party(party))


@transaction.atomic
def save_party(party: Party, *, values: Mapping[str, Any], seen: str, by: User) -> Party:
    """Correct what is known of a giver (not the place: `move_party`). RuleError where somebody saved since, or it was merged."""
    party = _locked(party)
    before = said_of_party(party)
    if seen != mark_of(before):
        raise RuleError("Người đóng góp này vừa được người khác sửa; mở lại trang rồi sửa tiếp.")
    for name, value in _tidy(values).items():
        setattr(party, name, value)
    changes = differences(before, said_of_party(party))
    if changes:
        party.save()
        record("party.saved", party, by=by, area=party.area, changes=changes)
    return party


@transaction.atomic
def move_party(party: Party, *, village: Area | None, unit: Organisation | None, lines_too: bool, by: User) -> int:
    """The giver now belongs to another village or unit; with `lines_too` he is counted there in campaigns that are not closed.

    Answers how many roster lines moved along. What was received before stays where it was written. Writes the journal, once.
    """
    if lines_too:
        hold_campaigns_of([party.pk])
    party = _locked(party)
    before = said_of_party(party)
    party.village, party.unit = village, unit
    changes = differences(before, said_of_party(party))
    moved = 0
    if lines_too:
        lines = RosterLine.objects.filter(party=party).exclude(campaign__state=CampaignState.CLOSED)
        elsewhere = [line.pk for line in lines if (line.village_id, line.unit_id) != (party.village_id, party.unit_id)]
        hold_lines(RosterLine.objects.filter(pk__in=elsewhere))
        moved = RosterLine.objects.filter(pk__in=elsewhere).update(village=village, unit=unit)
    if changes or moved:
        party.save()
        note = f"Chuyển {moved} dòng danh sách của các đợt đang vận động." if moved else ""
        record("party.moved", party, by=by, area=party.area, changes=changes, note=note)
    return moved


def _locked(party: Party) -> Party:
    rows = Party.objects.select_for_update(of=("self",), no_key=True).select_related("area", "village", "unit")
    party = rows.get(pk=party.pk)
    if party.merged_into_id is not None:
        raise RuleError("Người này đã gộp vào người khác; mở trang của người được giữ lại.")
    return party
