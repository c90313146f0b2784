"""The sums of the ledger kept ready: what pages show of a campaign without going through its receipts."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from contributions.enums import Way
from contributions.models.campaigns import Campaign


class CampaignTotal(models.Model):
    """A part of the sums of one campaign, village, unit and way of giving; what holds is the sum of the rows of a place and way.

    The database itself adds a row with the difference after every write of rosters, receipts, their items and allocations, and
    spending (migration 0009), in the same transaction: nobody waits for another, nothing can forget it. Rows of one place and
    way are put together now and then (contributions.actions.totals.fold). Read it through contributions.ledger.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="totals")
    #: Where the givers' lines are counted; both empty for those of no place and for what concerns the whole campaign.
    village = models.ForeignKey("areas.Area", models.CASCADE, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey("areas.Organisation", models.CASCADE, null=True, related_name="+", db_index=False)
    #: Empty for what is of no way: givers, expected, spent.
    way = models.CharField(max_length=10, choices=Way, blank=True, db_default="")
    givers = models.IntegerField("số người", db_default=0)
    taking_part = models.IntegerField("số tham gia", db_default=0)
    expected = models.BigIntegerField("mức vận động", db_default=0)
    #: What is allocated to lines of the place.
    allocated = models.BigIntegerField("đã phân bổ (đồng)", db_default=0)
    allocated_days = models.DecimalField("đã phân bổ (công)", max_digits=12, decimal_places=2, db_default=0)
    #: What all receipts of the campaign brought, allocated or not.
    received = models.BigIntegerField("đã nhận (đồng)", db_default=0)
    received_days = models.DecimalField("đã nhận (công)", max_digits=12, decimal_places=2, db_default=0)
    #: Donated land in m².
    land = models.DecimalField("đất (m²)", max_digits=16, decimal_places=3, db_default=0)
    spent = models.BigIntegerField("đã chi (đồng)", db_default=0)
    #: Not yet put together with the others of its place and way.
    fresh = models.BooleanField(db_default=True)

    class Meta:
        verbose_name = "tổng của đợt vận động"
        verbose_name_plural = "tổng của đợt vận động"
        indexes = (models.Index(fields=["campaign"], condition=Q(fresh=True), name="campaign_total_fresh"),)

    def __str__(self) -> str:
        return f"{self.campaign}, {self.way}"
