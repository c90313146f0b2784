"""Ways to reach people, what a message is, and what a person answers to a reminder."""

from django.db import models


class Channel(models.TextChoices):
    """The inbox is no channel: a notice stands there whatever a person chooses."""

    EMAIL = "email", "Thư điện tử"
    PUSH = "push", "Thông báo trên máy"
    ZALO = "zalo", "Zalo"
    SMS = "sms", "Tin nhắn SMS"


class MessageKind(models.TextChoices):
    DIGEST = "digest", "Bản tin hằng ngày"
    URGENT = "urgent", "Tin khẩn"


class MessageState(models.TextChoices):
    WAITING = "waiting", "Chờ gửi"
    SENT = "sent", "Đã gửi"
    #: Everything in it was done before it could be sent.
    EMPTY = "empty", "Không còn gì để nhắc"
    FAILED = "failed", "Không gửi được"


class Answer(models.TextChoices):
    SEEN = "seen", "Đã xem"
    DOING = "doing", "Đang làm"


JOURNAL = {
    "reminders.rule_changed": "Đổi mốc nhắc hạn",
    "reminders.day_changed": "Đổi ngày nghỉ, ngày làm bù",
    "reminders.preference_changed": "Đổi cách nhận nhắc hạn",
    "reminders.feed_renewed": "Đổi địa chỉ lịch riêng",
}
