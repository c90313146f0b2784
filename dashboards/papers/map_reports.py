"""The map's tiles by reports in time: the share of those that fell due, in classes and words. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.formats import percent, vndate
from core.sheets import Column, Sheet
from dashboards.papers.map import SHARES, Class, Map, Tile, between, step_of
from dashboards.queries.map_reports import Row

NOTHING_DUE = "Không có báo cáo đến hạn"
_COLUMNS = (
    Column("Báo cáo đến hạn", 10, "number"), Column("Đã gửi", 9, "number"), Column("Đúng hạn", 9, "number"),
    Column("Tỷ lệ đúng hạn (%)", 12, "number"),
)  # fmt: skip


def map_of_reports(rows: Sequence[Row], first: date, last: date) -> Map:
    classes = [*between(SHARES, " % báo cáo đúng hạn"), Class("n", NOTHING_DUE)]
    return Map([_tile(row, first, last) for row in rows], classes, _COLUMNS)


def _tile(row: Row, first: date, last: date) -> Tile:
    shares, days = row.shares, f"hạn từ {vndate(first)} đến {vndate(last)}"
    share = shares.share_on_time
    if share is None:
        told = f"{row.full}: không có báo cáo đến hạn; {days}."
        return Tile(row.area, row.name, row.full, row.above, "n", "–", told, (0, 0, 0, None))
    told = (
        f"{row.full}: {shares.on_time}/{shares.owed} báo cáo đúng hạn ({percent(share)}), đã gửi {shares.sent}; {days}."
    )
    # Rounded down: 99,6 of 100 is not all.
    cells = (shares.owed, shares.sent, shares.on_time, int(share * 10) / 10)
    return Tile(row.area, row.name, row.full, row.above, step_of(share), percent(int(share)), told, cells)


def reports_sheet(shown: Map) -> Sheet:
    """What the table beside the map says, with the class of each area."""
    classes = {item.css: item.label for item in shown.classes}
    columns = (Column("Địa bàn", 28), Column("Thuộc", 22), *shown.columns, Column("Mức trên bản đồ", 30))
    rows = [(tile.full, tile.above, *tile.cells, classes[tile.css]) for tile in shown.tiles]
    return Sheet("Báo cáo đúng hạn", columns, rows)
