"""The legal bases that come with the system: documents/data/bases.yaml as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[1] / "data/bases.yaml"


@dataclass(frozen=True, slots=True)
class BasisRow:
    """One document of national law; None and "" are not known."""

    type_name: str
    number: str
    dated: date | None
    issuer: str
    subject: str
    valid_from: date | None
    valid_to: date | None
    #: Number of the row that replaces this one.
    replaced_by: str
    confirmed: bool
    note: str


def read_bases(path: Path = FILE) -> list[BasisRow]:
    """The rows in the order of the file; raises KeyError where a row has no type, number or word on its confidence."""
    return [
        BasisRow(
            type_name=row["type"], number=row["number"], dated=row.get("dated"), issuer=row.get("issuer", ""),
            subject=row.get("subject", ""), valid_from=row.get("valid_from"), valid_to=row.get("valid_to"),
            replaced_by=row.get("replaced_by", ""), confirmed=row["confirmed"], note=row.get("note", ""),
        )
        for row in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]  # fmt: skip
