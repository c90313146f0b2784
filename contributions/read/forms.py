"""Which form's code a voucher bears on a day (contributions/data/forms.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_FILE = Path(__file__).resolve().parent.parent / "data" / "forms.yaml"


@dataclass(frozen=True, slots=True)
class FormCode:
    code: str
    basis: str
    #: Held against the wording of its basis.
    confirmed: bool


def form_of(form: str, on: date) -> FormCode | None:
    """The code of a book's form on a day with its basis; None where the regime of that day is not established."""
    for row in _rows():
        if row["form"] == form and row["from"] <= on and (row["to"] is None or on <= row["to"]):
            return FormCode(row["code"], row["basis"], row["confirmed"])
    return None


@cache
def _rows() -> list[dict[str, Any]]:
    return list(yaml.safe_load(_FILE.read_text(encoding="utf-8")))
