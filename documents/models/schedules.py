"""Exports that a person has sent to the own e-mail address at set times."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from documents.enums import Every, RunState, Weekday


class ScheduledExport(models.Model):
    """One table or book, how often, at which hour (Vietnam's time). Only documents.schedule_actions writes here."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="scheduled_exports", verbose_name="người nhận"
    )
    #: A registered export (documents.schedules), and of which thing: an id that the export understands.
    export = models.CharField("bảng, sổ", max_length=60)
    what = models.CharField("của", max_length=60)
    title = models.CharField("tên", max_length=250)
    format = models.CharField("định dạng", max_length=5)
    every = models.CharField("gửi", max_length=5, choices=Every)
    weekday = models.PositiveSmallIntegerField("vào", choices=Weekday, null=True, blank=True)
    #: In a month that is shorter, its last day.
    month_day = models.PositiveSmallIntegerField("vào ngày", null=True, blank=True)
    hour = models.PositiveSmallIntegerField("lúc mấy giờ")
    #: The next turn; empty while stopped.
    next_at = models.DateTimeField("lần tới", null=True)
    #: Failed turns in a row, and why it was stopped when there were too many.
    failures = models.PositiveSmallIntegerField("số lần lỗi liên tiếp", default=0)
    stopped_for = models.TextField("dừng vì", blank=True)
    created_at = models.DateTimeField("lúc đặt")

    class Meta:
        verbose_name = "lịch gửi tệp"
        verbose_name_plural = "lịch gửi tệp"
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="schedule_due"),)
        constraints = (
            models.CheckConstraint(
                name="schedule_says_its_day",
                condition=Q(every=Every.DAY, weekday=None, month_day=None)
                | Q(every=Every.WEEK, weekday__range=(0, 6), month_day=None)
                | Q(every=Every.MONTH, weekday=None, month_day__range=(1, 31)),
            ),
            models.CheckConstraint(name="schedule_hour_of_a_day", condition=Q(hour__lte=23)),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def is_active(self) -> bool:
        return self.next_at is not None

    @property
    def when(self) -> str:
        """ "Hằng tuần, Thứ Hai, lúc 7 giờ"."""
        day = f", {Weekday(self.weekday).label}" if self.weekday is not None else ""
        day = f", ngày {self.month_day}" if self.month_day is not None else day
        return f"{self.get_every_display()}{day}, lúc {self.hour} giờ"


class ScheduledRun(models.Model):
    """One turn of a schedule. Who inserts the row of a day orders its work; a second beat finds it there."""

    schedule = models.ForeignKey(ScheduledExport, models.CASCADE, related_name="runs")
    day = models.DateField("ngày")
    state = models.CharField("kết quả", max_length=12, choices=RunState, default=RunState.WAITING)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, related_name="+")
    reason = models.TextField("lý do", blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True)

    class Meta:
        verbose_name = "lượt gửi tệp"
        verbose_name_plural = "lượt gửi tệp"
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=["job"], condition=Q(state=RunState.WAITING), name="run_waiting"),)
        constraints = (
            models.UniqueConstraint(fields=["schedule", "day"], name="schedule_once_a_day"),
            models.CheckConstraint(
                name="run_sent_at_a_moment",
                condition=Q(state=RunState.SENT, sent_at__isnull=False) | (~Q(state=RunState.SENT) & Q(sent_at=None)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.schedule}, {self.day:%d/%m/%Y}"
