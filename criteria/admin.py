"""Read-only pages for administrators: what is loaded, where it comes from, what is not yet compared."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnly
from criteria.enums import Provenance
from criteria.models import CriteriaSet, Criterion, IndicatorVersion, Level
from criteria.queries.sets import levels_provenance, summary, with_rows


class CriterionInline(ReadOnly, admin.TabularInline):
    model = Criterion
    fields = ("number", "name", "group", "complete", "note")
    extra = 0


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "name",
        "level",
        "period",
        "basis_number",
        "rows",
        "wording",
        "closed_at",
    )
    inlines = (CriterionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CriteriaSet]:
        return with_rows(super().get_queryset(request))

    @admin.display(description="Chỉ tiêu đã có / theo quyết định")
    def rows(self, criteria_set: CriteriaSet) -> str:
        counts = summary(criteria_set)
        expected = "chưa rõ" if counts.indicators_expected is None else counts.indicators_expected
        return f"{counts.indicators} / {expected}"

    @admin.display(description="Nội dung")
    def wording(self, criteria_set: CriteriaSet) -> str:
        known = summary(criteria_set).wording
        return f"{known.confirmed} có nguồn, {known.unconfirmed} chưa đối chiếu văn bản gốc, {known.missing} chưa có"


class LevelInline(ReadOnly, admin.TabularInline):
    model = Level
    fields = (
        "layer",
        "scope",
        "year",
        "delegated",
        "number",
        "text",
        "basis",
        "provenance",
        "confidence",
        "source",
    )
    extra = 0


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "indicator",
        "text",
        "effective_from",
        "basis",
        "provenance",
        "levels_from",
        "criteria_set",
    )
    list_filter = ("indicator__criterion__criteria_set", "provenance")
    search_fields = ("text", "indicator__code")
    list_select_related = ("indicator__criterion__criteria_set",)
    list_per_page = 100
    inlines = (LevelInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorVersion]:
        return super().get_queryset(request).prefetch_related("levels")

    @admin.display(description="Mức")
    def levels_from(self, version: IndicatorVersion) -> Any:
        return Provenance(levels_provenance(version)).label

    @admin.display(description="Bộ tiêu chí", ordering="indicator__criterion__criteria_set")
    def criteria_set(self, version: IndicatorVersion) -> str:
        return version.indicator.criterion.criteria_set.code
