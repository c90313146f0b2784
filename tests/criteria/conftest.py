from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from core.clock import today
from criteria.actions.cards import open_card
from criteria.models import CriteriaSet, Scorecard
from tests.cast import Cast

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


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    """This year's card of xã An Bình by the national set of 19 criteria, with nothing in it."""
    call_command("load_criteria", verbosity=0)
    chosen = CriteriaSet.objects.get(code="ntm-xa-2021-2025")
    return open_card(area=cast.commune, criteria_set=chosen, year=today().year, by=cast.officer)
