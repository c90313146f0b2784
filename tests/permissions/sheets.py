"""The whole card at once, who looks after its rows, the form of results, the workbook of an office."""

from __future__ import annotations

from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

_READERS = (*COLLEAGUES, "village_head", "coordination")
_NO_FILLER = {**{person: 403 for person in _READERS if person != "officer"}, **NOT_INSIDE}

TABLE = (
    Row("criteria:entry", _READERS, NOT_INSIDE, of="card"),
    Row("criteria:entry", ("officer",), _NO_FILLER, method="post", of="card", done=302),
    Row("criteria:import_card", ("officer",), _NO_FILLER, of="card"),
    Row("criteria:cares", _READERS, NOT_INSIDE, of="card"),
    Row("criteria:cares", ("officer",), _NO_FILLER, method="post", of="card", data={"bo": "1"}, done=409),
    Row("criteria:results", _READERS, NOT_INSIDE, of="card"),
    Row("criteria:print_results", _READERS, NOT_INSIDE, method="post", of="card", data={"loai": "pdf"}, done=302),
    Row("criteria:workbook", ("coordination",), {person: 403 for person in PEOPLE if person != "coordination"}),
)
PAGES = (
    ("officer", "criteria:entry", "card"),
    ("leader", "criteria:entry", "card"),
    ("officer", "criteria:import_card", "card"),
    ("officer", "criteria:cares", "card"),
    ("leader", "criteria:cares", "card"),
    ("officer", "criteria:results", "card"),
    ("coordination", "criteria:workbook", ""),
)
