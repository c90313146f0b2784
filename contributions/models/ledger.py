"""The ledger: books, receipts and what each receipt is for. Rows of it are added, never changed or deleted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from contributions.enums import BookForm, BookKind, NumberState, Way
from contributions.models.campaigns import Campaign
from contributions.models.rosters import Party, RosterLine


class Book(models.Model):
    """A book of receipts of one year: the system numbers it, or its numbers are printed from–to and typed in."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="receipt_books", verbose_name="địa bàn")
    year = models.PositiveSmallIntegerField("năm")
    form = models.CharField("loại chứng từ", max_length=10, choices=BookForm)
    kind = models.CharField("cách đánh số", max_length=10, choices=BookKind, default=BookKind.SYSTEM)
    code = models.CharField("quyển số", max_length=20)
    first_number = models.PositiveIntegerField("từ số", default=1)
    #: Only of pre-printed books.
    last_number = models.PositiveIntegerField("đến số", null=True, blank=True)
    #: The last number the system gave; the row is locked while the next one is taken.
    issued_to = models.PositiveIntegerField("đã cấp đến số", default=0)
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người giữ quyển",
    )
    opened_on = models.DateField("lĩnh ngày")
    handed_back_on = models.DateField("trả ngày", null=True, blank=True)

    class Meta:
        verbose_name = "quyển"
        verbose_name_plural = "quyển"
        ordering = ("-year", "form", "code")
        indexes = (
            models.Index(fields=["year"], condition=Q(handed_back_on=None, holder__isnull=False), name="book_in_hand"),
        )
        constraints = (
            models.UniqueConstraint(fields=["area", "year", "form", "code"], name="book_once"),
            models.CheckConstraint(
                name="book_numbers_by_kind",
                condition=Q(kind=BookKind.SYSTEM, last_number=None)
                | Q(
                    kind=BookKind.PREPRINTED, last_number__isnull=False, last_number__gte=F("first_number"), issued_to=0
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_form_display()}, quyển {self.code}/{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:book", args=[self.pk])


class Batch(models.Model):
    """A pile of receipts typed at one go against a control count and total; a difference has its reason."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="batches")
    control_count = models.PositiveIntegerField("số tờ")
    control_total = models.BigIntegerField("tổng tiền (đồng)")
    reason = models.CharField("lý do chênh lệch", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xấp biên lai"
        verbose_name_plural = "xấp biên lai"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.control_count} tờ"


class Receipt(models.Model):
    """One thing received, with its number. `amount` is its worth in đồng; a reversal has the negative of what it reverses.

    Names and words stand here as they were printed; nothing in a row ever changes (the database refuses it).
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField("số")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="receipts")
    way = models.CharField("hình thức", max_length=10, choices=Way)
    party = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="receipts", verbose_name="người nộp"
    )
    payer = models.CharField("họ tên người nộp", max_length=200)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    village = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn"
    )
    received_on = models.DateField("ngày", db_index=True)
    text = models.CharField("nội dung thu", max_length=500)
    amount = models.BigIntegerField("số tiền, giá trị (đồng)")
    #: Labour days worked, where the way is labour.
    days = models.DecimalField("số công", max_digits=8, decimal_places=2, null=True, blank=True)
    in_words = models.CharField("bằng chữ", max_length=400)
    work = models.ForeignKey(
        "campaigns.Work", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="công trình"
    )
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="điều chỉnh cho"
    )
    reason = models.CharField("lý do điều chỉnh", max_length=300, blank=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="receipts")
    #: What the page sends with the form, so that a doubled click or a retried request writes one receipt.
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "chứng từ thu"
        verbose_name_plural = "chứng từ thu"
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["book", "number"], name="receipt_number_once"),
            models.CheckConstraint(
                name="receipt_amount_by_kind",
                condition=Q(reverses=None, amount__gt=0) | (Q(reverses__isnull=False, amount__lt=0) & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="receipt_days_of_labour",
                condition=Q(way=Way.LABOUR, days__isnull=False) | (~Q(way=Way.LABOUR) & Q(days=None)),
            ),
        )
        indexes = (
            models.Index(fields=["campaign", "village", "amount"], name="receipt_totals"),
            models.Index(fields=["campaign", "received_on"], name="receipt_by_day"),
            models.Index(fields=["campaign", "received_on"], condition=Q(way="land"), name="receipt_of_land"),
        )

    def __str__(self) -> str:
        return f"{self.book}, số {self.number:07d}"

    def get_absolute_url(self) -> str:
        return reverse("contributions:receipt", args=[self.pk])


class ReceiptItem(models.Model):
    """Goods, land or a work on a receipt: what, how much, at which price; land in m² with its plot."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField("thứ tự")
    what = models.CharField("tên hiện vật, loại đất", max_length=200)
    unit = models.CharField("đơn vị tính", max_length=30)
    quantity = models.DecimalField("số lượng", max_digits=14, decimal_places=3)
    price = models.BigIntegerField("đơn giá (đồng)")
    amount = models.BigIntegerField("thành tiền (đồng)")
    plot = models.CharField("thửa, tờ bản đồ", max_length=100, blank=True)
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "hiện vật trên chứng từ"
        verbose_name_plural = "hiện vật trên chứng từ"
        ordering = ("receipt_id", "position")

    def __str__(self) -> str:
        return self.what


class Allocation(models.Model):
    """Which giver's line a receipt (or part of it) is for; what is not allocated stands as not yet assigned."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="allocations")
    line = models.ForeignKey(RosterLine, models.PROTECT, related_name="allocations")
    amount = models.BigIntegerField("số tiền (đồng)")
    days = models.DecimalField("số công", max_digits=8, decimal_places=2, null=True, blank=True)
    #: The earlier row that this one takes back (when a receipt is assigned anew).
    takes_back = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="taken_back_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "phân bổ"
        verbose_name_plural = "phân bổ"
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="allocation_not_nothing", condition=~Q(amount=0)),)
        indexes = (models.Index(fields=["line", "amount"], name="allocation_of_line"),)

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"


class Confirmation(models.Model):
    """The cashier (or whoever is not the maker) has the money or has seen the thing."""

    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="confirmation")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "xác nhận của thủ quỹ"
        verbose_name_plural = "xác nhận của thủ quỹ"

    def __str__(self) -> str:
        return str(self.receipt)


class ReversalRequest(models.Model):
    """The accountant asks for a reversal that the campaign leaves to the leader; granted, it becomes the reversing receipt."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="reversal_requests")
    reason = models.CharField("lý do", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("đề nghị lúc")
    granted = models.BooleanField("duyệt", null=True, blank=True)
    answer = models.CharField("ý kiến", max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("quyết định lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đề nghị điều chỉnh"
        verbose_name_plural = "đề nghị điều chỉnh"
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=["receipt"], condition=Q(granted=None), name="reversal_request_one_open"),
        )

    def __str__(self) -> str:
        return str(self.receipt)


class ReceiptPrint(models.Model):
    """Each print of a receipt; from the second on it says "bản sao"."""

    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="prints")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần in"
        verbose_name_plural = "lần in"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(self.receipt)


class BookNumber(models.Model):
    """A number of a pre-printed book that no receipt bears: void (crossed out and kept) or handed back unused."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="other_numbers")
    number = models.PositiveIntegerField("số")
    state = models.CharField("tình trạng", max_length=10, choices=NumberState)
    reason = models.CharField("lý do", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "số không dùng"
        verbose_name_plural = "số không dùng"
        ordering = ("book_id", "number")
        constraints = (models.UniqueConstraint(fields=["book", "number"], name="book_number_once"),)

    def __str__(self) -> str:
        return f"{self.number:07d}"


class Handover(models.Model):
    """A collector hands in what a book brought: the receipts of a run of numbers on a bảng kê, against one phiếu thu number."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="handovers")
    from_number = models.PositiveIntegerField("từ số")
    to_number = models.PositiveIntegerField("đến số")
    total = models.BigIntegerField("tổng tiền (đồng)")
    #: The phiếu thu that takes it all in: number in the cash book, and its words.
    voucher = models.CharField("phiếu thu số", max_length=30)
    handed_on = models.DateField("ngày nộp quỹ")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "nộp quỹ"
        verbose_name_plural = "nộp quỹ"
        ordering = ("handed_on", "pk")
        constraints = (
            models.UniqueConstraint(fields=["book", "from_number"], name="handover_from_once"),
            models.CheckConstraint(name="handover_numbers_in_order", condition=Q(to_number__gte=F("from_number"))),
        )

    def __str__(self) -> str:
        return f"{self.book}: {self.from_number}–{self.to_number}"


class Muster(models.Model):
    """Bảng chấm công: who worked on one day in one village, for which work; typed back it becomes receipts of labour days."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="musters")
    village = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="thôn")
    held_on = models.DateField("ngày")
    work = models.ForeignKey(
        "campaigns.Work", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="công trình"
    )
    text = models.CharField("công việc", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "bảng chấm công"
        verbose_name_plural = "bảng chấm công"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.village}, {self.held_on:%d/%m/%Y}"


class MusterLine(models.Model):
    """Who worked how many days; `receipt` once the accountant has taken it into the ledger."""

    muster = models.ForeignKey(Muster, models.CASCADE, related_name="lines")
    line = models.ForeignKey(RosterLine, models.PROTECT, related_name="musters")
    days = models.DecimalField("số công", max_digits=5, decimal_places=2)
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="muster_line")

    class Meta:
        verbose_name = "dòng chấm công"
        verbose_name_plural = "dòng chấm công"
        ordering = ("muster_id", "line__party__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(fields=["muster", "line"], name="muster_line_once"),
            models.CheckConstraint(name="muster_days_positive", condition=Q(days__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.line}: {self.days}"
