"""Makes the summaries that overviews read anew from results and snapshots, and reports every difference."""

from __future__ import annotations

from typing import Any

from core.commands import BaseCommand
from criteria.actions.summaries import recompute

_SHOWN = 20


class Command(BaseCommand):
    help = "Tính lại bảng tổng hợp phiếu từ số liệu gốc, sửa dòng lệch và liệt kê."

    def handle(self, *args: Any, **options: Any) -> None:
        found = recompute()
        for row in found[:_SHOWN]:
            self.stdout.write(f"{row.what}: đang ghi {_words(row.kept)}, số liệu gốc {_words(row.source)}")
        if len(found) > _SHOWN:
            self.stdout.write(f"… và {len(found) - _SHOWN} dòng nữa")
        self.stdout.write(f"{len(found)} dòng lệch, đã sửa." if found else "Không có dòng nào lệch.")


def _words(standing: Any) -> str:
    return f"{standing.marks} ({standing.met} tiêu chí, {standing.rows_met} chỉ tiêu)" if standing else "chưa có"
