"""What a year really holds besides tasks: routines kept, events, inspections, proposals, models, committees."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from campaigns.enums import CommitteeKind, EventKind, InspectorKind, ModelKind, ProposalState
from campaigns.models.plan import Plan
from campaigns.models.programme import Routine
from core import text


class RoutineTurn(models.Model):
    """One time a routine was kept: who came, labour days, what was done; by area (the commune or one village)."""

    routine = models.ForeignKey(Routine, models.CASCADE, related_name="turns")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="địa bàn")
    held_on = models.DateField("ngày")
    people = models.PositiveIntegerField("số người tham gia", null=True, blank=True)
    labour_days = models.DecimalField("số ngày công", max_digits=8, decimal_places=2, null=True, blank=True)
    text = models.TextField("kết quả", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("ghi lúc")

    class Meta:
        verbose_name = "lần thực hiện"
        verbose_name_plural = "lần thực hiện"
        ordering = ("-held_on", "-pk")
        constraints = (models.UniqueConstraint(fields=["routine", "area", "held_on"], name="routine_turn_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.routine}, {self.held_on:%d/%m/%Y}"


class TurnPhoto(models.Model):
    turn = models.ForeignKey(RoutineTurn, models.CASCADE, related_name="photos")
    file = models.OneToOneField("documents.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "ảnh"
        verbose_name_plural = "ảnh"

    def __str__(self) -> str:
        return str(self.file)


class OfArea(models.Model):
    """What stands on an area and may belong to a plan."""

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="địa bàn")
    plan = models.ForeignKey(
        Plan, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name="thuộc kế hoạch"
    )
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("lập lúc")

    class Meta:
        abstract = True


class Event(OfArea):
    """Ngày hội đại đoàn kết, training, study visit, launch, interim and final review."""

    kind = models.CharField("loại", max_length=15, choices=EventKind)
    title = models.TextField("tên")
    held_on = models.DateField("ngày", null=True, blank=True)
    place = models.CharField("địa điểm", max_length=300, blank=True)
    programme = models.TextField("chương trình", blank=True)
    people = models.PositiveIntegerField("số người dự", null=True, blank=True)
    cost = models.BigIntegerField("kinh phí (đồng)", null=True, blank=True)
    result = models.TextField("kết quả", blank=True)
    #: The paper that invites people to it.
    invitation = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="event", verbose_name="giấy mời"
    )

    class Meta:
        verbose_name = "hoạt động"
        verbose_name_plural = "hoạt động"
        ordering = ("-held_on", "-pk")
        indexes = (models.Index(fields=["held_on"], condition=Q(invitation__isnull=False), name="event_with_invited"),)

    def __str__(self) -> str:
        return self.title


class Inspection(OfArea):
    """A visit by a team that inspects, with its minutes; what it asks for stands in Recommendation."""

    inspector = models.CharField("đoàn của", max_length=15, choices=InspectorKind)
    subject = models.TextField("nội dung kiểm tra")
    unit = models.TextField("nơi được kiểm tra")
    held_on = models.DateField("ngày")
    team = models.TextField("thành phần đoàn", blank=True)
    minutes = models.ForeignKey(
        "documents.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="biên bản"
    )

    class Meta:
        verbose_name = "cuộc kiểm tra"
        verbose_name_plural = "cuộc kiểm tra"
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return self.subject[:80]


class Recommendation(models.Model):
    """What an inspection asked for, followed to its end."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="recommendations")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("kiến nghị")
    unit = models.TextField("đơn vị thực hiện", blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    result = models.TextField("kết quả thực hiện", blank=True)
    done_on = models.DateField("xong ngày", null=True, blank=True)

    class Meta:
        verbose_name = "kiến nghị sau kiểm tra"
        verbose_name_plural = "kiến nghị sau kiểm tra"
        ordering = ("position",)
        indexes = (models.Index(fields=["due_on"], condition=Q(done_on=None), name="recommendation_open"),)

    def __str__(self) -> str:
        return self.text[:80]


class Proposal(OfArea):
    """What the commune asks of a superior body ("kiến nghị, đề xuất")."""

    text = models.TextField("nội dung kiến nghị")
    addressee = models.TextField("gửi")
    letter = models.CharField("công văn số", max_length=60, blank=True)
    sent_on = models.DateField("gửi ngày", null=True, blank=True)
    answer = models.TextField("trả lời", blank=True)
    answered_on = models.DateField("trả lời ngày", null=True, blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=ProposalState, default=ProposalState.DRAFTED)

    class Meta:
        verbose_name = "kiến nghị cấp trên"
        verbose_name_plural = "kiến nghị cấp trên"
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.text[:80]


class ModelOrClub(OfArea):
    """A model ("5 không 3 sạch") or club, confirmed each year."""

    kind = models.CharField("loại", max_length=10, choices=ModelKind)
    name = models.TextField("tên")
    leader = models.TextField("người phụ trách", blank=True)
    founded_on = models.DateField("thành lập ngày", null=True, blank=True)
    members = models.PositiveIntegerField("số thành viên, hộ", null=True, blank=True)
    ended_on = models.DateField("thôi hoạt động ngày", null=True, blank=True)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = "mô hình, câu lạc bộ"
        verbose_name_plural = "mô hình, câu lạc bộ"
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.sort_key = text.sort_key(self.name)
        self.search_key = text.search_key(f"{self.name} {self.leader}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class ModelConfirmation(models.Model):
    """Whether a model kept what it stands for in a year."""

    model = models.ForeignKey(ModelOrClub, models.CASCADE, related_name="confirmations")
    year = models.PositiveSmallIntegerField("năm")
    confirmed = models.BooleanField("công nhận")
    note = models.TextField("nhận xét", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = "công nhận trong năm"
        verbose_name_plural = "công nhận trong năm"
        ordering = ("-year",)
        constraints = (models.UniqueConstraint(fields=["model", "year"], name="model_confirmation_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.year}"


class Committee(OfArea):
    """A steering or management committee, a village development board, a working group, the board of a fund."""

    kind = models.CharField("loại", max_length=15, choices=CommitteeKind)
    name = models.TextField("tên")
    decision = models.CharField("quyết định thành lập", max_length=300, blank=True)
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = "ban, tổ"
        verbose_name_plural = "ban, tổ"
        ordering = ("sort_key",)
        constraints = (
            models.CheckConstraint(
                name="committee_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = text.tidy(self.name)
        self.sort_key = text.sort_key(self.name)
        self.search_key = text.search_key(f"{self.name} {self.decision}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class CommitteeMember(models.Model):
    committee = models.ForeignKey(Committee, models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField("thứ tự")
    full_name = models.CharField("họ tên", max_length=150)
    post = models.CharField("chức vụ", max_length=200, blank=True)
    duty = models.CharField("trong ban", max_length=200, blank=True)
    sort_key = models.TextField(editable=False)
    search_key = models.TextField(editable=False)

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        ordering = ("position",)

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: object, **kwargs: object) -> None:
        self.full_name = text.tidy(self.full_name)
        self.sort_key = text.person_sort_key(self.full_name)
        self.search_key = text.search_key(f"{self.full_name} {self.post}")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
