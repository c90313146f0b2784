"""Who asks (a system with its token), how often, what once; and the addresses of the map, whose room knows no people."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Header, Query, Router, Schema
from ninja.security import HttpBearer
from pydantic import Field

from accounts.access import stand_in
from accounts.actions import count_request
from accounts.enums import WRITING, Scope
from accounts.models import ApiToken
from accounts.queries import token_with
from accounts.rules import digest_of
from areas.enums import Level
from areas.models import Area
from areas.queries import in_force, subtree
from core import clock
from core.api import ApiError, Page, Paged, listed, narrowed, words
from jobs.actions import once
from jobs.models import FOR_A_DAY

if TYPE_CHECKING:
    from accounts.models import User

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Caller:
    """The system that asks: its token, and the account that goes through the doors for it."""

    token: ApiToken
    user: User

    @property
    def area(self) -> Area:
        return self.token.area


class SystemToken(HttpBearer):
    """Lets a token in that has the scope, once per request counted. ApiError 401, 403 or 429."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        found = super().__call__(request)
        if found is None:
            raise _unknown("Cần gửi kèm mã kết nối: Authorization: Bearer <mã>.")
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        found = token_with(digest_of(token.strip()))
        if found is None:
            raise _unknown("Mã kết nối không đúng, đã hết hạn hoặc đã bị thu hồi.")
        if not count_request(found):
            raise ApiError(
                429, f"Đã quá {found.per_minute} yêu cầu mỗi phút của kết nối này; đề nghị chờ rồi gửi lại.",
                {"Retry-After": str(_MINUTE - clock.now().second)},
            )  # fmt: skip
        if self.scope.value not in found.scopes:
            raise ApiError(403, f"Kết nối này chưa được cấp quyền “{self.scope.label}” ({self.scope.value}).")
        return Caller(found, stand_in(found, writing=self.scope in WRITING))


def _unknown(sentence: str) -> ApiError:
    return ApiError(401, sentence, {"WWW-Authenticate": "Bearer"})


def caller(request: HttpRequest) -> Caller:
    """The system that asks, in a view behind a SystemToken."""
    return request.auth  # type: ignore[attr-defined]


# --- Doing once ---

#: The header every writing address takes.
RepeatKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[A-Za-z0-9._:-]+$",
        description="Khóa chống ghi lặp do hệ thống gửi tự đặt (ví dụ UUID), giữ 24 giờ: gửi lại cùng khóa, cùng nội dung thì nhận lại "
        "đúng câu trả lời cũ, không ghi lần hai.",
    ),
]  # fmt: skip


def done_once(request: HttpRequest, key: str, said: Any, do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What `do` answered to the first request of the system with this key, within 24 hours; at once asked twice, done once.

    `said` is the content of the request as JSON can hold it. ApiError 422 where the key came with another content before.
    """
    text = json.dumps([request.method, request.path, said], sort_keys=True, default=str)
    mark = hashlib.sha256(text.encode()).hexdigest()
    found = once(caller(request).user, purpose=FOR_A_DAY, key=key, do=lambda: {"said": mark, "answer": do()})
    if found["said"] != mark:
        raise ApiError(422, "Khóa Idempotency-Key này đã dùng cho một nội dung khác; đề nghị đặt khóa mới.")
    answer: dict[str, Any] = found["answer"]
    return answer


# --- The map ---


class Place(Schema):
    """An area where another row names it."""

    code: str = Field(description="Mã địa bàn.")
    name: str = Field(description="Tên đầy đủ, ví dụ “Xã An Bình”.")
    level: Level = Field(description=words(Level))


class Asked(Paged):
    """The questions of a list of what stands on areas."""

    area: str = Field("", max_length=20, description="Mã địa bàn: chỉ lấy địa bàn này và các địa bàn bên dưới.")


def place(area: Area) -> dict[str, Any]:
    return {"code": area.code, "name": str(area), "level": area.level}


def within(request: HttpRequest, code: str) -> Area:
    """The area of a code inside the token's area, the token's own without a code. ApiError 422 for any other."""
    own = caller(request).area
    found = subtree(own).filter(code=code).first() if code else own
    if found is None:
        raise ApiError(422, f"Phạm vi của kết nối không có địa bàn mã “{code}”.")
    return found


def on_area(request: HttpRequest, rows: QuerySet[Any], code: str, path: str = "area__path") -> QuerySet[Any]:
    """Rows on the asked area and below it, never outside the token's."""
    return rows.filter(**{f"{path}__startswith": within(request, code).path or "-"})


class AreaRow(Place):
    id: int
    kind: str = Field(description="Loại: tỉnh, xã, phường, thôn …")
    short_name: str = Field(description="Tên không kèm loại.")
    parent: str | None = Field(description="Mã địa bàn trực thuộc; null với cấp tỉnh.")
    valid_from: date | None = Field(description="Hiệu lực từ ngày; null: không rõ, coi như từ trước.")
    valid_to: date | None = Field(description="Hết hiệu lực sau ngày; null: còn hiệu lực.")
    successor: str | None = Field(description="Mã địa bàn kế thừa sau sáp nhập.")


class AreaPage(Page[AreaRow]):
    """Areas."""


class AreasAsked(Asked):
    level: Level | None = Field(None, description=words(Level))
    parent: str = Field("", max_length=20, description="Mã địa bàn: chỉ lấy các địa bàn trực thuộc trực tiếp.")
    valid_on: date | None = Field(None, description="Ngày (YYYY-MM-DD): chỉ lấy địa bàn có hiệu lực ngày đó.")
    changed_since: date | None = Field(
        None, description="Ngày (YYYY-MM-DD): chỉ lấy địa bàn bắt đầu hoặc hết hiệu lực từ ngày đó."
    )


router = Router(tags=["Địa bàn"], auth=SystemToken(Scope.AREAS))


@router.get(
    "/areas", response=AreaPage, summary="Danh sách địa bàn",
    description="Địa bàn của kết nối và mọi địa bàn bên dưới, cấp trên đứng trước cấp dưới.",
)  # fmt: skip
def areas(request: HttpRequest, asked: Query[AreasAsked]) -> dict[str, Any]:
    rows = subtree(within(request, asked.area)).select_related("parent", "successor")
    rows = narrowed(rows, level=asked.level, parent=within(request, asked.parent) if asked.parent else None)
    if asked.valid_on:
        rows = in_force(rows, asked.valid_on)
    if asked.changed_since:
        rows = rows.filter(Q(valid_from__gte=asked.changed_since) | Q(valid_to__gte=asked.changed_since))
    return listed(rows, asked, _area, by="path")


@router.get("/areas/{code}", response=AreaRow, summary="Một địa bàn", description="Theo mã địa bàn.")
def area(request: HttpRequest, code: str) -> dict[str, Any]:
    rows = subtree(caller(request).area).select_related("parent", "successor")
    return _area(get_object_or_404(rows, code=code))


def _area(row: Area) -> dict[str, Any]:
    return {
        **place(row), "id": row.pk, "kind": row.kind_word, "short_name": row.name,
        "parent": row.parent.code if row.parent else None, "valid_from": row.valid_from, "valid_to": row.valid_to,
        "successor": row.successor.code if row.successor else None,
    }  # fmt: skip
