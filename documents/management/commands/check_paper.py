"""Measures a finished PDF against Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BaseCommand
from documents.check import measure, read_pdf
from documents.command_files import read_bytes
from documents.nd30 import profile_of

STYLES = {"state": "Nhà nước", "front": "Mặt trận", "party": "Đảng"}


class Command(BaseCommand):
    help = "Đo một tệp PDF theo thể thức của Nghị định 30/2020/NĐ-CP; mỗi sai lệch một dòng."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP.pdf")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        paper = read_pdf(read_bytes(options["file"]))
        departures = measure(paper)
        style = profile_of(paper.style).style
        if options["json"]:
            found = {"style": style, "pages": len(paper.pages), "departures": [asdict(item) for item in departures]}
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1))
        elif departures:
            self.stdout.write("\n".join(item.message for item in departures))
        else:
            self.stdout.write(f"Đúng thể thức ({STYLES[style]}), {len(paper.pages)} trang.")
        if departures:
            sys.exit(1)
