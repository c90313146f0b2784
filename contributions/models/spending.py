"""Spending and public notices: what was raised goes where, and who could read it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from campaigns.enums import PhotoMoment
from contributions.enums import SpendingKind
from contributions.models.campaigns import Campaign


class Spending(models.Model):
    """Money spent or handed over from a campaign. Append-only; a reversal has the negative amount and refers to its row."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="spendings")
    kind = models.CharField("loại", max_length=12, choices=SpendingKind)
    work = models.ForeignKey(
        "campaigns.Work", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="công trình"
    )
    spent_on = models.DateField("ngày", db_index=True)
    voucher = models.CharField("chứng từ số", max_length=60)
    payee = models.CharField("người nhận", max_length=200)
    text = models.CharField("nội dung", max_length=500)
    amount = models.BigIntegerField("số tiền (đồng)")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="điều chỉnh cho"
    )
    reason = models.CharField("lý do điều chỉnh", max_length=300, blank=True)
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "khoản chi"
        verbose_name_plural = "khoản chi"
        ordering = ("-spent_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="spending_amount_by_kind",
                condition=Q(reverses=None, amount__gt=0) | (Q(reverses__isnull=False, amount__lt=0) & ~Q(reason="")),
            ),
        )

    def __str__(self) -> str:
        return self.text


class SpendingPhoto(models.Model):
    spending = models.ForeignKey(Spending, models.PROTECT, related_name="photos")
    moment = models.CharField("lúc chụp", max_length=10, choices=PhotoMoment)
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ảnh sử dụng đóng góp"
        verbose_name_plural = "ảnh sử dụng đóng góp"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.get_moment_display()


class PublicNotice(models.Model):
    """What was published of a campaign, where and from when to when; its words are kept as they were (Luật 10/2022, điều 11–13)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="notices")
    posted_from = models.DateField("niêm yết từ")
    posted_to = models.DateField("đến ngày")
    places = models.TextField("nơi công khai")
    #: What the notice said, as JSON text; its page and its A4 print from this.
    snapshot = models.TextField()
    #: The address of its public page cannot be guessed from another's.
    code = models.CharField(max_length=16, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "thông báo công khai"
        verbose_name_plural = "thông báo công khai"
        ordering = ("-posted_from", "-pk")
        constraints = (
            models.CheckConstraint(name="public_notice_dates_in_order", condition=Q(posted_to__gte=F("posted_from"))),
        )

    def __str__(self) -> str:
        return f"{self.campaign}, từ {self.posted_from:%d/%m/%Y}"
