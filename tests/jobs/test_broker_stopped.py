"""The broker is away while people save: no page fails, and everything is sent when it is back. With real processes."""

from __future__ import annotations

import os

import pytest

from bench.trial_broker import faults_of, outage

#: 200 of them in bench/trial_broker.py.
PEOPLE = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.worker
def test_twenty_people_save_while_redis_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", os.environ.get("PORT", "0"))  # put back what the trial sets
    outcome = outage(PEOPLE)
    assert faults_of(outcome, PEOPLE) == []
    assert max(seconds for _, seconds in outcome.answers) < 20, "nobody waited long for the broker"
