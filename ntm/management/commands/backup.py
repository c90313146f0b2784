from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from core import clock
from core.commands import BaseCommand
from ntm import backup


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và mọi tệp vào một tệp .tar.gz."
    # A backup must be had also when something else is out of order.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, help="tệp đích; mặc định nằm trong thư mục backups của DATA_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        name = timezone.localtime(clock.now()).strftime("ntm-%Y%m%d-%H%M%S.tar.gz")
        target = options["out"] or Path(settings.DATA_DIR) / "backups" / name
        count = backup.save(target)
        size = target.stat().st_size / 1024 / 1024
        self.stdout.write(f"Đã sao lưu cơ sở dữ liệu và {count} tệp vào {target} ({size:.1f} MB).")
