from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from core.commands import BaseCommand
from ntm import backup


class Command(BaseCommand):
    help = "Khôi phục cơ sở dữ liệu và mọi tệp từ một bản sao lưu."
    # The database may be empty or older than the code.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="tệp .tar.gz do lệnh backup tạo")
        parser.add_argument("--overwrite", action="store_true", help="ghi đè dữ liệu đang có")

    def handle(self, *args: Any, **options: Any) -> None:
        count = backup.restore(options["file"], overwrite=options["overwrite"])
        self.stdout.write(f"Đã khôi phục cơ sở dữ liệu và {count} tệp từ {options['file']}.")
