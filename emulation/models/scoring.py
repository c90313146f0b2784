"""Scoring: a sheet of weighted items, marks of people who do not see each other's, a ranking that freezes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emulation.enums import Combine, EntryKind, ItemSource, ScoringState, TieRule
from emulation.models.drives import Drive, Entry


class Scoring(models.Model):
    """One scoring of one kind of competitors in a drive: its sheet, its scorers, its ranking."""

    drive = models.ForeignKey(Drive, models.PROTECT, related_name="scorings", verbose_name="đợt thi đua")
    kind = models.CharField("chấm cho", max_length=10, choices=EntryKind, default=EntryKind.VILLAGE)
    name = models.CharField("tên", max_length=200)
    #: What the reports, photos and cards of these days give; the ranking freezes on the last one.
    counts_from = models.DateField("tính từ ngày")
    review_on = models.DateField("xét, chốt ngày")
    combine = models.CharField("gộp điểm của nhiều người chấm", max_length=10, choices=Combine, default=Combine.MEDIAN)
    #: Two marks of an item farther apart than this many percent of its points need a reason.
    spread_percent = models.PositiveSmallIntegerField("chênh lệch phải nêu lý do (% điểm tối đa)", default=30)
    tie_rule = models.CharField("khi bằng điểm", max_length=10, choices=TieRule, default=TieRule.FIRST_ITEM)
    state = models.CharField("tình trạng", max_length=10, choices=ScoringState, default=ScoringState.DRAFT)
    closed_at = models.DateTimeField("chấm xong lúc", null=True, blank=True)
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        verbose_name = "lần chấm điểm"
        verbose_name_plural = "lần chấm điểm"
        ordering = ("-review_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["drive", "kind", "review_on"], name="scoring_once_a_day"),
            models.CheckConstraint(name="scoring_dates_in_order", condition=Q(review_on__gte=models.F("counts_from"))),
            models.CheckConstraint(
                name="scoring_frozen_by_somebody",
                condition=~Q(state=ScoringState.FROZEN) | Q(frozen_at__isnull=False, frozen_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("emulation:scoring", args=[self.drive_id, self.pk])


class ScoreItem(models.Model):
    """One weighted item of the sheet: judged by people, or computed from what the system knows."""

    scoring = models.ForeignKey(Scoring, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.CharField("nội dung", max_length=300)
    points = models.DecimalField("điểm tối đa", max_digits=6, decimal_places=2)
    source = models.CharField("cách tính", max_length=15, choices=ItemSource, default=ItemSource.JUDGED)

    class Meta:
        verbose_name = "nội dung chấm"
        verbose_name_plural = "nội dung chấm"
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(name="score_item_points", condition=Q(points__gt=0)),
            models.UniqueConstraint(fields=["scoring", "position"], name="score_item_position_once"),
        )

    def __str__(self) -> str:
        return self.text


class Scorer(models.Model):
    scoring = models.ForeignKey(Scoring, models.CASCADE, related_name="scorers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="scorings", verbose_name="người chấm"
    )
    #: Since when, and why, this person's marks do not count; they stay where they are.
    left_out_at = models.DateTimeField("thôi chấm lúc", null=True, blank=True)
    left_out_reason = models.TextField("lý do thôi chấm", blank=True)

    class Meta:
        verbose_name = "người chấm điểm"
        verbose_name_plural = "người chấm điểm"
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["scoring", "user"], name="scorer_once"),
            models.CheckConstraint(
                name="scorer_left_out_with_reason",
                condition=Q(left_out_at=None, left_out_reason="")
                | (Q(left_out_at__isnull=False) & ~Q(left_out_reason="")),
            ),
        )

    def __str__(self) -> str:
        return str(self.user)


class Mark(models.Model):
    """What a scorer gives an entry for an item; his own to change while the scoring is open, never afterwards."""

    scorer = models.ForeignKey(Scorer, models.CASCADE, related_name="marks")
    item = models.ForeignKey(ScoreItem, models.CASCADE, related_name="marks")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="marks")
    points = models.DecimalField("điểm", max_digits=6, decimal_places=2)
    note = models.CharField("nhận xét", max_length=300, blank=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "điểm"
        verbose_name_plural = "điểm"
        constraints = (
            models.UniqueConstraint(fields=["scorer", "item", "entry"], name="mark_once"),
            models.CheckConstraint(name="mark_not_negative", condition=Q(points__gte=0)),
        )

    def __str__(self) -> str:
        return str(self.points)


class SpreadReason(models.Model):
    """Why the marks of an item lie far apart; asked for before the ranking may freeze."""

    item = models.ForeignKey(ScoreItem, models.CASCADE, related_name="spreads")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="spreads")
    text = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lý do chênh lệch điểm"
        verbose_name_plural = "lý do chênh lệch điểm"
        constraints = (models.UniqueConstraint(fields=["item", "entry"], name="spread_reason_once"),)

    def __str__(self) -> str:
        return self.text[:80]


class NoFigure(models.Model):
    """Somebody read that a computed item has nothing to count from for an entry, and that it then gives 0 points.

    It holds only as long as there is no figure: one that comes later counts.
    """

    item = models.ForeignKey(ScoreItem, models.CASCADE, related_name="no_figures")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="no_figures")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xác nhận chưa có số liệu"
        verbose_name_plural = "xác nhận chưa có số liệu"
        constraints = (models.UniqueConstraint(fields=["item", "entry"], name="no_figure_once"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.entry}"


class Correction(models.Model):
    """The points of an entry for an item put right after closing, with the reason; the last one counts. Append-only."""

    item = models.ForeignKey(ScoreItem, models.PROTECT, related_name="corrections")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="corrections")
    before = models.DecimalField("điểm trước", max_digits=8, decimal_places=4, null=True, blank=True)
    after = models.DecimalField("điểm sau", max_digits=6, decimal_places=2)
    reason = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "điều chỉnh điểm"
        verbose_name_plural = "điều chỉnh điểm"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class RankRow(models.Model):
    """One line of a frozen ranking. Append-only: a frozen ranking never changes."""

    scoring = models.ForeignKey(Scoring, models.PROTECT, related_name="ranking")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="rankings")
    #: As it was called when the ranking froze.
    name = models.CharField("tên", max_length=200)
    #: Equal places share a number; the order among them is that of names.
    place = models.PositiveIntegerField("hạng")
    order = models.PositiveIntegerField("thứ tự")
    points = models.DecimalField("tổng điểm", max_digits=8, decimal_places=4)
    #: By item's id: {"points": "8.5000", "marks": ["8.5", "9"], "spread": "0.5", "share": "0.85", "corrected": false};
    #: "on_time": [reports on time, reports due], null where none was due.
    detail = models.JSONField("điểm từng nội dung", default=dict)

    class Meta:
        verbose_name = "dòng xếp hạng"
        verbose_name_plural = "dòng xếp hạng"
        ordering = ("order",)
        constraints = (
            models.UniqueConstraint(fields=["scoring", "entry"], name="rank_row_once"),
            models.UniqueConstraint(fields=["scoring", "order"], name="rank_order_once"),
        )

    def __str__(self) -> str:
        return f"{self.place}. {self.entry}"
