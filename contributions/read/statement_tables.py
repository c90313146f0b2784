"""A statement's table kept as JSON between the upload and the pointing to its columns, and read back as it was."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.formats import number, vndate
from core.sheets_reading import ReadTable


def stored_table(table: ReadTable) -> dict[str, Any]:
    """The table as JSON: figures and dates keep their kind."""
    rows = [[place, [_stored(cell) for cell in cells]] for place, cells in table.rows]
    merged = {str(column): reference for column, reference in table.merged.items()}
    return {"title": table.title, "headings": table.headings, "rows": rows, "merged": merged}


def table_of(stored: dict[str, Any]) -> ReadTable:
    """The table again."""
    rows = [(place, [_read(cell) for cell in cells]) for place, cells in stored["rows"]]
    merged = {int(column): reference for column, reference in stored.get("merged", {}).items()}
    return ReadTable(stored["title"], stored["headings"], rows, merged)


def sample(table: ReadTable, most: int = 5) -> list[tuple[int, list[str]]]:
    """The first rows as a person reads them."""
    return [(place, [_shown(cell) for cell in cells]) for place, cells in table.rows[:most]]


def _stored(cell: Any) -> Any:
    if isinstance(cell, Decimal):
        return {"figure": str(cell)}
    if isinstance(cell, (date, datetime)):
        return {"day": (cell.date() if isinstance(cell, datetime) else cell).isoformat()}
    return cell if cell is None else str(cell)


def _read(cell: Any) -> Any:
    if isinstance(cell, dict):
        return Decimal(cell["figure"]) if "figure" in cell else date.fromisoformat(cell["day"])
    return cell


def _shown(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return number(cell)
    return vndate(cell) if isinstance(cell, (date, datetime)) else cell or ""
