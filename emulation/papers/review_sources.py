"""Where each figure of a drive's report comes from: the page on which it can be looked up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from core.formats import money, number
from emulation.enums import ProposalState
from emulation.papers.reviews import drive_title
from emulation.queries.reviews import Facts


@dataclass(frozen=True, slots=True)
class Source:
    """One figure as it stands now, and the page it comes from."""

    figure: str
    value: str
    place: str
    url: str


def sources_of(facts: Facts) -> list[Source]:
    """In the order of the report."""
    drive = facts.drive
    reports = reverse("emulation:reports", args=[drive.pk])
    on_time, due = sum(row.on_time for row in facts.entries), sum(row.due for row in facts.entries)
    people = sum(row.people for row in facts.entries)
    days = sum((row.labour_days for row in facts.entries), Decimal(0))
    taken, open_ = facts.labour[ProposalState.ACCEPTED], facts.labour[ProposalState.PROPOSED]
    labour = reverse("emulation:labour_proposals", args=[drive.pk])
    found = [
        Source(
            f"Đơn vị tham gia {drive_title(drive)}", number(len(facts.entries)), "Đăng ký", reverse("emulation:entries", args=[drive.pk])
        ),
        Source("Báo cáo đúng hạn/đến hạn", f"{on_time}/{due}", "Chưa báo cáo", reverse("emulation:follow_up", args=[drive.pk])),
        Source("Lượt người nêu trong báo cáo", number(people), "Báo cáo", reports),
        Source("Ngày công nêu trong báo cáo", number(days), "Báo cáo", reports),
        Source("Ngày công đã ghi sổ", number(taken), "Ngày công", labour),
        Source("Ngày công chờ ghi sổ", number(open_), "Ngày công", labour),
    ]  # fmt: skip
    found += [
        Source(
            f"{row.entry.name}: khối lượng {number(len(row.works))} việc", _done(row.share), row.entry.name,
            row.entry.get_absolute_url(),
        )
        for row in facts.entries
        if row.works
    ]  # fmt: skip
    found += [
        Source(
            f"{row.entry.name}: {card.card}", f"{card.met}/{card.total}", "Phiếu tiêu chí", card.card.get_absolute_url()
        )
        for row in facts.entries
        for card in row.cards
    ]
    found += [
        Source(
            f"Đóng góp: {campaign.name}",
            f"{money(totals.given.total)} đồng",
            "Đợt vận động",
            campaign.get_absolute_url(),
        )
        for campaign, totals in facts.campaigns
    ]
    found += [
        Source(f"Xếp hạng: {scoring.name}", f"{len(rows)} đơn vị", "Chấm điểm", scoring.get_absolute_url())
        for scoring, rows in facts.rankings
    ]
    decisions = {award.decision_id: award.decision for award in facts.awards}
    found += [
        Source(
            f"Khen thưởng: {row}",
            number(sum(award.decision_id == pk for award in facts.awards)),
            "Quyết định",
            row.get_absolute_url(),
        )
        for pk, row in decisions.items()
    ]
    return found


def _done(share: Decimal | None) -> str:
    return "—" if share is None else f"{number(share * 100, 1)} %"
