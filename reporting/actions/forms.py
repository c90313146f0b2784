"""Writing the forms of reports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from core.errors import RuleError
from reporting.compose.draft import DRAFTERS
from reporting.models import ReportForm
from reporting.read.forms import FormRow, read_forms
from reporting.read.tables import table

DATA = Path(__file__).resolve().parents[1] / "data" / "forms.yaml"


def load_shipped() -> int:
    """Load the file that comes with the system; safe to run twice. Returns how many forms were added."""
    return load_forms(read_forms(DATA))


@transaction.atomic
def load_forms(rows: Iterable[FormRow]) -> int:
    """Add forms that are not there yet; those that are belong to people and stay as they are. Returns how many were added.

    RuleError where a form names a table or a drafter that does not exist; then nothing is added.
    """
    added = 0
    for row in rows:
        try:
            refuse_unknown(sections=row.sections, tables=row.tables)
        except RuleError as error:
            raise RuleError(f"Báo cáo “{row.name}”: {error.message}") from error
        values = asdict(row)
        key = {name: values.pop(name) for name in ("code", "valid_from")}
        added += ReportForm.objects.get_or_create(**key, defaults=values)[1]
    return added


def refuse_unknown(*, sections: Any = (), tables: Any = ()) -> None:
    """RuleError for sections that are not written as in forms.yaml, for drafters and tables that the system does not have."""
    shape = 'mỗi mục viết là {"label": "I", "title": "…", "drafts": ["…"]}.'
    if not isinstance(sections, list | tuple) or not isinstance(tables, list | tuple):
        raise RuleError(f"phải là danh sách; {shape}")
    for section in sections:
        if not isinstance(section, dict) or set(section) != {"label", "title", "drafts"}:
            raise RuleError(shape[0].upper() + shape[1:])
        names = section["drafts"]
        if not isinstance(names, list) or not all(
            isinstance(word, str) for word in (*names, section["label"], section["title"])
        ):
            raise RuleError(shape[0].upper() + shape[1:])
        unknown = [name for name in names if name not in DRAFTERS]
        if unknown:
            raise RuleError(f"không có cách soạn “{unknown[0]}”; các cách soạn: {', '.join(DRAFTERS)}.")
    for code in tables:
        table(str(code))
