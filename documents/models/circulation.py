"""What a paper rests on, and whom it goes to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from core import text
from documents.enums import DeliveryWay
from documents.models.papers import Document


class CitedDocument(models.Model):
    """A document others rest on: a law, decree, resolution, plan; ours or somebody else's.

    Without an area it is known to everybody (national law); with one, to that area and all below it.
    """

    area = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="cited_documents", verbose_name="địa bàn"
    )
    #: Name of the type as cited: "Luật", "Nghị định", "Quyết định", "Nghị quyết", "Kế hoạch" …
    type_name = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    dated = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    subject = models.TextField("trích yếu", blank=True)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("hết hiệu lực sau ngày", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name="thay bằng"
    )
    #: The paper itself, where it was issued in this system.
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="citation", verbose_name="văn bản trong hệ thống"
    )
    #: False until somebody has compared the row with the text of the document.
    confirmed = models.BooleanField("đã đối chiếu văn bản gốc", default=False)
    note = models.TextField("ghi chú", blank=True)
    #: Fingerprint of a row that came with the system, as it was loaded: another one today means that a person changed it.
    shipped_hash = models.CharField(max_length=64, blank=True, editable=False)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = "văn bản làm căn cứ"
        verbose_name_plural = "văn bản làm căn cứ"
        ordering = ("-dated", "sort_key")
        constraints = (
            # Of what people typed; two bodies of one place may issue papers of the same number and symbol on one day.
            models.UniqueConstraint(
                fields=["area", "type_name", "number", "dated"], condition=Q(document=None) & ~Q(number=""),
                name="cited_document_once",
            ),
            models.UniqueConstraint(
                fields=["type_name", "number", "dated"], condition=Q(area=None) & ~Q(number=""),
                name="cited_document_once_for_all",
            ),
            models.CheckConstraint(
                name="cited_document_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return " ".join(part for part in (self.type_name, self.number and f"số {self.number}") if part)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = text.sort_key(f"{self.type_name} {self.number}")
        self.search_key = text.search_key(f"{self.type_name} {self.number} {self.issuer} {self.subject}")
        super().save(*args, **kwargs)


class Basis(models.Model):
    """One căn cứ of a paper, in order: the documents it names, and its words as printed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="bases")
    position = models.PositiveSmallIntegerField("thứ tự")
    cited = models.ForeignKey(
        CitedDocument, models.PROTECT, null=True, blank=True, related_name="uses", verbose_name="văn bản"
    )
    #: The printed line; empty while the line is to follow from `cited`.
    text = models.TextField("câu căn cứ", blank=True)

    class Meta:
        verbose_name = "căn cứ"
        verbose_name_plural = "căn cứ"
        ordering = ("position",)
        constraints = (
            models.CheckConstraint(name="basis_says_something", condition=Q(cited__isnull=False) | ~Q(text="")),
        )

    def __str__(self) -> str:
        return self.text or str(self.cited)


class Delivery(models.Model):
    """One line of Nơi nhận: whom the paper goes to, how, and whether it arrived."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="deliveries")
    position = models.PositiveSmallIntegerField("thứ tự")
    #: As printed, without the dash: "UBND huyện (b/c)", "Lưu: VT".
    name = models.CharField("nơi nhận", max_length=300)
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="deliveries", verbose_name="tổ chức"
    )
    area = models.ForeignKey(
        "areas.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="các thôn, đơn vị của",
    )
    email = models.EmailField("thư điện tử", blank=True)
    way = models.CharField("cách gửi", max_length=10, choices=DeliveryWay, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    opened_at = models.DateTimeField("mở lúc", null=True, blank=True)
    acknowledged_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    acknowledged_by = models.CharField("người xác nhận", max_length=150, blank=True)
    acknowledged_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    #: SHA-256 of the secret in the link for those outside the system.
    link_hash = models.CharField(max_length=64, blank=True, db_index=True)
    link_until = models.DateTimeField("liên kết mở được đến", null=True, blank=True)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["document", "position"], name="delivery_place_once"),)

    def __str__(self) -> str:
        return self.name
