from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

DATA = Path(__file__).resolve().parents[2] / "criteria" / "data"

Load = Callable[..., dict[str, dict[str, Any]]]


@pytest.fixture
def load(db: None) -> Load:
    """Runs `load_criteria --json` and answers the sets by their id."""

    def run(folder: Path | None = None) -> dict[str, dict[str, Any]]:
        out = StringIO()
        call_command("load_criteria", "--json", *(["--folder", str(folder)] if folder else []), stdout=out)
        return {item["id"]: item for item in json.loads(out.getvalue())}

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's own files that a test may change."""
    return Path(shutil.copytree(DATA, tmp_path / "criteria"))
