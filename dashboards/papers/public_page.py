"""The published figures as the page shows them. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from criteria.enums import State
from criteria.judging import counted_met
from dashboards.papers.public import Figures, Row

#: So many works and awards stand on the page; the files have all.
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Card:
    """One accepted card."""

    first: Row
    rows: list[Row]
    met: int

    @property
    def base(self) -> str:
        """Never without its base: "15/19 tiêu chí"."""
        return f"{self.met}/{len(self.rows)} tiêu chí"

    @property
    def on(self) -> date:
        return date.fromisoformat(self.first["accepted_on"])


@dataclass(frozen=True, slots=True)
class Year:
    """`total`: None where a source of the year is not told, for the sum would tell it."""

    year: int
    rows: list[Row]
    total: int | None


def page_of(figures: Figures) -> dict[str, Any]:
    """What templates/dashboards/public_area.html shows, with days as days again; what is not published is None."""
    tables = {slug: [_dated(row) for row in dataset.rows] for slug, dataset in figures.datasets.items()}
    plain = figures.datasets.get("tieu-chi")
    cards = [
        Card(rows[0], rows, counted_met(State(row["state"]) for row in rows))
        for _, found in groupby(plain.rows if plain else (), key=lambda row: row["id"].partition("-")[0])
        if (rows := list(found))
    ]
    years = [
        Year(year, rows, None if any(row["amount"] is None for row in rows) else sum(row["amount"] for row in rows))
        for year, found in groupby(tables.get("dong-gop", ()), key=lambda row: row["year"])
        if (rows := list(found))
    ]
    return {
        "figures": figures, "cards": cards if plain else None, "recognised": tables.get("cong-nhan"),
        "works": tables.get("cong-trinh"), "years": years if "dong-gop" in tables else None, "notices": tables.get("thong-bao"),
        "awards": tables.get("khen-thuong"), "shown": SHOWN, "basis": {slug.replace("-", "_"): item.basis for slug, item in figures.datasets.items()},
    }  # fmt: skip


def _dated(row: Row) -> Row:
    """Keys that end in a day hold days."""
    days = ("_on", "_from", "_to")
    return {
        key: date.fromisoformat(value) if value and key.endswith(days) and isinstance(value, str) else value
        for key, value in row.items()
    }
