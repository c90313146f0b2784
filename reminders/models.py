"""How people are reminded: the working days, the offsets, what they answered, and the messages that leave the house."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q

from reminders.enums import Answer, Channel, MessageKind, MessageState


class CalendarDay(models.Model):
    """What the government's yearly notice says of one day; it goes before the calendar of the package `holidays`."""

    day = models.DateField("ngày", unique=True)
    is_working = models.BooleanField("là ngày làm việc")
    name = models.CharField("tên", max_length=120)
    source = models.CharField("căn cứ", max_length=200, blank=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.name}"


class Rule(models.Model):
    """When things of one kind are told: working days before the last day, on it, and working days after. A kind without a row
    has the offsets it registered with."""

    kind = models.CharField("loại việc", max_length=40, unique=True)
    #: Whole numbers apart by commas, e.g. "10,3,1"; empty for none.
    days_before = models.CharField("số ngày làm việc trước hạn", max_length=60, blank=True)
    on_the_day = models.BooleanField("nhắc đúng ngày đến hạn", default=True)
    days_after = models.CharField("số ngày làm việc sau hạn", max_length=60, blank=True)
    is_on = models.BooleanField("có nhắc", default=True)

    class Meta:
        verbose_name = "mốc nhắc hạn"
        verbose_name_plural = "mốc nhắc hạn"
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.kind


class Turn(models.Model):
    """A day whose reminders were gathered. Who inserts the row does the day's work; a second beat finds it there."""

    day = models.DateField("ngày", unique=True)
    at = models.DateTimeField("lúc")
    found = models.PositiveIntegerField("số việc đến mốc", default=0)

    class Meta:
        verbose_name = "lượt nhắc"
        verbose_name_plural = "lượt nhắc"
        ordering = ("-day",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"


class Preference(models.Model):
    """How one person wants to hear; without a row: by e-mail where the account has one, quiet from 21:00 to 06:30."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminding")
    email = models.BooleanField("nhận qua thư điện tử", default=True)
    push = models.BooleanField("nhận thông báo trên máy", default=False)
    zalo = models.BooleanField("nhận qua Zalo", default=False)
    sms = models.BooleanField("nhận tin nhắn SMS", default=False)
    #: The person's id with the official account, which Zalo gives when the person follows it.
    zalo_id = models.CharField("mã người dùng Zalo", max_length=40, blank=True)
    quiet_from = models.TimeField("không làm phiền từ", default=time(21))
    quiet_to = models.TimeField("đến", default=time(6, 30))

    class Meta:
        verbose_name = "cách nhận nhắc hạn"
        verbose_name_plural = "cách nhận nhắc hạn"

    def __str__(self) -> str:
        return str(self.user)


class PushSubscription(models.Model):
    """One browser that takes notices, as it described itself (Push API)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = models.URLField("địa chỉ nhận", max_length=500, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "máy nhận thông báo"
        verbose_name_plural = "máy nhận thông báo"
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.endpoint[:60]


class Acknowledgement(models.Model):
    """A person's "đã xem" or "đang làm" for a thing and its last day: the same last day is told to that person no more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: "task:17", as the notice names it.
    thing = models.CharField("việc", max_length=80)
    due_on = models.DateField("hạn")
    answer = models.CharField("trả lời", max_length=10, choices=Answer)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "trả lời nhắc hạn"
        verbose_name_plural = "trả lời nhắc hạn"
        constraints = (models.UniqueConstraint(fields=["user", "thing", "due_on"], name="acknowledged_once"),)

    def __str__(self) -> str:
        return f"{self.thing}: {self.get_answer_display()}"


class Message(models.Model):
    """One message to one person by one channel; sent by a job of the same transaction, its words composed when it is sent."""

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người nhận")
    channel = models.CharField("đường gửi", max_length=10, choices=Channel)
    kind = models.CharField("loại", max_length=10, choices=MessageKind)
    #: "2026-11-22" for a digest, the notice's id for an urgent one.
    key = models.CharField(max_length=80)
    state = models.CharField("trạng thái", max_length=10, choices=MessageState, default=MessageState.WAITING)
    created_at = models.DateTimeField("lúc")
    #: Not before this moment (quiet hours).
    not_before = models.DateTimeField("gửi không sớm hơn")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    reason = models.TextField("lý do không gửi được", blank=True)

    class Meta:
        verbose_name = "tin nhắc"
        verbose_name_plural = "tin nhắc"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["recipient", "channel", "kind", "key"], name="message_once"),
            models.CheckConstraint(
                name="message_sent_at_a_moment",
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | (~Q(state=MessageState.SENT) & Q(sent_at=None)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class MessageLine(models.Model):
    """A notice inside a message. The natural key of a reminder: a notice (one thing, person, offset) by one channel, once."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="lines")
    notice = models.ForeignKey("journal.Notice", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)

    class Meta:
        verbose_name = "dòng trong tin nhắc"
        verbose_name_plural = "dòng trong tin nhắc"
        constraints = (models.UniqueConstraint(fields=["notice", "channel"], name="notice_once_a_channel"),)

    def __str__(self) -> str:
        return str(self.notice)


class FeedAddress(models.Model):
    """The private address of a person's calendar; renewing it makes the old one dead."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    secret = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "địa chỉ lịch riêng"
        verbose_name_plural = "địa chỉ lịch riêng"

    def __str__(self) -> str:
        return str(self.user)
