"""A short text through an SMS gateway: its address, token and the names of its fields come from the environment."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.conf import settings

from reminders.channels import Outgoing, RefusedError, http
from reminders.papers.digest import DUE_PATH, how_much

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import Preference

#: One SMS in the GSM alphabet; a letter with a Vietnamese mark would make it 70.
_ONE_SMS = 160
_NAME = "Nong thon moi: "
#: Mobile numbers of Vietnam since 2018.
_MOBILE = re.compile(r"0[35789]\d{8}")


class Sms:
    """A Way (reminders/channels/__init__.py)."""

    def is_on(self) -> bool:
        return bool(settings.SMS_GATEWAY_URL)

    def reaches(self, user: User, preference: Preference) -> bool:
        return bool(_MOBILE.fullmatch(user.phone))

    def send(self, message: Outgoing) -> None:
        values = {
            "to": message.user.phone, "text": text_for(message), "sender": settings.SMS_SENDER, "id": message.id,
            "token": settings.SMS_GATEWAY_TOKEN,
        }  # fmt: skip
        names = settings.SMS_GATEWAY_FIELDS
        body = {name: values[ours] for ours, name in names.items() if values[ours]}
        headers = {}
        if settings.SMS_GATEWAY_TOKEN and "token" not in names:
            headers["Authorization"] = f"Bearer {settings.SMS_GATEWAY_TOKEN}"
        kind = "json" if settings.SMS_GATEWAY_FORMAT == "JSON" else "data"
        answer = http.post(settings.SMS_GATEWAY_URL, headers=headers, **{kind: body})
        if settings.SMS_GATEWAY_SUCCESS and _plain(settings.SMS_GATEWAY_SUCCESS) not in _plain(answer.text):
            raise RefusedError(f"Máy chủ {http.host_of(settings.SMS_GATEWAY_URL)} không nhận tin nhắn SMS.")


def text_for(message: Outgoing) -> str:
    """How much there is and where to look, without marks and within one SMS."""
    counted = ascii_of(how_much(message.lines))
    texts = (
        f"{counted}. Xem {settings.PUBLIC_URL}{DUE_PATH}",
        f"{counted}. Xem {settings.PUBLIC_URL}",
        f"{len(message.lines)} muc can xem. Xem {settings.PUBLIC_URL}",
    )
    fitting = [text for text in texts if len(_NAME + text) <= _ONE_SMS]
    return _NAME + (fitting or texts)[0]


def ascii_of(words: str) -> str:
    """Vietnamese without its marks, what else is not ASCII left out: "đến hạn" becomes "den han"."""
    plain = unicodedata.normalize("NFD", words.replace("đ", "d").replace("Đ", "D"))
    return plain.encode("ascii", "ignore").decode("ascii")


def _plain(words: str) -> str:
    return re.sub(r"\s", "", words)
