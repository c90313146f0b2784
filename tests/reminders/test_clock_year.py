"""Five weeks, Tết among them, on a moved clock against the oracle (make trial runs 400 days)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.trial_reminders import Simulation
from reminders import sources
from tests.processes import Program


@pytest.fixture
def simulation(
    transactional_db: None, _worker_program: Program, clock: Any, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> Any:
    _worker_program.stop()  # it knows nothing of the trial's things, and would say of their digests that nothing is left
    monkeypatch.setattr(sources, "_kinds", {})
    settings.EMAIL_BACKEND = settings.EMAIL_BACKEND  # put back after the test
    made = Simulation(7, Path(settings.CLOCK_FILE))
    yield made
    made.mail.stop()


def test_five_weeks_with_cuts_and_a_busy_mail_server(simulation: Simulation) -> None:
    simulation.run(35)
    assert simulation.faults[:5] == []
    assert simulation.doubled == 0
    assert simulation.kills > 5
    assert simulation.down == 1
    assert simulation.mail.refused > 5
    assert simulation.taken > 30
