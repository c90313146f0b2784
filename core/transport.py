"""Getting through to somebody else: sending a mail, and after which errors trying again later makes sense."""

from __future__ import annotations

import smtplib
import sys
from http.client import HTTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import InterfaceError, OperationalError


class BusyError(Exception):
    """The other side asked to come back later (an answer 429 or 5xx, a 4xx of a mail server)."""


class RefusedByServerError(Exception):
    """The mail server will never take this message; the text is its own answer, e.g. "550 5.1.1 no such user"."""


#: OSError holds refused and broken connections, names that are not resolved, and time limits of sockets.
TRANSPORT_ERRORS: tuple[type[Exception], ...] = (
    OSError, HTTPException, BusyError, smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError,
)  # fmt: skip
#: Seconds that the mail server may take for one answer.
_PATIENCE = 20
#: What stands in EMAIL_URL until an installation has a mail server: nobody would get what these take.
_NOBODY = ("django.core.mail.backends.console.EmailBackend", "django.core.mail.backends.dummy.EmailBackend")
#: A database that restarts, or lets others first.
_DATABASE_AWAY = (OperationalError, InterfaceError)
#: OSErrors too, but about files of ours: those do not come into being by waiting.
_FILE_ERRORS = (FileNotFoundError, FileExistsError, IsADirectoryError, NotADirectoryError, PermissionError)


def is_transport_error(error: BaseException) -> bool:
    """Whether what ended in this error may go well later, since it was only the way to a neighbour that was blocked:
    another server, our database, or the store of files."""
    if isinstance(error, _FILE_ERRORS):
        return False
    return isinstance(error, (*TRANSPORT_ERRORS, *_DATABASE_AWAY)) or _store_is_away(error)


def _store_is_away(error: BaseException) -> bool:
    """Errors of the S3 client are no OSErrors; where its library is not loaded, nothing can be of it."""
    library = sys.modules.get("botocore.exceptions")
    if library is None:
        return False
    if isinstance(error, library.ClientError):
        return bool(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500)
    return isinstance(error, (library.ConnectionError, library.HTTPClientError))


def has_mail_server() -> bool:
    """Whether mail of this installation goes anywhere."""
    return settings.EMAIL_BACKEND not in _NOBODY


def mail_id(name: str) -> str:
    """The Message-ID of the mail of this name. The same each time, so a mail that is repeated after a power cut is known to the
    receiving server as the same."""
    return f"<ntm-{name}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>"


def mail_sent(message: EmailMessage) -> None:
    """Hand the message to the mail server over its own connection or a new one, and return when it took it.

    Raises RefusedByServerError when the server will never take it (5xx to sender, receiver or content) and BusyError
    when it asks to come back (4xx). A server that does not greet us or does not know our password is a matter of the
    installation, not of this message, and BusyError too; errors of the connection pass as they are.
    """
    if message.connection is None:
        message.connection = get_connection(timeout=_PATIENCE)
    try:
        message.send()
    except smtplib.SMTPException as error:
        message.connection.close()  # Django leaves it to the collector of garbage
        if (meaning := _meaning(error)) is None:
            raise
        raise meaning from error


def _meaning(error: smtplib.SMTPException) -> BusyError | RefusedByServerError | None:
    """What a mail server's answer means for the message; None for a connection that broke."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = [_answer(code, text) for code, text in error.recipients.values()]
        final = [answer for answer in answers if answer.startswith("5")]
        return RefusedByServerError(final[0]) if final else BusyError(*answers[:1])
    if isinstance(error, smtplib.SMTPNotSupportedError):  # e.g. an address outside ASCII
        return RefusedByServerError(str(error))
    if not isinstance(error, smtplib.SMTPResponseException):
        return None
    answer = _answer(error.smtp_code, error.smtp_error)
    about_us = isinstance(error, (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError))
    return RefusedByServerError(answer) if error.smtp_code >= 500 and not about_us else BusyError(answer)


def _answer(code: int, text: bytes | str) -> str:
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {said}"[:300]
