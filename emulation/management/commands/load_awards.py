"""Loads the forms of award with their rules and the base salaries; safe to run twice."""

from __future__ import annotations

from typing import Any

from core.commands import BaseCommand
from emulation.actions.awards import load_shipped
from emulation.models import AwardForm, AwardRule


class Command(BaseCommand):
    help = "Nạp hình thức khen thưởng, quy định theo ngày và lương cơ sở; giữ nguyên dòng đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped()
        unsure = AwardRule.objects.filter(sure=False).count()
        self.stdout.write(
            f"{AwardForm.objects.count()} hình thức khen thưởng, ghi thêm {added} dòng; {unsure} quy định chưa đối chiếu văn bản gốc."
        )
