"""The project's own plans: each must give the facts and findings that its sidecar names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from campaigns.read import as_json, plan_facts
from campaigns.rules import findings_for
from documents.read import read_file
from tests.campaigns.sidecars import differences

PLANS = Path(__file__).resolve().parent.parent / "plans"
SIDECARS = sorted(PLANS.glob("*.facts.yaml"))


@pytest.mark.parametrize("sidecar", SIDECARS, ids=lambda path: path.name.removesuffix(".facts.yaml"))
def test_a_plan_gives_what_a_careful_reader_finds(sidecar: Path) -> None:
    source = sidecar.with_name(sidecar.name.replace(".facts.yaml", ".txt"))
    reading = read_file(source.read_bytes(), source.name)
    facts = plan_facts(reading)
    findings = findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing)

    answer = as_json(reading, facts, findings)

    assert differences(yaml.safe_load(sidecar.read_text(encoding="utf-8")), answer) == []


def test_the_invented_plans_are_there() -> None:
    assert len(SIDECARS) >= 8
