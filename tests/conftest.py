"""What the tests stand on: the real database, worker, mail server, object store and clock."""

from __future__ import annotations

import os
import shutil
import threading
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as property_tests

from tests.processes import Program, free_port
from tests.settings import PROCESS

if find_spec("tests.cast"):
    pytest_plugins = ["tests.cast"]


# Speed is measured in bench/ and never by a test: a busy machine makes no rule wrong.
property_tests.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
property_tests.load_profile("house")

#: Fixtures and commands through which a test meets the database or the queue.
_MACHINERY = {"db", "transactional_db", "worker", "beat"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--machinery-only",
        action="store_true",
        help="leave out tests that meet neither database nor queue nor programs",
    )


def _meets_machinery(item: pytest.Item) -> bool:
    if _MACHINERY & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
        return True
    return item.path.parent == Path(__file__).parent  # the tests of running, saving, storing …


def _leave_out_the_pure(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The second run of the suite differs by database and queue; what meets neither would only be run twice."""
    pure = [item for item in items if not _meets_machinery(item)]
    items[:] = [item for item in items if _meets_machinery(item)]
    config.hook.pytest_deselected(items=pure)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--machinery-only"):
        _leave_out_the_pure(config, items)
    """`-m worker` chooses the tests that need the other processes."""
    for item in items:
        if {"worker", "beat"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.worker)


def pytest_unconfigure() -> None:
    if PROCESS == "main":
        shutil.rmtree(os.environ["NTM_TEST_DIR"], ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest) -> None:
    """From here on every program that a test starts uses the test database."""
    with django_db_blocker.unblock():
        if request.config.getoption("nomigrations"):
            _follow()
        os.environ["DATABASE_URL"] = _database_url()


def _follow() -> None:
    """Without migrations, too, the database keeps the sums that pages read."""
    kept = [
        import_module(f"contributions.migrations.{name}")
        for name in ("0009_campaign_totals", "0011_source_totals", "0014_remaining")
    ]
    with connection.schema_editor() as editor:
        for trigger in (trigger for migration in kept for trigger in migration.TRIGGERS):
            trigger.database_forwards("contributions", editor, None, None)


def _database_url() -> str:
    at = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{at['NAME']}"
    return f"postgres://{quote(at['USER'])}:{quote(at['PASSWORD'])}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


# --- the other processes ---


@pytest.fixture(scope="session")
def _worker_program(django_db_setup: None, _smtp_server: MailServer) -> Iterator[Program]:
    program = Program("worker", {"EMAIL_URL": _smtp_server.url})
    yield program
    program.stop()


@pytest.fixture
def worker(transactional_db: None, _worker_program: Program) -> Program:
    """The real Celery worker, alive, on the test's database and queue; one process for the whole run."""
    if not _worker_program.alive:
        _worker_program.start_and_wait(" ready.")
    return _worker_program


@pytest.fixture
def beat(worker: Program) -> Iterator[Program]:
    """The real beat process beside the worker, for this test only."""
    program = Program("beat")
    program.start_and_wait("beat: Starting")
    yield program
    program.stop()


# --- mail ---


class MailServer:
    """A real SMTP server on a free port; keeps what it is given."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller
        from aiosmtpd.handlers import Message

        messages: list[EmailMessage] = []

        class Keep(Message):
            def handle_message(self, message: Any) -> None:
                messages.append(message)

        self.messages = messages
        self.port = free_port()
        self._controller = Controller(Keep(EmailMessage), hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._controller.stop()


@pytest.fixture(scope="session")
def _smtp_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def smtp(_smtp_server: MailServer, settings: Any) -> MailServer:
    """Mail of this test and of the worker goes through a real SMTP server; look at `smtp.messages`."""
    _smtp_server.messages.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", _smtp_server.port
    return _smtp_server


# --- object store ---


@pytest.fixture
def s3(settings: Any) -> Iterator[str]:
    """Files of this test go to an S3-compatible server on this machine; gives its address. The bucket is `ntm`."""
    import boto3
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import make_server

    # Made here and not by moto's own thread, for which its start waits for ever should it fail.
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    address, keys = f"http://127.0.0.1:{server.port}", {"access_key": "made-up", "secret_key": "made-up"}
    # The stand-in keeps its buckets for the life of this Python; each test begins with none.
    urllib.request.urlopen(urllib.request.Request(f"{address}/moto-api/reset", method="POST"), timeout=30).close()
    boto3.client(
        "s3",
        endpoint_url=address,
        region_name="us-east-1",
        aws_access_key_id="made-up",
        aws_secret_access_key="made-up",
    ).create_bucket(Bucket="ntm")
    options = {
        "bucket_name": "ntm",
        "endpoint_url": address,
        "region_name": "us-east-1",
        "default_acl": "private",
        **keys,
    }
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**options, "querystring_auth": True, "file_overwrite": False},
        },
    }
    yield address
    server.shutdown()
    serving.join(30)
    server.server_close()


# --- clock ---


class Clock:
    """Moves the clock of every process that runs for this test."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def move(self, **by: float) -> None:
        """Forward (or back) by so many days, hours … from where it stands."""
        self._write(self._offset() + timedelta(**by))

    def set(self, moment: str) -> None:
        """To a moment of Vietnam's time, e.g. "2024-01-22 08:00"; it goes on running from there."""
        there = timezone.make_aware(datetime.fromisoformat(moment))
        self._write(there - timezone.now())

    def _offset(self) -> timedelta:
        return timedelta(seconds=float(self._file.read_text())) if self._file.exists() else timedelta()

    def _write(self, offset: timedelta) -> None:
        # In one step: another process must not read half a number.
        draft = self._file.with_suffix(".new")
        draft.write_text(str(offset.total_seconds()))
        draft.replace(self._file)


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock, back to the true time after the test."""
    file = Path(settings.CLOCK_FILE)
    yield Clock(file)
    file.unlink(missing_ok=True)
