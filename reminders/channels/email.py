"""The message as mail: plain text and HTML without a single picture, from the installation's mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from core import text
from core.transport import RefusedByServerError, has_mail_server, mail_id, mail_sent
from reminders.channels import Outgoing, RefusedError
from reminders.papers.digest import html_context, text_of

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import Preference


class Email:
    """A Way (reminders/channels/__init__.py)."""

    def is_on(self) -> bool:
        return has_mail_server()

    def reaches(self, user: User, preference: Preference) -> bool:
        return bool(user.email)

    def send(self, message: Outgoing) -> None:
        """Hand the mail to the server. Its Message-ID is settled, so a mail that is repeated after a power cut is known to the
        receiving server as the same."""
        mail = EmailMultiAlternatives(
            subject=text.tidy(message.subject),
            body=text_of(message),
            to=[message.user.email],
            headers={
                "Message-ID": mail_id(message.id),
                "List-Unsubscribe": f"<{message.settings_url}>",
                "Auto-Submitted": "auto-generated",  # RFC 3834: nobody's holiday note answers it
            },
        )
        mail.attach_alternative(render_to_string("reminders/mail/digest.html", html_context(message)), "text/html")
        try:
            mail_sent(mail)
        except RefusedByServerError as error:
            raise RefusedError(f"Máy chủ thư không nhận thư gửi {message.user.email}: {error}.") from error
