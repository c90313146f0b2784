"""Loads or refreshes the national documents that plans cite, and takes up papers issued before; safe to run twice."""

from __future__ import annotations

from typing import Any

from core.commands import BaseCommand
from documents.base_actions import load_bases, register_earlier
from documents.delivery_actions import list_earlier
from documents.read.bases import read_bases


class Command(BaseCommand):
    help = "Nạp hoặc cập nhật văn bản trung ương làm căn cứ; giữ nguyên dòng đã có người đối chiếu hoặc sửa."

    def handle(self, *args: Any, **options: Any) -> None:
        rows = read_bases()
        written = load_bases(rows)
        register_earlier()
        list_earlier()
        unsure = sum(not row.confirmed for row in rows)
        self.stdout.write(f"{len(rows)} văn bản, ghi {written}; {unsure} chưa đối chiếu văn bản gốc.")
