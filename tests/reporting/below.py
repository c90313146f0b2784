"""A province with many communes and the reports they sent, made in bulk; figures by a fixed chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level
from areas.models import Area
from reporting.actions.forms import load_shipped
from reporting.enums import ReportState
from reporting.models import PeriodicReport, ReportDuty, ReportForm, SentVersion
from reporting.read.tables import ColumnKind, table
from tests import factories

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
STARTS, ENDS, DUE = date(2024, 6, 15), date(2024, 7, 14), date(2024, 7, 17)
#: The first thing a person sees of July.
WHEN = datetime(2024, 7, 16, 9, tzinfo=HANOI)


@dataclass
class Province:
    area: Area
    communes: list[Area]
    commune_form: ReportForm
    form: ReportForm
    officer: User
    duty: ReportDuty


def province(count: int, *, at: Area | None = None) -> Province:
    """A province that asks its communes for the monthly report since 2024."""
    load_shipped()
    top = at or factories.area("Sơn Hà", level=Level.PROVINCE, kind_word="tỉnh", code="SH")
    officer = factories.person("Bạc Thị Tổng", Role.COORDINATION, top)
    communes = [
        factories.area(f"Mường {n:03d}", level=Level.COMMUNE, kind_word="xã", code=f"SH{n}", parent=top)
        for n in range(1, count + 1)
    ]
    form = ReportForm.objects.get(code="xa-thang")
    duty = ReportDuty.objects.create(form=form, asked_by=top, valid_from=date(2024, 1, 1), created_by=officer)
    return Province(top, communes, form, ReportForm.objects.get(code="tinh-thang"), officer, duty)


def chance(seed: str) -> Random:
    """The same figures for the same seed."""
    return Random(seed)  # noqa: S311 - figures of a test


def content(area: Area, luck: Random, *, met: int | None = None) -> dict[str, Any]:
    """What one commune sends: money, criteria, two works of its own, troubles."""
    cells: list[dict[str, Any]] = []

    def put(code: str, row: str, position: int, column: str, value: Decimal | None = None, text: str = "") -> None:
        cells.append(
            {
                "table": code, "row": row, "position": position, "column": column, "text": text, "sources": [],
                "value": None if value is None else str(value),
            }
        )  # fmt: skip

    resources = table("resources")
    for position, row in enumerate(resources.rows):
        for column in resources.columns:
            known = column.kind == ColumnKind.MONEY and luck.random() > 0.2
            share = Decimal("50.5") if column.kind == ColumnKind.PERCENT else None
            put(
                "resources",
                row.code,
                position,
                column.code,
                Decimal(luck.randrange(1, 10**9)) / (4 if row.unit else 1) if known else share,
            )
    reached = luck.randrange(20) if met is None else met
    for number in range(1, 20):
        code = f"7:criterion:{number}"
        said = "Đạt" if number <= reached else "Chưa đạt"
        for name, text in (
            ("number", str(number)),
            ("criterion", f"Tiêu chí {number}"),
            ("result", said),
            ("state", said),
        ):
            put("criteria", code, number - 1, name, text=text)
    for position in range(2):
        code = f"work:{area.pk * 10 + position}"
        put("works", code, position, "area", text=str(area) if position else "Thôn Thử")
        put("works", code, position, "work", text=f"Đường số {position}")
        put("works", code, position, "total", Decimal(luck.randrange(10**9)))
        put("works", code, position, "paid", None)
        put("debts", code, position, "work", text=f"Đường số {position}")
        put("debts", code, position, "debt", Decimal(luck.randrange(10**8)))
    trouble = {"section": 5, "text": f"Thiếu vốn làm đường của {area.name}.", "sources": []}
    return {"passages": [{"section": 0, "text": "Đã làm.", "sources": []}, trouble], "cells": cells}


def send(
    made: Province, area: Area, said: dict[str, Any], *, state: str = ReportState.SENT, at: datetime = WHEN,
    starts: date = STARTS, ends: date = ENDS, due: date = DUE,
) -> PeriodicReport:  # fmt: skip
    """The commune's report of July as it went up at a moment; again for another version."""
    report, _ = PeriodicReport.objects.update_or_create(
        form=made.commune_form, area=area, starts_on=starts,
        defaults={"ends_on": ends, "due_on": due, "state": state, "created_by": made.officer, "sent_at": at, "sent_by": made.officer},
    )  # fmt: skip
    SentVersion.objects.create(report=report, at=at, by=made.officer, content=said)
    return report


def later(days: int) -> datetime:
    return WHEN + timedelta(days=days)
