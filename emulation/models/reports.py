"""Reports of a drive: what was done in a period, by whom it was told, with photos and labour days."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation.enums import CheckReason, CheckState, ProposalState, ReportState, ReportWay
from emulation.models.drives import Duty, EntryWork


class Report(models.Model):
    """One version of what a duty owes for a day; versions stand for ever, one of them counts.

    `day` is the due day of the period. A correction is a further version that `replaces` the one before. Two versions
    that do not know of each other stand in conflict, and neither counts until a person decides.
    """

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reports", verbose_name="báo cáo phải gửi")
    day = models.DateField("của ngày", db_index=True)
    #: Made up on the phone; a report that arrives twice is the same report.
    key = models.UUIDField("khóa", unique=True)
    state = models.CharField("tình trạng", max_length=10, choices=ReportState)
    way = models.CharField("cách gửi", max_length=10, choices=ReportWay, default=ReportWay.PHONE)
    text = models.TextField("kết quả trong ngày", blank=True)
    trouble = models.TextField("khó khăn, đề nghị", blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="versions")
    reason = models.TextField("lý do sửa, lý do chọn", blank=True)
    #: SHA-256 of each announced photo, in order; the report is whole once all have arrived.
    announced = models.JSONField("ảnh đã báo", default=list)
    whole_at = models.DateTimeField("đủ ảnh lúc", null=True, blank=True)
    #: When it was written on the phone, as the phone's clock says; empty where it was typed in directly.
    written_at = models.DateTimeField("viết lúc", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người gửi")
    #: When it reached the server; lateness is judged by it.
    at = models.DateTimeField("nhận lúc")

    class Meta:
        verbose_name = "báo cáo thi đua"
        verbose_name_plural = "báo cáo thi đua"
        ordering = ("-day", "-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["duty", "day"], condition=Q(state=ReportState.COUNTED), name="report_counted_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.duty}, ngày {self.day:%d/%m/%Y}"

    def get_absolute_url(self) -> str:
        return reverse("emulation:report", args=[self.pk])


class ReportLine(models.Model):
    """What was done for one work in the period: the part of this report, not the total."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="lines")
    work = models.ForeignKey(EntryWork, models.PROTECT, related_name="lines")
    quantity = models.DecimalField("khối lượng làm được", max_digits=16, decimal_places=3, null=True, blank=True)
    people = models.PositiveIntegerField("số người", null=True, blank=True)
    labour_days = models.DecimalField("số ngày công", max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = "dòng báo cáo"
        verbose_name_plural = "dòng báo cáo"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["report", "work"], name="report_line_once_a_work"),
            models.CheckConstraint(
                name="report_line_not_negative",
                condition=(Q(quantity=None) | Q(quantity__gte=0)) & (Q(labour_days=None) | Q(labour_days__gte=0)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.work}: {self.quantity}"


class ReportPhoto(models.Model):
    """A photo that arrived; `digest` is of the bytes as the phone sent them, so that both sides mean the same picture."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField("thứ tự")
    #: A corrected version shows the same file as the version before it.
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+")
    digest = models.CharField("SHA-256", max_length=64)
    #: Perceptual hash, 64 bits as 16 hex digits; empty until it was computed.
    look = models.CharField(max_length=16, blank=True, db_index=True)
    taken_at = models.DateTimeField("chụp lúc", null=True, blank=True)
    #: The time stands in the picture itself, as the camera wrote it; else it is that of the file, which copying may change.
    by_camera = models.BooleanField("giờ do máy ảnh ghi", default=False)
    latitude = models.DecimalField("vĩ độ", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("kinh độ", max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        verbose_name = "ảnh của báo cáo"
        verbose_name_plural = "ảnh của báo cáo"
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(fields=["report", "digest"], name="report_photo_once"),)

    def __str__(self) -> str:
        return str(self.file)


class PhotoCheck(models.Model):
    """A person is asked to look at a photo: it looks like another one, or it was drawn at random. Never an automatic refusal."""

    photo = models.ForeignKey(ReportPhoto, models.CASCADE, related_name="checks")
    why = models.CharField("vì sao", max_length=10, choices=CheckReason)
    #: The earlier photo it looks like, and in how many of 64 bits they differ.
    other = models.ForeignKey(ReportPhoto, models.CASCADE, null=True, blank=True, related_name="+")
    distance = models.PositiveSmallIntegerField("độ khác", null=True, blank=True)
    state = models.CharField("kết luận", max_length=10, choices=CheckState, default=CheckState.OPEN)
    remark = models.TextField("nhận xét", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("xem lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ảnh cần xem"
        verbose_name_plural = "ảnh cần xem"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["photo", "why"], name="photo_check_once"),)

    def __str__(self) -> str:
        return self.get_why_display()


class LabourProposal(models.Model):
    """Labour days that a report proposes to a campaign; in the ledger once somebody else than the reporter accepts them.

    `days` is negative where a corrected report takes back what an accepted one had proposed.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="proposals")
    work = models.ForeignKey(EntryWork, models.PROTECT, related_name="proposals")
    campaign = models.ForeignKey(
        "contributions.Campaign", models.PROTECT, related_name="labour_proposals", verbose_name="đợt vận động"
    )
    days = models.DecimalField("số ngày công", max_digits=8, decimal_places=2)
    people = models.PositiveIntegerField("số người", null=True, blank=True)
    #: The accepted proposal that this one takes back.
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="điều chỉnh cho"
    )
    state = models.CharField("tình trạng", max_length=10, choices=ProposalState, default=ProposalState.PROPOSED)
    receipt = models.OneToOneField(
        "contributions.Receipt",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="labour_proposal",
        verbose_name="chứng từ",
    )
    reason = models.TextField("lý do không nhận", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đề xuất ngày công"
        verbose_name_plural = "đề xuất ngày công"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["report", "work", "campaign"], condition=Q(reverses=None), name="labour_proposed_once"
            ),
            models.CheckConstraint(
                name="labour_accepted_with_receipt",
                condition=Q(state=ProposalState.ACCEPTED, receipt__isnull=False)
                | (~Q(state=ProposalState.ACCEPTED) & Q(receipt=None)),
            ),
            models.CheckConstraint(
                name="labour_days_sign", condition=Q(reverses=None, days__gt=0) | Q(reverses__isnull=False, days__lt=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.days} công"
