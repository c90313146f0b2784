from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from areas.actions import load_outlines
from core.commands import BaseCommand


class Command(BaseCommand):
    help = "Nạp đường ranh giới địa bàn từ tệp GeoJSON để vẽ bản đồ; chạy lại thì thay hình cũ của cùng địa bàn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp GeoJSON (WGS 84), mỗi địa bàn một hình")
        parser.add_argument("--source", required=True, help="nguồn và giấy phép sử dụng; hiện dưới bản đồ")
        parser.add_argument("--key", default="code", help="thuộc tính mang mã địa bàn (mặc định: code)")

    def handle(self, *args: Any, file: Path, source: str, key: str, **options: Any) -> None:
        done = load_outlines(file, source=source, key=key)
        self.stdout.write(f"Đã nạp đường ranh giới của {done.loaded} địa bàn.")
        if done.unmatched:
            self.stdout.write(f"Không khớp địa bàn nào: {len(done.unmatched)} hình.")
            for name in done.unmatched:
                self.stdout.write(f"  {name}")
