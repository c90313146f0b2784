"""What pages, the journal and the workbook show of models and clubs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from campaigns.enums import ModelKind
from campaigns.models import ModelConfirmation, ModelOrClub
from core.formats import vndate
from core.sheets import Column, Sheet

#: Words of the standings; None is not looked at yet.
STANDINGS = {True: "Công nhận", False: "Không công nhận", None: "Chưa xét"}
#: The same as codes of the chips.
CODES = {True: "confirmed", False: "not_confirmed", None: "not_yet"}


def said(model: ModelOrClub) -> dict[str, str]:
    """Every part of a model as text, for the journal and for noticing that somebody else saved."""
    return {
        "Địa bàn": str(model.area), "Loại": ModelKind(model.kind).label, "Tên": model.name, "Người phụ trách": model.leader,
        "Thành lập": vndate(model.founded_on) if model.founded_on else "",
        "Số thành viên, hộ": "" if model.members is None else str(model.members),
        "Thôi hoạt động": vndate(model.ended_on) if model.ended_on else "", "Thuộc kế hoạch": str(model.plan or ""),
    }  # fmt: skip


def said_of_year(found: ModelConfirmation | None) -> dict[str, str]:
    """What was found in a year, as text."""
    if found is None:
        return {"Kết quả": STANDINGS[None], "Nhận xét": ""}
    return {"Kết quả": STANDINGS[found.confirmed], "Nhận xét": found.note}


def model_sheet(models: Iterable[Any], year: int) -> Sheet:
    """Models and clubs with their standing in the year, in the order of the page."""
    columns = (
        Column("STT", 6, kind="number"), Column("Tên", 46), Column("Loại", 16), Column("Địa bàn", 20), Column("Người phụ trách", 26),
        Column("Thành lập", 12, kind="date"), Column("Số thành viên, hộ", 12, kind="number"), Column(f"Kết quả năm {year}", 18),
        Column("Nhận xét", 40), Column("Người ghi", 24),
    )  # fmt: skip
    rows = (
        (
            place, row.name, ModelKind(row.kind).label, str(row.area), row.leader, row.founded_on, row.members,
            STANDINGS[row.confirmed], row.confirmed_note or "", row.confirmed_by or "",
        )
        for place, row in enumerate(models, 1)
    )  # fmt: skip
    return Sheet("Mô hình, câu lạc bộ", columns, rows)
