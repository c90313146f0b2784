"""What needs somebody today: everybody may open it; for whoever has no office and no commune's work it says so."""

from __future__ import annotations

from tests.permissions.rows import PEOPLE, Row

TABLE = (Row("overview_office", PEOPLE, {}),)
PAGES = (
    ("coordination", "overview_office", ""),
    ("officer", "overview_office", ""),
)
