"""Makes everything that is kept ready for overviews anew from its source, and reports every difference."""

from __future__ import annotations

from typing import Any

from contributions.actions import totals
from core.commands import BaseCommand
from criteria.actions import summaries
from criteria.queries.summaries import Standing
from criteria.queries.tallies import Count

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Tính lại từ số liệu gốc bảng tổng hợp phiếu, số đếm theo địa bàn và tổng đóng góp; sửa dòng lệch và liệt kê."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = [
            f"{row.what}: đang ghi {_words(row.kept)}, số liệu gốc {_words(row.source)}"
            for row in summaries.recompute()
        ]
        found += map(str, totals.recompute())
        for line in found[:_SHOWN]:
            self.stdout.write(line)
        if len(found) > _SHOWN:
            self.stdout.write(f"… và {len(found) - _SHOWN} dòng nữa")
        self.stdout.write(f"{len(found)} dòng lệch, đã sửa." if found else "Không có dòng nào lệch.")


def _words(standing: Standing | Count | None) -> str:
    if isinstance(standing, Count):
        return f"{standing.cards} phiếu, {standing.stored()}"
    return f"{standing.marks} ({standing.met} tiêu chí, {standing.rows_met} chỉ tiêu)" if standing else "chưa có"
