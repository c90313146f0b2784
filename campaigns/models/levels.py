"""Plans of the levels below: who is asked for one, by when, and what came."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from campaigns.models.plan import Plan
from core.formats import vndate


class PlanRequest(models.Model):
    """A plan asks a unit (a village, the Front, a union, a commune) for its own plan by a date."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="requests")
    #: Where the asked unit's plan will stand; the organisation says who writes it where the area has several.
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="địa bàn")
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tổ chức"
    )
    due_on = models.DateField("gửi kế hoạch trước ngày")
    note = models.TextField("yêu cầu", blank=True)
    answer = models.OneToOneField(
        Plan, models.SET_NULL, null=True, blank=True, related_name="answers", verbose_name="kế hoạch đã lập"
    )
    reminded_on = models.DateField("nhắc lần cuối", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "yêu cầu lập kế hoạch"
        verbose_name_plural = "yêu cầu lập kế hoạch"
        ordering = ("due_on", "pk")
        indexes = (models.Index(fields=["due_on"], condition=models.Q(answer=None), name="plan_request_open"),)
        constraints = (
            models.UniqueConstraint(fields=["plan", "area", "organisation"], name="plan_request_once"),
            models.UniqueConstraint(
                fields=["plan", "area"], condition=models.Q(organisation=None), name="plan_request_once_of_area"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation or self.area}, chậm nhất ngày {vndate(self.due_on)}"
