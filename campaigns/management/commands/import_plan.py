"""Reads a plan from a Word or text file: shows it as JSON, or saves it as a Plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from areas.models import Area
from campaigns.actions.importing import refuse_no_plan, save_imported_plan
from campaigns.enums import FindingLevel, PlanKind
from campaigns.read import as_json, plan_facts
from campaigns.rules import findings_for
from core.commands import BaseCommand
from core.errors import RuleError
from documents.command_files import read_bytes
from documents.read import read_file


class Command(BaseCommand):
    help = "Đọc một kế hoạch (.docx, .txt): in cấu trúc dạng JSON, hoặc lưu thành kế hoạch của một địa bàn."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="TỆP")
        parser.add_argument("--json", action="store_true", help="in cấu trúc dạng JSON, không lưu gì")
        parser.add_argument("--area", metavar="MÃ", help="mã địa bàn (xã) của kế hoạch khi lưu")
        parser.add_argument("--dry-run", action="store_true", help="in tóm tắt, không lưu gì")

    def handle(self, *args: Any, **options: Any) -> None:
        source: Path = options["file"]
        only_shown = options["json"] or options["dry_run"]
        if not only_shown and not options["area"]:
            raise CommandError("Cần --area MÃ để lưu kế hoạch, hoặc --json để chỉ xem.", returncode=2)
        data = read_bytes(source)
        reading = read_file(data, source.name)
        refuse_no_plan(reading)
        facts = plan_facts(reading)
        findings = findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(reading, facts, findings), ensure_ascii=False, indent=2))
        elif options["dry_run"]:
            self.stdout.write(summary(as_json(reading, facts, findings)))
        else:
            area = _area(options["area"])
            plan = save_imported_plan(reading, facts, findings, area=area, by=None, filename=source.name, data=data)
            self.stdout.write(f"Đã lưu kế hoạch “{plan}” của {area}.")


def summary(answer: dict[str, Any]) -> str:
    """The answer of `--json` in a few lines for a person."""
    document = answer["document"]
    head = (document["type"], document["subject"])
    number = f"{document['number'] or '…'}/{document['symbol']}" if document["symbol"] else document["number"]
    place = f"ngày: {document['date'] or 'không đủ'}; cơ quan ban hành: {document['issuing_body'] or 'không ghi'}"
    parts = (
        ("criteria", "Tiêu chí"),
        ("blocks", "nội dung theo tiêu chí"),
        ("targets", "mục tiêu"),
        ("assignments", "phân công"),
    )
    lines = [
        f"{PlanKind(answer['kind']).label}: {' – '.join(filter(None, head)) or 'không có tên'}",
        f"Số: {number or 'không ghi'}; {place}",
        "; ".join(f"{label}: {len(answer[key])}" for key, label in parts),
    ]
    lines += [f"{FindingLevel(row['level']).label} [{row['code']}]: {row['message']}" for row in answer["findings"]]
    return "\n".join(lines)


def _area(code: str) -> Area:
    area = Area.objects.filter(code=code).first()
    if area is None:
        raise RuleError(f"Không có địa bàn nào mang mã {code}.")
    return area
