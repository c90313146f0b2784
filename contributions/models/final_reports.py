"""The report of a campaign's results as an official paper."""

from __future__ import annotations

from django.db import models
from django.urls import reverse

from contributions.models.campaigns import Campaign


class FinalReport(models.Model):
    """Báo cáo kết quả of a campaign; drafted anew while its paper is a draft, a new row once it was issued."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="final_reports", verbose_name="đợt vận động")
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, related_name="final_report", verbose_name="văn bản"
    )
    #: What the ledger does not know, in a person's words; kept for the next drafting.
    assessment = models.TextField("đánh giá chung", blank=True)
    shortcomings = models.TextField("tồn tại, hạn chế", blank=True)
    proposals = models.TextField("đề xuất, kiến nghị", blank=True)

    class Meta:
        verbose_name = "báo cáo kết quả vận động"
        verbose_name_plural = "báo cáo kết quả vận động"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return "Báo cáo kết quả vận động"

    def get_absolute_url(self) -> str:
        return reverse("contributions:final_report_paper", args=[self.pk])
