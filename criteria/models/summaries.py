"""What overviews read instead of results: a letter a criterion, kept in the transaction of whatever changes a card.

Letters stand in the order of the set's criteria: see criteria.judging.MARKS. `recompute_summaries` makes them anew from the
results and snapshots and says where they differed.
"""

from __future__ import annotations

from django.db import models

from criteria.models.cards import Scorecard
from criteria.models.rounds import Round, RoundCard


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
