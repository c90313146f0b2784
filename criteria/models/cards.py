"""The living scorecard of a commune (or village) by one set: a value, a state and a reason per row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from criteria.enums import State
from criteria.models.sets import CriteriaSet, Criterion, Indicator, IndicatorVersion


class Scorecard(models.Model):
    """One area's card by one set for one year; it stays open to changes, rounds freeze copies of it."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="scorecards", verbose_name="địa bàn")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, related_name="scorecards", verbose_name="bộ tiêu chí")
    year = models.PositiveSmallIntegerField("năm")
    #: The household or garden that is judged; empty where it is the area itself.
    subject = models.CharField("hộ, vườn", max_length=150, blank=True)
    #: Column of the set's levels that applies to the area (region or commune group); empty while not established.
    scope = models.CharField("vùng hoặc nhóm xã", max_length=20, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    updated_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "phiếu tự đánh giá"
        verbose_name_plural = "phiếu tự đánh giá"
        ordering = ("-year", "area__sort_key")
        indexes = (
            # When an area's cards were last touched: asked of every commune for those nothing is heard of.
            models.Index(fields=["area", "-updated_at"], name="card_last_saved"),
            # Which years the rows of a page of a long list are of, and the cards of one year.
            models.Index(fields=["year", "area"], name="card_by_year"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["area", "criteria_set", "year", "subject"], name="scorecard_once_a_subject"
            ),
        )

    def __str__(self) -> str:
        return f"{self.whose}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:card", args=[self.pk])

    @property
    def whose(self) -> str:
        """ "Hộ Lò Văn An, Thôn Nà Cốc" or the area itself."""
        return f"{self.subject}, {self.area}" if self.subject else str(self.area)


class Result(models.Model):
    """What stands in one row of a card: an indicator, or a whole criterion where a person judges it whole.

    A row without a result has no data. `computed` is what value and level say ("" where they say nothing); a `state` that
    differs from it is a person's, and has a reason.
    """

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="results")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="results", verbose_name="tiêu chí")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="results", verbose_name="chỉ tiêu"
    )
    #: The wording it was judged by.
    version = models.ForeignKey(IndicatorVersion, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    #: The value for women, where both sexes must reach the level; `number` is then that for men.
    second = models.DecimalField("giá trị (nữ)", max_digits=18, decimal_places=4, null=True, blank=True)
    text = models.CharField("giá trị (chữ)", max_length=200, blank=True)
    #: Values of the parts of a compound row, by the part's place from "0": {"0": "92.5", "1": "Đạt"}.
    parts = models.JSONField("giá trị từng phần", default=dict, blank=True)
    state = models.CharField("kết quả", max_length=15, choices=State)
    computed = models.CharField("kết quả theo mức", max_length=15, choices=State, blank=True)
    reason = models.TextField("lý do, nhận xét", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả"
        constraints = (
            models.UniqueConstraint(fields=["scorecard", "indicator"], name="result_once_an_indicator"),
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], condition=Q(indicator=None), name="result_once_a_whole_criterion"
            ),
            models.CheckConstraint(
                name="result_computed_or_reasoned",
                condition=Q(state=State.NO_DATA) | Q(state=F("computed")) | ~Q(reason=""),
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator or self.criterion}: {self.get_state_display()}"


class RowCare(models.Model):
    """Who looks after one row of a card, and by when it shall be met; a row without one is the officer's."""

    scorecard = models.ForeignKey(Scorecard, models.CASCADE, related_name="cares")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="tiêu chí")
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chỉ tiêu"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người phụ trách",
    )
    unit = models.CharField("đơn vị phụ trách", max_length=200, blank=True)
    due_on = models.DateField("kế hoạch hoàn thành", null=True, blank=True)

    class Meta:
        verbose_name = "phân công dòng tiêu chí"
        verbose_name_plural = "phân công dòng tiêu chí"
        indexes = (models.Index(fields=["due_on"], condition=Q(owner__isnull=False), name="row_care_by_day"),)
        constraints = (
            models.UniqueConstraint(fields=["scorecard", "indicator"], name="row_care_once_an_indicator"),
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], condition=Q(indicator=None), name="row_care_once_a_criterion"
            ),
        )

    def __str__(self) -> str:
        return f"{self.indicator or self.criterion}: {self.owner or self.unit}"
