"""Danh sách: the people, households and organisations that are asked, per campaign, and where the rows came from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contributions.enums import Consent, DuplicateState, ImportState, LineState, PartyKind
from contributions.models.campaigns import Campaign, Rate
from core import text


class PartyRun(models.Model):
    """The commune's run of givers' codes; its row is locked while the next ones are taken, so no two givers share a code."""

    area = models.OneToOneField("areas.Area", models.PROTECT, related_name="+", verbose_name="xã")
    last = models.PositiveIntegerField("đã cấp đến", default=0)

    class Meta:
        verbose_name = "dãy mã người đóng góp"
        verbose_name_plural = "dãy mã người đóng góp"

    def __str__(self) -> str:
        return str(self.area)


class Party(models.Model):
    """A giver of one commune. A merged one keeps its row and points to the one that stands for it now."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="givers", verbose_name="xã")
    #: "AB-00017": the commune's own run, on rosters, receipts and in references.
    code = models.CharField("mã", max_length=20)
    kind = models.CharField("loại", max_length=12, choices=PartyKind)
    name = models.CharField("họ tên, tên tổ chức", max_length=200)
    village = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn"
    )
    unit = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    #: The household a person belongs to, as the village names it: the head's name or the household's number.
    household = models.CharField("hộ", max_length=150, blank=True)
    phone = models.CharField("điện thoại", max_length=15, blank=True)
    address = models.CharField("địa chỉ", max_length=300, blank=True)
    consent = models.CharField("nêu tên khi công khai", max_length=10, choices=Consent, default=Consent.NONE)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name="gộp vào"
    )
    #: The list that brought the giver in; undoing it takes the giver along.
    roster_import = models.ForeignKey(
        "contributions.RosterImport", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    sort_key = models.CharField(max_length=1000, editable=False)
    search_key = models.CharField(max_length=300, editable=False, db_index=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "người đóng góp"
        verbose_name_plural = "người đóng góp"
        ordering = ("sort_key", "pk")
        constraints = (models.UniqueConstraint(fields=["area", "code"], name="party_code_once"),)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_keys(self) -> None:
        """Keep the keys true to the name; whoever writes many rows at once calls it for each."""
        self.name = text.tidy(self.name)
        key = text.sort_key if self.kind == PartyKind.ORGANISATION else text.person_sort_key
        self.sort_key, self.search_key = key(self.name), text.search_key(self.name)


class RosterImport(models.Model):
    """A list brought in from a file or pasted: a draft until it is confirmed as a whole, undone as a whole."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="imports")
    name = models.CharField("tệp", max_length=200)
    #: Headings, which of them is which field, what holds for rows that do not say it, and how many rows are good.
    columns = models.JSONField(default=dict)
    #: The rows as read, each with what was understood and the sentences of what is wrong. Incomes stand here as the limit of
    #: their bracket, never as a figure; the cells are dropped once the list is confirmed or undone.
    rows = models.JSONField(default=list)
    state = models.CharField("tình trạng", max_length=10, choices=ImportState, default=ImportState.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "lần nhập danh sách"
        verbose_name_plural = "lần nhập danh sách"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.name


class RosterLine(models.Model):
    """One giver in one campaign: where, in which bracket, what the rules expect, and what was promised. Never a debt."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lines")
    party = models.ForeignKey(Party, models.PROTECT, related_name="lines")
    #: Where the giver is counted in this campaign; moves later in the year change it with a line in the journal.
    village = models.ForeignKey(
        "areas.Area", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="thôn"
    )
    unit = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    rate = models.ForeignKey(Rate, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name="mức")
    #: How many twelfths of the year count (part-year); 12 is the whole year.
    months = models.PositiveSmallIntegerField("số tháng tính", default=12)
    state = models.CharField("tình trạng", max_length=10, choices=LineState, default=LineState.ASKED)
    reason = models.CharField("lý do, ghi chú", max_length=300, blank=True)
    #: What the rules expect, kept from the last recomputation: days and their worth, or đồng alone.
    expected_days = models.DecimalField("số công vận động", max_digits=8, decimal_places=2, null=True, blank=True)
    expected_amount = models.BigIntegerField("mức vận động (đồng)", default=0)
    #: What the giver promised, where more or less than the rules say.
    pledged_days = models.DecimalField("số công đăng ký", max_digits=8, decimal_places=2, null=True, blank=True)
    pledged_amount = models.BigIntegerField("số tiền đăng ký (đồng)", null=True, blank=True)
    roster_import = models.ForeignKey(RosterImport, models.PROTECT, null=True, blank=True, related_name="lines")
    created_at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "dòng danh sách"
        verbose_name_plural = "dòng danh sách"
        ordering = ("campaign_id", "party__sort_key", "pk")
        constraints = (
            models.UniqueConstraint(fields=["campaign", "party"], name="roster_line_once"),
            models.CheckConstraint(name="roster_line_months", condition=Q(months__gte=0, months__lte=12)),
            models.CheckConstraint(name="roster_line_expected", condition=Q(expected_amount__gte=0)),
        )
        indexes = (models.Index(fields=["campaign", "village"]), models.Index(fields=["campaign", "unit"]))

    def __str__(self) -> str:
        return str(self.party)


class Duplicate(models.Model):
    """Two givers who may be one: a proposal for a person to decide."""

    one = models.ForeignKey(Party, models.CASCADE, related_name="+")
    other = models.ForeignKey(Party, models.CASCADE, related_name="+")
    #: Why, in words: "cùng tên không dấu, cùng thôn, cùng số điện thoại".
    why = models.CharField("căn cứ", max_length=300)
    score = models.PositiveSmallIntegerField("độ giống (%)")
    state = models.CharField("tình trạng", max_length=10, choices=DuplicateState, default=DuplicateState.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField("lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đề xuất trùng"
        verbose_name_plural = "đề xuất trùng"
        ordering = ("-score", "pk")
        constraints = (
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_once"),
            models.CheckConstraint(name="duplicate_in_order", condition=Q(one__lt=F("other"))),
        )

    def __str__(self) -> str:
        return f"{self.one} = {self.other}?"
