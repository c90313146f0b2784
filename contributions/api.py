"""Totals of contributions for other systems: sums by way of giving, never a name."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from accounts.api import Asked, Place, SystemToken, caller, on_area, place
from accounts.enums import Scope
from contributions.access import visible_campaigns
from contributions.enums import CampaignState
from contributions.models import Campaign
from contributions.queries.exports import ALWAYS
from contributions.queries.totals import CampaignLine, campaign_lines
from core.api import Page, narrowed, one, one_page, words

router = Router(tags=["Đóng góp"], auth=SystemToken(Scope.TOTALS))


class Given(Schema):
    """What was given, by way of giving; đồng unless it says otherwise."""

    cash: int = Field(description="Tiền mặt, đồng.")
    transfer: int = Field(description="Chuyển khoản, đồng.")
    labour_days: Decimal = Field(description="Ngày công.")
    labour: int = Field(description="Giá trị ngày công, đồng.")
    goods: int = Field(description="Giá trị hiện vật, đồng.")
    land: int = Field(description="Giá trị đất hiến, đồng.")
    land_m2: Decimal = Field(description="Diện tích đất hiến, m².")
    work: int = Field(description="Giá trị công trình, hạng mục, đồng.")
    total: int = Field(description="Tổng giá trị, đồng.")


class CampaignRow(Schema):
    id: int
    area: Place
    code: str = Field(description="Mã đợt vận động.")
    name: str
    year: int
    state: CampaignState = Field(description=words(CampaignState))
    starts_on: date | None
    deadline: date | None
    givers: int = Field(description="Số đối tượng trong danh sách vận động.")
    taking_part: int = Field(description="Số đối tượng đã tham gia.")
    expected: int = Field(description="Dự kiến theo mức vận động, đồng.")
    given: Given
    spent: int = Field(description="Đã chi và bàn giao, đồng.")


class CampaignPage(Page[CampaignRow]):
    """Campaigns with their sums."""


class CampaignsAsked(Asked):
    year: int | None = Field(None, ge=2000, le=2100, description="Năm của đợt vận động.")
    state: CampaignState | None = Field(None, description=words(CampaignState))


@router.get(
    "/contribution-campaigns", response=CampaignPage, summary="Tổng hợp đóng góp theo đợt vận động",
    description="Số tổng của từng đợt tính đến lúc trả lời (xem Date), không có tên người đóng góp.",
)  # fmt: skip
def campaigns(request: HttpRequest, asked: Query[CampaignsAsked]) -> dict[str, Any]:
    rows = on_area(request, visible_campaigns(caller(request).user), asked.area)
    rows = narrowed(rows, year=asked.year, state=asked.state)
    found, following = one_page(rows.select_related(None).only("pk"), asked)
    return {"items": _lines(rows.filter(pk__in=[row.pk for row in found])), "next": following}


@router.get(
    "/contribution-campaigns/{int:campaign_id}", response=CampaignRow, summary="Một đợt vận động",
    description="Như một dòng của danh sách.",
)  # fmt: skip
def campaign(request: HttpRequest, campaign_id: int) -> dict[str, Any]:
    found = one(visible_campaigns(caller(request).user).select_related(None).only("pk"), campaign_id)
    return _lines(visible_campaigns(caller(request).user).filter(pk=found.pk))[0]


def _lines(rows: QuerySet[Campaign]) -> list[dict[str, Any]]:
    return [_row(line) for line in campaign_lines(rows.order_by("pk"), ALWAYS)]


def _row(line: CampaignLine) -> dict[str, Any]:
    row, totals, given = line.campaign, line.totals, line.totals.given
    return {
        "id": row.pk, "area": place(row.area), "code": row.code, "name": row.name, "year": row.year, "state": row.state,
        "starts_on": row.starts_on, "deadline": row.deadline, "givers": totals.givers, "taking_part": totals.taking_part,
        "expected": totals.expected, "spent": line.spent,
        "given": {
            "cash": given.cash, "transfer": given.transfer, "labour_days": given.labour_days, "labour": given.labour,
            "goods": given.goods, "land": given.land, "land_m2": line.land, "work": given.work, "total": given.total,
        },
    }  # fmt: skip
