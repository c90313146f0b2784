"""Works (công trình): what is built, decided, paid and owed; and what residents decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import DecisionForm, DecisionMatter, FundKind, PhotoMoment, WorkState
from campaigns.models.plan import Plan
from core import text


class ResidentsDecision(models.Model):
    """What the households of a village or commune decided, with its record (Luật 10/2022/QH15, điều 20, 21).

    In a whole commune the villages are counted, not the households: `villages`, `villages_agreed`.
    """

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="residents_decisions", verbose_name="địa bàn")
    subject = models.TextField("nội dung quyết định")
    matter = models.CharField("loại nội dung", max_length=15, choices=DecisionMatter)
    form = models.CharField("hình thức", max_length=10, choices=DecisionForm)
    held_on = models.DateField("ngày")
    held_at = models.TimeField("lúc", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    households = models.PositiveIntegerField("tổng số hộ")
    present = models.PositiveIntegerField("số hộ dự họp hoặc gửi phiếu")
    agreed = models.PositiveIntegerField("số hộ tán thành")
    villages = models.PositiveIntegerField("tổng số thôn", null=True, blank=True)
    villages_agreed = models.PositiveIntegerField("số thôn tán thành", null=True, blank=True)
    discussion = models.TextField("ý kiến thảo luận", blank=True)
    chair = models.CharField("người chủ trì", max_length=150, blank=True)
    secretary = models.CharField("thư ký", max_length=150, blank=True)
    front_head = models.CharField("Trưởng ban công tác Mặt trận", max_length=150, blank=True)
    #: Two households sign the record; one name a line.
    witnesses = models.TextField("đại diện hộ ký biên bản", blank=True)
    record_number = models.CharField("số biên bản, nghị quyết", max_length=60, blank=True)
    record = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "quyết định của Nhân dân"
        verbose_name_plural = "quyết định của Nhân dân"
        ordering = ("-held_on", "-pk")
        constraints = (
            models.CheckConstraint(
                name="residents_decision_counts",
                condition=Q(present__lte=models.F("households"), agreed__lte=models.F("present")),
            ),
            models.CheckConstraint(
                name="residents_decision_villages",
                condition=Q(villages=None, villages_agreed=None) | Q(villages_agreed__lte=models.F("villages")),
            ),
        )

    def __str__(self) -> str:
        return self.subject[:80]

    def save(self, *args: object, **kwargs: object) -> None:
        self.search_key = text.search_key(f"{self.subject} {self.record_number}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Work(models.Model):
    """A work of the programme. Amounts in đồng; the debt is what was accepted and is not paid yet."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="works", verbose_name="địa bàn")
    name = models.TextField("tên công trình")
    place = models.TextField("địa điểm", blank=True)
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="works", verbose_name="thuộc kế hoạch"
    )
    criterion = models.PositiveSmallIntegerField("phục vụ tiêu chí số", null=True, blank=True)
    #: The decision that approves the work, as cited, and its row in the register of documents.
    decision = models.ForeignKey(
        "documents.CitedDocument", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="quyết định phê duyệt",
    )  # fmt: skip
    total = models.BigIntegerField("tổng mức (đồng)", null=True, blank=True)
    accepted_value = models.BigIntegerField("giá trị nghiệm thu (đồng)", null=True, blank=True)
    accepted_on = models.DateField("ngày nghiệm thu", null=True, blank=True)
    starts_on = models.DateField("khởi công", null=True, blank=True)
    ends_on = models.DateField("hoàn thành", null=True, blank=True)
    volume = models.DecimalField("khối lượng", max_digits=16, decimal_places=3, null=True, blank=True)
    measure = models.CharField("đơn vị tính", max_length=50, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=WorkState, default=WorkState.PLANNED)
    residents_decision = models.ForeignKey(
        ResidentsDecision, models.PROTECT, null=True, blank=True, related_name="works",
        verbose_name="quyết định của Nhân dân",
    )  # fmt: skip
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")
    updated_at = models.DateTimeField("sửa lúc")

    class Meta:
        verbose_name = "công trình"
        verbose_name_plural = "công trình"
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(
                name="work_dates_in_order",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
            ),
            models.CheckConstraint(
                name="work_amounts_not_negative",
                condition=(Q(total=None) | Q(total__gte=0)) & (Q(accepted_value=None) | Q(accepted_value__gte=0)),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.sort_key = text.sort_key(self.name)
        self.search_key = text.search_key(f"{self.name} {self.place}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class WorkFund(models.Model):
    """Where a work's money comes from, as decided."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="funds")
    position = models.PositiveSmallIntegerField("thứ tự")
    kind = models.CharField("nguồn", max_length=10, choices=FundKind)
    text = models.TextField("nội dung", blank=True)
    amount = models.BigIntegerField("số tiền (đồng)")

    class Meta:
        verbose_name = "nguồn vốn"
        verbose_name_plural = "nguồn vốn"
        ordering = ("position",)
        constraints = (models.CheckConstraint(name="work_fund_not_negative", condition=Q(amount__gte=0)),)

    def __str__(self) -> str:
        return self.get_kind_display()


class WorkPayment(models.Model):
    """Money paid for a work; a wrong one is put right by a negative one that refers to it. Append-only."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="payments")
    paid_on = models.DateField("ngày")
    amount = models.BigIntegerField("số tiền (đồng)")
    voucher = models.CharField("chứng từ", max_length=60, blank=True)
    text = models.TextField("nội dung", blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name="điều chỉnh khoản"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "khoản thanh toán"
        verbose_name_plural = "khoản thanh toán"
        ordering = ("paid_on", "pk")
        constraints = (
            models.CheckConstraint(
                name="work_payment_sign",
                condition=Q(corrects=None, amount__gt=0) | Q(corrects__isnull=False, amount__lt=0),
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} đồng"


class WorkPhoto(models.Model):
    work = models.ForeignKey(Work, models.CASCADE, related_name="photos")
    moment = models.CharField("lúc chụp", max_length=10, choices=PhotoMoment)
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")
    note = models.CharField("ghi chú", max_length=300, blank=True)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "ảnh công trình"
        verbose_name_plural = "ảnh công trình"
        ordering = ("moment", "at")

    def __str__(self) -> str:
        return self.note or str(self.file)
