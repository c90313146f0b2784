"""What a mail server's answers mean, from a real SMTP server, and which errors are worth another try."""

from __future__ import annotations

import smtplib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from botocore.exceptions import ClientError, EndpointConnectionError
from django.core.mail import EmailMessage, get_connection
from django.db import InterfaceError, OperationalError

from core.transport import BusyError, RefusedByServerError, is_transport_error, mail_sent
from tests.processes import free_port


class Moody:
    """Answers as the test says: to the sender, the receiver, the content; None is its usual yes."""

    def __init__(self) -> None:
        self.mail = self.rcpt = self.data = ""
        self.taken = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.taken += not self.data
        return self.data or "250 OK"


@pytest.fixture
def moody() -> Iterator[Moody]:
    handler = Moody()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port  # type: ignore[attr-defined]
    yield handler
    controller.stop()


def send(port: int, **login: Any) -> None:
    backend = "django.core.mail.backends.smtp.EmailBackend"
    connection = get_connection(backend, host="127.0.0.1", port=port, timeout=5, **login)
    mail_sent(EmailMessage("Nhắc hạn", "Còn 3 ngày.", "ntm@xa.vn", ["xa@thu.vn"], connection=connection))


def test_a_mail_that_is_taken(moody: Any) -> None:
    send(moody.port)
    assert moody.taken == 1


@pytest.mark.parametrize("at", ["mail", "rcpt", "data"])
def test_4xx_is_come_back_later_and_5xx_is_never(moody: Any, at: str) -> None:
    setattr(moody, at, "451 4.7.1 greylisted")
    with pytest.raises(BusyError, match=r"451 4\.7\.1 greylisted") as later:
        send(moody.port)
    assert is_transport_error(later.value)
    setattr(moody, at, "550 5.1.1 no such user")
    with pytest.raises(RefusedByServerError, match=r"550 5\.1\.1 no such user") as never:
        send(moody.port)
    assert not is_transport_error(never.value)
    assert moody.taken == 0


def test_a_server_that_is_not_there_passes_as_it_is() -> None:
    with pytest.raises(ConnectionRefusedError) as error:
        send(free_port())
    assert is_transport_error(error.value)


def test_a_password_that_is_wrong_loses_no_mail(monkeypatch: pytest.MonkeyPatch, moody: Any) -> None:
    """The installation is set up wrongly; the message itself is well."""

    def refuse(*_: Any, **__: Any) -> None:
        raise smtplib.SMTPAuthenticationError(535, b"5.7.8 bad credentials")

    monkeypatch.setattr(smtplib.SMTP, "login", refuse)
    with pytest.raises(BusyError, match=r"535 5\.7\.8 bad credentials"):
        send(moody.port, username="ntm", password="sai")


@pytest.mark.parametrize(
    "error",
    [
        ConnectionResetError(), TimeoutError(), socket.gaierror(), OSError(113, "No route to host"), BusyError("429"),
        smtplib.SMTPServerDisconnected(), OperationalError("server closed the connection"), InterfaceError("closed"),
        EndpointConnectionError(endpoint_url="https://kho"), ClientError({"ResponseMetadata": {"HTTPStatusCode": 503}}, "PutObject"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_the_way_was_blocked(error: Exception) -> None:
    assert is_transport_error(error)


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(), KeyError("x"), FileNotFoundError("phông.ttf"), PermissionError(), ValueError(),
        ClientError({"ResponseMetadata": {"HTTPStatusCode": 403}}, "PutObject"),
    ],
    ids=lambda error: type(error).__name__,
)  # fmt: skip
def test_the_program_is_at_fault(error: Exception) -> None:
    assert not is_transport_error(error)
