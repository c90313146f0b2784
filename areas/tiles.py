"""Where each province's tile lies on the scheme of the country: areas/data/tiles.yaml, by the day. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

_FILE = Path(__file__).parent / "data" / "tiles.yaml"
#: Before the codes of places that are no more (areas/data/former.yaml).
_FORMER = "cu-"


@dataclass(frozen=True, slots=True)
class Place:
    """Row and column from 1, the name in few letters."""

    row: int
    column: int
    short: str


@dataclass(frozen=True, slots=True)
class Layout:
    since: date
    places: dict[str, Place]
    #: The archipelagos: name, row, column of the first of two cells.
    islands: tuple[tuple[str, int, int], ...]

    def place_of(self, code: str) -> Place | None:
        return self.places.get(code.removeprefix(_FORMER))


@cache
def layouts() -> tuple[Layout, ...]:
    """All of them, the newest first."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["layouts"]
    found = [
        Layout(
            row["from"],
            {code: Place(*place) for code, place in row["places"].items()},
            tuple((item["name"], item["row"], item["column"]) for item in row["islands"]),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda layout: layout.since, reverse=True))


def layout_on(day: date) -> Layout:
    """The scheme that holds on a day; before the first one, the first."""
    return next((layout for layout in layouts() if layout.since <= day), layouts()[-1])
