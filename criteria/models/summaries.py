"""What overviews read instead of results: a letter a criterion, kept in the transaction of whatever changes a card.

Letters stand in the order of the set's criteria: see criteria.judging.MARKS. `recompute_summaries` makes them anew from the
results and snapshots and says where they differed.
"""

from __future__ import annotations

from django.db import models

from criteria.enums import TallyKind
from criteria.models.cards import Scorecard
from criteria.models.rounds import Round, RoundCard
from criteria.models.sets import CriteriaSet


class Summary(models.Model):
    marks = models.CharField("kết quả từng tiêu chí", max_length=60)
    #: Criteria that count as met, and indicators met of all that the set has.
    met = models.PositiveSmallIntegerField("tiêu chí đạt")
    rows_met = models.PositiveSmallIntegerField("chỉ tiêu đạt")
    rows = models.PositiveSmallIntegerField("số chỉ tiêu")
    at = models.DateTimeField("tính lúc")

    class Meta:
        abstract = True


class CardSummary(Summary):
    """A living card as it stands; a card without a row has no result yet."""

    card = models.OneToOneField(Scorecard, models.CASCADE, primary_key=True, related_name="summary")

    class Meta:
        verbose_name = "tổng hợp phiếu"
        verbose_name_plural = "tổng hợp phiếu"

    def __str__(self) -> str:
        return self.marks


class RoundSummary(Summary):
    """A card in a round from its submission on: what the commune said, and what holds with the office's corrections."""

    round_card = models.OneToOneField(RoundCard, models.CASCADE, primary_key=True, related_name="summary")
    #: Copied for the overview of a round, which reads no other table.
    round = models.ForeignKey(Round, models.CASCADE, related_name="summaries")
    said = models.CharField("xã tự đánh giá", max_length=60)

    class Meta:
        verbose_name = "tổng hợp phiếu trong kỳ"
        verbose_name_plural = "tổng hợp phiếu trong kỳ"

    def __str__(self) -> str:
        return self.marks


class AcceptedSummary(Summary):
    """What an office accepted last of a card, in whichever round; a card without a row was never accepted."""

    card = models.OneToOneField(Scorecard, models.CASCADE, primary_key=True, related_name="accepted")
    round_card = models.ForeignKey(RoundCard, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "kết quả chấp nhận gần nhất"
        verbose_name_plural = "kết quả chấp nhận gần nhất"

    def __str__(self) -> str:
        return self.marks


class Tally(models.Model):
    """Counts of communes' cards under a province or district; what holds is the sum of all rows of a key.

    Whoever changes a card adds a row with the difference, so that communes that save at once wait for nobody;
    actions.tallies.fold puts the rows of a key together from time to time, which changes no sum. The key holds the span of
    the communes, so that a reader leaves out those that are not there on the day without asking for each of them.
    """

    area = models.ForeignKey("areas.Area", models.CASCADE, related_name="tallies")
    criteria_set = models.ForeignKey(CriteriaSet, models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField("năm")
    kind = models.CharField("nguồn", max_length=10, choices=TallyKind)
    #: Scorecard.scope of the cards; "" for all cards together, of whichever column.
    scope = models.CharField("vùng hoặc nhóm xã", max_length=20, blank=True)
    #: The span of the communes (Area.valid_from, valid_to).
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    cards = models.IntegerField("số phiếu")
    #: See criteria.queries.tallies.Count.
    counts = models.JSONField("số đếm")

    class Meta:
        verbose_name = "số đếm phiếu theo địa bàn"
        verbose_name_plural = "số đếm phiếu theo địa bàn"
        indexes = (
            models.Index(fields=["area", "criteria_set", "year"], name="tally_by_area"),
            # Which sets and years there are, read from the index alone: a row's counts take a thousand bytes.
            models.Index(
                fields=["area", "criteria_set", "year", "cards"], name="tally_sets_and_years",
                condition=models.Q(kind="self", scope=""),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area_id}, {self.year}: {self.cards:+d}"
