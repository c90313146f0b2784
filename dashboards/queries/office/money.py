"""Contribution campaigns that stand behind their course."""

from __future__ import annotations

from django.urls import reverse

from contributions.access import visible_campaigns
from contributions.queries.course import Behind, behind
from core.formats import money, percent, vndate
from dashboards.queries.office.groups import Group, Item, Scope


def campaigns_behind(scope: Scope, limit: int | None) -> Group:
    """Open campaigns of which less was given than time has passed, the worst first. Three queries."""
    found, count = behind(visible_campaigns(scope.user).filter(scope.within("area__path")), scope.today, limit)
    return Group(
        "dong-gop-cham", "Vận động đóng góp chậm tiến độ", "đợt",
        "Đợt vận động đang mở có tỷ lệ đã đóng góp thấp hơn tỷ lệ thời gian đã qua.",
        "Không có đợt vận động nào chậm so với thời gian đã qua.", count, tuple(map(_item, found)),
        reverse("contributions:list"),
    )  # fmt: skip


def _item(row: Behind) -> Item:
    campaign = row.campaign
    note = f"{campaign.area}. Còn theo mức {money(row.missing)} đồng; đã qua {percent(row.passed, 1)} thời gian, hạn {vndate(campaign.deadline)}."
    return Item(
        campaign.name,
        note,
        f"Đạt {percent(row.given, 1)}",
        "unmet",
        reverse("contributions:campaign", args=[campaign.pk]),
        "Mở đợt",
        campaign.deadline,
    )
