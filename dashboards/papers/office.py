""" "Cần xử lý" as a sheet to take along. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.sheets import Column, Sheet
from dashboards.queries.office.groups import Group


def office_sheet(groups: Sequence[Group]) -> Sheet:
    """Every line of every group, with the words of the page."""
    columns = (
        Column("TT", 6, "number"), Column("Nhóm việc", 28), Column("Nội dung", 36), Column("Mức độ", 22),
        Column("Hạn, từ ngày", 13, "date"), Column("Chi tiết", 70),
    )  # fmt: skip
    lines = [(group.title, item) for group in groups for item in group.items]
    rows = [(place, title, item.title, item.due, item.since, item.note) for place, (title, item) in enumerate(lines, 1)]
    return Sheet("Cần xử lý", columns, rows)
