"""A text of the Official Account to a person who follows it: Zalo's Official Account API v3, "tin Tư vấn" (/oa/message/cs).

Zalo answers HTTP 200 also where it refuses; the code stands in `error` (developers.zalo.me, "Bảng mã lỗi"), 0 for success.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from core.transport import BusyError
from reminders.channels import Outgoing, RefusedError, http
from reminders.papers.digest import DUE_PATH, text_of

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import Preference

#: Zalo takes 2,000 characters in one text.
_AT_MOST = 2000
#: Come back later: too many requests a minute, quota used up for now, token wrong or run out until somebody renews it,
#: no texts at night, no money left with Zalo, sending failed without a reason.
_LATER = {-32, -200, -211, -216, -218, -220, -234, -321}
#: What is the matter with this person; the sentence says what to do about it.
_FINAL = {
    -201: "Zalo không biết mã người dùng này; đề nghị kiểm tra lại ở trang “Cách nhận nhắc hạn”.",
    -213: "Người nhận chưa quan tâm Official Account trên Zalo.",
    -227: "Tài khoản Zalo của người nhận bị khóa hoặc đã lâu không dùng.",
    -230: "Người nhận không tương tác với Official Account trong 7 ngày qua nên Zalo không cho gửi tin.",
    -232: "Người nhận chưa tương tác với Official Account hoặc lần tương tác cuối đã quá lâu nên Zalo không cho gửi tin.",
    -244: "Người nhận đã chặn tin của Official Account trên Zalo.",
}


class Zalo:
    """A Way (reminders/channels/__init__.py)."""

    def is_on(self) -> bool:
        return bool(settings.ZALO_OA_TOKEN)

    def reaches(self, user: User, preference: Preference) -> bool:
        return bool(preference.zalo_id)

    def send(self, message: Outgoing) -> None:
        address = f"{settings.ZALO_API_URL}/v3.0/oa/message/cs"
        answer = http.post(
            address,
            headers={"access_token": _token()},
            json={"recipient": {"user_id": message.preference.zalo_id}, "message": {"text": _text(message)}},
        )
        try:
            code = int(answer.json()["error"])
        except (ValueError, KeyError, TypeError):
            # A page of somebody in between (a gateway, a Wi-Fi) is no answer of Zalo.
            raise BusyError(f"{http.host_of(address)}: answer without a code") from None
        if code in _LATER:
            raise BusyError(f"{http.host_of(address)}: error {code}")
        if code:
            raise RefusedError(_FINAL.get(code, f"Zalo không nhận tin (mã lỗi {code})."))


def _token() -> str:
    """An access token lives 25 hours; where it lies in a file, that file is read anew each time, since somebody renews it."""
    if settings.ZALO_OA_TOKEN_FILE:
        return Path(settings.ZALO_OA_TOKEN_FILE).read_text(encoding="utf-8").strip()
    return str(settings.ZALO_OA_TOKEN)


def _text(message: Outgoing) -> str:
    """The whole message; what does not fit is cut after a line, with a word of how to see the rest."""
    whole = text_of(message)
    if len(whole) <= _AT_MOST:
        return whole
    rest = f"\n…\nXem đủ tại: {settings.PUBLIC_URL}{DUE_PATH}"
    return whole[: _AT_MOST - len(rest)].rpartition("\n-")[0] + rest
