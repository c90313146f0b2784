"""Long work as rows: the row is the truth, a message in the broker only a doorbell."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jobs import queues, registry
from jobs.enums import ENDED, LIVE, RETRYABLE, JobState


class Job(models.Model):
    """One piece of long work. Only jobs.actions writes here, each step by one conditional update."""

    kind = models.CharField("loại việc", max_length=60)
    #: Name of the queue, as its kind said when the work was asked for.
    queue = models.CharField(
        "hàng đợi",
        max_length=20,
        choices=[(name, queue.label) for name, queue in queues.QUEUES.items()],
        default=queues.DEFAULT,
    )
    #: What the work is about, by nature: the same kind and key asked twice while it lives is one job.
    key = models.CharField("khóa", max_length=200)
    title = models.CharField("nội dung", max_length=250, blank=True)
    payload = models.JSONField("dữ liệu vào", default=dict)
    state = models.CharField("trạng thái", max_length=10, choices=JobState, default=JobState.QUEUED)
    #: Token of the worker that has the job now; whoever lost it may not write any more.
    claim = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField("giữ đến", null=True)
    #: How often the job was started, and how often its work ended in an error; the rest were workers that died.
    attempts = models.PositiveSmallIntegerField("số lần chạy", default=0)
    failures = models.PositiveSmallIntegerField("số lần lỗi", default=0)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    progress_text = models.CharField("đang làm gì", max_length=200, blank=True)
    reason = models.TextField("lý do", blank=True)
    #: The error of the last run as the program names it; only administrators see it.
    cause = models.TextField("lỗi của chương trình", blank=True)
    result = models.JSONField("kết quả", null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="jobs", verbose_name="người yêu cầu"
    )
    area = models.ForeignKey("areas.Area", models.SET_NULL, null=True, related_name="+", verbose_name="địa bàn")
    created_at = models.DateTimeField("lúc yêu cầu")
    started_at = models.DateTimeField("lúc bắt đầu", null=True)
    finished_at = models.DateTimeField("lúc xong", null=True)
    #: No worker takes the job before this moment.
    next_try_at = models.DateTimeField("chạy không sớm hơn")
    #: When the sweeper rings the doorbell (again), should no worker have come.
    ring_at = models.DateTimeField(editable=False)

    class Meta:
        verbose_name = "việc chạy nền"
        verbose_name_plural = "việc chạy nền"
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["owner", "-created_at"], name="job_of_owner"),
            models.Index(fields=["ring_at"], condition=Q(state=JobState.QUEUED), name="job_to_ring"),
            models.Index(fields=["queue", "next_try_at"], condition=Q(state=JobState.QUEUED), name="job_waiting"),
            models.Index(fields=["lease_until"], condition=Q(state=JobState.RUNNING), name="job_to_take_up"),
        )
        constraints = (
            models.UniqueConstraint(fields=["kind", "key"], condition=Q(state__in=LIVE), name="job_one_alive"),
            models.CheckConstraint(
                name="job_claimed_while_running",
                condition=Q(
                    state=JobState.RUNNING, claim__isnull=False, lease_until__isnull=False, started_at__isnull=False
                )
                | (~Q(state=JobState.RUNNING) & Q(claim__isnull=True, lease_until__isnull=True)),
            ),
            models.CheckConstraint(
                name="job_finished_when_ended",
                condition=Q(state__in=ENDED, finished_at__isnull=False) | Q(state__in=LIVE, finished_at__isnull=True),
            ),
            models.CheckConstraint(name="job_failed_for_a_reason", condition=~Q(state=JobState.FAILED) | ~Q(reason="")),
            models.CheckConstraint(
                name="job_result_when_done", condition=Q(state=JobState.DONE) | Q(result__isnull=True)
            ),
            models.CheckConstraint(name="job_progress_is_percent", condition=Q(progress__lte=100)),
            models.CheckConstraint(name="job_failures_are_attempts", condition=Q(failures__lte=F("attempts"))),
        )

    def __str__(self) -> str:
        return self.title or self.label

    @property
    def label(self) -> str:
        """The kind of work in Vietnamese, e.g. "Dựng văn bản"."""
        return registry.label(self.kind)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_retryable(self) -> bool:
        return self.state in RETRYABLE

    @property
    def file_url(self) -> str:
        """Where the finished file is, as the handler said in result["url"]; empty when there is none."""
        return (self.result or {}).get("url", "")

    @property
    def file_name(self) -> str:
        return (self.result or {}).get("name", "") or str(self)


#: Purpose of the keys of other systems' requests, which are forgotten after a day; those of people's forms are kept.
FOR_A_DAY = "api"


class IdempotencyKey(models.Model):
    """What was answered to a person's request with this key, so that sending it again does nothing twice."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="người gửi")
    purpose = models.CharField("việc", max_length=60)
    key = models.CharField("khóa", max_length=100)
    response = models.JSONField("trả lời", default=dict)
    created_at = models.DateTimeField("lúc", db_index=True)

    class Meta:
        verbose_name = "khóa chống gửi lặp"
        verbose_name_plural = "khóa chống gửi lặp"
        constraints = (models.UniqueConstraint(fields=["user", "purpose", "key"], name="idempotency_key_once"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.key}"


class Heartbeat(models.Model):
    """When a process that has no address was last heard of: "beat", and of the workers each queue's."""

    name = models.CharField("tên", max_length=20, unique=True)
    at = models.DateTimeField("nghe thấy lúc")

    class Meta:
        verbose_name = "nhịp báo sống"
        verbose_name_plural = "nhịp báo sống"

    def __str__(self) -> str:
        return self.name
