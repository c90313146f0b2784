"""The trial of the stopped broker: Redis is stopped while many people save their work, then started again, empty.

    python -m bench.trial_broker [--people 200]

The project's own web server, workers and beat run as in production. With Redis stopped each person opens the first page, says how
one receiver of an issued paper gets it, and has it mailed. No page may fail; after Redis is back every mail must have reached the
mail server exactly once. Runs on the database of DATABASE_URL (make trial gives a throw-away PostgreSQL) and writes into it:
never point it at one that is in use. Prints one row; exit 1 on any fault.
"""

from __future__ import annotations

import argparse
import http.client
import os
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email.message import Message
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from accounts.models import User

HEAD = f"{'':24}{'người':>7}{'yêu cầu':>9}{'lỗi':>5}{'chậm nhất':>11}{'chờ gửi':>9}{'đã gửi':>8}{'trùng':>7}{'giây sau khi trở lại':>22}"
TOKEN = "a" * 32
#: Ends a trial that would hang.
PATIENCE_SECONDS = 300.0


class Broker:
    """A Redis of our own that keeps nothing on disk; started again it is empty, at the same address."""

    def __init__(self) -> None:
        from scripts.with_services import free_port

        self.port = free_port()
        self.address = f"redis://127.0.0.1:{self.port}/0"
        self._running = ExitStack()

    def start(self) -> None:
        from scripts.with_services import redis

        self._running.enter_context(redis(self.port))

    def stop(self) -> None:
        self._running.close()


@contextmanager
def mailbox() -> Iterator[tuple[str, list[Message]]]:
    """A mail server on a free port; gives its EMAIL_URL and the list of what it took."""
    from aiosmtpd.controller import Controller
    from aiosmtpd.handlers import Message as Handler

    from scripts.with_services import free_port

    taken: list[Message] = []

    class Keep(Handler):
        def handle_message(self, message: Message) -> None:
            taken.append(message)

    controller = Controller(Keep(), hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}", taken
    finally:
        controller.stop()


@dataclass
class Person:
    """A clerk with a browser session, a line of Nơi nhận to see to, and the address to mail to."""

    session: str
    line: int
    email: str

    def save(self, port: int) -> list[tuple[int, float]]:
        """First page, way of sending, sending: the status and the seconds of each answer."""
        from django.conf import settings

        address = f"http://127.0.0.1:{port}"
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {
            "Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded", "Referer": address, "Origin": address,
        }  # fmt: skip
        way = {f"d{self.line}-way": "email", f"d{self.line}-email": self.email}
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        answers = []
        for method, path, said in (
            ("GET", "/", {}),
            ("POST", f"/noi-nhan/{self.line}/cach-gui/", way),
            ("POST", f"/noi-nhan/{self.line}/gui/", {}),
        ):
            begin = time.monotonic()
            connection.request(method, path, urlencode({"csrfmiddlewaretoken": TOKEN, **said}), headers)
            answer = connection.getresponse()
            answer.read()
            answers.append((answer.status, time.monotonic() - begin))
        connection.close()
        return answers


def people_of(count: int) -> list[Person]:
    """A commune with an issued paper of so many receivers, and a clerk for each of them."""
    from django.test.utils import override_settings

    from accounts.enums import Role
    from areas.enums import Level
    from documents import actions
    from documents.enums import DocumentState
    from tests import factories

    province = factories.area("Ngắt Sóng", level=Level.PROVINCE, kind_word="tỉnh", code="NS")
    commune = factories.area("Ngắt Sóng", level=Level.COMMUNE, kind_word="xã", code="NS1", parent=province)
    # Nobody signs in with a password here, and good ones take a second each to make.
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        clerks = [factories.person(f"Văn thư {number}", Role.CLERK, commune) for number in range(count)]
    plan = factories.plan(commune, factories.committee(commune), state=DocumentState.APPROVED, by=clerks[0])
    paper = plan.document
    paper.context["recipients"] = [f"Doanh nghiệp số {number}" for number in range(count)]
    paper.save()
    lines = actions.issue(paper, by=clerks[0]).deliveries.order_by("position")
    return [
        Person(_session_of(clerk), line.pk, f"so{line.pk}@thu.vn") for clerk, line in zip(clerks, lines, strict=True)
    ]


def _session_of(user: User) -> str:
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Outcome:
    answers: list[tuple[int, float]]
    waiting: int
    mails: list[Message]
    seconds: float

    @property
    def failed(self) -> list[int]:
        return [status for status, _ in self.answers if status not in (200, 302)]

    @property
    def doubled(self) -> int:
        return len(self.mails) - len({mail["To"] for mail in self.mails})


def outage(count: int) -> Outcome:
    """Let so many people save while the broker is stopped, start it again, and wait until nothing is left to send."""
    from jobs.enums import LIVE
    from jobs.models import Job
    from scripts.with_services import free_port
    from tests.processes import Program, wait_until

    broker, port = Broker(), free_port()
    people = people_of(count)
    open_jobs = Job.objects.filter(kind="documents.send", state__in=LIVE)
    with ExitStack() as end, mailbox() as (mail_url, mails):
        broker.start()
        end.callback(broker.stop)
        os.environ["PORT"] = str(port)
        # DEBUG: pages ask for static files that nobody has collected here.
        environment = {"REDIS_URL": broker.address, "EMAIL_URL": mail_url, "DEBUG": "1"}
        programs = {name: Program(name, environment) for name in _SAYING}
        for name, program in programs.items():
            end.callback(program.stop)
            program.start_and_wait(_SAYING[name])
        wait_until(lambda: _answers(port), "the web server answers", 60)
        broker.stop()
        with ThreadPoolExecutor(32) as pool:
            answers = [answer for answers in pool.map(lambda person: person.save(port), people) for answer in answers]
        waiting = open_jobs.count()
        broker.start()
        begin = time.monotonic()
        wait_until(lambda: not open_jobs.exists(), "everything is sent", PATIENCE_SECONDS)
        return Outcome(answers, waiting, list(mails), time.monotonic() - begin)


#: The programs, each with the word in its log by which it is known to be at work.
_SAYING = {"worker": " ready.", "beat": "beat: Starting", "web": ""}


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def faults_of(outcome: Outcome, people: int) -> list[str]:
    """What went wrong, sentence by sentence."""
    said = []
    if outcome.failed:
        said.append(f"{len(outcome.failed)} yêu cầu không thành: {dict(Counter(outcome.failed))}")
    if outcome.waiting != people:
        said.append(f"{outcome.waiting} thư chờ gửi khi Redis ngừng, cần {people}")
    if len(outcome.mails) != people or outcome.doubled:
        said.append(f"{len(outcome.mails)} thư đã gửi, {outcome.doubled} trùng, cần {people}")
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description="Thử ngừng Redis khi nhiều người đang lưu.")
    parser.add_argument("--people", type=int, default=int(os.environ.get("OUTAGE_PEOPLE", "200")), help="số người")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="ntm-trial-") as folder:
        os.environ.setdefault("DATA_DIR", folder)
        os.environ.setdefault("DEBUG", "1")
        os.environ.setdefault("LOG_LEVEL", "WARNING")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntm.settings")
        import django

        django.setup()
        return _trial(options.people)


def _trial(people: int) -> int:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    outcome = outage(people)
    slowest = max(seconds for _, seconds in outcome.answers)
    print(HEAD)
    print(
        f"{connection.vendor:24}{people:>7}{len(outcome.answers):>9}{len(outcome.failed):>5}{slowest:>9.1f} s{outcome.waiting:>9}"
        f"{len(outcome.mails):>8}{outcome.doubled:>7}{outcome.seconds:>22.0f}"
    )
    faults = faults_of(outcome, people)
    for fault in faults:
        print(f"- LỖI: {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
