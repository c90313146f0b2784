"""Which way stands behind each channel."""

from __future__ import annotations

from reminders.channels import Way
from reminders.channels.email import Email
from reminders.channels.sms import Sms
from reminders.channels.web_push import WebPush
from reminders.channels.zalo import Zalo
from reminders.enums import Channel

_WAYS: dict[Channel, Way] = {
    Channel.EMAIL: Email(),
    Channel.PUSH: WebPush(),
    Channel.ZALO: Zalo(),
    Channel.SMS: Sms(),
}


def ways() -> dict[Channel, Way]:
    """Every channel with its way, in the order people see them; whether it is set up says `is_on`."""
    return dict(_WAYS)
