"""Plans: what a commune means to do, in rows that every later room can point to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.enums import CriteriaSetKey, Direction, FindingLevel, LineKind, PlanKind, Standing
from core import text


class Plan(models.Model):
    """A plan; its paper is `document`, its programme is the rows below, `facts` is all that the text says."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="plans", verbose_name="địa bàn")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="plan", verbose_name="văn bản")
    kind = models.CharField("loại", max_length=15, choices=PlanKind)
    title = models.TextField("tên kế hoạch")
    theme = models.TextField("chủ đề", blank=True)
    year = models.PositiveSmallIntegerField("năm", null=True, blank=True, db_index=True)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến ngày", null=True, blank=True)
    deadline = models.DateField("hạn", null=True, blank=True)
    #: The answer of `import_plan --json` after a person's corrections: what no row below holds stands here.
    facts = models.JSONField(default=dict)
    source_file = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tệp nguồn"
    )
    #: True: the paper's text is composed from the rows; False: it stands as it was read from a file.
    composed = models.BooleanField("soạn trên hệ thống", default=False)
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="starts", verbose_name="lập từ kế hoạch"
    )
    #: The plan of the level above that asked for this one.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="kế hoạch cấp trên"
    )
    #: Who signs; the name printed is the holder's on the day of signing.
    signer = models.ForeignKey(
        "areas.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="chức vụ người ký"
    )
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    updated_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ("-year", "sort_key")
        constraints = (
            models.CheckConstraint(
                name="plan_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title = text.tidy(self.title)
        self.sort_key = text.sort_key(self.title)
        self.search_key = text.search_key(f"{self.title} {self.theme}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.pk])


class PlanRow(models.Model):
    """What every row of a plan has: its place, and the sentence it came from."""

    position = models.PositiveSmallIntegerField("thứ tự")
    source = models.TextField("câu nguồn", blank=True)

    class Meta:
        abstract = True
        ordering = ("position",)


class Block(PlanRow):
    """One criterion of an annual plan: what is done about it, who leads, who is responsible."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="blocks")
    number = models.CharField("mục", max_length=40, blank=True)
    criterion = models.PositiveSmallIntegerField("tiêu chí số", null=True, blank=True)
    title = models.TextField("tên")
    #: Where the criterion stands when the plan is made.
    standing = models.CharField("hiện trạng", max_length=15, choices=Standing, blank=True)
    situation = models.TextField("mô tả hiện trạng", blank=True)
    lead = models.TextField("người chỉ đạo", blank=True)
    responsible = models.TextField("người phụ trách", blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="cán bộ phụ trách",
    )
    deadline = models.DateField("hạn", null=True, blank=True)
    money = models.BigIntegerField("kinh phí (đồng)", null=True, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "khối tiêu chí"
        verbose_name_plural = "khối tiêu chí"
        indexes = (models.Index(fields=["deadline"], condition=Q(deadline__isnull=False), name="block_by_deadline"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class Solution(PlanRow):
    """How a block's tasks are carried out: one line of its "giải pháp"."""

    block = models.ForeignKey(Block, models.CASCADE, related_name="solutions")
    text = models.TextField("nội dung")

    class Meta(PlanRow.Meta):
        verbose_name = "giải pháp"
        verbose_name_plural = "giải pháp"

    def __str__(self) -> str:
        return self.text[:80]


class StandingRow(PlanRow):
    """Where a criterion or indicator stands when the plan is made: one line of the list of results."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="standings")
    set = models.CharField("bộ tiêu chí", max_length=10, choices=CriteriaSetKey, blank=True)
    #: "6" for a criterion, "13.3" for an indicator; empty where the text names it without a number.
    code = models.CharField("số", max_length=10, blank=True)
    name = models.TextField("tên", blank=True)
    standing = models.CharField("kết quả", max_length=15, choices=Standing)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    goal = models.DecimalField("mức phải đạt", max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=200, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "hiện trạng tiêu chí"
        verbose_name_plural = "hiện trạng tiêu chí"

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class PlanLine(PlanRow):
    """A sentence of the plan that has no more structure than its place: a purpose, a content, who takes part …"""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    kind = models.CharField("mục", max_length=15, choices=LineKind)
    #: A heading within the list (part of a campaign's contents), empty for a plain line.
    heading = models.TextField("tiêu đề", blank=True)
    text = models.TextField("nội dung")

    class Meta(PlanRow.Meta):
        verbose_name = "dòng nội dung"
        verbose_name_plural = "dòng nội dung"

    def __str__(self) -> str:
        return self.text[:80]


class Target(PlanRow):
    """A figure to reach, with its unit."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="targets")
    criterion = models.PositiveSmallIntegerField("tiêu chí số", null=True, blank=True)
    text = models.TextField("chỉ tiêu")
    base = models.DecimalField("hiện có", max_digits=18, decimal_places=4, null=True, blank=True)
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField("đơn vị", max_length=200, blank=True)
    #: The target of the plan above that this one is a part of.
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts", verbose_name="mục tiêu cấp trên"
    )
    direction = models.CharField("chiều", max_length=10, choices=Direction, blank=True)

    class Meta(PlanRow.Meta):
        verbose_name = "mục tiêu"
        verbose_name_plural = "mục tiêu"

    def __str__(self) -> str:
        return self.text[:80]


class Duty(PlanRow):
    """What a unit is asked to do ("Tổ chức thực hiện"); one row a unit, its duties line by line."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties")
    unit = models.TextField("đơn vị")
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tổ chức"
    )
    duties = models.JSONField("nhiệm vụ", default=list)

    class Meta(PlanRow.Meta):
        verbose_name = "phân công"
        verbose_name_plural = "phân công"

    def __str__(self) -> str:
        return self.unit


class Finding(models.Model):
    """What a check found in a plan, with the passages that disagree."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField("thứ tự")
    code = models.CharField("mã", max_length=30)
    level = models.CharField("mức", max_length=10, choices=FindingLevel)
    message = models.TextField("nội dung")
    quotes = models.JSONField("trích dẫn", default=list)
    #: Part of the plan's form where it is mended; empty where none is known.
    slug = models.CharField("mục soạn", max_length=40, blank=True)
    #: Somebody leaves it as it is, with a reason (FindingDecision).
    kept = models.BooleanField("giữ nguyên", default=False)

    class Meta:
        verbose_name = "kết quả kiểm tra"
        verbose_name_plural = "kết quả kiểm tra"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.message


class PlanImport(models.Model):
    """A file that was read and waits for a person to compare it with its source and save it as a Plan."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="địa bàn")
    file = models.ForeignKey("documents.StoredFile", models.PROTECT, related_name="+", verbose_name="tệp")
    #: The reading (paper, layout notes, missing parts) and the answer of `import_plan --json`.
    reading = models.JSONField()
    facts = models.JSONField()
    plan = models.OneToOneField(Plan, models.CASCADE, null=True, blank=True, related_name="source_import")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "tệp đã đọc"
        verbose_name_plural = "tệp đã đọc"

    def __str__(self) -> str:
        return self.file.name
