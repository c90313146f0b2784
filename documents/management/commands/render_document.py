"""Writes a document's paper from its frozen context."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BaseCommand
from core.errors import RuleError
from documents.command_files import write_bytes
from documents.models import Document
from documents.queries import paper_of
from documents.render import FORMATS, render


class Command(BaseCommand):
    help = "Ghi văn bản đã lưu ra tệp PDF, Word hoặc HTML; cùng một văn bản luôn cho cùng một tệp."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("id", type=int, metavar="ID")
        parser.add_argument("--format", choices=FORMATS, required=True)
        parser.add_argument("--out", type=Path, required=True, metavar="TỆP")

    def handle(self, *args: Any, **options: Any) -> None:
        document = Document.objects.filter(pk=options["id"]).first()
        if document is None:
            raise RuleError(f"Không có văn bản số {options['id']} trong hệ thống.")
        write_bytes(options["out"], render(paper_of(document), options["format"]))
        self.stdout.write(f"Đã ghi {options['out']}.")
