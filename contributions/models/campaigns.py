"""Đợt vận động: what is asked of whom, for what, and which pot the money belongs to."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.enums import Pot
from contributions.enums import CampaignState, Group
from core import text


class Campaign(models.Model):
    """One drive for contributions on an area; what it asks comes from its plan, or from a village's decision."""

    area = models.ForeignKey(
        "areas.Area", models.PROTECT, related_name="contribution_campaigns", verbose_name="địa bàn"
    )
    plan = models.OneToOneField(
        "campaigns.Plan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contribution_campaign",
        verbose_name="kế hoạch",
    )
    name = models.CharField("tên đợt vận động", max_length=300)
    #: In references of transfers and on posters: letters and digits only, unique in the country.
    code = models.CharField("mã", max_length=6, unique=True)
    year = models.PositiveSmallIntegerField("năm", db_index=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    deadline = models.DateField("vận động trước ngày", null=True, blank=True)
    purpose = models.TextField("dùng vào việc")
    works = models.ManyToManyField(
        "campaigns.Work", blank=True, related_name="contribution_campaigns", verbose_name="công trình"
    )
    pot = models.CharField("khoản thu thuộc", max_length=10, choices=Pot)
    account = models.ForeignKey(
        "areas.BankAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản nhận"
    )
    residents_decision = models.ForeignKey(
        "campaigns.ResidentsDecision",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contribution_campaigns",
        verbose_name="quyết định của Nhân dân",
    )
    labour_day_value = models.BigIntegerField("giá trị một ngày công (đồng)", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=CampaignState, default=CampaignState.DRAFT)
    #: A receipt counts as confirmed when somebody else than its maker has confirmed it.
    two_people = models.BooleanField("người lập và thủ quỹ xác nhận là hai người", default=True)
    #: Reversals from this amount on need the leader (đồng); empty: none does.
    reversal_limit = models.BigIntegerField(
        "điều chỉnh từ số tiền này phải có lãnh đạo duyệt (đồng)", null=True, blank=True
    )
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "đợt vận động"
        verbose_name_plural = "đợt vận động"
        ordering = ("-year", "sort_key")
        indexes = (
            models.Index(fields=["deadline"], condition=Q(state="open"), name="campaign_open_by_deadline"),
            # The list as it is read: its first page without putting all campaigns of the country in order.
            models.Index(fields=["-year", "sort_key", "id"], name="campaign_newest"),
        )
        constraints = (
            models.CheckConstraint(
                name="campaign_dates_in_order",
                condition=Q(starts_on=None) | Q(deadline=None) | Q(deadline__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="campaign_day_value_positive", condition=Q(labour_day_value=None) | Q(labour_day_value__gt=0)
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.sort_key, self.search_key = text.sort_key(self.name), text.search_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("contributions:campaign", args=[self.pk])


class Rate(models.Model):
    """What is asked of one group: days (worth the campaign's day value) or đồng; incomes in đồng a month, lower limit included."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="rates")
    position = models.PositiveSmallIntegerField("thứ tự")
    group = models.CharField("nhóm", max_length=12, choices=Group)
    label = models.CharField("đối tượng", max_length=200)
    min_income = models.BigIntegerField("thu nhập từ (đồng/tháng)", null=True, blank=True)
    max_income = models.BigIntegerField("đến dưới (đồng/tháng)", null=True, blank=True)
    days = models.DecimalField("số ngày công", max_digits=6, decimal_places=2, null=True, blank=True)
    amount = models.BigIntegerField("hoặc số tiền (đồng)", null=True, blank=True)

    class Meta:
        verbose_name = "mức vận động"
        verbose_name_plural = "mức vận động"
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "label"], name="rate_label_once"),
            models.CheckConstraint(
                name="rate_days_or_amount",
                condition=Q(days__isnull=False, amount=None, days__gte=0)
                | Q(days=None, amount__isnull=False, amount__gte=0),
            ),
        )

    def __str__(self) -> str:
        return self.label
