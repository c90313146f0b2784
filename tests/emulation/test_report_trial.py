"""The trial of five o'clock in small: six villages at the same moment, over HTTP (make trial runs 300)."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django.live_server_helper import LiveServer

from bench.trial_reports import Phone, faults_of, make_photos, people_of, report_all
from core import clock
from emulation.models import Report
from journal.models import Entry

VILLAGES, PHOTOS = 6, 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no row locks")
def test_six_villages_report_at_once(live_server: LiveServer) -> None:
    drive, heads = people_of(VILLAGES)
    photos = make_photos(VILLAGES * PHOTOS, size=(800, 600))
    phones = [Phone.signed_in(live_server.url, head, photos[place::VILLAGES]) for place, head in enumerate(heads)]
    report_all(phones, seconds=1)
    assert [phone.refused for phone in phones] == [[]] * VILLAGES
    assert faults_of(drive, VILLAGES, PHOTOS) == []
    assert {len(phone.took) for phone in phones} == {2 + PHOTOS}
    assert set(Report.objects.values_list("day", flat=True)) == {clock.today()}
    assert Entry.objects.filter(action="report.photo").count() == VILLAGES, "each told once that it is whole"
