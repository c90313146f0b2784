"""Loads or refreshes the criteria sets; safe to run twice."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BaseCommand
from criteria.actions.maps import load_maps
from criteria.actions.recognition import load_rules
from criteria.actions.sets import load_sets
from criteria.enums import SetLevel
from criteria.models import CriteriaSet
from criteria.queries.sets import Known, SetSummary, summary, with_rows
from criteria.read import read_folder
from criteria.read.maps import read_maps
from criteria.read.recognition import read_rules

DATA = Path(__file__).resolve().parents[2] / "data"
MAPS = DATA.parent / "maps"
RULES = DATA.with_name("recognition")


class Command(BaseCommand):
    help = "Nạp hoặc cập nhật các bộ tiêu chí; chạy lại nhiều lần vẫn an toàn."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument(
            "--folder",
            type=Path,
            default=DATA,
            help="thư mục chứa các tệp bộ tiêu chí (.yaml)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = read_folder(options["folder"])
        for notice in [*load_sets(rows), *load_maps(read_maps(MAPS))]:
            self.stderr.write(notice)
        load_rules(read_rules(RULES))
        loaded = with_rows(CriteriaSet.objects.filter(code__in=[row.code for row in rows]))
        summaries = [summary(criteria_set) for criteria_set in loaded]
        if options["json"]:
            self.stdout.write(json.dumps([asdict(item) for item in summaries], ensure_ascii=False, indent=1))
        else:
            for item in summaries:
                self.stdout.write(_line(item))


def _line(item: SetSummary) -> str:
    expected = "" if item.indicators_expected is None else f" trên {item.indicators_expected}"
    place = ", ".join(filter(None, (SetLevel(item.level).label.lower(), item.period)))
    return (
        f"{item.id} ({place}): {item.criteria} tiêu chí, {item.indicators}{expected} chỉ tiêu;"
        f" nội dung: {_counts(item.wording)}; mức: {_counts(item.levels)}."
    )


def _counts(known: Known) -> str:
    return f"{known.confirmed} có nguồn, {known.unconfirmed} chưa đối chiếu, {known.missing} chưa có"
