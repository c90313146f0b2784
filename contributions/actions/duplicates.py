"""Givers who may be one: proposed by rules, merged or told apart by a person. Nothing is merged by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from contributions.actions.totals import hold_campaigns_of, hold_lines
from contributions.enums import CampaignState, DuplicateState
from contributions.models import Allocation, Campaign, Duplicate, MusterLine, Party, RosterLine
from contributions.rules.duplicates import giver, likenesses
from core import clock
from core.errors import RuleError
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area

#: Proposals that lie open at a time; nobody works through more.
MOST_OPEN = 500
#: What the kept giver takes over where nothing is known of him.
_BLANKS = ("village_id", "unit_id", "household", "phone", "address")


@transaction.atomic
def find_duplicates(commune: Area) -> int:
    """Propose pairs among the commune's givers; answers how many are new. Pairs a person has decided are not proposed again.

    Proposals that nobody decided and that no longer hold are dropped. The run of one commune waits for the other.
    """
    rows = Party.objects.filter(area=commune, merged_into=None).order_by("pk")
    fields = ("pk", "name", "kind", "village", "unit", "household", "phone")
    found = likenesses(giver(*row) for row in rows.values_list(*fields))
    here = Duplicate.objects.filter(one__area=commune)
    decided = set(here.exclude(state=DuplicateState.OPEN).values_list("one", "other"))
    wanted = {(row.one, row.other): row for row in found if (row.one, row.other) not in decided}
    wanted = dict(list(wanted.items())[:MOST_OPEN])
    there = {(row.one_id, row.other_id): row for row in here.filter(state=DuplicateState.OPEN)}
    here.filter(pk__in=[row.pk for pair, row in there.items() if pair not in wanted]).delete()
    fresh = [
        Duplicate(one_id=row.one, other_id=row.other, why=row.why[:300], score=row.score)
        for pair, row in wanted.items()
        if pair not in there
    ]
    # Whoever takes a giver away meanwhile has done so by now, or waits until the pair is there.
    named = Party.objects.select_for_update(no_key=True).filter(
        pk__in={pk for row in fresh for pk in (row.one_id, row.other_id)}
    )
    alive = set(named.order_by("pk").values_list("pk", flat=True))
    fresh = [row for row in fresh if {row.one_id, row.other_id} <= alive]
    Duplicate.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)
    return len(fresh)


@transaction.atomic
def tell_apart(duplicate: Duplicate, *, by: User) -> Duplicate:
    """A person says these are two; they are not proposed again. Safe to repeat."""
    duplicate = _locked(duplicate)
    if duplicate.state == DuplicateState.DIFFERENT:
        return duplicate
    _refuse_decided(duplicate)
    _decide(duplicate, DuplicateState.DIFFERENT, by)
    note = f"{duplicate.one} ({duplicate.one.code}) và {duplicate.other} ({duplicate.other.code})"
    record("party.told_apart", duplicate.one, by=by, area=duplicate.one.area, note=note)
    return duplicate


@transaction.atomic
def merge(duplicate: Duplicate, *, keep: int, by: User) -> Party:
    """A person says the two are one: the kept giver stands for both from now on. Safe to repeat.

    The other keeps his row, his receipts and his lines of closed campaigns, and points to the kept one; his lines of campaigns
    that are not closed pass to the kept one. Where both are on one roster, the line that no receipt or muster sheet speaks of is
    taken off; where receipts speak of both, the merge is refused, for a person must first assign them anew. RuleError says so.
    """
    hold_campaigns_of([duplicate.one_id, duplicate.other_id])
    duplicate = _locked(duplicate)
    pair = {duplicate.one_id: duplicate.one, duplicate.other_id: duplicate.other}
    if keep not in pair:
        raise RuleError("Chọn một trong hai người để giữ lại.")
    kept = pair.pop(keep)
    (gone,) = pair.values()
    if gone.merged_into_id == kept.pk:
        return kept
    _refuse_decided(duplicate)
    if kept.merged_into_id or gone.merged_into_id:
        raise RuleError("Một trong hai người đã được gộp vào người khác; tìm lại tên trùng.")
    notes = [*_one_line_each(kept, gone)]
    open_lines = RosterLine.objects.filter(party=gone).exclude(campaign__state=CampaignState.CLOSED)
    open_lines.update(party=kept)
    for name in _BLANKS:
        setattr(kept, name, getattr(kept, name) or getattr(gone, name))
    kept.save()
    gone.merged_into = kept
    gone.save(update_fields=["merged_into"])
    Party.objects.filter(merged_into=gone).update(merged_into=kept)
    _decide(duplicate, DuplicateState.MERGED, by)
    others = Duplicate.objects.filter(state=DuplicateState.OPEN)
    (others.filter(one=gone) | others.filter(other=gone)).delete()
    note = " ".join([f"{gone} ({gone.code}) gộp vào {kept} ({kept.code}).", *notes])
    record("party.merged", kept, by=by, area=kept.area, note=note)
    record("party.merged", gone, by=by, area=kept.area, note=note)
    return kept


def _one_line_each(kept: Party, gone: Party) -> list[str]:
    """Leave one line in each campaign that has both; what was taken off, in words. RuleError where receipts speak of both."""
    both = Campaign.objects.filter(lines__party=kept).filter(lines__party=gone)
    both = both.select_for_update(of=("self",), no_key=True)
    said = []
    # A closed campaign's roster stays as it was reported.
    for campaign in both.exclude(state=CampaignState.CLOSED).order_by("pk"):
        first, second = campaign.lines.get(party=kept), campaign.lines.get(party=gone)
        hold_lines(campaign.lines.filter(party__in=[kept, gone]))
        used = [line for line in (first, second) if _is_used(line)]
        if len(used) == 2:
            raise RuleError(
                f"Cả hai người đều đã có chứng từ hoặc ngày công trong đợt “{campaign}”; phân bổ lại các chứng từ về một người "
                "rồi gộp."
            )
        stays = used[0] if used else first
        leaves = second if stays == first else first
        leaves.delete()
        said.append(f"Đợt “{campaign}” còn một dòng, mức vận động {stays.expected_amount} đồng.")
    return said


def _is_used(line: RosterLine) -> bool:
    return Allocation.objects.filter(line=line).exists() or MusterLine.objects.filter(line=line).exists()


def _locked(duplicate: Duplicate) -> Duplicate:
    """The proposal with its two givers, all three kept from others, in the order of their ids."""
    duplicate = Duplicate.objects.select_for_update().get(pk=duplicate.pk)
    rows = Party.objects.select_for_update(of=("self",), no_key=True).select_related("area")
    parties = {row.pk: row for row in rows.filter(pk__in=[duplicate.one_id, duplicate.other_id]).order_by("pk")}
    duplicate.one, duplicate.other = parties[duplicate.one_id], parties[duplicate.other_id]
    return duplicate


def _refuse_decided(duplicate: Duplicate) -> None:
    if duplicate.state != DuplicateState.OPEN:
        raise RuleError(f"Đề xuất này đã được xem: {duplicate.get_state_display().lower()}.")


def _decide(duplicate: Duplicate, state: DuplicateState, by: User) -> None:
    duplicate.state, duplicate.decided_by, duplicate.decided_at = state, by, clock.now()
    duplicate.save(update_fields=["state", "decided_by", "decided_at"])
