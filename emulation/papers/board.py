"""The board of a drive as a workbook and as lines of a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone

from core.formats import vndatetime
from core.sheets import Column, Heading, Sheet
from emulation.enums import Pace
from emulation.models import Drive
from emulation.papers.following import Pacing
from emulation.queries.board import Standing

_COLUMNS = (
    Column("Đơn vị", 32), Column("Đối tượng", 20), Column("Đã làm", 10, "percent"), Column("Theo kế hoạch", 10, "percent"),
    Column("Tiến độ", 18), Column("Báo cáo đúng giờ", 10, "number"), Column("Báo cáo phải gửi", 10, "number"),
    Column("Số ảnh", 8, "number"), Column("Báo cáo gần nhất", 18),
)  # fmt: skip


def board_sheet(drive: Drive, rows: Iterable[Standing], now: datetime) -> Sheet:
    """The board as it stands at `now`, in its own order."""
    return Sheet(
        "Bảng theo dõi",
        _COLUMNS,
        [
            (
                row.entry.name, row.entry.get_kind_display(), None if row.done is None else float(row.done), float(row.planned),
                str(row.pace.label), row.on_time, row.due, row.photos, vndatetime(row.last) if row.last else "",
            )
            for row in rows
        ],
        heading=Heading((), (), ("BẢNG THEO DÕI TIẾN ĐỘ", drive.name, f"Đến {_moment(now)}")),
    )  # fmt: skip


def _moment(now: datetime) -> str:
    here = timezone.localtime(now)
    return f"{here:%H:%M} ngày {here.day}/{here.month}/{here.year}"


def counts_of(rows: Sequence[Standing]) -> list[tuple[Pace, int]]:
    """How many entries stand at each pace, from the worst; paces without an entry are left out."""
    paces = [row.pace for row in rows]
    return [(pace, paces.count(pace)) for pace in Pace if pace in paces]


def pacing_of(rows: Iterable[Standing]) -> list[Pacing]:
    """What the texts of praise and reminder need of the board; entries without a volume are left out."""
    return [Pacing(row.entry.name, row.done, row.planned, row.pace) for row in rows if row.done is not None]
