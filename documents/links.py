"""Links for those outside the system: made from the row and the server's secret key, so that only their hash is stored."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import salted_hmac

from core import clock

if TYPE_CHECKING:
    from documents.models import Delivery


def link_lasts() -> datetime:
    """Until when a link opened now can be used."""
    return clock.now() + timedelta(days=settings.DELIVERY_LINK_DAYS)


def secret_of(delivery_id: int, until: datetime) -> str:
    """The secret of a link; another span gives another one, which ends the link before."""
    said = f"{delivery_id}|{until.astimezone(UTC).isoformat()}"
    return urlsafe_b64encode(salted_hmac("documents.links", said, algorithm="sha256").digest()[:24]).decode()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def address_of(line: Delivery) -> str:
    """The whole address of the line's link; empty where there is none or its time is over."""
    if not line.link_hash or line.link_until is None or line.link_until <= clock.now():
        return ""
    return settings.PUBLIC_URL + reverse("documents:receive", args=[secret_of(line.pk, line.link_until)])
