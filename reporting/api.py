"""Periodic reports for other systems: where each stands; and figures and paragraphs for a report its area is drafting."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field

from accounts.api import Asked, Place, RepeatKey, SystemToken, caller, done_once, on_area, place
from accounts.enums import Right, Scope
from core import clock
from core.api import Page, known_code, listed, moment, narrowed, words
from reporting.access.reports import get_report, visible_reports
from reporting.actions.editing import add_passage, edit_figure
from reporting.enums import Every, ReportState, Timeliness
from reporting.models import PeriodicReport
from reporting.papers.shown import holds_figure, mark_of_cell
from reporting.queries.reports import all_forms, with_all
from reporting.rules.standing import day_of, title_of

router = Router(tags=["Báo cáo"], auth=SystemToken(Scope.REPORTS))


class ReportRow(Schema):
    id: int
    area: Place
    form: str = Field(description="Mã mẫu báo cáo.")
    title: str
    every: Every = Field(description=words(Every))
    starts_on: date = Field(description="Số liệu từ ngày.")
    ends_on: date = Field(description="Số liệu đến hết ngày.")
    due_on: date = Field(description="Hạn gửi.")
    state: ReportState = Field(description=words(ReportState))
    timeliness: Timeliness = Field(description=f"Tính đến hôm nay. {words(Timeliness)}")
    first_sent_at: datetime | None
    received_at: datetime | None


class ReportPage(Page[ReportRow]):
    """Reports."""


class ReportsAsked(Asked):
    form: str = Field("", max_length=40, description="Mã mẫu báo cáo.")
    state: ReportState | None = Field(None, description=words(ReportState))
    ends_from: date | None = Field(None, description="Ngày: kỳ có số liệu đến hết ngày này hoặc sau đó.")
    ends_to: date | None = Field(None, description="Ngày: kỳ có số liệu đến hết ngày này hoặc trước đó.")


@router.get(
    "/reports", response=ReportPage, summary="Tình hình báo cáo định kỳ",
    description="Của địa bàn kết nối (với xã: cả thôn thuộc xã): mọi báo cáo; của các địa bàn khác bên dưới: báo cáo đã gửi ít nhất một lần. "
    "Không có nội dung báo cáo.",
)  # fmt: skip
def reports(request: HttpRequest, asked: Query[ReportsAsked]) -> dict[str, Any]:
    rows = on_area(request, with_all(visible_reports(caller(request).user)), asked.area).defer("document__context")
    rows = narrowed(
        rows,
        form__code=known_code("form", asked.form, all_forms()),
        state=asked.state,
        ends_on__gte=asked.ends_from,
        ends_on__lte=asked.ends_to,
    )
    return listed(rows, asked, _report)


@router.get(
    "/reports/{int:report_id}", response=ReportRow, summary="Một báo cáo", description="Như một dòng của danh sách."
)
def report(request: HttpRequest, report_id: int) -> dict[str, Any]:
    return _report(get_report(caller(request).user, report_id))


def _report(row: PeriodicReport) -> dict[str, Any]:
    sent = row.first_sent_at  # type: ignore[attr-defined]  # annotated
    return {
        "id": row.pk, "area": place(row.area), "form": row.form.code, "title": title_of(row), "every": row.form.every,
        "starts_on": row.starts_on, "ends_on": row.ends_on, "due_on": row.due_on, "state": row.state,
        "timeliness": row.timeliness(clock.today(), day_of(sent)), "first_sent_at": moment(sent),
        "received_at": moment(row.received_at),
    }  # fmt: skip


# --- Writing into one's own draft ---


class Figure(Schema):
    table: str = Field(description="Mã biểu.")
    row: str = Field(description="Mã dòng.")
    column: str = Field(description="Mã cột.")
    value: Decimal | None = Field(description="Giá trị; null: chưa có số liệu.")
    seen: str = Field(description="Dấu của ô lúc đọc; gửi lại khi ghi để không ghi đè thay đổi của người khác.")


class FigureList(Schema):
    items: list[Figure]


class NewFigure(Schema):
    model_config = ConfigDict(extra="forbid")

    table: str = Field(max_length=40)
    row: str = Field(max_length=80)
    column: str = Field(max_length=40)
    value: Decimal | None = Field(
        max_digits=21, decimal_places=4, description="Giá trị theo đơn vị của cột (tiền: đồng); null: chưa có số liệu."
    )
    seen: str = Field(max_length=100, description="Dấu của ô lúc đọc.")


class FiguresIn(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=250, description="Vì sao ghi khác số hệ thống soạn, nguồn của số.")
    figures: list[NewFigure] = Field(min_length=1, max_length=100)


class Written(Schema):
    written: int = Field(description="Số ô đã ghi.")


class PassageIn(Schema):
    model_config = ConfigDict(extra="forbid")

    section: int = Field(ge=0, le=100, description="Thứ tự của mục trong mẫu, từ 0.")
    text: str = Field(min_length=1, max_length=20_000, description="Nội dung đoạn, chữ thường không định dạng.")


class PassageOut(Schema):
    id: int


_DRAFT = SystemToken(Scope.WRITE_REPORTS)


@router.get(
    "/reports/{int:report_id}/figures", response=FigureList, auth=_DRAFT, summary="Số liệu của báo cáo đang soạn",
    description="Các ô số của báo cáo do địa bàn của kết nối lập, sau khi cán bộ đã bấm “Soạn từ số liệu”; cần quyền reports:write.",
)  # fmt: skip
def figures(request: HttpRequest, report_id: int) -> dict[str, Any]:
    found = get_report(caller(request).user, report_id, Right.WRITE_REPORTS)
    return {
        "items": [
            {"table": cell.table, "row": cell.row, "column": cell.column, "value": cell.value, "seen": mark_of_cell(cell)}
            for cell in found.cells.all()
            if holds_figure(cell)
        ]
    }  # fmt: skip


@router.post(
    "/reports/{int:report_id}/figures", response=Written, auth=_DRAFT, summary="Ghi số liệu vào báo cáo đang soạn",
    description="Ghi tất cả hoặc không ghi ô nào. Báo cáo đã trình ký hoặc đã gửi thì từ chối (409).",
)  # fmt: skip
def write_figures(request: HttpRequest, report_id: int, key: RepeatKey, said: FiguresIn) -> dict[str, Any]:
    user = caller(request).user
    found = get_report(user, report_id, Right.WRITE_REPORTS)

    def do() -> dict[str, Any]:
        for figure in said.figures:
            edit_figure(
                found, figure.table, figure.row, figure.column, figure.value, reason=said.reason,
                seen=figure.seen, by=user,
            )  # fmt: skip
        return {"written": len(said.figures)}

    return done_once(request, key, said.model_dump(), do)


@router.post(
    "/reports/{int:report_id}/passages", response={201: PassageOut}, auth=_DRAFT,
    summary="Thêm một đoạn vào báo cáo đang soạn", description="Đoạn đứng cuối mục; cán bộ sửa, bỏ được như đoạn tự viết.",
)  # fmt: skip
def write_passage(request: HttpRequest, report_id: int, key: RepeatKey, said: PassageIn) -> Status[dict[str, Any]]:
    user = caller(request).user
    found = get_report(user, report_id, Right.WRITE_REPORTS)

    def do() -> dict[str, Any]:
        return {"id": add_passage(found, said.section, said.text, key=uuid.uuid4(), by=user).pk}

    return Status(201, done_once(request, key, said.model_dump(), do))
