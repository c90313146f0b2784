"""From one criteria set to the next: which rows carry over with a re-check, are assessed anew, or are asked no longer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from criteria.enums import MapKind
from criteria.models.cards import Result, Scorecard
from criteria.models.sets import CriteriaSet, Criterion, Indicator


class MapRow(models.Model):
    """One line of the map between two sets; rows of a criterion as a whole have no indicator."""

    from_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="maps_from")
    to_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="maps_to")
    kind = models.CharField("cách chuyển", max_length=10, choices=MapKind)
    from_criterion = models.ForeignKey(Criterion, models.CASCADE, null=True, blank=True, related_name="+")
    from_indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, blank=True, related_name="+")
    to_criterion = models.ForeignKey(Criterion, models.CASCADE, null=True, blank=True, related_name="+")
    to_indicator = models.ForeignKey(Indicator, models.CASCADE, null=True, blank=True, related_name="+")
    note = models.TextField("ghi chú", blank=True)
    #: Compared with both decisions by somebody.
    confirmed = models.BooleanField("đã đối chiếu", default=False)

    class Meta:
        verbose_name = "dòng chuyển bộ tiêu chí"
        verbose_name_plural = "dòng chuyển bộ tiêu chí"
        ordering = ("from_set_id", "to_set_id", "pk")
        constraints = (
            models.CheckConstraint(
                name="map_row_has_its_ends",
                condition=Q(kind=MapKind.CARRIED, from_criterion__isnull=False, to_criterion__isnull=False)
                | Q(kind=MapKind.ANEW, from_criterion=None, from_indicator=None, to_criterion__isnull=False)
                | Q(kind=MapKind.DROPPED, from_criterion__isnull=False, to_criterion=None, to_indicator=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.from_indicator or self.from_criterion or '-'} → {self.to_indicator or self.to_criterion or '-'}"


class Carried(models.Model):
    """A result of an old card laid beside a row of the new one; it counts for nothing until a person has looked again."""

    card = models.ForeignKey(Scorecard, models.CASCADE, related_name="carried", verbose_name="phiếu mới")
    row = models.ForeignKey(MapRow, models.PROTECT, related_name="+")
    result = models.ForeignKey(Result, models.PROTECT, related_name="+", verbose_name="kết quả cũ")
    #: True: taken over as it was; False: to be assessed anew; empty: nobody has looked yet.
    taken = models.BooleanField("lấy lại kết quả", null=True, blank=True)
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField("kiểm tra lại lúc", null=True, blank=True)

    class Meta:
        verbose_name = "kết quả chuyển từ bộ cũ"
        verbose_name_plural = "kết quả chuyển từ bộ cũ"
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=["card", "row", "result"], name="carried_once"),)

    def __str__(self) -> str:
        return str(self.row)
