"""What happened (entries, never changed) and who must hear of it (notices)."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from journal import registry


class AppendOnlyError(Exception):
    """Somebody tried to change or delete what is only ever written."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def update(self, **fields: Any) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ ghi thêm, không sửa.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ ghi thêm, không xóa.")


class Entry(models.Model):
    """Who did what to which thing, when and in which area; names are copied, so later renames change nothing here.

    Triggers refuse UPDATE and DELETE in the database too (migration 0002).
    """

    at = models.DateTimeField("lúc", db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="người làm"
    )
    actor_name = models.CharField("tên người làm", max_length=150, blank=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+", verbose_name="địa bàn")
    area_name = models.CharField("tên địa bàn", max_length=150, blank=True)
    #: A registered code such as "document.issued"; journal.registry has its sentence.
    action = models.CharField("việc", max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject_label = models.CharField("đối tượng", max_length=250)
    #: {field: [old, new]}
    changes = models.JSONField("thay đổi", default=dict)
    note = models.TextField("ghi chú", blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng nhật ký"
        verbose_name_plural = "nhật ký"
        ordering = ("-at", "-pk")
        indexes = (
            models.Index(fields=["subject_type", "subject_id", "-at"], name="entry_of_subject"),
            models.Index(fields=["area", "-at"], name="entry_of_area"),
        )

    def __str__(self) -> str:
        return f"{self.sentence}: {self.subject_label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError("Nhật ký chỉ ghi thêm, không sửa.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ ghi thêm, không xóa.")

    @property
    def sentence(self) -> str:
        """What was done, in Vietnamese, e.g. "Ban hành văn bản"."""
        return registry.sentence(self.action)


class Notice(models.Model):
    """One line in a person's inbox; the key keeps the same thing from being told twice."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name="người nhận"
    )
    key = models.CharField("khóa", max_length=150)
    title = models.CharField("nội dung", max_length=250)
    url = models.CharField("mở trang", max_length=300)
    created_at = models.DateTimeField("lúc")
    read_at = models.DateTimeField("đã đọc lúc", null=True)
    #: Does not wait for the daily digest.
    urgent = models.BooleanField("khẩn", default=False)
    #: The thing with a last day that the notice is about ("task:17"), and that day; empty for other news.
    thing = models.CharField("việc", max_length=80, blank=True)
    due_on = models.DateField("hạn", null=True)
    #: When it went into the messages that leave the house; the row waits for that from the transaction of its cause on.
    gathered_at = models.DateTimeField("đưa vào tin lúc", null=True)

    class Meta:
        verbose_name = "thông báo"
        verbose_name_plural = "thông báo"
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=["recipient", "-created_at"], name="notice_inbox"),
            models.Index(fields=["recipient"], condition=models.Q(read_at=None), name="notice_unread"),
            models.Index(fields=["recipient"], condition=models.Q(gathered_at=None), name="notice_to_gather"),
            models.Index(fields=["thing", "due_on"], condition=~models.Q(thing=""), name="notice_of_thing"),
        )
        constraints = (models.UniqueConstraint(fields=["recipient", "key"], name="notice_told_once"),)

    def __str__(self) -> str:
        return self.title
