"""Tuyên truyền: what is to be told, by whom, when, and where it went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import Medium
from campaigns.models.plan import Plan


class OutreachQuota(models.Model):
    """How many pieces are made a month: by each of `people` ("mỗi cán bộ, công chức 1 tin bài"), or in all where none is named."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="quotas")
    medium = models.CharField("hình thức", max_length=15, choices=Medium)
    each_month = models.PositiveSmallIntegerField("số lượng mỗi tháng")
    #: Day of the month (1–31) they are due; the last day where none is fixed.
    day = models.PositiveSmallIntegerField("hạn: ngày trong tháng", null=True, blank=True)
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="mỗi người trong số này"
    )

    class Meta:
        verbose_name = "chỉ tiêu tin bài"
        verbose_name_plural = "chỉ tiêu tin bài"
        constraints = (models.UniqueConstraint(fields=["plan", "medium"], name="outreach_quota_once"),)

    def __str__(self) -> str:
        return f"{self.get_medium_display()}: {self.each_month} mỗi tháng"


class Outreach(models.Model):
    """One bulletin, article, banner, leaflet or talk."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="outreach")
    medium = models.CharField("hình thức", max_length=15, choices=Medium)
    title = models.TextField("tên")
    text = models.TextField("nội dung", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="người làm"
    )
    due_on = models.DateField("hạn", null=True, blank=True)
    published_on = models.DateField("đã phát, đăng ngày", null=True, blank=True)
    where = models.CharField("nơi phát, đăng", max_length=300, blank=True)
    link = models.URLField("địa chỉ trang", max_length=500, blank=True)
    photo = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ảnh"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "việc tuyên truyền"
        verbose_name_plural = "việc tuyên truyền"
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["due_on"], condition=Q(published_on=None), name="outreach_open"),)
        constraints = (
            models.CheckConstraint(name="outreach_published_somewhere", condition=Q(published_on=None) | ~Q(where="")),
        )

    def __str__(self) -> str:
        return self.title
