"""A small made-up world for the clock trial of reminders: things with last days in a table of their own, the kinds that answer from it,
people on two communes, and a mail server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from uuid import uuid4

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.sources import Due, Kind, Span

_COLUMNS = "kind, id, what, due_on, first, second, area"


@dataclass
class Offsets:
    before: tuple[int, ...]
    on_the_day: bool
    after: tuple[int, ...]


#: Kinds of this world, and the offsets each is told at. The second has them from a Rule of the administrator.
OFFSETS = {
    "viec": Offsets((10, 3, 1), True, (1, 3, 5)),
    "ky": Offsets((5, 2), False, (2, 4)),
    "hop": Offsets((), True, ()),
}


def make_table() -> None:
    """The table of the things; dates as ISO text, so that every database gives them back alike."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS trial_thing")
        cursor.execute(
            "CREATE TABLE trial_thing (id bigint PRIMARY KEY, kind varchar(10), what varchar(200), due_on varchar(10), "
            "first bigint, second bigint, area bigint, is_open integer)"
        )


def put(pk: int, kind: str, what: str, due_on: date, people: tuple[int, ...], area: int, *, is_open: bool) -> None:
    """Store a thing anew, whatever was known of it."""
    from django.db import connection

    first, second = (*people, None)[:2]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trial_thing WHERE id = %s", [pk])
        cursor.execute(
            "INSERT INTO trial_thing (id, kind, what, due_on, first, second, area, is_open) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [pk, kind, what, due_on.isoformat(), first, second, area, int(is_open)],
        )


def kinds(codes: Iterable[str] = OFFSETS) -> dict[str, Kind]:
    """The kinds as reminders.sources holds them."""
    return {code: _kind(code, 'Việc thử "' + code + '"') for code in codes}


def _kind(code: str, label: str) -> Kind:
    from reminders.sources import Kind

    def between(spans: Sequence[Span]) -> Iterator[Due]:
        for first, last in spans:
            yield from _found("due_on BETWEEN %s AND %s", code, first.isoformat(), last.isoformat())

    def of_user(user: User, day: date) -> list[Due]:
        return _found("due_on <= %s AND (first = %s OR second = %s)", code, day.isoformat(), user.pk, user.pk)

    def still_open(ids: Iterable[int]) -> set[int]:
        wanted = set(ids)
        return {due.id for due in _found("1 = 1", code) if due.id in wanted}

    # The administrator's Rule for "ky" must win over what it registers with.
    said = OFFSETS[code] if code != "ky" else Offsets((7,), True, (1,))
    return Kind(code, label, said.before, said.on_the_day, said.after, between, of_user, still_open)


def _found(condition: str, code: str, *values: Any) -> list[Due]:
    from django.db import connection

    from reminders.sources import Due

    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM trial_thing WHERE is_open = 1 AND kind = %s AND {condition} ORDER BY due_on, id",  # noqa: S608
            [code, *values],
        )
        return [
            Due(kind, pk, what, date.fromisoformat(on), f"/thu/{pk}/", tuple(p for p in (first, second) if p), area)
            for kind, pk, what, on, first, second, area in cursor.fetchall()
        ]


def make_people() -> SimpleNamespace:
    """Two communes of a province with their people: how each wants to hear is different. `above` says who hears for whom."""
    from accounts.enums import Role
    from accounts.models import Assignment, User
    from areas.models import Area
    from reminders.models import Preference, Rule

    mark = uuid4().hex[:5].upper()
    numbers = iter(range(1, 100))

    def area(level: str, word: str, name: str, parent: Area | None = None) -> Area:
        return Area.objects.create(level=level, kind_word=word, name=name, code=f"{name[:3]}-{mark}", parent=parent)

    def person(name: str, role: str, on: Area, **values: Any) -> User:
        number = next(numbers)
        user = User.objects.create_user(
            f"08{int(mark, 16) % 10**6:06d}{number:02d}",
            name,
            uuid4().hex,
            email=f"nguoi{number}-{mark.lower()}@xa.example",
            **values,
        )
        Assignment.objects.create(user=user, role=role, area=on)
        return user

    province = area("province", "tỉnh", "Thử nhắc")
    office = person("Văn phòng Thử", Role.COORDINATION, province)
    world = SimpleNamespace(people=[office], above={office.pk: set()}, areas=[], office=office)
    for name in ("An Thử", "Bình Thử"):
        commune = area("commune", "xã", name, province)
        village = area("village", "thôn", f"{name[:2]}{commune.pk}", commune)
        leader = person(f"Lãnh đạo {name}", Role.LEADER, commune)
        officers = [person(f"Cán bộ {turn} {name}", Role.NTM_OFFICER, commune) for turn in ("một", "hai")]
        head = person(f"Trưởng thôn {name}", Role.VILLAGE_REPORTER, village)
        world.areas += [(commune, [*officers, leader]), (village, [head])]
        world.people += [leader, *officers, head]
        world.above |= {leader.pk: {office.pk}, head.pk: {officer.pk for officer in officers}}
        world.above |= {officer.pk: {leader.pk} for officer in officers}
    gone = person("Người đã nghỉ", Role.NTM_OFFICER, world.areas[0][0], is_active=False)
    world.gone, world.late, world.mute = gone, world.people[2], world.people[3]
    world.areas[0][1].append(gone)
    Preference.objects.create(user=world.late, quiet_from=time(20), quiet_to=time(9, 15))
    Preference.objects.create(user=world.mute, email=False)
    told = OFFSETS["ky"]
    Rule.objects.create(
        kind="ky",
        days_before=",".join(map(str, told.before)),
        on_the_day=told.on_the_day,
        days_after=",".join(map(str, told.after)),
    )
    return world


class MailServer:
    """A real SMTP server that can ask everybody to come back later; keeps what it took, and never takes mail to `unknown`."""

    def __init__(self) -> None:
        import socket

        from aiosmtpd.controller import Controller

        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.is_busy, self.unknown, self.refused = False, "", 0
        self.taken: list[Any] = []
        logging.getLogger("mail.log").setLevel(logging.WARNING)  # it tells every line of every conversation
        self._controller = Controller(_Handler(self), hostname="127.0.0.1", port=self.port)
        self._controller.start()
        self.stop: Callable[[], None] = self._controller.stop

    def use(self) -> None:
        """Mail of this process goes there."""
        from django.conf import settings

        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", self.port


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._server = server

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if self._server.is_busy:
            self._server.refused += 1
            return "451 4.3.2 Come back later"
        if address == self._server.unknown:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        import email
        import email.policy

        self._server.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"
