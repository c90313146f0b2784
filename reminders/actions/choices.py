"""What people choose: the ways they hear by, quiet hours, machines that take notices; and trying a way out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import home_area
from core import clock
from core.errors import RuleError
from jobs.actions import enqueue
from jobs.queries import last_job
from journal.actions import record
from reminders.channels import Line, Outgoing, RefusedError
from reminders.channels.registry import ways
from reminders.channels.web_push import browser_of
from reminders.enums import Channel
from reminders.models import Preference, PushSubscription
from reminders.papers.digest import NEWS, SYSTEM, settings_url
from reminders.queries.preferences import TEST_KIND, preference_of, test_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from accounts.models import User
    from jobs.models import Job

#: A text costs money and a mail server counts mails: one try a channel in so much time.
_TRY_AGAIN_AFTER = timedelta(minutes=1)
_MOST_MACHINES = 10


@transaction.atomic
def choose(user: User, chosen: Mapping[str, Any]) -> Preference:
    """Keep what the person chose: {field of Preference: value}, fields left out stay. Nothing changed is nothing told."""
    preference, _ = Preference.objects.select_for_update().get_or_create(user=user)
    changes = {
        name: [getattr(preference, name), value] for name, value in chosen.items() if getattr(preference, name) != value
    }
    if changes:
        for name, (_, value) in changes.items():
            setattr(preference, name, value)
        preference.save()
        record("reminders.preference_changed", preference, by=user, area=home_area(user), changes=changes)
    return preference


@transaction.atomic
def add_machine(user: User, *, endpoint: str, p256dh: str, auth: str) -> PushSubscription:
    """Let this browser take the person's notices, and turn that way on. A browser belongs to who turned it on last."""
    if not ways()[Channel.PUSH].is_on():
        raise RuleError("Hệ thống chưa bật thông báo trên máy.")
    if not browser_of(endpoint):
        raise RuleError(
            "Trình duyệt này dùng dịch vụ thông báo mà hệ thống chưa biết; hãy dùng Chrome, Edge, Firefox hoặc Safari."
        )
    others = PushSubscription.objects.filter(user=user).exclude(endpoint=endpoint)
    if others.count() >= _MOST_MACHINES:
        raise RuleError(f"Mỗi người bật thông báo trên nhiều nhất {_MOST_MACHINES} máy; hãy bỏ bớt máy không dùng nữa.")
    machine, _ = PushSubscription.objects.update_or_create(
        endpoint=endpoint,
        defaults={"user": user, "p256dh": p256dh, "auth": auth},
        create_defaults={"user": user, "p256dh": p256dh, "auth": auth, "created_at": clock.now()},
    )
    choose(user, {"push": True})
    return machine


@transaction.atomic
def remove_machine(machine: PushSubscription, *, by: User) -> None:
    """Stop notices on one machine; with the last one that way is off."""
    PushSubscription.objects.filter(pk=machine.pk, user=by).delete()
    if not PushSubscription.objects.filter(user=by).exists():
        choose(by, {"push": False})


# --- "Gửi thử" ---


@transaction.atomic
def send_test(user: User, channel: Channel) -> Job:
    """Order one message by this channel at once, whatever the quiet hours say: the person sits before the screen."""
    way = ways()[channel]
    if not way.is_on() or not way.reaches(user, preference_of(user)):
        raise RuleError(f"Chưa gửi được qua {channel.label}: kênh này chưa dùng được với anh/chị.")
    last = last_job(TEST_KIND, test_key(user, channel))
    if last and clock.now() - last.created_at < _TRY_AGAIN_AFTER:
        raise RuleError(f"Vừa gửi thử qua {channel.label}; đợi một phút rồi gửi lại.")
    return enqueue(
        TEST_KIND, key=test_key(user, channel), payload={"channel": channel.value}, owner=user, area=home_area(user),
        title=f"Gửi thử: {channel.label}",
    )  # fmt: skip


def send_test_message(job: Job) -> dict[str, Any]:
    """Work of a "reminders.test" job."""
    user, channel = job.owner, Channel(job.payload["channel"])
    assert user is not None
    way, preference = ways()[channel], preference_of(user)
    if not way.is_on() or not way.reaches(user, preference):
        raise RuleError("Kênh này không còn dùng được với anh/chị.")
    line = Line(title="Đây là tin gửi thử để kiểm tra cách nhận nhắc hạn.", url=settings_url(), group=NEWS)
    message = Outgoing(
        id=f"test-{job.pk}", user=user, preference=preference, subject=f"{SYSTEM}: tin gửi thử", lines=[line],
        settings_url=settings_url(),
    )  # fmt: skip
    try:
        way.send(message)
    except RefusedError as error:
        raise RuleError(str(error)) from error
    return {}
