from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from areas.actions import load_former, load_map
from core.commands import BaseCommand


class Command(BaseCommand):
    help = "Nạp bản đồ hành chính hai cấp hiện nay và các địa bàn cũ; chạy lại không thay đổi gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="tệp YAML địa bàn cũ của tỉnh, cùng dạng areas/data/former.yaml")

    def handle(self, *args: Any, file: Path | None = None, **options: Any) -> None:
        added = load_former(file) if file else load_map() + load_former()
        self.stdout.write(f"Đã thêm {added} địa bàn.")
