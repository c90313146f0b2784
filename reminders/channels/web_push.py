"""A notice on the machines a person chose (Push API, RFC 8030): encrypted for that browser, carried by its maker's service."""

from __future__ import annotations

import base64
import json
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import requests
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from py_vapid import Vapid

from core.transport import BusyError
from reminders.channels import Outgoing, RefusedError, http
from reminders.models import PushSubscription
from reminders.papers.digest import DUE_PATH, NEWS, SYSTEM, how_much

if TYPE_CHECKING:
    from accounts.models import User
    from reminders.models import Preference

#: How long the service keeps it for a machine that is off: until the next day's message makes it old.
_LIVES = 20 * 3600
#: The browser threw the subscription away (RFC 8030, section 7.3).
_GONE = (404, 410)
#: The push services of the browsers: Chrome and its kin, Firefox, Edge, Safari. An address elsewhere is not called, so that
#: nobody makes this server talk to its own neighbours.
SERVICES = {
    "fcm.googleapis.com": "Chrome, Cốc Cốc hoặc trình duyệt cùng họ", "push.services.mozilla.com": "Firefox",
    "notify.windows.com": "Edge", "push.apple.com": "Safari",
}  # fmt: skip


class WebPush:
    """A Way (reminders/channels/__init__.py)."""

    def is_on(self) -> bool:
        return bool(settings.WEB_PUSH_KEY)

    def reaches(self, user: User, preference: Preference) -> bool:
        return PushSubscription.objects.filter(user=user).exists()

    def send(self, message: Outgoing) -> None:
        """Hand it over for each machine of the person; one that took it is enough. Removes machines whose browser is gone;
        RefusedError when none is left, BusyError when one that is left is to be tried again."""
        taken, gone, faults = False, [], []
        for machine in PushSubscription.objects.filter(user=message.user):
            try:
                _post(machine, message)
                taken = True
            except _GoneError:
                gone.append(machine.pk)
            except (BusyError, RefusedError) as error:
                faults.append(error)
        forget = PushSubscription.objects.filter(pk__in=gone).delete
        forget()
        if taken:
            return
        later = [fault for fault in faults if isinstance(fault, BusyError)]
        if faults:
            raise later[0] if later else faults[0]
        refused = RefusedError("Không còn máy nào nhận thông báo; đề nghị bật lại ở trang “Cách nhận nhắc hạn”.")
        refused.afterwards = forget
        raise refused


class _GoneError(Exception):
    pass


def browser_of(endpoint: str) -> str:
    """Whose browser takes notices at this address; empty for an address that is of no push service."""
    parts = urlsplit(endpoint)
    host = parts.hostname or ""
    if parts.scheme != "https":
        return ""
    return next((name for one, name in SERVICES.items() if host == one or host.endswith(f".{one}")), "")


def public_key() -> str:
    """What a browser must be told to subscribe: the public half of WEB_PUSH_KEY, base64url."""
    point = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()


def _vapid() -> Vapid:
    return Vapid.from_raw(settings.WEB_PUSH_KEY.encode())


def _post(machine: PushSubscription, message: Outgoing) -> None:
    from pywebpush import WebPusher  # brings aiohttp along, which only this needs

    parts = urlsplit(machine.endpoint)
    keys = {"p256dh": machine.p256dh, "auth": machine.auth}
    headers = {
        **_vapid().sign({"sub": settings.WEB_PUSH_CONTACT, "aud": f"{parts.scheme}://{parts.netloc}"}),
        "Urgency": "normal",
        # A message that is tried again takes the place of itself while the machine is off.
        "Topic": sha256(message.id.encode()).hexdigest()[:32],
    }
    try:
        with http.Direct() as session:
            pusher = WebPusher({"endpoint": machine.endpoint, "keys": keys}, requests_session=session)
            answer = pusher.send(payload(message), headers, ttl=_LIVES, timeout=http.PATIENCE)
    except requests.RequestException as error:
        raise http.unreachable(machine.endpoint, error) from None
    if answer.status_code in _GONE:
        raise _GoneError
    http.judge(answer.status_code, machine.endpoint)


def payload(message: Outgoing) -> str:
    """How much there is and which page opens; titles stay out of lock screens. Read by templates/reminders/push_worker.js."""
    if len(message.lines) == 1:
        opens = message.lines[0].url
    elif all(line.group == NEWS for line in message.lines):
        opens = reverse("journal:inbox")
    else:
        opens = DUE_PATH
    return json.dumps({"title": SYSTEM, "body": how_much(message.lines), "url": opens}, ensure_ascii=False)
