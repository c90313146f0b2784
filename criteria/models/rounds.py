"""Rounds: the office above opens one, communes submit their cards, the office accepts or returns; what is accepted is frozen."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from criteria.enums import RoundCardState, RoundKind, State
from criteria.models.cards import Scorecard
from criteria.models.sets import CriteriaSet, Criterion, Indicator


class Round(models.Model):
    """One time of assessment that an office opens for the communes below it."""

    area = models.ForeignKey(
        "areas.Area", models.PROTECT, related_name="rounds", verbose_name="địa bàn của cơ quan mở kỳ"
    )
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="rounds", verbose_name="bộ tiêu chí")
    kind = models.CharField("loại kỳ", max_length=15, choices=RoundKind)
    name = models.CharField("tên kỳ", max_length=200)
    year = models.PositiveSmallIntegerField("năm")
    deadline = models.DateField("hạn gửi")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("mở lúc")

    class Meta:
        verbose_name = "kỳ đánh giá"
        verbose_name_plural = "kỳ đánh giá"
        ordering = ("-deadline", "-pk")
        constraints = (models.UniqueConstraint(fields=["area", "criteria_set", "name"], name="round_once"),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("criteria:round", args=[self.pk])


class RoundCard(models.Model):
    """A commune's card in a round. `snapshot` is the card as submitted, as text: once accepted, its bytes never change."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="cards")
    card = models.ForeignKey(Scorecard, models.PROTECT, related_name="in_rounds")
    state = models.CharField("trạng thái", max_length=10, choices=RoundCardState, default=RoundCardState.FILLING)
    snapshot = models.TextField("phiếu đã gửi", blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("thẩm tra lúc", null=True, blank=True)

    class Meta:
        verbose_name = "phiếu trong kỳ"
        verbose_name_plural = "phiếu trong kỳ"
        ordering = ("card__area__sort_key",)
        indexes = (
            models.Index(fields=["round"], condition=Q(state__in=("filling", "returned")), name="round_card_to_send"),
            # What is still to be done in rounds: few beside the accepted cards of all years.
            models.Index(fields=["round"], condition=~Q(state="accepted"), name="round_card_open"),
        )
        constraints = (
            models.UniqueConstraint(fields=["round", "card"], name="round_card_once"),
            models.CheckConstraint(
                name="round_card_sent_has_snapshot",
                condition=Q(state__in=[RoundCardState.FILLING, RoundCardState.RETURNED]) | ~Q(snapshot=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.card.area}, {self.round}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:round_card", args=[self.pk])


class RowRemark(models.Model):
    """What the office wants changed in one row; the commune marks it done when it sends again."""

    round_card = models.ForeignKey(RoundCard, models.CASCADE, related_name="remarks")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField("ý kiến")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    answered_at = models.DateTimeField("gửi lại lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến thẩm tra"
        verbose_name_plural = "ý kiến thẩm tra"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class RowCorrection(models.Model):
    """The office judges a row otherwise than the commune, with a reason. Append-only; the last one of a row counts."""

    round_card = models.ForeignKey(RoundCard, models.CASCADE, related_name="corrections")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    indicator = models.ForeignKey(Indicator, models.PROTECT, null=True, blank=True, related_name="+")
    before = models.CharField("xã đánh giá", max_length=15, choices=State)
    after = models.CharField("thẩm tra", max_length=15, choices=State)
    reason = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "điều chỉnh khi thẩm tra"
        verbose_name_plural = "điều chỉnh khi thẩm tra"
        ordering = ("at", "pk")
        constraints = (models.CheckConstraint(name="row_correction_has_reason", condition=~Q(reason="")),)

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"
