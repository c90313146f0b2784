"""What the pages of a list brought in show: its columns, a sample of its rows, what was understood of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contributions.enums import LineState, PartyKind


def headings(columns: Mapping[str, Any]) -> list[str]:
    return [heading or f"Cột {place}" for place, heading in enumerate(columns["headings"], 1)]


def refused(columns: Mapping[str, Any]) -> list[str]:
    """Columns whose cells are not kept at all."""
    return [columns["headings"][place] for place in columns["refused"]]


def wages(columns: Mapping[str, Any]) -> list[str]:
    """Columns kept as brackets only."""
    return [columns["headings"][place] for place in columns["wages"]]


def told(columns: Mapping[str, Any]) -> dict[str, int]:
    """How many rows there are, good, wrong, and seeming to be a giver there is."""
    return {name: columns.get(name, 0) for name in ("count", "good", "wrong", "matched")}


def without_place(rows: Iterable[Mapping[str, Any]]) -> int:
    """How many good rows of people and households name neither a village nor a unit: they would count in none."""
    values = (row["values"] for row in rows if not row["errors"])
    return sum(1 for said in values if said["kind"] != PartyKind.ORGANISATION and not (said["village"] or said["unit"]))


def sample(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Any]) -> list[tuple[int, list[str]]]:
    """Rows as they came, incomes as the bracket's limit."""
    return [
        (row["place"], [_kept(cell) if place in columns["wages"] else cell for place, cell in enumerate(row["cells"])])
        for row in rows
    ]


def _kept(cell: str) -> str:
    return "không đọc được" if cell.startswith("!") else f"từ {int(cell):,}".replace(",", ".") if cell else ""


def rows_of(rows: Sequence[Mapping[str, Any]], wanted: str) -> list[Mapping[str, Any]]:
    """ "loi": rows that are wrong; "tot": good ones; else all, the wrong ones first."""
    wrong = [row for row in rows if row["errors"]]
    good = [row for row in rows if not row["errors"]]
    return {"loi": wrong, "tot": good}.get(wanted, [*wrong, *good])


def ids(rows: Iterable[Mapping[str, Any]], name: str) -> set[int]:
    return {row["values"][name] for row in rows if row["values"][name]}


def shown(
    rows: Iterable[Mapping[str, Any]],
    *,
    villages: Mapping[int, str],
    units: Mapping[int, str],
    rates: Mapping[int, str],
) -> list[dict[str, Any]]:
    """Rows as the preview has them: names in place of ids."""
    return [
        {
            **row["values"], "place": row["place"], "errors": row["errors"], "match_code": row.get("match_code", ""),
            "village": villages.get(row["values"]["village"], ""), "unit": units.get(row["values"]["unit"], ""),
            "rate": rates.get(row["values"]["rate"], ""), "kind": PartyKind(row["values"]["kind"]).label,
            "state": LineState(row["values"]["state"]).label,
        }
        for row in rows
    ]  # fmt: skip
