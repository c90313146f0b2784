"""Official papers, their numbers and their files."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import text
from documents.enums import FROZEN, DocumentState, Format, Origin, PaperType, Purpose


class NumberSeries(models.Model):
    """One run of numbers of an issuer: per type (or one for all types) and calendar year, or term for Party papers."""

    issuer = models.ForeignKey(
        "areas.Organisation", models.PROTECT, related_name="number_series", verbose_name="cơ quan ban hành"
    )
    #: Letters of the type ("KH"), or "chung" where the issuer numbers all types together.
    code = models.CharField("dãy", max_length=20)
    period = models.CharField("năm hoặc nhiệm kỳ", max_length=20)
    last_number = models.PositiveIntegerField("số cuối đã cấp", default=0)

    class Meta:
        verbose_name = "dãy số"
        verbose_name_plural = "dãy số"
        constraints = (models.UniqueConstraint(fields=["issuer", "code", "period"], name="number_series_once"),)

    def __str__(self) -> str:
        return f"{self.issuer}, {self.code}, {self.period}"


class StoredFile(models.Model):
    """A file with its hash; its name in storage cannot be guessed, and every download asks its purpose's rights check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField("loại", max_length=20, choices=Purpose)
    file = models.FileField("tệp", upload_to="stored/%Y/%m", max_length=200)
    name = models.CharField("tên tệp", max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã băm SHA-256", max_length=64, db_index=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="stored_files", verbose_name="địa bàn")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lúc", db_index=True)
    #: Only of files that a job made for "Tệp của tôi": the last day they are kept; all others stay.
    kept_until = models.DateField("giữ đến hết ngày", null=True)

    class Meta:
        verbose_name = "tệp"
        verbose_name_plural = "tệp"
        indexes = (models.Index(fields=["kept_until"], condition=Q(kept_until__isnull=False), name="file_to_remove"),)

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """An official paper. `context` is the whole printed text (documents.context.Paper); issuing freezes it."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="documents", verbose_name="địa bàn")
    issuer = models.ForeignKey(
        "areas.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name="cơ quan ban hành",
    )
    origin = models.CharField("nguồn", max_length=10, choices=Origin, default=Origin.MADE)
    type = models.CharField("loại văn bản", max_length=5, choices=PaperType)
    subject = models.TextField("trích yếu")
    search_key = models.TextField(editable=False)
    state = models.CharField(
        "trạng thái", max_length=10, choices=DocumentState, default=DocumentState.DRAFT, db_index=True
    )
    context = models.JSONField("nội dung")

    series = models.ForeignKey(NumberSeries, models.PROTECT, null=True, blank=True, related_name="documents")
    number = models.PositiveIntegerField("số", null=True, blank=True)
    #: As printed, e.g. "66/KH-UBND"; empty until numbered.
    number_and_symbol = models.CharField("số và ký hiệu", max_length=60, blank=True)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True, db_index=True)
    check_code = models.CharField("mã kiểm tra", max_length=16, null=True, unique=True, editable=False)  # noqa: DJ001 - unique where there is one
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="thay bằng"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    updated_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "văn bản"
        verbose_name_plural = "văn bản"
        ordering = ("-created_at",)
        indexes = (
            models.Index(
                fields=["state", "updated_at"],
                condition=Q(state__in=("submitted", "approved")),
                name="document_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["series", "number"], name="document_number_once_in_series"),
            models.CheckConstraint(
                name="document_frozen_is_numbered",
                condition=~Q(state__in=sorted(FROZEN)) | (~Q(number_and_symbol="") & Q(issued_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="document_number_with_series",
                condition=Q(series=None, number=None) | Q(series__isnull=False, number__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.number_and_symbol or self.subject

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = text.search_key(f"{self.number_and_symbol} {self.subject}")
        super().save(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        return self.state in FROZEN


class Rendition(models.Model):
    """A finished PDF or Word file of one wording of a document; a second request finds it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=5, choices=Format)
    #: SHA-256 of the context as printed.
    context_hash = models.CharField(max_length=64)
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="rendition")
    #: Of a PDF; the register of outgoing papers states it.
    pages = models.PositiveIntegerField("số trang", null=True)

    class Meta:
        verbose_name = "bản in"
        verbose_name_plural = "bản in"
        constraints = (models.UniqueConstraint(fields=["document", "format", "context_hash"], name="rendition_once"),)

    def __str__(self) -> str:
        return f"{self.document}, {self.format}"


class SignedCopy(models.Model):
    """The signed and stamped scan, or the digitally signed PDF, of an issued paper."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="signed_copies")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="signed_copy")

    class Meta:
        verbose_name = "bản đã ký"
        verbose_name_plural = "bản đã ký"

    def __str__(self) -> str:
        return f"Bản đã ký của {self.document}"
