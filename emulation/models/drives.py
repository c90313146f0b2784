"""Đợt thi đua: from which plan, who competes, which works, who reports when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import text
from emulation.enums import DriveState, EntryKind, EntryState, ReportEvery


class Drive(models.Model):
    """One drive of an area; theme, contents, competitors and awards are read from its issued plan, never typed again."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="drives", verbose_name="địa bàn")
    plan = models.OneToOneField("campaigns.Plan", models.PROTECT, related_name="drive", verbose_name="kế hoạch")
    name = models.CharField("tên đợt thi đua", max_length=300)
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")
    launched_on = models.DateField("ngày phát động", null=True, blank=True)
    launch_place = models.CharField("nơi phát động", max_length=300, blank=True)
    #: The day of sơ kết or tổng kết on which the ranking is frozen.
    review_on = models.DateField("ngày xét, chốt xếp hạng", null=True, blank=True)
    campaigns = models.ManyToManyField(
        "contributions.Campaign", blank=True, related_name="drives", verbose_name="đợt vận động đóng góp"
    )
    state = models.CharField("tình trạng", max_length=10, choices=DriveState, default=DriveState.DRAFT)
    #: Whether photos keep where and when they were taken; people see it before they send.
    keeps_place = models.BooleanField("lưu nơi chụp, giờ chụp của ảnh", default=False)
    #: Of a hundred photos, how many a person looks at.
    sample_percent = models.PositiveSmallIntegerField("tỷ lệ ảnh chọn để xem (%)", default=10)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "đợt thi đua"
        verbose_name_plural = "đợt thi đua"
        ordering = ("-starts_on", "sort_key")
        indexes = (models.Index(fields=["ends_on"], condition=Q(state="open"), name="drive_open_by_end"),)
        constraints = (
            models.CheckConstraint(name="drive_dates_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="drive_sample_percent", condition=Q(sample_percent__lte=100)),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.sort_key, self.search_key = text.sort_key(self.name), text.search_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("emulation:drive", args=[self.pk])


class Entry(models.Model):
    """Who competes in a drive, and what they register to do."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="entries", verbose_name="đợt thi đua")
    kind = models.CharField("đối tượng", max_length=10, choices=EntryKind)
    #: The village that competes, or where the household, person or body is; the commune for bodies of the commune.
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="entries", verbose_name="địa bàn")
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="entries", verbose_name="đơn vị"
    )
    #: As printed: the village, the body, or the person's or household's name.
    name = models.CharField("tên", max_length=200)
    post = models.CharField("chức vụ, địa chỉ", max_length=300, blank=True)
    goals = models.TextField("nội dung đăng ký", blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=EntryState, default=EntryState.REGISTERED)
    #: The village's own plan, below the commune's; its tasks are the works.
    plan = models.ForeignKey(
        "campaigns.Plan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name="kế hoạch của đơn vị",
    )
    #: The cards it is judged by: the model hamlet's ten criteria, the five of each model garden.
    cards = models.ManyToManyField(
        "criteria.Scorecard", blank=True, related_name="entries", verbose_name="phiếu tiêu chí"
    )
    reason = models.TextField("ý kiến của xã", blank=True)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đăng ký thi đua"
        verbose_name_plural = "đăng ký thi đua"
        ordering = ("kind", "sort_key", "pk")
        constraints = (models.UniqueConstraint(fields=["drive", "kind", "area", "name"], name="entry_once_in_drive"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        key = text.person_sort_key if self.kind in (EntryKind.INDIVIDUAL, EntryKind.HOUSEHOLD) else text.sort_key
        self.sort_key, self.search_key = key(self.name), text.search_key(f"{self.name} {self.post}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("emulation:entry", args=[self.drive_id, self.pk])


class EntryWork(models.Model):
    """A task that counts for an entry: in several drives, but once in each."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="works")
    drive = models.ForeignKey(Drive, models.CASCADE, related_name="works")
    task = models.ForeignKey("campaigns.Task", models.PROTECT, related_name="entry_works", verbose_name="việc")
    #: Which campaign takes the labour days of this work.
    campaign = models.ForeignKey(
        "contributions.Campaign",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ngày công ghi vào đợt vận động",
    )

    class Meta:
        verbose_name = "việc thi đua"
        verbose_name_plural = "việc thi đua"
        ordering = ("entry_id", "pk")
        constraints = (models.UniqueConstraint(fields=["drive", "task"], name="task_once_in_drive"),)

    def __str__(self) -> str:
        return str(self.task)


class GroupPlace(models.Model):
    """A working group guides an entry: a village, a school, the health station."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="groups")
    committee = models.ForeignKey(
        "campaigns.Committee", models.PROTECT, related_name="group_places", verbose_name="tổ, đoàn công tác"
    )

    class Meta:
        verbose_name = "phân công tổ công tác"
        verbose_name_plural = "phân công tổ công tác"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["entry", "committee"], name="group_place_once"),)

    def __str__(self) -> str:
        return f"{self.committee}: {self.entry}"


class GroupPerson(models.Model):
    """An account that acts for a working group: reports for it, and does not score what it guides."""

    committee = models.ForeignKey("campaigns.Committee", models.CASCADE, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="working_groups", verbose_name="người dùng"
    )

    class Meta:
        verbose_name = "người của tổ công tác"
        verbose_name_plural = "người của tổ công tác"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["committee", "user"], name="group_person_once"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.committee}"


class Duty(models.Model):
    """Who owes the report on an entry, how often and by which hour: the unit itself, or a working group."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="duties")
    #: Empty: the unit itself reports.
    committee = models.ForeignKey(
        "campaigns.Committee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="duties",
        verbose_name="tổ công tác báo cáo",
    )
    every = models.CharField("chu kỳ", max_length=10, choices=ReportEvery, default=ReportEvery.DAY)
    #: Day of the week (1 Monday – 7) or of the month (1–31; the last day of a shorter month).
    day = models.PositiveSmallIntegerField("vào thứ, ngày", null=True, blank=True)
    due_at = models.TimeField("trước giờ")
    starts_on = models.DateField("từ ngày")
    ends_on = models.DateField("đến hết ngày")

    class Meta:
        verbose_name = "báo cáo phải gửi"
        verbose_name_plural = "báo cáo phải gửi"
        ordering = ("entry__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(fields=["entry", "committee", "every"], name="duty_once"),
            models.UniqueConstraint(fields=["entry", "every"], condition=Q(committee=None), name="duty_once_of_unit"),
            models.CheckConstraint(name="duty_dates_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="duty_day",
                condition=Q(every=ReportEvery.DAY, day=None)
                | Q(every=ReportEvery.WEEK, day__gte=1, day__lte=7)
                | Q(every=ReportEvery.MONTH, day__gte=1, day__lte=31),
            ),
        )

    def __str__(self) -> str:
        return f"{self.committee or self.entry}, {self.get_every_display().lower()}"
