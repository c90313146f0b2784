"""The calendar feed: read back as a calendar program reads it; its address is the person's alone and can be renewed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from campaigns.enums import TaskState
from campaigns.models import Plan, Task
from journal.models import Entry
from reminders.models import FeedAddress
from tests.reminders.conftest import task

if TYPE_CHECKING:
    from accounts.models import User
    from tests.cast import Cast

SignIn = Callable[["User"], Client]
MAKE = "/viec-den-han/lich/"


@pytest.fixture
def address(cast: Cast, plan: Plan, signed_in: SignIn) -> str:
    """Of the officer's calendar, made on the page."""
    client = signed_in(cast.officer)
    assert client.post(MAKE).status_code == 302
    secret = FeedAddress.objects.get(user=cast.officer).secret
    path = reverse("reminders:feed", args=[secret])
    page = client.get("/viec-den-han/").content.decode()
    assert f"http://localhost:8000{path}" in page
    assert f"webcal://localhost:8000{path}" in page
    return path


def events(response: Any) -> list[Any]:
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def plain(content: bytes) -> list[dict[str, str]]:
    """A second reading, by the letter of RFC 5545: lines end in CRLF, are folded at 75 bytes, values are escaped."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    found: list[dict[str, str]] = []
    for line in content.replace(b"\r\n ", b"").decode().split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            unescaped = re.sub(r"\\([,;\\nN])", lambda hit: "\n" if hit[1] in "nN" else hit[1], value)
            found[-1].setdefault(name, unescaped)
    return found


def test_a_calendar_program_reads_what_is_due(cast: Cast, plan: Plan, address: str) -> None:
    row = task(
        plan, date(2026, 7, 20), cast.officer, "Họp thôn, bàn; làm đường trục xóm 2 \\ đoạn cuối, dài " + "rất " * 20
    )
    late = task(plan, date(2026, 6, 1), cast.officer, "Việc đã muộn")
    task(plan, date(2026, 7, 20), cast.leader, "Việc của người khác")
    response: Any = Client().get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in response["Cache-Control"]
    assert "Việc của người khác" not in response.content.decode()
    found = {str(event["UID"]): event for event in events(response)}
    assert set(found) == {f"task-{row.pk}@localhost:8000", f"task-{late.pk}@localhost:8000"}
    event = found[f"task-{row.pk}@localhost:8000"]
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 7, 20), date(2026, 7, 21))
    assert str(event["SUMMARY"]).startswith("Báo cáo nhiệm vụ “Họp thôn, bàn; làm đường trục xóm 2 \\ đoạn cuối")
    assert str(event["URL"]) == f"http://localhost:8000/viec/{row.pk}/"
    assert event.alarms.times == []
    assert Calendar.from_ical(response.content)["VERSION"] == "2.0"
    second = {line["UID"]: line for line in plain(response.content)}
    assert set(second) == set(found)
    assert second[str(event["UID"])]["DTSTART;VALUE=DATE"] == "20260720"
    assert second[str(event["UID"])]["SUMMARY"] == str(event["SUMMARY"])


def test_a_thing_keeps_its_name_when_its_day_moves_and_leaves_when_it_is_done(
    cast: Cast, plan: Plan, address: str, clock: Any
) -> None:
    row = task(plan, date(2026, 7, 20), cast.officer)
    [before] = events(Client().get(address))
    clock.move(hours=1)
    Task.objects.update(deadline=date(2026, 7, 25))
    [after] = events(Client().get(address))
    assert after["UID"] == before["UID"]
    assert after["DTSTART"].dt == date(2026, 7, 25)
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    Task.objects.filter(pk=row.pk).update(state=TaskState.DONE)
    assert events(Client().get(address)) == []


def test_asked_again_without_news_it_answers_briefly(cast: Cast, plan: Plan, address: str, clock: Any) -> None:
    task(plan, date(2026, 7, 20), cast.officer)
    tag = Client().get(address)["ETag"]
    clock.move(hours=3)
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    Task.objects.update(deadline=date(2026, 7, 25))
    assert Client().get(address, headers={"If-None-Match": tag}).status_code == 200
    assert Client().head(address).status_code == 200
    assert Client().post(address).status_code == 405


def test_a_renewed_address_leaves_the_old_one_dead(cast: Cast, address: str, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    old = FeedAddress.objects.get().secret
    for _ in range(2):  # a double click renews once
        assert client.post(MAKE, {"old": old}).status_code == 302
    new = FeedAddress.objects.get().secret
    assert new != old
    assert Client().get(address).status_code == 404
    assert Client().get(reverse("reminders:feed", args=[new])).status_code == 200
    assert Entry.objects.filter(action="reminders.feed_renewed").count() == 1
    client.post(MAKE)
    assert FeedAddress.objects.get().secret == new


def test_somebody_else_cannot_renew_it(cast: Cast, address: str, signed_in: SignIn) -> None:
    old = FeedAddress.objects.get().secret
    signed_in(cast.leader).post(MAKE, {"old": old})
    assert Client().get(address).status_code == 200
    assert FeedAddress.objects.get(user=cast.leader).secret != old


def test_a_locked_account_has_no_calendar(cast: Cast, address: str) -> None:
    type(cast.officer).objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert Client().get(address).status_code == 404
    assert Client().get("/lich/khong-co.ics").status_code == 404


def test_far_things_wait_for_their_year(cast: Cast, plan: Plan, address: str) -> None:
    task(plan, date(2026, 7, 1) + timedelta(days=400), cast.officer)
    assert events(Client().get(address)) == []
