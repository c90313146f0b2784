"""Periodic reports: forms as data, who owes them, and each report with every sentence and figure and where it comes from."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from areas.enums import Level
from reporting.enums import Every, PublicPart, ReportState, Timeliness, period_words


class ReportForm(models.Model):
    """One form of report: who writes it, how often, when it is due, and its sections and tables as data.

    Rows are loaded from data/forms.yaml once; from then on a row belongs to the administrator who changes it.
    """

    code = models.CharField("mã", max_length=40)
    name = models.CharField("tên báo cáo", max_length=200)
    level = models.CharField("cấp lập", max_length=10, choices=Level)
    every = models.CharField("kỳ", max_length=10, choices=Every)
    #: Figures count to this day of the period's last month; None: to its last day. A period begins the day after the one before.
    counts_to_day = models.PositiveSmallIntegerField("chốt số liệu ngày", null=True, blank=True)
    #: Calendar days after the day the figures count to; a day off moves the last day to the next working day.
    due_after = models.PositiveSmallIntegerField("hạn gửi: số ngày sau ngày chốt")
    #: [{"label": "I", "title": "…", "drafts": ["tasks", …]}, …]: headings, and which drafters fill each.
    sections = models.JSONField("các mục", default=list)
    #: Codes of the tables (reporting/data/tables.yaml), in the order of the appendix.
    tables = models.JSONField("các biểu", default=list)
    valid_from = models.DateField("dùng từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    source = models.CharField("căn cứ", max_length=300, blank=True)
    #: False until somebody has compared the row with the text of the source.
    sure = models.BooleanField("đã đối chiếu văn bản gốc", default=False)

    class Meta:
        verbose_name = "mẫu báo cáo"
        verbose_name_plural = "mẫu báo cáo"
        ordering = ("level", "every", "code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="report_form_once"),
            models.CheckConstraint(
                name="report_form_day_of_month",
                condition=Q(counts_to_day=None) | Q(counts_to_day__gte=1, counts_to_day__lte=31),
            ),
        )

    def __str__(self) -> str:
        return self.name


class ReportDuty(models.Model):
    """An office asks the areas of one level below it (a village's commune, a commune's province) for a form, from a day on;
    with a drive, for that drive alone."""

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="duties", verbose_name="mẫu báo cáo")
    asked_by = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name="nơi nhận báo cáo")
    drive = models.ForeignKey(
        "emulation.Drive", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đợt thi đua"
    )
    valid_from = models.DateField("từ ngày")
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "chế độ báo cáo"
        verbose_name_plural = "chế độ báo cáo"
        ordering = ("asked_by", "form", "-valid_from")
        constraints = (
            models.UniqueConstraint(
                fields=["form", "asked_by"], condition=Q(valid_to=None, drive=None), name="report_duty_once"
            ),
            models.UniqueConstraint(
                fields=["form", "asked_by", "drive"], condition=Q(valid_to=None), name="report_duty_once_a_drive"
            ),
            models.CheckConstraint(
                name="report_duty_dates_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.form}, {self.asked_by}"


class PeriodicReport(models.Model):
    """One report of one area for one period; its paper is a Document where the level issues papers."""

    form = models.ForeignKey(ReportForm, models.PROTECT, related_name="reports", verbose_name="mẫu báo cáo")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="periodic_reports", verbose_name="địa bàn")
    drive = models.ForeignKey(
        "emulation.Drive", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đợt thi đua"
    )
    #: Figures count from and to these days, both included.
    starts_on = models.DateField("số liệu từ ngày")
    ends_on = models.DateField("đến hết ngày")
    due_on = models.DateField("hạn gửi")
    state = models.CharField("trạng thái", max_length=10, choices=ReportState, default=ReportState.DRAFT)
    document = models.OneToOneField(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="periodic_report"
    )
    #: When the text and figures were last drafted from the sources.
    drafted_at = models.DateTimeField("soạn lúc", null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("gửi lúc", null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_at = models.DateTimeField("nhận lúc", null=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    remark = models.TextField("nội dung đề nghị sửa", blank=True)

    class Meta:
        verbose_name = "báo cáo định kỳ"
        verbose_name_plural = "báo cáo định kỳ"
        ordering = ("-ends_on", "area", "-pk")
        indexes = (
            models.Index(fields=["area", "-ends_on"], name="report_of_area"),
            models.Index(fields=["form", "ends_on", "state"], name="report_of_period"),
            models.Index(
                fields=["due_on"], condition=Q(state__in=("draft", "signing", "returned")), name="report_still_owed"
            ),
            # For rates over all areas: what fell due in some weeks, whatever else is kept.
            models.Index(fields=["due_on", "area"], name="report_by_last_day"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["form", "area", "starts_on"], condition=Q(drive=None), name="report_once_a_period"
            ),
            models.UniqueConstraint(
                fields=["form", "area", "drive", "starts_on"], name="report_once_a_period_of_a_drive"
            ),
            models.CheckConstraint(name="report_dates_in_order", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="report_sent_at_a_moment",
                condition=Q(state__in=("draft", "signing", "returned")) | Q(sent_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.form.name}, {self.area}"

    def get_absolute_url(self) -> str:
        return reverse("reporting:report", args=[self.pk])

    @property
    def period_words(self) -> str:
        """ "tháng 7/2024": what follows the name of the form."""
        return period_words(self.form.every, self.starts_on, self.ends_on)

    def timeliness(self, today: date, sent_on: date | None) -> str:
        """On time, late or missing by the day it was (first) sent."""
        if sent_on is not None:
            return Timeliness.ON_TIME if sent_on <= self.due_on else Timeliness.LATE
        return Timeliness.MISSING if today > self.due_on else Timeliness.NOT_DUE


class Passage(models.Model):
    """One paragraph of a report. `sources` say what it was drafted from: [{"kind", "id", "label", "url", "by"}, …]."""

    report = models.ForeignKey(PeriodicReport, models.CASCADE, related_name="passages")
    #: Position of the section in the form, and of the paragraph in the section.
    section = models.PositiveSmallIntegerField("mục")
    position = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nội dung", blank=True)
    #: As it was drafted; empty for a paragraph that a person added.
    drafted = models.TextField(blank=True)
    sources = models.JSONField("nguồn", default=list)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc", null=True)

    class Meta:
        verbose_name = "đoạn"
        verbose_name_plural = "đoạn"
        ordering = ("section", "position", "pk")

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def was_edited(self) -> bool:
        return self.text != self.drafted


class Cell(models.Model):
    """One figure or text of a table, with what it was drafted from. A figure the sources do not have is None, never 0."""

    report = models.ForeignKey(PeriodicReport, models.CASCADE, related_name="cells")
    table = models.CharField("biểu", max_length=40)
    #: By nature ("people_cash", "indicator:2.1", "work:17"): what a roll-up adds by.
    row = models.CharField("dòng", max_length=80)
    position = models.PositiveSmallIntegerField("thứ tự")
    column = models.CharField("cột", max_length=40)
    #: In the column's unit (đồng, days, m², percent); None with `text` for words.
    value = models.DecimalField("giá trị", max_digits=22, decimal_places=4, null=True)
    text = models.TextField("chữ", blank=True)
    drafted_value = models.DecimalField(max_digits=22, decimal_places=4, null=True)
    drafted_text = models.TextField(blank=True)
    sources = models.JSONField("nguồn", default=list)
    #: Why a person changed a drafted figure.
    reason = models.CharField("lý do sửa", max_length=250, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField("sửa lúc", null=True)

    class Meta:
        verbose_name = "ô số liệu"
        verbose_name_plural = "ô số liệu"
        ordering = ("table", "position", "row", "pk")
        constraints = (models.UniqueConstraint(fields=["report", "table", "row", "column"], name="report_cell_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"

    @property
    def was_edited(self) -> bool:
        return (self.value, self.text) != (self.drafted_value, self.drafted_text)


class Gap(models.Model):
    """Something the draft could not say, and who has it; made anew with every drafting."""

    report = models.ForeignKey(PeriodicReport, models.CASCADE, related_name="gaps")
    section = models.PositiveSmallIntegerField("mục", null=True)
    what = models.CharField("còn thiếu", max_length=250)
    who = models.CharField("của ai", max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = "chỗ còn thiếu"
        verbose_name_plural = "chỗ còn thiếu"
        ordering = ("section", "pk")

    def __str__(self) -> str:
        return self.what


class SentVersion(models.Model):
    """A report as it went up, frozen: what the office above rolls up and compares. Append-only."""

    report = models.ForeignKey(PeriodicReport, models.PROTECT, related_name="versions")
    at = models.DateTimeField("gửi lúc")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")
    #: {"passages": […], "cells": […]}: plain data, as the report stood.
    content: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = "bản đã gửi"
        verbose_name_plural = "bản đã gửi"
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y}"


class Publication(models.Model):
    """What a commune shows to everybody. The row stays when it is withdrawn, with what was chosen last."""

    area = models.OneToOneField("areas.Area", models.PROTECT, related_name="publication", verbose_name="xã")
    criteria = models.BooleanField("tiêu chí, quyết định công nhận", default=False)
    works = models.BooleanField("công trình", default=False)
    contributions = models.BooleanField("tổng đóng góp", default=False)
    awards = models.BooleanField("khen thưởng thôn, tập thể", default=False)
    words = models.TextField("lời giới thiệu của xã", max_length=1000, blank=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    published_at = models.DateTimeField("công khai lúc")
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField("thu hồi lúc", null=True)
    #: When somebody last decided anything here: pages kept ready under an older moment are not shown any more.
    changed_at = models.DateTimeField("sửa lúc", db_index=True)

    class Meta:
        verbose_name = "công khai số liệu"
        verbose_name_plural = "công khai số liệu"
        ordering = ("area__sort_key",)
        constraints = (
            models.CheckConstraint(
                name="publication_shows_something",
                condition=Q(criteria=True) | Q(works=True) | Q(contributions=True) | Q(awards=True),
            ),
            models.CheckConstraint(
                name="publication_withdrawn_by_somebody",
                condition=Q(withdrawn_at=None, withdrawn_by=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"Công khai số liệu, {self.area}"

    @property
    def is_open(self) -> bool:
        """Whether everybody can read it now."""
        return self.withdrawn_at is None

    @property
    def parts(self) -> tuple[PublicPart, ...]:
        """What was chosen, in the order of the page."""
        return tuple(part for part in PublicPart if getattr(self, part))
