"""Writing roster lines one by one: added by hand, corrected, taken off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError

from campaigns.papers.changes import differences, mark_of
from contributions.actions.expected import reckon
from contributions.actions.parties import add_party
from contributions.enums import CampaignState
from contributions.models import Campaign, Party, RosterLine
from contributions.papers.rosters import said_of_line
from contributions.queries.campaigns import commune_of
from core import clock
from core.errors import RuleError
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

#: What of a typed line belongs to the giver.
OF_PARTY = ("name", "kind", "village", "unit", "household", "phone", "address", "consent")


def add_line(
    campaign: Campaign, *, party: Party | None, giver: Mapping[str, Any], line: Mapping[str, Any], key: str, by: User
) -> RosterLine:
    """Put a giver on the roster: one there is (`party`), or a new one made of `giver`. The form sent twice (`key`) adds one.

    `line`: village, unit, rate, months, state, reason, pledged_days, pledged_amount. RuleError where he is on it already.
    """

    def do() -> dict[str, Any]:
        here = open_for_rosters(campaign)
        who = _standing(party, here) if party else add_party(commune_of(here.area), values=giver, by=by)
        if here.lines.filter(party=who).exists():
            raise RuleError(f"{who} ({who.code}) đã có trong danh sách của đợt này.")
        row = RosterLine(campaign=here, party=who, created_at=clock.now(), **line)
        reckon(row, here)
        row.save()
        record("roster.changed", row, by=by, area=here.area, note="Thêm vào danh sách")
        return {"line": row.pk}

    return RosterLine.objects.get(pk=once(by, purpose="contributions.line", key=key, do=do)["line"])


def open_for_rosters(campaign: Campaign) -> Campaign:
    """The campaign, locked while its roster is written; receipts are entered meanwhile. RuleError where it is closed."""
    here = (
        Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("area__parent").get(pk=campaign.pk)
    )
    if here.state == CampaignState.CLOSED:
        raise RuleError("Đợt vận động đã kết thúc; mở lại rồi sửa danh sách.")
    return here


def _standing(party: Party, campaign: Campaign) -> Party:
    """The giver, or the one that stands for him since they were merged."""
    found = Party.objects.select_related("merged_into").get(pk=party.pk, area=commune_of(campaign.area))
    return found.merged_into or found


def mark(line: RosterLine) -> str:
    return mark_of(said_of_line(line))


@transaction.atomic
def save_line(line: RosterLine, *, values: Mapping[str, Any], seen: str, by: User) -> RosterLine:
    """Change where a giver is counted, his rate, part of the year, state and pledge; what is expected follows. Writes the journal.

    `seen` is the mark of what the person read: RuleError where somebody saved since, or the campaign is closed.
    """
    campaign = open_for_rosters(line.campaign)
    row = RosterLine.objects.select_related("party", "village", "unit", "rate").get(pk=line.pk)
    before = said_of_line(row)
    if seen != mark_of(before):
        raise RuleError("Dòng này vừa được người khác sửa; mở lại trang rồi sửa tiếp.")
    for name, value in values.items():
        setattr(row, name, value)
    reckon(row, campaign)
    changes = differences(before, said_of_line(row))
    if changes:
        row.save()
        record("roster.changed", row, by=by, area=campaign.area, changes=changes)
    return row


@transaction.atomic
def remove_line(line: RosterLine, *, by: User) -> None:
    """Take a giver off the roster, the giver stays. Twice is once. RuleError where receipts or muster sheets speak of the line."""
    campaign = open_for_rosters(line.campaign)
    row = campaign.lines.select_related("party").filter(pk=line.pk).first()
    if row is None:
        return
    record("roster.changed", row.party, by=by, area=campaign.area, note=f"Đưa khỏi danh sách: {campaign}")
    try:
        row.delete()
    except ProtectedError:
        raise RuleError(f"{row} đã có chứng từ hoặc ngày công nên không đưa khỏi danh sách được.") from None
