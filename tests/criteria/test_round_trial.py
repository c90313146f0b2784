"""The round trial in small: five communes through the pages, and frozen bytes that stay as they were (make trial runs 500)."""

from __future__ import annotations

import pytest

from bench.trial_rounds import here, run
from criteria.models import RoundCard, RowCorrection, RowRemark


def test_five_communes_from_opening_to_freeze(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(5, here) == []
    assert RoundCard.objects.count() == 5
    assert RowRemark.objects.count() == 1
    assert RowCorrection.objects.count() in {1, 2}
    assert "bản chốt đổi 0" in capsys.readouterr().out
