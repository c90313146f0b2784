"""What the addresses for other systems share: refusals as problem+json, pages by cursor, questions that name only what exists."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django.db.models import Choices, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from ninja import Schema
from pydantic import Field

Row = TypeVar("Row")
#: The largest page; what is asked for without a limit.
MOST, USUAL = 200, 50
_TITLES = {
    400: "Yêu cầu không đọc được", 401: "Chưa xác thực", 403: "Không được phép", 404: "Không tìm thấy", 405: "Không hỗ trợ",
    409: "Không thực hiện được", 413: "Dữ liệu quá lớn", 422: "Yêu cầu không hợp lệ", 429: "Quá nhiều yêu cầu", 500: "Lỗi hệ thống",
}  # fmt: skip
#: Beyond them a moment falls out of the calendar where it is counted in another zone.
_YEARS = range(1900, 2201)
#: One sentence for what is missing and for what is somebody else's.
NOT_FOUND = "Không có dữ liệu này, hoặc dữ liệu ngoài phạm vi của kết nối."
BROKEN_CURSOR = "Con trỏ trang (cursor) không hợp lệ; đề nghị lấy lại từ trang đầu."


class ApiError(Exception):
    """A refusal: its status and one Vietnamese sentence, with headers where they help (Retry-After)."""

    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status, self.sentence, self.headers = status, sentence, headers or {}


def problem(status: int, sentence: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """The refusal as application/problem+json (RFC 9457)."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "detail": sentence}
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status, content_type="application/problem+json", headers=headers
    )
    response["Cache-Control"] = "no-store"
    return response


class Problem(Schema):
    type: str
    title: str = Field(description="Loại lỗi, bằng tiếng Việt.")
    status: int = Field(description="Mã trạng thái HTTP.")
    detail: str = Field(description="Một câu tiếng Việt nói rõ lý do, hiển thị được cho người dùng.")


class Paged(Schema):
    """The questions every list takes."""

    limit: int = Field(USUAL, ge=1, le=MOST, description=f"Số dòng một trang, từ 1 đến {MOST}.")
    cursor: str = Field("", max_length=500, description="Giá trị next của trang trước; để trống là trang đầu.")


class Page(Schema, Generic[Row]):
    """What every list answers; each gives its own page a name, which stands in the description."""

    items: list[Row]
    next: str | None = Field(description="Con trỏ của trang sau; null: đã hết.")


def narrowed(rows: QuerySet[Any], **wanted: Any) -> QuerySet[Any]:
    """The rows that are as the questions say, by lookup (document__state=…); a question left open (None, "") narrows nothing."""
    return rows.filter(**{lookup: value for lookup, value in wanted.items() if value not in {None, ""}})


def listed(
    rows: QuerySet[Any], asked: Paged, shown: Callable[[Any], dict[str, Any]], *, by: str = "pk"
) -> dict[str, Any]:
    """The Page asked for, each row as `shown` says it; see one_page."""
    found, following = one_page(rows, asked, by=by)
    return {"items": [shown(row) for row in found], "next": following}


def one_page(rows: QuerySet[Any], asked: Paged, *, by: str = "pk") -> tuple[list[Any], str | None]:
    """The page of the cursor and the cursor of the next one (None: this is the last), in the order of a unique field.

    Rows that come or go meanwhile neither repeat nor hide others. One query. ApiError 422 for a cursor that is none of ours.
    """
    rows = rows.order_by(by)
    if asked.cursor:
        rows = rows.filter(**{f"{by}__gt": _opened(asked.cursor, rows, by)})
    found = list(rows[: asked.limit + 1])
    if len(found) <= asked.limit:
        return found, None
    found = found[: asked.limit]
    return found, _sealed(getattr(found[-1], by))


def one(rows: QuerySet[Any], pk: int) -> Any:
    """The row with this number; ApiError 404 where it is missing or not among those the caller may read."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise ApiError(404, NOT_FOUND)
    return found


def _sealed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _opened(cursor: str, rows: QuerySet[Any], by: str) -> object:
    try:
        value = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        raise ApiError(422, BROKEN_CURSOR) from None
    wanted = str if by != "pk" else int
    # Beyond what a key can hold the database would answer with an error.
    if type(value) is not wanted or (isinstance(value, int) and not 0 <= value < 2**63) or "\0" in str(value):
        raise ApiError(422, BROKEN_CURSOR)
    return value


def known_code(name: str, code: str, rows: QuerySet[Any]) -> str:
    """The code of a question, where any of `rows` bears it. ApiError 422 else: an empty list would look like an answer."""
    if code and not rows.filter(code=code).exists():
        raise ApiError(422, f"“{name}”: không có mã “{code}”.")
    return code


def only_usable(texts: Iterable[str]) -> None:
    """ApiError 422 for a text with the character that no database keeps."""
    if any("\0" in text for text in texts):
        raise ApiError(422, "Địa chỉ, tham số có ký tự không dùng được.")


def only_known(names: Iterable[str], known: set[str]) -> None:
    """ApiError 422 where a request names something that is not understood here: a typing error must not look like an answer."""
    unknown = sorted(set(names) - known)
    if unknown:
        takes = f"; các tham số dùng được: {', '.join(sorted(known))}." if known else "; địa chỉ này không có tham số."
        raise ApiError(422, f"Không có tham số “{unknown[0][:60]}”{takes}")


def moment(at: datetime | None) -> datetime | None:
    """A moment as the answers write it: in Vietnam's time, with its zone."""
    return timezone.localtime(at) if at else None


def zoned(at: datetime | None) -> datetime | None:
    """A moment of a question; ApiError 422 for one without a zone, or of a year that no zone's arithmetic can leave."""
    if at is None:
        return None
    if at.tzinfo is None:
        raise ApiError(422, "Thời điểm phải kèm múi giờ, ví dụ 2026-07-01T00:00:00+07:00.")
    if not _YEARS[0] <= at.year <= _YEARS[-1]:
        raise ApiError(422, f"Thời điểm phải từ năm {_YEARS[0]} đến năm {_YEARS[-1]}.")
    return at


def words(choices: type[Choices]) -> str:
    """ "met: Đạt; unmet: Chưa đạt": what the codes of a field mean."""
    return "; ".join(f"{value}: {label}" for value, label in choices.choices)
