"""The clock trial of reminders: day after day on a clock that is moved, against an oracle that works out the same the slow way.

    python -m bench.trial_reminders [--days 400] [--seed 1]

Every simulated day things come, are done, are moved and are answered by chance; two beats ask at once, four workers send through a
real mail server, what happens is cut off in the middle of a transaction now and then, one day in fifty the whole system is down and one
in forty the mail server turns everybody away for six hours. Every notice and every line of every mail is compared with the oracle.
Runs on SQLite and, where DATABASE_URL is set (make trial sets it), on that too; prints a row for each; exit 1 on any difference.
Writes into the database it is given: never point it at one that is in use.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time as timer
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HEAD = f"{'':14}{'ngày':>6}{'việc':>7}{'thông báo':>11}{'thư':>7}{'trùng':>7}{'thiếu':>7}{'thừa':>6}{'cắt ngang':>11}{'thư bị hẹn lại':>16}{'ngày ngừng':>12}{'giây':>7}"
START = date(2026, 1, 26)
WORKERS = 4
_LINE = re.compile(r"^- (.+)\n  (\S+)$", re.MULTILINE)
#: Hours at which something happens, and those besides on a day on which mail is refused and tried again.
_HOURS = ("06:02", "06:40", "07:00", "09:20", "14:30", "20:30")
_MORE_HOURS = ("07:10", "08:00", "10:30", "11:45", "13:10", "15:20", "23:00")


class Killed(BaseException):
    """The power went in the middle of it."""


class Simulation:
    """A made-up year; `faults` says in sentences what differed from the oracle."""

    def __init__(self, seed: int, clock_file: Path) -> None:
        from bench.reminder_oracle import Oracle
        from bench.reminder_world import MailServer, kinds, make_people, make_table
        from reminders import sources
        from reminders.models import CalendarDay

        self.chance, self._clock_file = random.Random(seed), clock_file
        make_table()
        self.world = make_people()
        sources._kinds.clear()  # noqa: SLF001 - the trial's own process knows the trial's kinds alone
        sources._kinds.update(kinds())  # noqa: SLF001
        # Our own table goes before the package: a swapped pair of days, and a day off of the province.
        own = {date(2026, 1, 30): False, date(2026, 2, 7): True, date(2026, 6, 11): False}
        CalendarDay.objects.bulk_create(
            CalendarDay(day=day, is_working=works, name="Thử") for day, works in own.items()
        )
        self.oracle = Oracle(self.world, own)
        self.mail = MailServer()
        self.mail.use()
        self.mail.unknown = self.world.people[1].email
        self.by_email = {user.email: user for user in self.world.people}
        self.faults: list[str] = []
        self.kills = self.again = self.down = self.taken = 0
        self._bombs = 0
        self._seen: dict[str, set[tuple[str, str]]] = {}
        self.urgent: dict[int, tuple[int, str, str, datetime]] = {}
        self._number = 0

    # --- time ---

    def set_clock(self, day: date, hour: str) -> None:
        from django.utils import timezone

        self.today = day
        there = timezone.make_aware(datetime.combine(day, time.fromisoformat(hour)))
        draft = self._clock_file.with_suffix(".new")
        draft.write_text(str((there - timezone.now()).total_seconds()))
        draft.replace(self._clock_file)
        self.now = there

    def run(self, days: int) -> None:
        down = {START + timedelta(days=n) for n in range(17, days, 50)}
        busy = {START + timedelta(days=n) for n in range(8, days, 40)}
        for n in range(days + 4):  # the last ones bring what is under way
            day = START + timedelta(days=n)
            if day in down:
                self.down += 1
                continue
            for hour in sorted((*_HOURS, *_MORE_HOURS)) if day in busy else _HOURS:
                self.set_clock(day, hour)
                self.mail.is_busy = day in busy and "06:50" < hour < "12:50"
                self._beats(hour)
                self._workers()
                self._compare_mails()
                if n < days and "06:02" < hour < "21:00" and hour != "07:00":
                    self._something_happens(day)
        self._compare_at_the_end()

    # --- the machinery ---

    def _beats(self, hour: str) -> None:
        from reminders import tasks

        if hour < "06:40" or self.chance.random() < 0.1:
            self._cut_off(tasks.daily, 60)
            self._cut_off(tasks.urgent, 10)
        if hour in {"06:02", "07:00"} or self.chance.random() < 0.1:
            self._at_once([tasks.daily, tasks.daily, tasks.urgent, tasks.urgent])
        else:
            tasks.daily()
            tasks.urgent()
        self.oracle.gather(self.today)
        if hour >= "07:00":
            self.oracle.digest(self.today)

    def _workers(self) -> None:
        from jobs import actions
        from jobs.enums import JobState
        from jobs.models import Job

        def due() -> list[int]:
            rows = Job.objects.filter(state=JobState.QUEUED, next_try_at__lte=self.now + timedelta(minutes=1))
            return list(rows.values_list("pk", flat=True))

        jobs = due()
        if jobs and self.chance.random() < 0.05:
            self._cut_off(lambda: actions.run(jobs[0]), 25)
        if Job.objects.filter(state=JobState.RUNNING).exists():
            self._sweep()
        jobs = due()

        def work() -> None:
            for pk in jobs:
                actions.run(pk)

        self._at_once([work] * min(WORKERS, len(jobs)))

    @staticmethod
    def _sweep() -> None:
        from jobs import actions, queues

        for queue in queues.QUEUES:
            actions.sweep(queue)

    def _at_once(self, calls: list[Callable[[], Any]]) -> None:
        """Each in a thread of its own, with a connection of its own."""
        errors: list[BaseException] = []

        def one(call: Callable[[], Any]) -> None:
            from django.db import connection

            try:
                call()
            except BaseException as error:  # noqa: BLE001 - told by the main thread
                errors.append(error)
            finally:
                connection.close()

        threads = [threading.Thread(target=one, args=[call]) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if errors:
            raise errors[0]

    def _cut_off(self, call: Callable[[], Any], within: int) -> None:
        """Begin it, and let the power go at one of its first so many questions to the database."""
        from django.db import connection

        left = [self.chance.randint(1, within)]

        def bomb(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return execute(sql, params, many, context)

        try:
            with connection.execute_wrapper(bomb):
                call()
        except Killed:
            self.kills += 1

    # --- life ---

    def _something_happens(self, day: date) -> None:
        from django.db import transaction

        for _ in range(self.chance.choice([0, 0, 1, 1, 2])):
            with transaction.atomic():
                self.chance.choice([self._begin, self._begin, self._end, self._move, self._answer, self._news])(day)

    def _begin(self, day: date) -> None:
        from bench.reminder_oracle import Thing

        self._number += 1
        area, people = self.chance.choice(self.world.areas)
        owners = tuple(user.pk for user in self.chance.sample(people, min(len(people), self.chance.choice([1, 1, 2]))))
        due = day + timedelta(days=self.chance.choice([0, 1, 2, 3, 5, 8, 13, 16, 20, 25]))
        thing = Thing(
            self._number, self.chance.choice(["viec", "viec", "ky", "hop"]), f"Việc số {self._number}", due, owners
        )
        self.oracle.things[thing.pk] = thing
        self._areas = {**getattr(self, "_areas", {}), thing.pk: area.pk}
        self._store(thing)

    def _store(self, thing: Any) -> None:
        from bench.reminder_world import put

        put(thing.pk, thing.kind, thing.what, thing.due, thing.people, self._areas[thing.pk], is_open=thing.is_open)

    def _some_open(self) -> Any:
        found = [thing for thing in self.oracle.things.values() if thing.is_open]
        return self.chance.choice(found) if found else None

    def _end(self, day: date) -> None:
        if thing := self._some_open():
            thing.is_open = False
            self._store(thing)

    def _move(self, day: date) -> None:
        if thing := self._some_open():
            thing.due = max(day, thing.due) + timedelta(days=self.chance.randint(-2, 9))
            self._store(thing)

    def _answer(self, day: date) -> None:
        from reminders.actions.answers import answer
        from reminders.enums import Answer

        thing = self._some_open()
        if thing and thing.people[0] in self.oracle.names:
            person = next(user for user in self.world.people if user.pk == thing.people[0])
            answer(person, thing.name, thing.due, self.chance.choice(list(Answer)))
            self.oracle.answers.add((person.pk, thing.name, thing.due))

    def _news(self, day: date) -> None:
        from bench.reminder_oracle import Told
        from journal.actions import notify
        from journal.models import Notice

        self._number += 1
        person, is_urgent = self.chance.choice(self.world.people), self.chance.random() < 0.4
        row = Told(f"tin-{self._number}", day, title=f"Tin số {self._number}", url=f"/tin/{self._number}/")
        notify([person], key=row.key, title=row.title, url=row.url, urgent=is_urgent)
        if is_urgent:
            pk = Notice.objects.get(key=row.key).pk
            self.urgent[pk] = (person.pk, row.title, row.url, self.now)
            self.oracle.told.setdefault(person.pk, {})[row.key] = row
        else:
            self.oracle.tell(person.pk, row)

    # --- comparing ---

    def _compare_mails(self) -> None:
        """What came now against what the oracle says of now; and what was not sent since nothing was left."""
        from reminders.enums import MessageKind, MessageState
        from reminders.models import Message

        while self.mail.taken:
            mail = self.mail.taken.pop(0)
            said = {(title, url.removeprefix(self._home())) for title, url in _LINE.findall(_text(mail))}
            pk = str(mail["Message-ID"]).strip("<>").split("@")[0].removeprefix("ntm-")
            if pk in self._seen:
                self.again += (
                    1  # cut off between the server's "250" and our commit: the same mail by the same Message-ID
                )
                continue
            self.taken += 1
            self._seen[pk] = said
            self._compare(mail, Message.objects.get(pk=pk), said)
        for message in Message.objects.filter(
            kind=MessageKind.DIGEST, state=MessageState.EMPTY, reason="", created_at__gte=self.now - timedelta(days=4)
        ):
            rows = self.oracle.digests.pop((message.recipient_id, message.key), None)
            if rows is not None and self.oracle.lines(message.recipient_id, rows, self.today):
                self.faults.append(f"{self.now}: bản tin {message.key} của {message.recipient_id} bị bỏ dù còn việc")

    def _compare(self, mail: Any, message: Any, said: set[tuple[str, str]]) -> None:
        from reminders.enums import MessageKind

        person = self.by_email[mail["To"]]
        if message.kind == MessageKind.URGENT:
            wanted = {self.urgent.pop(int(message.key))[1:3]}
        else:
            rows = self.oracle.digests.pop((person.pk, message.key), None)
            if rows is None:
                self.faults.append(f"{self.now}: {person} nhận bản tin {message.key} không ai mong")
                return
            wanted = self.oracle.lines(person.pk, rows, self.today)
        if said != wanted:
            self.faults.append(f"{self.now}: {person}: thiếu {sorted(wanted - said)}, thừa {sorted(said - wanted)}")
        if person == self.world.late and not time(9, 15) <= self.now.time() < time(20):
            self.faults.append(f"{self.now}: {person} bị làm phiền trong giờ yên tĩnh")

    @staticmethod
    def _home() -> str:
        from django.conf import settings

        return settings.PUBLIC_URL

    def _compare_at_the_end(self) -> None:
        from journal.models import Notice
        from reminders.enums import MessageState
        from reminders.models import Message, MessageLine

        rows = Counter(
            Notice.objects.filter(recipient__in=[*self.by_email_ids(), self.world.gone.pk]).values_list(
                "recipient_id", "key"
            )
        )
        wanted = {(person, key) for person, keys in self.oracle.told.items() for key in keys}
        self.notices, self.missing, self.surplus = len(rows), sorted(wanted - set(rows)), sorted(set(rows) - wanted)
        self.doubled = (
            len(MessageLine.objects.all()) - MessageLine.objects.values("notice", "channel").distinct().count()
        )
        self.faults += [f"không báo: {row}" for row in self.missing] + [f"báo thừa: {row}" for row in self.surplus]
        silent = {self.world.mute.pk, self.world.people[1].pk}
        self.faults += [
            f"bản tin {day} của {person} không đến: {[row.key for row in kept]}"
            for (person, day), kept in self.oracle.digests.items()
            if person not in silent
        ]
        self.faults += [f"tin khẩn không đến: {row}" for row in self.urgent.values() if row[0] not in silent]
        refused = Message.objects.filter(recipient=self.world.people[1])
        self.faults += [
            f"{row}: {row.state}" for row in refused if row.state not in {MessageState.FAILED, MessageState.EMPTY}
        ]
        self.faults += [
            f"{row}: {row.reason}" for row in Message.objects.filter(state=MessageState.FAILED).exclude(pk__in=refused)
        ]
        if Message.objects.filter(recipient__in=[self.world.mute, self.world.gone]).exists():
            self.faults.append("có tin gửi cho người không nhận thư")

    def by_email_ids(self) -> list[int]:
        return [user.pk for user in self.world.people]


def _text(mail: Any) -> str:
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử nhắc hạn theo ngày tháng.")
    parser.add_argument("--days", type=int, default=int(os.environ.get("REMINDER_DAYS", "400")), help="số ngày")
    parser.add_argument("--seed", type=int, default=1, help="số gieo")
    parser.add_argument("--here", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        return _here(options)
    print(HEAD, flush=True)
    given = os.environ.get("DATABASE_URL", "")
    return max(_on(name, address) for name, address in [("SQLite", ""), *([("PostgreSQL", given)] if given else [])])


def _on(name: str, address: str) -> int:
    """In a process of its own, since settings are read once."""
    values = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL"}}
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        more = {"DATA_DIR": folder, "DEBUG": "1", "CLOCK_FILE": f"{folder}/clock"} | (
            {"DATABASE_URL": address} if address else {}
        )
        line = [sys.executable, "-m", "bench.trial_reminders", *sys.argv[1:], "--here", name]
        return subprocess.run(line, cwd=ROOT, env={**values, **more}, check=False).returncode


def _here(options: argparse.Namespace) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    logging.getLogger("jobs").setLevel(logging.ERROR)  # each turned-away mail would be a line
    call_command("migrate", verbosity=0)
    begin = timer.monotonic()
    simulation = Simulation(options.seed, Path(settings.CLOCK_FILE))
    simulation.run(options.days)
    simulation.mail.stop()
    print(
        f"{options.here:14}{options.days:>6}{len(simulation.oracle.things):>7}{simulation.notices:>11}{simulation.taken:>7}{simulation.doubled:>7}"
        f"{len(simulation.missing):>7}{len(simulation.surplus):>6}{simulation.kills:>11}{simulation.mail.refused:>16}{simulation.down:>12}"
        f"{timer.monotonic() - begin:>7.0f}",
        flush=True,
    )
    for fault in simulation.faults[:20]:
        print(f"- LỖI: {fault}")
    return 1 if simulation.faults else 0


if __name__ == "__main__":
    sys.exit(main())
