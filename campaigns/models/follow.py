"""What is followed after issue: tasks with owner and deadline, their reports, and the figures of targets."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import TaskState
from campaigns.models.plan import Block, Plan, PlanRow, Target


class Task(PlanRow):
    """One thing to be done: by whom, by when, how much."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tasks")
    block = models.ForeignKey(
        Block, models.CASCADE, null=True, blank=True, related_name="tasks", verbose_name="khối tiêu chí"
    )
    text = models.TextField("nhiệm vụ")
    #: Who is to do it, as the plan prints it.
    unit = models.TextField("đơn vị thực hiện", blank=True)
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="tổ chức"
    )
    area = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name="thôn"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="tasks",
        verbose_name="người phụ trách",
    )  # fmt: skip
    starts_on = models.DateField("bắt đầu", null=True, blank=True)
    deadline = models.DateField("hạn", null=True, blank=True, db_index=True)
    volume = models.DecimalField("khối lượng", max_digits=16, decimal_places=3, null=True, blank=True)
    measure = models.CharField("đơn vị tính", max_length=50, blank=True)
    cost = models.BigIntegerField("kinh phí (đồng)", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=TaskState, default=TaskState.OPEN)
    #: Kept by the reports: what is done so far, in `measure`, and in percent.
    done_volume = models.DecimalField("đã làm", max_digits=16, decimal_places=3, null=True, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name="làm sau nhiệm vụ"
    )

    class Meta(PlanRow.Meta):
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        # What is due is found among open rows only, however many are done.
        indexes = (
            models.Index(
                fields=["deadline"], condition=Q(state__in=("open", "under_way"), deadline__isnull=False), name="task_open_by_deadline",
            ),
            models.Index(
                fields=["block"], condition=Q(state__in=("open", "under_way"), deadline=None), name="task_open_by_block"
            ),
        )  # fmt: skip
        constraints = (
            models.CheckConstraint(
                name="task_dates_in_order",
                condition=Q(starts_on=None) | Q(deadline=None) | Q(deadline__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(name="task_percent", condition=Q(percent__lte=100)),
        )

    def __str__(self) -> str:
        return self.text[:80]


class TaskReport(models.Model):
    """One report on a task. Append-only: what was wrong is put right by a further report."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="reports")
    #: Total done by then, not the day's part; None where the task has no volume.
    done_volume = models.DecimalField("đã làm đến nay", max_digits=16, decimal_places=3, null=True, blank=True)
    percent = models.PositiveSmallIntegerField("tiến độ (%)")
    text = models.TextField("kết quả", blank=True)
    trouble = models.TextField("khó khăn", blank=True)
    done = models.BooleanField("đã xong", default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "báo cáo tiến độ"
        verbose_name_plural = "báo cáo tiến độ"
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(name="task_report_percent", condition=Q(percent__lte=100)),)

    def __str__(self) -> str:
        return f"{self.percent} %"


class TaskFile(models.Model):
    """A photo or paper that shows what a report says."""

    report = models.ForeignKey(TaskReport, models.CASCADE, related_name="files")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "minh chứng"
        verbose_name_plural = "minh chứng"

    def __str__(self) -> str:
        return str(self.file)


class TargetValue(models.Model):
    """What a target stood at at the end of a month; a corrected figure is a further row, the last one counts."""

    target = models.ForeignKey(Target, models.CASCADE, related_name="values")
    #: First day of the month.
    month = models.DateField("tháng")
    value = models.DecimalField("giá trị", max_digits=18, decimal_places=4)
    note = models.TextField("ghi chú", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "số liệu tháng"
        verbose_name_plural = "số liệu tháng"
        ordering = ("month", "at", "pk")

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}: {self.value}"
