"""Đăng ký: which village, garden, household or commune aims at which set in which year, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import text
from criteria.enums import RegistrationState
from criteria.models.cards import Scorecard
from criteria.models.sets import CriteriaSet


class Registration(models.Model):
    """One aim: a set, a year, and the place (or the household in it) that wants to reach it."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="registrations", verbose_name="địa bàn")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="registrations", verbose_name="bộ tiêu chí"
    )
    year = models.PositiveSmallIntegerField("năm phấn đấu đạt")
    #: The household or garden; empty where the area itself aims at the set.
    subject = models.CharField("hộ, vườn", max_length=150, blank=True)
    state = models.CharField(
        "tình trạng", max_length=10, choices=RegistrationState, default=RegistrationState.REGISTERED
    )
    registered_on = models.DateField("ngày đăng ký")
    #: The card it is judged by, opened with the assessment.
    card = models.OneToOneField(Scorecard, models.PROTECT, null=True, blank=True, related_name="registration")
    assessed_on = models.DateField("ngày đánh giá", null=True, blank=True)
    #: Whether the assessment found the set met, as the card (or a person, with a reason) said on that day.
    found_met = models.BooleanField("đánh giá đạt", null=True, blank=True)
    decision = models.CharField("quyết định công nhận", max_length=100, blank=True)
    recognised_on = models.DateField("ngày công nhận", null=True, blank=True)
    revocation = models.CharField("quyết định thu hồi", max_length=100, blank=True)
    revoked_on = models.DateField("ngày thu hồi", null=True, blank=True)
    reason = models.TextField("lý do, ghi chú", blank=True)
    sort_key = models.CharField(max_length=700, editable=False)
    search_key = models.CharField(max_length=300, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đăng ký đạt chuẩn"
        verbose_name_plural = "đăng ký đạt chuẩn"
        ordering = ("-year", "sort_key", "pk")
        constraints = (
            models.UniqueConstraint(fields=["area", "criteria_set", "year", "subject"], name="registration_once"),
            models.CheckConstraint(
                name="registration_recognised_by_decision",
                condition=~Q(state__in=[RegistrationState.RECOGNISED, RegistrationState.REVOKED])
                | (~Q(decision="") & Q(recognised_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="registration_revoked_by_decision",
                condition=~Q(state=RegistrationState.REVOKED) | (~Q(revocation="") & Q(revoked_on__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.whose}, {self.criteria_set}, {self.year}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.subject = text.tidy(self.subject)
        self.sort_key = text.sort_key(f"{self.area.name} {self.subject}")[:700]
        self.search_key = text.search_key(f"{self.subject} {self.area}")[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("criteria:registration", args=[self.pk])

    @property
    def standing(self) -> str:
        """Code of the state's chip (core.templatetags.ui.STATUSES): an assessment says what it found."""
        if self.state == RegistrationState.ASSESSED:
            return "assessed_met" if self.found_met else "assessed_unmet"
        return "recognition_revoked" if self.state == RegistrationState.REVOKED else self.state

    @property
    def whose(self) -> str:
        return f"{self.subject}, {self.area}" if self.subject else str(self.area)


class RegistrationList(models.Model):
    """The list of a year's registrations of a commune as an official paper; drafted anew while the paper is a draft."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="registration_lists", verbose_name="xã")
    year = models.PositiveSmallIntegerField("năm")
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, related_name="registration_list", verbose_name="văn bản"
    )

    class Meta:
        verbose_name = "danh sách đăng ký"
        verbose_name_plural = "danh sách đăng ký"
        ordering = ("-year", "-pk")

    def __str__(self) -> str:
        return f"Danh sách đăng ký năm {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:registration_list", args=[self.pk])
