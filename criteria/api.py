"""Scorecards and rounds for other systems, and evidence from them. What is self-assessed and what is verified is told apart."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import ConfigDict, Field

from accounts.api import Asked, Place, RepeatKey, SystemToken, caller, done_once, on_area, place
from accounts.enums import Right, Scope
from core import clock
from core.api import NOT_FOUND, ApiError, Page, Paged, known_code, listed, moment, narrowed, one, one_page, words, zoned
from core.uploads import read_upload
from criteria import access
from criteria.actions.evidence import add_evidence
from criteria.enums import RoundCardState, RoundKind, State, ValueKind
from criteria.judging import STATES
from criteria.models import CardSummary, Criterion, Indicator, Round, RoundCard, RoundSummary, Scorecard
from criteria.papers.cards import CardRow, card_rows, level_words
from criteria.queries.cards import IndicatorLine, lines_of
from criteria.queries.sets import all_sets, numbers_of

router = Router(tags=["Tiêu chí"], auth=SystemToken(Scope.SCORECARDS))
_STATES = words(State)


class CriterionState(Schema):
    number: int = Field(description="Số tiêu chí trong bộ.")
    state: State = Field(description=_STATES)


class Summary(Schema):
    """Counts of a card, with the day they were made."""

    met: int = Field(description="Số tiêu chí đạt (kể cả không đánh giá).")
    criteria: int = Field(description="Số tiêu chí của bộ.")
    indicators_met: int = Field(description="Số chỉ tiêu đạt.")
    indicators: int = Field(description="Số chỉ tiêu của bộ.")
    at: datetime = Field(description="Số liệu lúc.")
    states: list[CriterionState]


class Card(Schema):
    """A living card: what the commune says of itself."""

    id: int
    area: Place
    set: str = Field(description="Mã bộ tiêu chí.")
    set_name: str
    year: int
    scope: str = Field(description="Vùng hoặc nhóm xã dùng để áp mức; trống: chưa xác định.")
    updated_at: datetime
    self_assessed: Summary | None = Field(description="Tự đánh giá; null: phiếu chưa có kết quả nào.")


class CardPage(Page[Card]):
    """Cards."""


class CardsAsked(Asked):
    set: str = Field("", max_length=60, description="Mã bộ tiêu chí.")
    year: int | None = Field(None, ge=2000, le=2100, description="Năm của phiếu.")
    updated_since: datetime | None = Field(None, description="Thời điểm kèm múi giờ: phiếu sửa từ lúc đó.")


class IndicatorRow(Schema):
    id: int
    code: str = Field(description="Số chỉ tiêu, hoặc khóa khi quyết định không đánh số.")
    text: str
    kind: ValueKind | None = Field(description=words(ValueKind))
    unit: str
    level: str = Field(description="Mức phải đạt, bằng chữ.")
    value: Decimal | None = Field(description="Giá trị; null: chưa có.")
    second_value: Decimal | None = Field(description="Giá trị của nữ, khi phải đạt riêng cho nam và nữ.")
    grade: str = Field(description="Giá trị bằng chữ của dòng xếp loại hoặc đạt/không đạt.")
    state: State = Field(description=_STATES)
    at: datetime | None = Field(description="Ghi lúc; null: chưa ghi.")


class CriterionRow(Schema):
    number: int
    name: str
    group: str
    state: State = Field(description=_STATES)
    indicators: list[IndicatorRow]


class CardDetail(Card):
    criteria: list[CriterionRow]


@router.get(
    "/scorecards", response=CardPage, summary="Danh sách phiếu tự đánh giá",
    description="Phiếu của xã và thôn kèm số tổng hợp; phiếu của hộ, vườn không có ở đây.",
)  # fmt: skip
def scorecards(request: HttpRequest, asked: Query[CardsAsked]) -> dict[str, Any]:
    rows = narrowed(
        on_area(request, _cards(request), asked.area), criteria_set__code=known_code("set", asked.set, all_sets()), year=asked.year,
        updated_at__gte=zoned(asked.updated_since),
    )  # fmt: skip
    found, following = one_page(rows.select_related("summary"), asked)
    numbers = numbers_of({row.criteria_set_id for row in found})
    return {"items": [_card(row, numbers[row.criteria_set_id]) for row in found], "next": following}


@router.get(
    "/scorecards/{int:card_id}", response=CardDetail, summary="Một phiếu với mọi tiêu chí, chỉ tiêu",
    description="Theo nội dung và mức áp dụng hôm nay.",
)  # fmt: skip
def scorecard(request: HttpRequest, card_id: int) -> dict[str, Any]:
    card = one(_cards(request).select_related("summary"), card_id)
    rows = card_rows(lines_of(card, on=clock.today()))
    head = _card(card, [row.line.criterion.number for row in rows])
    return {**head, "criteria": [_criterion(row) for row in rows]}


def _cards(request: HttpRequest) -> QuerySet[Scorecard]:
    """Households' and gardens' cards bear people's names, and stay out."""
    return access.visible_cards(caller(request).user).filter(subject="")


def _states(numbers: list[int], marks: str) -> list[dict[str, Any]]:
    return [{"number": number, "state": STATES[mark]} for number, mark in zip(numbers, marks, strict=False)]


def _summary(found: CardSummary | RoundSummary, numbers: list[int]) -> dict[str, Any]:
    return {
        "met": found.met, "criteria": len(found.marks), "indicators_met": found.rows_met, "indicators": found.rows,
        "at": moment(found.at), "states": _states(numbers, found.marks),
    }  # fmt: skip


def _card(card: Scorecard, numbers: list[int]) -> dict[str, Any]:
    found = getattr(card, "summary", None)
    return {
        "id": card.pk, "area": place(card.area), "set": card.criteria_set.code, "set_name": card.criteria_set.name,
        "year": card.year, "scope": card.scope, "updated_at": moment(card.updated_at),
        "self_assessed": _summary(found, numbers) if found else None,
    }  # fmt: skip


def _criterion(row: CardRow) -> dict[str, Any]:
    criterion = row.line.criterion
    return {
        "number": criterion.number, "name": criterion.name, "group": criterion.group, "state": row.state,
        "indicators": [_indicator(item) for item in row.line.rows],
    }  # fmt: skip


def _indicator(row: IndicatorLine) -> dict[str, Any]:
    version, result = row.version, row.result
    return {
        "id": row.indicator.pk, "code": str(row.indicator), "text": version.text if version else "",
        "kind": (version.value_kind or None) if version else None, "unit": version.unit if version else "",
        "level": level_words(row), "value": result.number if result else None,
        "second_value": result.second if result else None, "grade": result.text if result else "",
        "state": result.state if result else State.NO_DATA, "at": moment(result.at) if result else None,
    }  # fmt: skip


# --- Rounds ---


class RoundRow(Schema):
    id: int
    name: str
    kind: RoundKind = Field(description=words(RoundKind))
    area: Place = Field(description="Địa bàn của cơ quan mở kỳ.")
    set: str = Field(description="Mã bộ tiêu chí.")
    year: int
    deadline: date
    opened_at: datetime


class RoundPage(Page[RoundRow]):
    """Rounds."""


class RoundsAsked(Paged):
    set: str = Field("", max_length=60, description="Mã bộ tiêu chí.")
    year: int | None = Field(None, ge=2000, le=2100, description="Năm của kỳ.")


class RoundCardRow(Schema):
    area: Place
    card: int = Field(description="Số của phiếu (xem /scorecards).")
    state: RoundCardState = Field(description=words(RoundCardState))
    submitted_at: datetime | None
    decided_at: datetime | None
    self_assessed: list[CriterionState] | None = Field(description="Xã tự đánh giá khi gửi; null: chưa gửi.")
    verified: bool = Field(description="true: đã chấp nhận, số trong result là số đã thẩm định.")
    result: Summary | None = Field(description="Kết quả sau điều chỉnh của cơ quan thẩm định; null: chưa gửi.")


class RoundCardPage(Page[RoundCardRow]):
    """Cards of a round."""


class RoundCardsAsked(Asked):
    state: RoundCardState | None = Field(None, description=words(RoundCardState))


@router.get(
    "/rounds", response=RoundPage, summary="Danh sách kỳ đánh giá",
    description="Kỳ do địa bàn của kết nối và bên dưới mở, và kỳ mà xã của kết nối tham gia.",
)  # fmt: skip
def rounds(request: HttpRequest, asked: Query[RoundsAsked]) -> dict[str, Any]:
    rows = access.visible_rounds(caller(request).user).select_related("area", "criteria_set")
    return listed(
        narrowed(rows, criteria_set__code=known_code("set", asked.set, all_sets()), year=asked.year), asked, _round
    )


@router.get(
    "/rounds/{int:round_id}/cards", response=RoundCardPage, summary="Phiếu trong một kỳ, đã thẩm định hay chưa",
    description="Chỉ phiếu trong phạm vi của kết nối.",
)  # fmt: skip
def round_cards(request: HttpRequest, round_id: int, asked: Query[RoundCardsAsked]) -> dict[str, Any]:
    user = caller(request).user
    chosen = one(access.visible_rounds(user), round_id)
    rows = access.visible_round_cards(user).filter(round=chosen).defer("snapshot")
    rows = on_area(request, rows.select_related("card__area", "summary"), asked.area, "card__area__path")
    numbers = numbers_of([chosen.criteria_set_id])[chosen.criteria_set_id]
    return listed(narrowed(rows, state=asked.state), asked, lambda row: _round_card(row, numbers))


def _round(row: Round) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "kind": row.kind, "area": place(row.area), "set": row.criteria_set.code,
        "year": row.year, "deadline": row.deadline, "opened_at": moment(row.created_at),
    }  # fmt: skip


def _round_card(row: RoundCard, numbers: list[int]) -> dict[str, Any]:
    found: RoundSummary | None = getattr(row, "summary", None)
    return {
        "area": place(row.card.area), "card": row.card_id, "state": row.state, "submitted_at": moment(row.submitted_at),
        "decided_at": moment(row.decided_at), "verified": row.state == RoundCardState.ACCEPTED,
        "self_assessed": _states(numbers, found.said) if found else None,
        "result": _summary(found, numbers) if found else None,
    }  # fmt: skip


# --- Evidence ---


class EvidenceIn(Schema):
    model_config = ConfigDict(extra="forbid")

    title: str = Field("", max_length=300, description="Tên minh chứng; để trống thì lấy tên tệp.")
    indicators: list[str] = Field([], max_length=100, description="Số (code) các chỉ tiêu mà tệp chứng minh.")
    criteria: list[int] = Field([], max_length=100, description="Số các tiêu chí được chứng minh cả tiêu chí.")
    valid_from: date | None = Field(None, description="Có giá trị từ ngày.")
    valid_to: date | None = Field(None, description="Hết giá trị sau ngày.")


class EvidenceOut(Schema):
    id: int
    title: str
    created_at: datetime


@router.post(
    "/scorecards/{int:card_id}/evidence", response={201: EvidenceOut}, auth=SystemToken(Scope.WRITE_EVIDENCE),
    summary="Gửi một minh chứng",
    description="Một tệp (PDF, DOCX, XLSX, JPG, PNG, WEBP) cho các dòng của phiếu. Ảnh được xóa vị trí chụp. Chỉ phiếu của địa bàn "
    "kết nối và của thôn thuộc xã đó.",
)  # fmt: skip
def send_evidence(
    request: HttpRequest, card_id: int, key: RepeatKey, about: Form[EvidenceIn], file: File[UploadedFile]
) -> Status[dict[str, Any]]:
    user = caller(request).user
    card = access.get_card(user, card_id, Right.WRITE_SCORECARDS)
    if card.subject:
        raise ApiError(404, NOT_FOUND)
    upload = read_upload(file)
    if about.valid_from and about.valid_to and about.valid_to < about.valid_from:
        raise ApiError(422, "Ngày hết giá trị phải từ ngày bắt đầu có giá trị trở đi.")
    rows = _rows(card, about)

    def do() -> dict[str, Any]:
        made = add_evidence(
            area=card.area, title=about.title.strip(), rows=rows, by=user, upload=upload, valid_from=about.valid_from,
            valid_to=about.valid_to,
        )  # fmt: skip
        return {"id": made.pk, "title": made.title, "created_at": moment(made.created_at).isoformat()}  # type: ignore[union-attr]

    said = {**about.model_dump(), "file": [upload[0], hashlib.sha256(upload[1]).hexdigest()]}
    return Status(201, done_once(request, key, said, do))


def _rows(card: Scorecard, about: EvidenceIn) -> list[Criterion | Indicator]:
    """The rows by their codes. ApiError 422 for one that the set does not have."""
    rows: list[Criterion | Indicator] = []
    criteria = {row.number: row for row in card.criteria_set.criteria.prefetch_related("indicators")}
    indicators = {str(item): item for row in criteria.values() for item in row.indicators.all()}
    for code in dict.fromkeys(about.indicators):
        if code not in indicators:
            raise ApiError(422, f"Bộ tiêu chí của phiếu không có chỉ tiêu “{code[:60]}”.")
        rows.append(indicators[code])
    for number in dict.fromkeys(about.criteria):
        if number not in criteria:
            raise ApiError(422, f"Bộ tiêu chí của phiếu không có tiêu chí {number}.")
        rows.append(criteria[number])
    return rows
