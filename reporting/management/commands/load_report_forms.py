"""Loads the forms of periodic reports; safe to run twice."""

from __future__ import annotations

from typing import Any

from core.commands import BaseCommand
from reporting.actions.forms import load_shipped
from reporting.models import ReportForm


class Command(BaseCommand):
    help = "Nạp mẫu báo cáo định kỳ; giữ nguyên mẫu đã có."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_shipped()
        unsure = ReportForm.objects.filter(sure=False).count()
        self.stdout.write(
            f"{ReportForm.objects.count()} mẫu báo cáo, thêm {added} mẫu; {unsure} mẫu chưa đối chiếu văn bản gốc."
        )
