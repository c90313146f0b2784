"""Criteria sets as data: a set, its criteria, their indicators, each with dated versions, each version with levels."""

from __future__ import annotations

import re

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from criteria.enums import (
    Applicability,
    Confidence,
    Direction,
    Layer,
    MetRule,
    Provenance,
    ScopeKind,
    SetLevel,
    SplitBy,
    ValueKind,
)


class CriteriaSet(models.Model):
    """One criteria set as its decision issued it. Blank or null: not established."""

    code = models.SlugField("Mã", max_length=60, unique=True)
    name = models.CharField("Tên", max_length=300)
    level = models.CharField("Cấp", max_length=10, choices=SetLevel.choices)
    period = models.CharField("Giai đoạn", max_length=20, blank=True)
    issued_by = models.CharField("Cấp ban hành", max_length=10, choices=Layer.choices)
    basis_number = models.CharField("Số, ký hiệu", max_length=60, blank=True)
    basis_date = models.DateField("Ngày ban hành", null=True, blank=True)
    basis_issuer = models.CharField("Cơ quan ban hành", max_length=200, blank=True)
    basis_appendix = models.CharField("Phụ lục", max_length=60, blank=True)
    effective_from = models.DateField("Có hiệu lực từ", null=True, blank=True)
    sources = models.JSONField("Nguồn", default=list, blank=True)
    requires = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="required_by",
        verbose_name="Phải đạt trước",
    )
    met_rule = models.CharField("Quy tắc đạt", max_length=10, choices=MetRule.choices, blank=True)
    #: With MetRule.SHARE: how many % of the criteria must be met, the obligatory ones among them.
    met_share = models.DecimalField(
        "Tỷ lệ tiêu chí phải đạt (%)", max_digits=5, decimal_places=2, null=True, blank=True
    )
    scope_kind = models.CharField("Mức theo", max_length=10, choices=ScopeKind.choices, blank=True)
    scopes = models.JSONField("Vùng hoặc nhóm xã", default=dict, blank=True)
    criteria_expected = models.PositiveSmallIntegerField("Số tiêu chí theo quyết định", null=True, blank=True)
    indicators_expected = models.PositiveSmallIntegerField("Số chỉ tiêu theo quyết định", null=True, blank=True)
    counts_source = models.CharField("Nguồn của số lượng", max_length=600, blank=True)
    structure_source = models.CharField("Nguồn của cấu trúc", max_length=600, blank=True)
    notes = models.JSONField("Ghi chú", default=list, blank=True)
    file_hash = models.CharField("Dấu vết của tệp đã nạp", max_length=64, blank=True, editable=False)
    closed_at = models.DateTimeField("Công bố và khóa lúc", null=True, blank=True)

    class Meta:
        verbose_name = "bộ tiêu chí"
        verbose_name_plural = "bộ tiêu chí"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    @property
    def years(self) -> range | None:
        """The years of its period ("2021-2025"); None where none is established."""
        found = re.fullmatch(r"(\d{4})\D+(\d{4})", self.period)
        return range(int(found[1]), int(found[2]) + 1) if found else None


# Rows below a set are ordered by the id of what they belong to: by the relation itself every query would join up to the set,
# and a database whose statistics are stale goes through those tables once a row, for minutes.


class Criterion(models.Model):
    """`complete` is false while the list of indicators is not known whole: a person judges such a criterion."""

    criteria_set = models.ForeignKey(
        CriteriaSet,
        on_delete=models.CASCADE,
        related_name="criteria",
        verbose_name="Bộ tiêu chí",
    )
    number = models.PositiveSmallIntegerField("Số")
    name = models.CharField("Tên", max_length=300)
    group = models.CharField("Nhóm", max_length=200, blank=True)
    complete = models.BooleanField("Đủ chỉ tiêu", default=True)
    #: Must be met whatever the share says (MetRule.SHARE).
    obligatory = models.BooleanField("Bắt buộc phải đạt", default=False)
    source = models.CharField("Nguồn của tên", max_length=600, blank=True)
    confidence = models.CharField("Độ tin cậy của tên", max_length=10, choices=Confidence.choices, blank=True)
    note = models.TextField("Ghi chú", blank=True)
    guidance = models.TextField("Hướng dẫn", blank=True)

    class Meta:
        verbose_name = "tiêu chí"
        verbose_name_plural = "tiêu chí"
        ordering = ("criteria_set_id", "number")
        constraints = (models.UniqueConstraint(fields=["criteria_set", "number"], name="criterion_number_once"),)

    def __str__(self) -> str:
        return f"{self.number}. {self.name}"


class Indicator(models.Model):
    """`key` never changes and finds the row again; `code` is the decision's number, blank while not established."""

    criterion = models.ForeignKey(
        Criterion,
        on_delete=models.CASCADE,
        related_name="indicators",
        verbose_name="Tiêu chí",
    )
    key = models.CharField("Khóa", max_length=60)
    code = models.CharField("Số", max_length=20, blank=True)
    position = models.PositiveSmallIntegerField("Thứ tự")

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ("criterion_id", "position")
        constraints = (models.UniqueConstraint(fields=["criterion", "key"], name="indicator_key_once"),)

    def __str__(self) -> str:
        return self.code or self.key


class Traced(models.Model):
    """What is known about the origin of a row, and who compared it with the decision."""

    provenance = models.CharField("Xuất xứ", max_length=10, choices=Provenance.choices)
    confidence = models.CharField("Độ tin cậy", max_length=10, choices=Confidence.choices, blank=True)
    source = models.CharField("Nguồn", max_length=600, blank=True)
    checked_by = models.CharField("Người đối chiếu", max_length=200, blank=True)
    checked_at = models.DateTimeField("Đối chiếu lúc", null=True, blank=True)

    class Meta:
        abstract = True


class IndicatorVersion(Traced):
    """The wording in force from a date; a null date means from the beginning of the set."""

    indicator = models.ForeignKey(
        Indicator,
        on_delete=models.CASCADE,
        related_name="versions",
        verbose_name="Chỉ tiêu",
    )
    effective_from = models.DateField("Áp dụng từ", null=True, blank=True)
    basis = models.CharField("Theo văn bản", max_length=100, blank=True)
    change = models.TextField("Nội dung sửa đổi", blank=True)
    text = models.TextField("Nội dung", blank=True)
    value_kind = models.CharField("Loại giá trị", max_length=10, choices=ValueKind.choices, blank=True)
    direction = models.CharField("Chiều đánh giá", max_length=10, choices=Direction.choices, blank=True)
    unit = models.CharField("Đơn vị", max_length=60, blank=True)
    scale = models.JSONField("Thang xếp loại, từ thấp đến cao", default=list, blank=True)
    split_by = models.CharField("Phải đạt riêng cho", max_length=10, choices=SplitBy.choices, blank=True)
    by_year = models.BooleanField("Mức khác nhau theo năm", default=False)
    parts = models.JSONField("Các phần", default=list, blank=True)
    applicability = models.CharField(
        "Phạm vi đánh giá",
        max_length=10,
        choices=Applicability.choices,
        default=Applicability.ALWAYS,
    )
    derived = models.JSONField("Suy ra từ bộ tiêu chí khác", null=True, blank=True)
    delegated_to = models.CharField("Giao cho", max_length=100, blank=True)
    note = models.TextField("Ghi chú", blank=True)
    guidance = models.TextField("Hướng dẫn", blank=True)

    class Meta:
        verbose_name = "nội dung chỉ tiêu"
        verbose_name_plural = "nội dung chỉ tiêu"
        ordering = ("indicator_id", F("effective_from").asc(nulls_first=True))
        constraints = (
            models.UniqueConstraint(fields=["indicator", "effective_from"], name="version_date_once"),
            models.UniqueConstraint(
                fields=["indicator"],
                condition=Q(effective_from=None),
                name="version_original_once",
            ),
        )

    def __str__(self) -> str:
        return self.text or "(chưa có nội dung)"


class LevelsDecision(models.Model):
    """A province's decision on levels: entered as a draft, closed when it is published; then it judges the cards below.

    A later decision goes before an earlier one from its date on, row by row: what it leaves out stays as it was.
    """

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="levels_decisions", verbose_name="tỉnh")
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="levels_decisions", verbose_name="bộ tiêu chí"
    )
    number = models.CharField("số, ký hiệu", max_length=60)
    issued_on = models.DateField("ngày ban hành")
    effective_from = models.DateField("áp dụng từ")
    note = models.TextField("ghi chú", blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField("công bố và khóa lúc", null=True, blank=True)

    class Meta:
        verbose_name = "quyết định mức của tỉnh"
        verbose_name_plural = "quyết định mức của tỉnh"
        ordering = ("-effective_from", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["area", "criteria_set", "number"], name="levels_decision_once"),
            models.CheckConstraint(
                name="levels_decision_published_by_somebody",
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Quyết định {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("criteria:levels_decision", args=[self.pk])


class Level(Traced):
    """What one version asks for in one scope and year. An unknown level has no row, so it can never read as zero.

    `number` is in the unit of the version. `text` is a grade, "Đạt", or words that no number can carry; `rule` holds
    the parts of a compound level. `delegated` says that the province sets the level, and then both are empty.
    """

    version = models.ForeignKey(
        IndicatorVersion,
        on_delete=models.CASCADE,
        related_name="levels",
        verbose_name="Nội dung chỉ tiêu",
    )
    #: The province's decision it comes from; empty for what the set itself says.
    decision = models.ForeignKey(
        LevelsDecision,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="levels",
        verbose_name="Quyết định của tỉnh",
    )
    layer = models.CharField("Cấp quy định", max_length=10, choices=Layer.choices)
    scope = models.CharField("Vùng hoặc nhóm", max_length=20, blank=True)
    year = models.PositiveSmallIntegerField("Năm", null=True, blank=True)
    delegated = models.BooleanField("UBND tỉnh quy định", default=False)
    number = models.DecimalField("Mức (số)", max_digits=14, decimal_places=4, null=True, blank=True)
    text = models.CharField("Mức (chữ)", max_length=500, blank=True)
    rule = models.JSONField("Quy tắc nhiều phần", null=True, blank=True)
    basis = models.CharField("Theo văn bản", max_length=100, blank=True)
    from_file = models.BooleanField("Nạp từ tệp", default=False)

    class Meta:
        verbose_name = "mức"
        verbose_name_plural = "mức"
        ordering = ("version_id", "layer", "scope", "year")
        constraints = (
            models.UniqueConstraint(
                fields=["version", "layer", "scope", "year"], condition=Q(decision=None), name="level_year_once"
            ),
            models.UniqueConstraint(
                fields=["version", "layer", "scope"], condition=Q(year=None, decision=None), name="level_all_years_once"
            ),
            models.UniqueConstraint(
                fields=["decision", "version", "scope", "year"],
                condition=Q(decision__isnull=False),
                name="level_decided_once",
            ),
            models.UniqueConstraint(
                fields=["decision", "version", "scope"],
                condition=Q(year=None, decision__isnull=False),
                name="level_decided_once_for_all_years",
            ),
            models.CheckConstraint(
                name="level_decided_is_provincial",
                condition=Q(decision=None) | Q(layer=Layer.PROVINCE, from_file=False),
            ),
            models.CheckConstraint(
                condition=Q(delegated=True, number=None, text="")
                | Q(delegated=False, number__isnull=False, text="")
                | (Q(delegated=False, number=None) & ~Q(text="")),
                name="level_one_form",
            ),
        )

    def __str__(self) -> str:
        return self.text or (f"{self.number.normalize():f}" if self.number is not None else "UBND tỉnh quy định")
