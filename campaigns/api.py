"""Plans for other systems: what there is and where it stands, never what it says."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from accounts.api import Asked, Place, SystemToken, caller, on_area, place
from accounts.enums import Scope
from campaigns.access.plans import visible_plans
from campaigns.enums import PlanKind
from campaigns.models import Plan
from campaigns.queries.plans import without_texts
from core.api import Page, listed, moment, narrowed, one, words, zoned
from documents.enums import DocumentState

router = Router(tags=["Kế hoạch"], auth=SystemToken(Scope.PLANS))


class PlanRow(Schema):
    id: int
    area: Place
    kind: PlanKind = Field(description=words(PlanKind))
    title: str
    year: int | None
    starts_on: date | None
    ends_on: date | None
    state: DocumentState = Field(description=words(DocumentState))
    number: str = Field(description="Số, ký hiệu; trống: chưa cấp số.")
    issued_on: date | None
    issuer: str = Field(description="Cơ quan ban hành; trống: chưa khai báo.")
    updated_at: datetime


class PlanPage(Page[PlanRow]):
    """Plans."""


class PlansAsked(Asked):
    kind: PlanKind | None = Field(None, description=words(PlanKind))
    year: int | None = Field(None, ge=2000, le=2100, description="Năm của kế hoạch.")
    state: DocumentState | None = Field(None, description=words(DocumentState))
    updated_since: datetime | None = Field(None, description="Thời điểm kèm múi giờ: kế hoạch sửa từ lúc đó.")


@router.get(
    "/plans", response=PlanPage, summary="Danh mục kế hoạch",
    description="Của địa bàn kết nối: mọi kế hoạch; của các địa bàn bên dưới: kế hoạch đã ban hành. Không có nội dung văn bản.",
)  # fmt: skip
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> dict[str, Any]:
    rows = narrowed(
        on_area(request, _plans(request), asked.area), kind=asked.kind, year=asked.year, document__state=asked.state,
        updated_at__gte=zoned(asked.updated_since),
    )  # fmt: skip
    return listed(rows, asked, _plan)


@router.get("/plans/{int:plan_id}", response=PlanRow, summary="Một kế hoạch", description="Như một dòng của danh mục.")
def plan(request: HttpRequest, plan_id: int) -> dict[str, Any]:
    return _plan(one(_plans(request), plan_id))


def _plans(request: HttpRequest) -> QuerySet[Plan]:
    return without_texts(visible_plans(caller(request).user)).select_related("area", "document__issuer")


def _plan(row: Plan) -> dict[str, Any]:
    paper = row.document
    return {
        "id": row.pk, "area": place(row.area), "kind": row.kind, "title": row.title, "year": row.year,
        "starts_on": row.starts_on, "ends_on": row.ends_on, "state": paper.state, "number": paper.number_and_symbol,
        "issued_on": paper.issued_on, "issuer": paper.issuer.name if paper.issuer else "",
        "updated_at": moment(row.updated_at),
    }  # fmt: skip
