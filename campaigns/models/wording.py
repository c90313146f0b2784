"""The words of a composed plan: sentences that people changed, versions, unsaved input, remarks."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from campaigns.models.plan import Plan


class Sentence(models.Model):
    """A person's own wording of a generated passage, kept until it is taken back.

    `basis` is what the system said when it was written: where it says something else today, the figures below have
    changed and the page shows both.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sentences")
    #: Stable name of the passage in the composition, e.g. "target:12" or "purpose.1".
    key = models.CharField(max_length=100)
    text = models.TextField("câu chữ", blank=True)
    basis = models.TextField("câu hệ thống soạn khi sửa", blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "câu chữ đã sửa"
        verbose_name_plural = "câu chữ đã sửa"
        constraints = (models.UniqueConstraint(fields=["plan", "key"], name="sentence_once_in_plan"),)

    def __str__(self) -> str:
        return self.text[:80]


class PlanVersion(models.Model):
    """The whole paper as it stood at a moment, for comparing two of them in words. Append-only."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField("bản số")
    paper = models.JSONField("nội dung")
    why = models.CharField("khi nào", max_length=100)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bản của kế hoạch"
        verbose_name_plural = "bản của kế hoạch"
        ordering = ("-number",)
        constraints = (models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),)

    def __str__(self) -> str:
        return f"Bản {self.number}"


class UnsavedInput(models.Model):
    """What somebody typed into one part of a plan and has not saved: one row a person and part, replaced as they type."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="unsaved")
    slug = models.CharField("mục", max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    data = models.JSONField("đã gõ")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "nội dung chưa lưu"
        verbose_name_plural = "nội dung chưa lưu"
        constraints = (models.UniqueConstraint(fields=["plan", "slug", "user"], name="unsaved_input_once"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.slug}"


class Editing(models.Model):
    """Who has a part of a plan open just now; a row older than a minute means nobody."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="editing")
    slug = models.CharField("mục", max_length=40)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "đang mở"
        verbose_name_plural = "đang mở"
        constraints = (models.UniqueConstraint(fields=["plan", "slug", "user"], name="editing_once"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.slug}"


class PartState(models.Model):
    """How often a part of a plan was saved, and by whom: the number a form brings back to show what it was based on."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parts")
    slug = models.CharField("mục", max_length=40)
    saves = models.PositiveIntegerField("lần lưu", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("lúc", null=True)
    #: Rows that the last save took away, as Django's serializer writes them, so that they can be put back.
    deleted = models.JSONField("dòng vừa xóa", default=list)

    class Meta:
        verbose_name = "trạng thái mục"
        verbose_name_plural = "trạng thái mục"
        constraints = (models.UniqueConstraint(fields=["plan", "slug"], name="part_state_once"),)

    def __str__(self) -> str:
        return f"{self.slug}: {self.saves}"


class Remark(models.Model):
    """What the leader wants changed, at the part of the plan it belongs to."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="remarks")
    slug = models.CharField("mục", max_length=40, blank=True)
    text = models.TextField("nội dung cần sửa")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    resolved_at = models.DateTimeField("đã sửa lúc", null=True, blank=True)

    class Meta:
        verbose_name = "ý kiến"
        verbose_name_plural = "ý kiến"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class FindingDecision(models.Model):
    """Somebody keeps what a finding names, with a written reason; for an error only a leader may. Append-only."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="finding_decisions")
    #: Code and hash of the finding's message and quotes: with other words it is another finding.
    key = models.CharField(max_length=100)
    reason = models.TextField("lý do")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "quyết định giữ nguyên"
        verbose_name_plural = "quyết định giữ nguyên"
        constraints = (models.UniqueConstraint(fields=["plan", "key"], name="finding_decision_once"),)

    def __str__(self) -> str:
        return self.reason[:80]
