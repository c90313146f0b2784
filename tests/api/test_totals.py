"""Totals of contributions: sums to the đồng, and nobody's name."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from accounts.enums import Scope
from contributions.actions.totals import recompute
from contributions.models import RosterLine
from core.clock import today
from tests.api.conftest import Connect
from tests.cast import Cast
from tests.contributions.conftest import Drive, drive, giver  # noqa: F401 - fixtures
from tests.contributions.givers import receive

Giver = Callable[..., RosterLine]


def test_sums_without_names(cast: Cast, connect: Connect, drive: Drive, giver: Giver) -> None:  # noqa: F811
    line = giver("Khuất Duy Tiễu")
    giver("Mùa A Tủa")
    receive(cast, line, drive.receipts, 300_000)
    # Where the tables were made without migrations no trigger keeps the sums.
    recompute()
    system = connect(cast.province, Scope.TOTALS)
    (row,) = system.all("/contribution-campaigns", year=today().year, state="open")
    assert row == system.get(f"/contribution-campaigns/{row['id']}").json()
    assert (row["code"], row["area"]["code"], row["givers"], row["taking_part"]) == ("CSNTM", "T1", 2, 1)
    assert (row["expected"], row["given"]["cash"], row["given"]["total"], row["spent"]) == (
        900_000,
        300_000,
        300_000,
        0,
    )
    assert Decimal(row["given"]["labour_days"]) == 0
    assert "Tiễu" not in json.dumps(row, ensure_ascii=False)
    assert connect(cast.next_commune).get(f"/contribution-campaigns/{row['id']}").status_code == 404
