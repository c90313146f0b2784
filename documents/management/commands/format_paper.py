"""Reads an existing paper and writes it again in the official layout; nothing is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BaseCommand
from documents.command_files import output_format, read_bytes, write_bytes
from documents.read import read_file
from documents.render import render


class Command(BaseCommand):
    help = "Trình bày lại một văn bản có sẵn (.docx, .txt) theo Nghị định 30/2020/NĐ-CP thành PDF, Word hoặc HTML."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--out", type=Path, required=True, metavar="KẾT_QUẢ.pdf|.docx|.html")

    def handle(self, *args: Any, **options: Any) -> None:
        source, target = options["file"], options["out"]
        format = output_format(target)
        paper = read_file(read_bytes(source), source.name).paper
        write_bytes(target, render(paper, format))
        self.stdout.write(f"Đã ghi {target}.")
