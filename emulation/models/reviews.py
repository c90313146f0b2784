"""Interim and final reports of a drive, as official papers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from emulation.enums import ReviewKind
from emulation.models.drives import Drive


class Review(models.Model):
    """Báo cáo sơ kết or tổng kết; drafted anew while its paper is a draft, a new row once it was issued."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="reviews", verbose_name="đợt thi đua")
    kind = models.CharField("loại", max_length=10, choices=ReviewKind)
    counts_from = models.DateField("số liệu từ ngày")
    counts_to = models.DateField("đến hết ngày")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="drive_review")
    #: What no report says, in a person's words; kept for the next drafting.
    assessment = models.TextField("đánh giá chung", blank=True)
    shortcomings = models.TextField("tồn tại, hạn chế", blank=True)
    tasks = models.TextField("nhiệm vụ, giải pháp thời gian tới", blank=True)

    class Meta:
        verbose_name = "báo cáo đợt thi đua"
        verbose_name_plural = "báo cáo đợt thi đua"
        ordering = ("-counts_to", "-pk")

    def __str__(self) -> str:
        return f"Báo cáo {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("emulation:review", args=[self.pk])
