"""Reckoning anew what is expected when rates or rosters change. Exemptions, part-years and pledges stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from contributions.actions.totals import hold_lines
from contributions.models import Campaign, RosterLine
from contributions.papers.rosters import Change, expected_words
from contributions.queries.rosters import alike
from contributions.rules.expected import by_rate, differing
from core.errors import RuleError
from core.formats import money
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


def reckon(line: RosterLine, campaign: Campaign) -> None:
    """Set what is expected of a line from its rate, its months and its state; the line is not saved."""
    now = by_rate(line.rate, day_value=campaign.labour_day_value, months=line.months, state=line.state)
    line.expected_days, line.expected_amount = now.days, now.amount


def preview(campaign: Campaign) -> list[Change]:
    """What a recomputation would change, lines reckoned alike together; nothing where all is up to date."""
    rates = {rate.pk: rate for rate in campaign.rates.all()}
    return [
        Change(
            rate=str(rates[group.rate]) if group.rate else "Không có mức", state=group.state, months=group.months,
            count=group.count, before=expected_words(group.days, group.amount),
            after=expected_words(now.days, now.amount), difference=(now.amount - group.amount) * group.count,
        )
        for group, now in differing(alike(campaign), rates, campaign.labour_day_value)
    ]  # fmt: skip


def total_of(changes: Sequence[Change]) -> tuple[int, int]:
    """How many lines change, and by how many đồng what is expected of all grows."""
    return sum(row.count for row in changes), sum(row.difference for row in changes)


@transaction.atomic
def recompute(campaign: Campaign, *, seen: str, by: User) -> int:
    """Apply what the preview showed; answers how many lines changed. `seen` is the preview's mark.

    RuleError where rates or rosters changed since the preview. Applied twice, the second changes nothing.
    """
    locked = Campaign.objects.select_for_update(of=("self",), no_key=True)
    campaign = locked.select_related("area").get(pk=campaign.pk)
    changes = preview(campaign)
    if not changes:
        return 0
    if seen != mark_of_preview(changes):
        raise RuleError("Mức hoặc danh sách vừa thay đổi thêm; xem lại bản tính mới rồi áp dụng.")
    hold_lines(campaign.lines.all())
    rates = {rate.pk: rate for rate in campaign.rates.all()}
    for group, now in differing(alike(campaign), rates, campaign.labour_day_value):
        campaign.lines.filter(group.lines).update(expected_days=now.days, expected_amount=now.amount)
    count, difference = total_of(changes)
    sign = "+" if difference > 0 else ""
    note = f"{count} người; tổng mức vận động {sign}{money(difference)} đồng"
    record("campaign.recomputed", campaign, by=by, area=campaign.area, note=note)
    return count


def mark_of_preview(changes: Sequence[Change]) -> str:
    """A short mark of a preview as it was shown."""
    return "-".join(str(abs(part)) for part in (len(changes), *total_of(changes)))
