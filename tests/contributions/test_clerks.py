"""Many clerks at the same moment, over HTTP: no gap, no double, none lost, none twice on a request that is sent again."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from bench.trial_receipts import Clerk, faults_of, write_all
from contributions.models import Receipt
from tests.cast import Cast
from tests.contributions.conftest import Drive

CLERKS, EACH = 8, 10


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_eight_clerks_at_once_leave_no_gap(cast: Cast, drive: Drive, live_server: LiveServer) -> None:
    """Each has a browser of its own; every request is sent twice, as a doubled click or a retry does."""
    clerks = [
        Clerk.signed_in(live_server.url, cast.accountant, campaign=drive.campaign.pk, book=drive.receipts.pk)
        for _ in range(CLERKS)
    ]
    answers = write_all(clerks, EACH)
    assert set(answers) == {302}
    assert len(answers) == 2 * CLERKS * EACH
    assert faults_of(drive.receipts.pk, CLERKS * EACH) == []
    assert Receipt.objects.values("payer").distinct().count() == CLERKS * EACH
