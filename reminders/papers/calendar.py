"""What is due as an iCalendar feed (RFC 5545): one all-day event a thing, on its last day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from reminders.sources import Due, label_of

#: How often a calendar may ask again.
REFRESH = timedelta(hours=3)


def feed(dues: Iterable[Due], *, now: datetime, site: str) -> bytes:
    """The calendar as bytes. `site` is the address people use, without a slash at its end.

    A day has no time zone, so the last day is the same wherever the calendar is read. A thing keeps its UID when its day
    moves; DTSTAMP is the moment of asking, by which a reader takes the newer of two versions (RFC 5546, 2.1.5).
    """
    calendar = Calendar()
    calendar.add("prodid", "-//ntm//Viec den han//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Việc đến hạn")
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for due in dues:
        calendar.add_component(_event(due, now, site))
    return calendar.to_ical()


def _event(due: Due, now: datetime, site: str) -> Event:
    event = Event()
    event.add("uid", uid(due, site))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", due.on)
    event.add("dtend", due.on + timedelta(days=1))
    event.add("summary", due.what)
    event.add("description", f"{label_of(due.kind)}. Mở: {site}{due.url}")
    event.add("url", f"{site}{due.url}")
    event.add("categories", [label_of(due.kind)])
    # A deadline takes no time of the day.
    event.add("transp", "TRANSPARENT")
    return event


def uid(due: Due, site: str) -> str:
    """ "task-17@ntm.example.vn": the same for a thing for ever."""
    return f"{due.thing.replace(':', '-')}@{site.rpartition('/')[2]}"


def etag(dues: Iterable[Due], site: str) -> str:
    """A weak tag: two answers that name the same things on the same days are the same, whenever they were asked for."""
    lines = [site, *(f"{due.thing} {due.on.isoformat()} {due.what} {due.url}" for due in dues)]
    digest = sha256("\n".join(lines).encode()).hexdigest()
    return f'W/"{digest[:32]}"'
