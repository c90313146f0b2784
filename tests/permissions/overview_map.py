"""The map: everybody may open it; whose communes it shows is told by tests/dashboards/test_map.py."""

from __future__ import annotations

from tests.permissions.rows import PEOPLE, Row

TABLE = (Row("overview_map", PEOPLE, {}),)
PAGES = (("coordination", "overview_map", ""), ("officer", "overview_map", ""))
