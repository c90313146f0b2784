"""Minh chứng: files and papers that show what a row of a card says, with their validity."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import text
from criteria.models.sets import Criterion, Indicator


class Evidence(models.Model):
    """A file, or a paper of the register by reference; one serves many rows, a row has many."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="evidence", verbose_name="địa bàn")
    #: The household or garden whose card it proves; empty for the area's own cards.
    subject = models.CharField("hộ, vườn", max_length=150, blank=True)
    title = models.CharField("tên", max_length=300)
    file = models.OneToOneField(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="evidence", verbose_name="tệp"
    )
    document = models.ForeignKey(
        "documents.Document",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="văn bản đã ban hành",
    )
    valid_from = models.DateField("có giá trị từ", null=True, blank=True)
    #: Recognition of a school, health insurance of a year …: what must be renewed.
    valid_to = models.DateField("hết giá trị sau ngày", null=True, blank=True, db_index=True)
    #: Taken from its rows; kept because a frozen round may point to it.
    withdrawn_at = models.DateTimeField("gỡ lúc", null=True, blank=True)
    sort_key = models.CharField(max_length=1000, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(
                name="evidence_is_a_file_or_a_paper",
                condition=Q(file__isnull=False, document=None) | Q(file=None, document__isnull=False),
            ),
            models.CheckConstraint(
                name="evidence_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.title = text.tidy(self.title)
        self.sort_key = text.sort_key(self.title)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class EvidenceUse(models.Model):
    """Which row a piece of evidence is for: an indicator, or a whole criterion."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="evidence_uses", verbose_name="chỉ tiêu"
    )

    class Meta:
        verbose_name = "dòng dùng minh chứng"
        verbose_name_plural = "dòng dùng minh chứng"
        constraints = (
            models.UniqueConstraint(fields=["evidence", "indicator"], name="evidence_once_an_indicator"),
            models.UniqueConstraint(
                fields=["evidence", "criterion"], condition=Q(indicator=None), name="evidence_once_a_criterion"
            ),
        )

    def __str__(self) -> str:
        return f"{self.evidence}: {self.indicator or self.criterion}"
