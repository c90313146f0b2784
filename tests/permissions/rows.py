"""What the tables of this folder are made of: role × URL, a file a subject.

Each file has `TABLE` (rows), may have `things(cast, made)` (the rows of the database its addresses point to, by name;
`made` holds those of the files before) and `PAGES` (who, name of the URL, kind of row): every page once, as somebody who may
see it, for tests/e2e/test_every_page.py. A GET address that is no page stands in `NO_PAGES`.
"""

from __future__ import annotations

from typing import Any, NamedTuple

PEOPLE = (
    "officer",
    "leader",
    "clerk",
    "accountant",
    "village_head",
    "administrator",
    "coordination",
    "neighbour",
    "stranger",
)


class Row(NamedTuple):
    """What each person gets (200 and 302 are "may"); whoever is not named gets `others`."""

    name: str
    may: tuple[str, ...]
    others: dict[str, int]
    method: str = "get"
    #: The kind of row in the address.
    of: str = ""
    data: dict[str, Any] = {}
    done: int = 200


NOT_INSIDE = {"neighbour": 404, "stranger": 404}
#: Inside the commune, but without the right; the village and the office above do not see papers that are not issued.
HIDDEN = {"village_head": 404, "coordination": 404, **NOT_INSIDE}
COLLEAGUES = ("officer", "leader", "clerk", "accountant", "administrator")

ONLY_ADMINISTRATOR = {person: 403 for person in PEOPLE if person != "administrator"}


def without(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in COLLEAGUES if person not in may}, **HIDDEN}
