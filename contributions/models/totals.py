"""The sums of the ledger kept ready: what pages show of a campaign without going through its receipts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from contributions.enums import Source, Way
from contributions.models.campaigns import Campaign


class KeptSum(models.Model):
    """A part of sums that the database keeps; what holds is the sum of all rows of a key.

    The database itself adds a row with the difference after every write of what is summed, in the same transaction: nobody waits
    for another, nothing can forget it. Rows of one key are put together now and then (contributions.actions.totals.fold).
    """

    #: By which fields the sums are told apart, and which fields are summed.
    KEY: ClassVar[tuple[str, ...]]
    SUMMED: ClassVar[tuple[str, ...]]

    #: Empty for what is of no way: givers, expected, spent.
    way = models.CharField(max_length=10, choices=Way, blank=True, db_default="")
    expected = models.BigIntegerField("mức vận động", db_default=0)
    #: What receipts brought, allocated or not.
    received = models.BigIntegerField("đã nhận (đồng)", db_default=0)
    received_days = models.DecimalField("đã nhận (công)", max_digits=12, decimal_places=2, db_default=0)
    #: Not yet put together with the others of its key.
    fresh = models.BooleanField(db_default=True)

    class Meta:
        abstract = True


class CampaignTotal(KeptSum):
    """A part of the sums of one campaign, village, unit and way of giving.

    It follows rosters, receipts, their items and allocations, and spending (migrations 0009, 0014). Read it through
    contributions.ledger.
    """

    KEY = ("campaign", "village", "unit", "way")
    SUMMED = (
        "givers", "taking_part", "expected", "remaining", "allocated", "allocated_days", "received", "received_days", "land", "spent",
    )  # fmt: skip

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="totals")
    #: Where the givers' lines are counted; both empty for those of no place and for what concerns the whole campaign.
    village = models.ForeignKey("areas.Area", models.CASCADE, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("areas.Organisation", models.CASCADE, null=True, related_name="+", db_index=False)
    givers = models.IntegerField("số người", db_default=0)
    taking_part = models.IntegerField("số tham gia", db_default=0)
    #: What is left of what is expected of each line; of one that gave more nothing is left.
    remaining = models.BigIntegerField("còn theo mức (đồng)", db_default=0)
    #: What is allocated to lines of the place.
    allocated = models.BigIntegerField("đã phân bổ (đồng)", db_default=0)
    allocated_days = models.DecimalField("đã phân bổ (công)", max_digits=12, decimal_places=2, db_default=0)
    #: Donated land in m².
    land = models.DecimalField("đất (m²)", max_digits=16, decimal_places=3, db_default=0)
    spent = models.BigIntegerField("đã chi (đồng)", db_default=0)

    class Meta:
        verbose_name = "tổng của đợt vận động"
        verbose_name_plural = "tổng của đợt vận động"
        indexes = (models.Index(fields=["campaign"], condition=Q(fresh=True), name="campaign_total_fresh"),)

    def __str__(self) -> str:
        return f"{self.campaign}, {self.way}"


class SourceTotal(KeptSum):
    """A part of the sums of one campaign, source, month and way of giving: who gave when, for "Huy động nguồn lực".

    It follows rosters, receipts and allocations, and what makes a giver of one source: his kind, the group of his rate
    (migration 0011). Read it through contributions.queries.totals, which holds the rule of who gave.
    """

    KEY = ("campaign", "source", "month", "way")
    SUMMED = ("expected", "received", "received_days")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="source_totals")
    source = models.CharField("nguồn", max_length=12, choices=Source)
    #: The first day of the month on whose days the receipts were written; with the way empty for what is expected.
    month = models.DateField("tháng", null=True)

    class Meta:
        verbose_name = "tổng theo nguồn đóng góp"
        verbose_name_plural = "tổng theo nguồn đóng góp"
        indexes = (models.Index(fields=["campaign"], condition=Q(fresh=True), name="source_total_fresh"),)

    def __str__(self) -> str:
        return f"{self.campaign}, {self.get_source_display()}"
