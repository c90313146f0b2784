"""The page of reports that works without a network; the same for everybody, so it is public (house.PUBLIC)."""

from __future__ import annotations

from tests.permissions.rows import Row

TABLE: tuple[Row, ...] = ()

PAGES = (("village_head", "emulation:report_app", ""),)
NO_PAGES = ("emulation:report_worker", "emulation:report_manifest")
