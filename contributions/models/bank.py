"""The bank: statements as drafts, their lines told apart, and which receipts they became."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contributions.enums import BankLineKind, BankLineState, ImportState
from contributions.models.ledger import Receipt


class StatementProfile(models.Model):
    """How the columns of an account's statement are to be read; the accountant points to them once."""

    account = models.OneToOneField("areas.BankAccount", models.CASCADE, related_name="statement_profile")
    #: Field → heading of the column.
    columns = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "cách đọc sao kê"
        verbose_name_plural = "cách đọc sao kê"

    def __str__(self) -> str:
        return str(self.account)


class Statement(models.Model):
    """One file of a bank; reading the same file twice, or two that overlap, adds each line of the bank once."""

    account = models.ForeignKey("areas.BankAccount", models.PROTECT, related_name="statements")
    name = models.CharField("tệp", max_length=200)
    sha256 = models.CharField(max_length=64)
    closing_on = models.DateField("đến ngày", null=True, blank=True)
    closing_balance = models.BigIntegerField("số dư cuối (đồng)", null=True, blank=True)
    #: Lines that could not be read, with the sentence that says why.
    refused = models.JSONField(default=list)
    #: The table as read, while somebody still has to say which column is what; dropped once the lines are in.
    table = models.JSONField(default=dict)
    line_count = models.PositiveIntegerField("số dòng", default=0)
    #: Of these, lines that no earlier statement of the account had.
    new_count = models.PositiveIntegerField("số dòng mới", default=0)
    state = models.CharField("tình trạng", max_length=10, choices=ImportState, default=ImportState.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "sao kê"
        verbose_name_plural = "sao kê"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


class BankLine(models.Model):
    """One line of the bank. Two true twins of a day are two rows: `occurrence` counts them."""

    account = models.ForeignKey("areas.BankAccount", models.PROTECT, related_name="bank_lines")
    #: Every statement that has it: taking one back leaves what another one says as well.
    statements = models.ManyToManyField(Statement, related_name="lines")
    fingerprint = models.CharField(max_length=64)
    occurrence = models.PositiveSmallIntegerField(default=1)
    booked_on = models.DateField("ngày")
    #: Signed: money in is positive.
    amount = models.BigIntegerField("số tiền (đồng)")
    text = models.CharField("nội dung", max_length=500, blank=True)
    bank_reference = models.CharField("số giao dịch", max_length=100, blank=True)
    balance = models.BigIntegerField("số dư (đồng)", null=True, blank=True)
    kind = models.CharField("loại", max_length=10, choices=BankLineKind)
    state = models.CharField("tình trạng", max_length=10, choices=BankLineState, default=BankLineState.OPEN)
    reason = models.CharField("lý do để riêng", max_length=300, blank=True)

    class Meta:
        verbose_name = "dòng sao kê"
        verbose_name_plural = "dòng sao kê"
        ordering = ("booked_on", "pk")
        constraints = (models.UniqueConstraint(fields=["account", "fingerprint", "occurrence"], name="bank_line_once"),)
        indexes = (models.Index(fields=["account", "state"]),)

    def __str__(self) -> str:
        return f"{self.booked_on:%d/%m/%Y}: {self.amount}"


class BankMatch(models.Model):
    """Which receipt a line of the bank became, and how much of it; many to many, append-only. Taken back by a reversing receipt."""

    bank_line = models.ForeignKey(BankLine, models.PROTECT, related_name="matches")
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="bank_match")
    amount = models.BigIntegerField("số tiền (đồng)")

    class Meta:
        verbose_name = "khớp sao kê"
        verbose_name_plural = "khớp sao kê"
        ordering = ("pk",)
        constraints = (models.CheckConstraint(name="bank_match_not_nothing", condition=~Q(amount=0)),)

    def __str__(self) -> str:
        return f"{self.bank_line} → {self.receipt}"
